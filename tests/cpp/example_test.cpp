// SPDX-License-Identifier: MIT
// The example that newcomers read must be right, and must show what it says it shows.
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "support/source_directory.hpp"

namespace cpginfra {
namespace {

config::LoadResult example() { return config::load_path(test::source_path("examples/institute")); }

TEST_CASE("the example institute loads without a word") {
  const config::LoadResult result = example();
  INFO(config::render_plain(result.diagnostics));
  CHECK(result.diagnostics.empty());
  REQUIRE(result.configuration.has_value());
  std::vector<std::string> names;
  for (const CPGDatasetConfig& dataset : result.configuration->datasets) {
    names.push_back(dataset.dataset);
  }
  CHECK(names ==
        std::vector<std::string>{"common", "reference", "rare-disease", "cardiac", "newborn"});
  CHECK(result.configuration->infrastructure.users.size() == 12);
}

TEST_CASE("every person of the example institute is a member of something") {
  const config::LoadResult result = example();
  REQUIRE(result.configuration.has_value());
  std::set<std::string> unused;
  for (const auto& [name, user] : result.configuration->infrastructure.users) unused.insert(name);
  for (const CPGDatasetConfig& dataset : result.configuration->datasets) {
    for (const auto& [group, members] : dataset.members) {
      for (const std::string& member : members) unused.erase(member);
    }
    if (!dataset.upload_config.has_value()) continue;
    for (const auto& dropbox : dataset.upload_config->dropboxes.value_or(
             std::vector<CPGDatasetConfig::UploadConfig::UploadDropboxConfig>{})) {
      for (const std::string& uploader : dropbox.uploaders) unused.erase(uploader);
    }
  }
  // They upload, or are in a group of the institute's own.
  CHECK(unused == std::set<std::string>{"elin.berg", "sequencer.robot"});
}

TEST_CASE("the example institute has a plan that holds together") {
  const config::LoadResult result = example();
  REQUIRE(result.configuration.has_value());
  const absl::StatusOr<plan::Plan> plan = build_plan(*result.configuration);
  INFO(plan.status());
  CHECK(plan.ok());
}

}  // namespace
}  // namespace cpginfra
