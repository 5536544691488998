// SPDX-License-Identifier: MIT
//
// The production layout: what the whole institute shares in two files, and for each dataset a
// folder with the parts that other people look after.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "config/assemble.hpp"
#include "config/nearest_name.hpp"
#include "config/read/key_path.hpp"
#include "cpginfra/config/ordered_map.hpp"

namespace cpginfra::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kInfrastructureStem = "config-infrastructure";
constexpr std::string_view kDatasetsStem = "config-datasets";
constexpr std::string_view kDatasetsFolder = "datasets";

// A file of a dataset's folder, and the option that it holds.
struct Part {
  std::string_view stem;
  std::string_view key;
};
constexpr std::array kParts = {Part{"members", "members"}, Part{"budgets", "budgets"},
                               Part{"upload", "upload_config"}};

std::string_view stem_of(std::string_view name) { return name.substr(0, name.rfind('.')); }

std::string inside(std::string_view directory, std::string_view name) {
  return fmt::format("{}/{}", directory, name);
}

using DatasetIndex = absl::flat_hash_map<std::string, std::size_t, TextHash, std::equal_to<>>;

class DirectoryReader {
 public:
  DirectoryReader(std::string path, ReadingRun& run) : root_(std::move(path)), run_(run) {
    while (root_.size() > 1 && root_.ends_with('/')) root_.pop_back();
  }

  RawConfiguration read() {
    RawConfiguration raw;
    std::error_code error;
    real_root_ = fs::canonical(root_, error);
    const std::optional<std::vector<std::string>> names = list(root_);
    if (error || !names) return raw;
    raw.infrastructure = read_stem(root_, *names, kInfrastructureStem);
    if (raw.infrastructure) {
      unwrap(*raw.infrastructure);
    } else if (!has_stem(*names, kInfrastructureStem)) {
      report_missing_file(kInfrastructureStem);
    }
    if (std::optional<Node> node = read_stem(root_, *names, kDatasetsStem)) {
      raw.datasets = split_datasets(std::move(*node), run_);
    } else if (!has_stem(*names, kDatasetsStem)) {
      report_missing_file(kDatasetsStem);
    }
    if (std::find(names->begin(), names->end(), kDatasetsFolder) != names->end()) {
      read_folders(raw);
    }
    return raw;
  }

 private:
  // The names in a directory, sorted; those that start with a point are not for us.
  std::optional<std::vector<std::string>> list(const std::string& directory) {
    std::error_code error;
    std::vector<std::string> names;
    fs::directory_iterator entries(directory, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      std::string name = entries->path().filename().string();
      if (name.starts_with('.')) continue;
      std::error_code ignored;
      if (entries->is_symlink(ignored)) links_.insert(inside(directory, name));
      names.push_back(std::move(name));
    }
    if (error) {
      report_file("unreadable-file", directory, "cannot list the directory: " + error.message());
      return std::nullopt;
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  // Whether what stands at `path` is inside the directory, wherever links lead.
  bool is_inside(const std::string& path) {
    if (!links_.contains(path)) return true;
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    const auto [root_end, ignored] =
        std::mismatch(real_root_.begin(), real_root_.end(), real.begin(), real.end());
    if (!error && root_end == real_root_.end()) return true;
    report_file("outside-directory", path,
                error ? "the link leads nowhere" : "the link leads out of the directory",
                "put the file itself here");
    return false;
  }

  static bool has_stem(const std::vector<std::string>& names, std::string_view stem) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return format_of(name) && stem_of(name) == stem;
    });
  }

  // Reads the file of that stem, whatever its format; more than one are reported.
  std::optional<Node> read_stem(const std::string& directory, const std::vector<std::string>& names,
                                std::string_view stem) {
    const std::string* found = nullptr;
    for (const std::string& name : names) {
      if (!format_of(name) || stem_of(name) != stem) continue;
      if (found != nullptr) {
        report_file("given-twice", inside(directory, name), fmt::format("there is {} too", *found),
                    "keep one of the two");
        continue;
      }
      found = &name;
    }
    if (found == nullptr) return std::nullopt;
    const std::string path = inside(directory, *found);
    if (!is_inside(path)) return std::nullopt;
    const std::optional<std::uint32_t> file = read_file(path, path, run_);
    if (!file) return std::nullopt;
    return read_text(*file, *format_of(*found), run_);
  }

  // The table `[infrastructure]` alone in a file stands for the file.
  static void unwrap(Node& node) {
    Node::Map* map = node.as_map();
    if (map == nullptr || map->size() != 1 || map->front().key != "infrastructure") return;
    Node::Map whole = std::move(*map);
    node = std::move(whole.front().node);
  }

  void read_folders(RawConfiguration& raw) {
    const std::string folder = inside(root_, kDatasetsFolder);
    if (!is_inside(folder)) return;
    const std::optional<std::vector<std::string>> names = list(folder);
    if (!names) return;
    DatasetIndex index;
    if (raw.datasets) {
      for (std::size_t each = 0; each < raw.datasets->size(); ++each) {
        index.emplace((*raw.datasets)[each].name, each);
      }
    }
    for (const std::string& name : *names) {
      const std::string path = inside(folder, name);
      std::error_code error;
      if (!fs::is_directory(path, error) || !is_inside(path)) continue;
      const auto found = index.find(name);
      if (found != index.end()) {
        read_folder(path, (*raw.datasets)[found->second]);
      } else if (raw.datasets) {
        report_unknown_dataset(path, name, *raw.datasets);
      }
    }
  }

  void read_folder(const std::string& path, RawDataset& dataset) {
    const std::optional<std::vector<std::string>> names = list(path);
    if (!names) return;
    for (const Part& part : kParts) {
      std::optional<Node> node = read_stem(path, *names, part.stem);
      if (node && !node->is_null()) add_part(part, std::move(*node), dataset);
    }
    for (const std::string& name : *names) {
      const auto is_it = [&](const Part& part) { return part.stem == stem_of(name); };
      if (!format_of(name) || std::any_of(kParts.begin(), kParts.end(), is_it)) continue;
      report_unknown_file(inside(path, name), stem_of(name));
    }
  }

  void add_part(const Part& part, Node node, RawDataset& dataset) {
    Node::Map* map = dataset.node.as_map();
    if (map == nullptr) return;
    if (const Entry* entry = find_entry(*map, part.key)) {
      KeyPath path;
      path.push("datasets");
      path.push(dataset.name);
      run_.reporter.report(
          {"given-twice", entry->place, path.text_with(part.key),
           fmt::format("the {} of '{}' are given here and in {}", part.stem,
                       shortened(dataset.name), run_.sources.file(node.place.file).name()),
           "", "keep one of the two"});
      return;
    }
    const Place place = node.place;
    map->push_back({std::string(part.key), place, std::move(node)});
  }

  void report_unknown_file(const std::string& path, std::string_view stem) {
    NearestName nearest(stem);
    for (const Part& part : kParts) nearest.offer(part.stem);
    const std::uint32_t file = run_.sources.add(path, "");
    Finding finding{"unknown-file", {file, 0, 0}, "", "the file is not read"};
    finding.mend =
        nearest.hint().empty() ? "the files are members, budgets and upload" : nearest.hint();
    finding.severity = Severity::kWarning;
    run_.reporter.report(std::move(finding));
  }

  void report_unknown_dataset(const std::string& path, const std::string& name,
                              const std::vector<RawDataset>& datasets) {
    NearestName nearest(name);
    for (const RawDataset& dataset : datasets) nearest.offer(dataset.name);
    std::string mend = nearest.hint();
    if (mend.empty()) mend = fmt::format("add '{}' to {}", name, kDatasetsStem);
    const std::uint32_t file = run_.sources.add(path, "");
    run_.reporter.report({"unknown-dataset",
                          {file, 0, 0},
                          "",
                          fmt::format("the folder's dataset '{}' is not listed", name),
                          name,
                          std::move(mend)});
  }

  void report_missing_file(std::string_view stem) {
    report_file("missing-file", root_, fmt::format("there is no {} file", stem),
                fmt::format("add {}.yaml, .toml or .json", stem));
  }

  void report_file(std::string_view rule, const std::string& path, std::string message,
                   std::string mend = "") {
    const std::uint32_t file = run_.sources.add(path, "");
    run_.reporter.report({rule, {file, 0, 0}, "", std::move(message), "", std::move(mend)});
  }

  std::string root_;
  fs::path real_root_;
  absl::flat_hash_set<std::string> links_;
  ReadingRun& run_;
};

}  // namespace

RawConfiguration assemble_directory(const std::string& path, ReadingRun& run) {
  return DirectoryReader(path, run).read();
}

}  // namespace cpginfra::config
