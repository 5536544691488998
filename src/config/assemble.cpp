// SPDX-License-Identifier: MIT
#include "config/assemble.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "config/nearest_name.hpp"
#include "config/read/key_path.hpp"
#include "config/source/unique_keys.hpp"

namespace cpginfra::config {
namespace {

constexpr std::array<std::string_view, 3> kWholeKeys = {"config", "infrastructure", "datasets"};
constexpr std::string_view kDatasetKey = "dataset";

std::string path_of_dataset(std::string_view name) {
  KeyPath path;
  path.push("datasets");
  return path.text_with(name);
}

// A mapping that says under which name it was filed, if it does not say so itself.
RawDataset named_dataset(Entry entry, ReadingRun& run) {
  RawDataset dataset{std::move(entry.node), std::move(entry.key)};
  if (dataset.node.is_null()) dataset.node = Node{Node::Map(), entry.place};
  Node::Map* map = dataset.node.as_map();
  if (map == nullptr) return dataset;
  const Entry* own = find_entry(*map, kDatasetKey);
  if (own == nullptr) {
    map->insert(map->begin(),
                Entry{std::string(kDatasetKey), entry.place, Node{dataset.name, entry.place}});
    return dataset;
  }
  const std::string* own_name = own->node.as_text();
  if (own_name != nullptr && *own_name != dataset.name) {
    run.reporter.report({"dataset-name-mismatch", own->node.place,
                         path_of_dataset(dataset.name) + "." + std::string(kDatasetKey),
                         fmt::format("the dataset is listed as '{}' but calls itself '{}'",
                                     shortened(dataset.name), shortened(*own_name)),
                         shortened(*own_name), "leave the key 'dataset' out"});
  }
  return dataset;
}

RawDataset listed_dataset(Node node) {
  RawDataset dataset{std::move(node), ""};
  if (const Node::Map* map = dataset.node.as_map()) {
    const Entry* entry = find_entry(*map, kDatasetKey);
    if (entry != nullptr && entry->node.as_text() != nullptr) {
      dataset.name = *entry->node.as_text();
    }
  }
  return dataset;
}

void report_missing(Place place, std::string_view key, std::string_view mend, ReadingRun& run) {
  run.reporter.report({"missing-key", place, std::string(key),
                       fmt::format("the key '{}' is missing", key), "", std::string(mend)});
}

void take_infrastructure(Node& root, RawConfiguration& raw, ReadingRun& run) {
  Node::Map& map = *root.as_map();
  Entry* config = find_entry(map, "config");
  Entry* infrastructure = find_entry(map, "infrastructure");
  if (config != nullptr && infrastructure != nullptr) {
    run.reporter.report({"given-twice", infrastructure->place, "infrastructure",
                         "the infrastructure is given both as 'config' and as 'infrastructure'", "",
                         "keep one of the two"});
  }
  Entry* chosen = config != nullptr ? config : infrastructure;
  if (chosen == nullptr) {
    report_missing(root.place, "config", "add it: the institute, as in config-infrastructure", run);
    return;
  }
  raw.infrastructure_key = chosen->key;
  raw.infrastructure = std::move(chosen->node);
}

RawConfiguration assemble_root(Node root, ReadingRun& run) {
  RawConfiguration raw;
  if (root.is_null()) root.value = Node::Map();
  if (root.as_map() == nullptr) {
    if (!root.is_broken()) {
      run.reporter.report({"wrong-type", root.place, "",
                           fmt::format("expected a mapping, got {}", describe_kind(root)), "",
                           "a configuration has the keys 'config' and 'datasets'"});
    }
    return raw;
  }
  take_infrastructure(root, raw, run);
  Entry* datasets = find_entry(*root.as_map(), "datasets");
  if (datasets == nullptr) {
    report_missing(root.place, "datasets", "add it: the datasets, by their names", run);
  } else {
    raw.datasets = split_datasets(std::move(datasets->node), run);
  }
  return raw;
}

}  // namespace

std::optional<std::vector<RawDataset>> split_datasets(Node node, ReadingRun& run) {
  std::vector<RawDataset> datasets;
  if (node.is_null()) return datasets;
  if (Node::Map* map = node.as_map()) {
    datasets.reserve(map->size());
    for (Entry& entry : *map) datasets.push_back(named_dataset(std::move(entry), run));
  } else if (Node::List* list = node.as_list()) {
    datasets.reserve(list->size());
    for (Node& element : *list) datasets.push_back(listed_dataset(std::move(element)));
  } else {
    if (!node.is_broken()) {
      run.reporter.report({"wrong-type", node.place, "datasets",
                           fmt::format("expected a mapping or a list, got {}", describe_kind(node)),
                           show_value(node), "write the datasets by their names"});
    }
    return std::nullopt;
  }
  return datasets;
}

RawConfiguration assemble_whole(Node root, ReadingRun& run) {
  if (const Node::Map* map = root.as_map()) {
    for (const Entry& entry : *map) {
      std::string mend = nearest_hint(entry.key, kWholeKeys);
      if (mend.empty()) mend = "the keys are 'config' and 'datasets'";
      bool is_known = false;
      for (std::string_view key : kWholeKeys) is_known = is_known || key == entry.key;
      if (is_known) continue;
      run.reporter.report({"unknown-key", entry.place, KeyPath().text_with(entry.key),
                           fmt::format("unknown key '{}'", shortened(entry.key)),
                           shortened(entry.key), std::move(mend)});
    }
  }
  return assemble_root(std::move(root), run);
}

RawConfiguration assemble_shared(Node root, ReadingRun& run) {
  return assemble_root(std::move(root), run);
}

RawConfiguration assemble_file(const std::string& path, ReadingRun& run) {
  const std::optional<Format> format = format_of(path);
  std::error_code ignored;
  if (!format && std::filesystem::exists(path, ignored)) {
    const std::uint32_t file = run.sources.add(path, "");
    run.reporter.report({"unknown-format",
                         {file, 0, 0},
                         "",
                         "the file's name does not tell its format",
                         "",
                         "name it .toml, .yaml, .yml or .json"});
    return {};
  }
  const std::optional<std::uint32_t> file = read_file(path, path, run);
  if (!file || !format) return {};
  std::optional<Node> root = read_text(*file, *format, run);
  if (!root) return {};
  return assemble_whole(std::move(*root), run);
}

void merge_into(Node& base, Node later) {
  Node::Map* base_map = base.as_map();
  Node::Map* later_map = later.as_map();
  if (base_map == nullptr || later_map == nullptr) {
    base = std::move(later);
    return;
  }
  UniqueKeys keys;
  for (Entry& entry : *later_map) {
    const std::ptrdiff_t position = keys.position_of(*base_map, entry.key);
    if (position < 0) {
      base_map->push_back(std::move(entry));
      continue;
    }
    Entry& before = (*base_map)[static_cast<std::size_t>(position)];
    before.place = entry.place;
    merge_into(before.node, std::move(entry.node));
  }
}

RawConfiguration assemble_toml_list(std::string_view paths, ReadingRun& run) {
  std::optional<Node> merged;
  bool is_whole = true;
  while (!paths.empty()) {
    const std::size_t comma = paths.find(',');
    std::string_view path = paths.substr(0, comma);
    paths = comma == std::string_view::npos ? std::string_view() : paths.substr(comma + 1);
    while (path.starts_with(' ')) path.remove_prefix(1);
    while (path.ends_with(' ')) path.remove_suffix(1);
    if (path.empty()) continue;
    const std::string name(path);
    const std::optional<std::uint32_t> file = read_file(name, name, run);
    std::optional<Node> root = file ? read_text(*file, Format::kToml, run) : std::nullopt;
    if (!root) {
      is_whole = false;
    } else if (merged) {
      merge_into(*merged, std::move(*root));
    } else {
      merged = std::move(*root);
    }
  }
  // Without one of the files, what is missing may well stand in it.
  if (!is_whole) return {};
  if (!merged) {
    run.reporter.report({"missing-file",
                         {},
                         "",
                         "no configuration file is named",
                         "",
                         "name a directory or a file, or TOML files in CPG_CONFIG_PATH"});
    return {};
  }
  return assemble_shared(std::move(*merged), run);
}

}  // namespace cpginfra::config
