// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "cpginfra/config/dump.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/driver/names.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "targets.hpp"

namespace cpginfra::fuzz {
namespace {

using config::LoadResult;

void check_diagnostics(const config::Diagnostics& diagnostics) {
  config::render_plain(diagnostics);
  config::render_coloured(diagnostics);
  require(nlohmann::json::accept(config::render_json(diagnostics)), "diagnostics are JSON");
  for (const config::Diagnostic& diagnostic : diagnostics.all()) {
    require(!diagnostic.rule.empty() && !diagnostic.message.empty(), "a diagnostic says something");
  }
}

void check(const LoadResult& result) {
  check_diagnostics(result.diagnostics);
  require(result.configuration.has_value() != result.diagnostics.has_errors(),
          "there is a configuration or an error");
  if (!result.configuration) return;
  const std::string dumped = config::to_json(config::to_value(*result.configuration));
  const LoadResult again = config::load_text(dumped, config::Format::kJson, "dumped.json");
  require(again.configuration.has_value(), "what was loaded can be dumped and loaded again");
  require(config::to_json(config::to_value(*again.configuration)) == dumped,
          "it is the same when loaded again");
  const auto plan = driver::build_plan(*result.configuration);
  if (!plan.ok()) {
    require(!plan.status().message().empty(), "a plan that cannot be built says why");
    return;
  }
  const auto saved = report::to_json(*plan);
  require(saved.ok(), "a plan can be saved");
  require(report::read_json(*saved).ok(), "a saved plan can be read");
}

void check_text(std::string_view input, config::Format format, const char* name) {
  check(config::load_text(input, format, name));
}

/// A directory that is emptied for each input.
class Workplace {
 public:
  Workplace() {
    std::string name = (std::filesystem::temp_directory_path() / "cpginfra-fuzz-XXXXXX").string();
    require(::mkdtemp(name.data()) != nullptr, "a directory can be made");
    path_ = name;
  }
  ~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  void clear() const {
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      std::filesystem::remove_all(entry);
    }
  }
  void write(std::string_view name, std::string_view contents) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << contents;
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

constexpr std::array<std::string_view, 16> kFiles = {
    "config-infrastructure.yaml",   "config-datasets.yaml",         "datasets/common/members.yaml",
    "datasets/common/budgets.yaml", "datasets/common/upload.yaml",  "datasets/a/members.yaml",
    "datasets/a/budgets.yaml",      "datasets/a/upload.yaml",       "config-infrastructure.toml",
    "config-datasets.toml",         "datasets/common/members.toml", "datasets/common/budgets.json",
    "config-infrastructure.json",   "datasets/a/members.json",      "datasets/a/other.yaml",
    "datasets/b/members.yaml",
};

bool is_hash_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

void config_toml(std::string_view input) { check_text(input, config::Format::kToml, "a.toml"); }
void config_yaml(std::string_view input) { check_text(input, config::Format::kYaml, "a.yaml"); }
void config_json(std::string_view input) { check_text(input, config::Format::kJson, "a.json"); }

void config_directory(std::string_view input) {
  static const Workplace kWorkplace;
  kWorkplace.clear();
  while (!input.empty()) {
    const std::size_t end = input.find('\xff');
    const std::string_view part = input.substr(0, end);
    if (!part.empty()) {
      const auto file = static_cast<unsigned char>(part.front()) % kFiles.size();
      kWorkplace.write(kFiles[file], part.substr(1));
    }
    input = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
  }
  check(config::load_path(kWorkplace.path()));
}

void names(std::string_view input) {
  const std::size_t end = input.find('\n');
  const std::string_view dataset = input.substr(0, end);
  const std::string_view member = end == std::string_view::npos ? input : input.substr(end + 1);
  const std::string hash = driver::compute_hash(dataset, member, "gcp");
  constexpr std::size_t kDigits = 8;
  require(hash.size() > kDigits && hash[hash.size() - kDigits - 1] == '-' &&
              std::all_of(hash.end() - kDigits, hash.end(), is_hash_digit),
          "a member's hash ends in eight digits");
  require(hash == driver::compute_hash(dataset, member, "gcp"), "a member has one hash");
  const std::string name = driver::name_from_external_sa(member);
  require(name.size() <= member.size(), "an account's name is no longer than its email");
  for (char c : name) {
    require((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                c == '_' || c == '-',
            "an account's name is made of letters, digits, _ and -");
  }
}

}  // namespace cpginfra::fuzz
