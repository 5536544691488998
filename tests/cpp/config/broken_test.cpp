// SPDX-License-Identifier: MIT
// Each folder of tests/data/broken holds a configuration and the exact diagnostics it gets.
#include <algorithm>
#include <filesystem>
#include <set>

#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"

namespace cpginfra::config {
namespace {

std::vector<std::filesystem::path> broken_cases() {
  std::vector<std::filesystem::path> cases;
  for (const auto& entry : std::filesystem::directory_iterator(source_path("tests/data/broken"))) {
    cases.push_back(entry.path());
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

// The one thing beside expected.txt.
std::string configuration_of(const std::filesystem::path& broken) {
  for (const auto& entry : std::filesystem::directory_iterator(broken)) {
    if (entry.path().filename() != "expected.txt") return entry.path().string();
  }
  return "";
}

TEST_CASE("broken configurations get exactly these diagnostics", "[config][broken]") {
  const std::vector<std::filesystem::path> cases = broken_cases();
  CHECK(cases.size() >= 60);
  for (const std::filesystem::path& broken : cases) {
    INFO(broken.filename());
    const LoadResult result = load_path(configuration_of(broken));
    CHECK_FALSE(result.configuration.has_value());
    CHECK(result.diagnostics.has_errors());
    CHECK(replaced(render_plain(result.diagnostics), broken.string() + "/", "") ==
          file_text(broken.string() + "/expected.txt"));
  }
}

TEST_CASE("every rule has a broken configuration", "[config][broken]") {
  std::set<std::string> seen;
  for (const std::filesystem::path& broken : broken_cases()) {
    const Diagnostics diagnostics = load_path(configuration_of(broken)).diagnostics;
    for (const Diagnostic& diagnostic : diagnostics.all()) seen.insert(diagnostic.rule);
  }
  const std::set<std::string> rules = {"account-of-another-cloud",
                                       "ambiguous-number",
                                       "azure-account",
                                       "azure-id",
                                       "azure-name-collision",
                                       "bucket-collision",
                                       "budget-threshold",
                                       "byte-order-mark",
                                       "common-dataset-not-deployed",
                                       "config-destination",
                                       "dataset-name",
                                       "dataset-name-mismatch",
                                       "dependency-cycle",
                                       "dependency-not-deployed",
                                       "doubled-adoption",
                                       "duplicate-bucket",
                                       "duplicate-dataset",
                                       "duplicate-dropbox",
                                       "duplicate-key",
                                       "duplicate-member",
                                       "duplicate-plugin",
                                       "duplicate-uploader",
                                       "empty-value",
                                       "encoding",
                                       "given-twice",
                                       "group-collision",
                                       "member-without-account",
                                       "membership-collision",
                                       "metamist-project-collision",
                                       "missing-budget",
                                       "missing-file",
                                       "missing-key",
                                       "missing-section",
                                       "name-limit",
                                       "negative-budget",
                                       "notebook-read-without-notebooks",
                                       "number-out-of-range",
                                       "project-collision",
                                       "self-dependency",
                                       "shared-hail-user",
                                       "shared-project-without-budget",
                                       "shared-project-without-release",
                                       "syntax",
                                       "too-deep",
                                       "too-many-values",
                                       "unknown-bucket",
                                       "unknown-common-dataset",
                                       "unknown-dataset",
                                       "unknown-dependency",
                                       "unknown-file",
                                       "unknown-format",
                                       "unknown-key",
                                       "unknown-member",
                                       "unknown-tag",
                                       "unknown-value",
                                       "unreadable-file",
                                       "unsupported-component",
                                       "unusable-user-id",
                                       "web-url-template",
                                       "wrong-type"};
  CHECK(seen == rules);
}

TEST_CASE("a broken configuration is reported the same each time", "[config][broken]") {
  const std::string path = source_path("tests/data/broken/dir-mistakes-everywhere/config");
  CHECK(render_plain(load_path(path).diagnostics) == render_plain(load_path(path).diagnostics));
}

}  // namespace
}  // namespace cpginfra::config
