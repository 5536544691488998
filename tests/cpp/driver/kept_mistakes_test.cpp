// SPDX-License-Identifier: MIT
// Where upstream is wrong and a preview would show the correction, the recording wins and the plan
// says so.
#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "support/random_configuration.hpp"

namespace cpginfra::driver {
namespace {

Configuration small() {
  Configuration configuration = testing_support::random_separate_datasets(1);
  auto& config = configuration.infrastructure;
  config.metamist = {.gcp = {.project = "metamist",
                             .service_name = "api",
                             .machine_account = "m@m.iam.gserviceaccount.com",
                             .legacy_machine_account = "old@m.iam.gserviceaccount.com"}};
  config.notebooks = {.gcp = {.project = "notebooks"}};
  config.group_prefix.reset();
  for (CPGDatasetConfig& dataset : configuration.datasets) {
    dataset.components = {};
    dataset.setup_test = true;
    dataset.allow_notebook_tmp_main_read = true;
  }
  return configuration;
}

std::vector<std::string> warnings_of(const Configuration& configuration) {
  auto plan = build_plan(configuration);
  INFO(plan.status().ToString());
  REQUIRE(plan.ok());
  std::vector<std::string> texts;
  for (const plan::Note& warning : plan->warnings()) texts.emplace_back(warning.text);
  return texts;
}

bool has(const std::vector<std::string>& warnings, std::string_view part) {
  return std::any_of(warnings.begin(), warnings.end(), [&](const std::string& warning) {
    return warning.find(part) != std::string::npos;
  });
}

TEST_CASE("the plan says where it keeps upstream's mistakes", "[driver][warnings]") {
  Configuration configuration = small();
  const auto warnings = warnings_of(configuration);
  CHECK(has(warnings, "images-dev-reader"));
  CHECK(has(warnings, "only old@m.iam.gserviceaccount.com is put into the main-list groups"));
  CHECK_FALSE(has(warnings, "group prefix"));

  configuration.infrastructure.metamist->gcp.machine_account = "old@m.iam.gserviceaccount.com";
  CHECK_FALSE(has(warnings_of(configuration), "main-list groups"));
}

TEST_CASE("a group prefix breaks temporary access, and the plan says so", "[driver][warnings]") {
  Configuration configuration = small();
  configuration.infrastructure.group_prefix = "dev-";
  CHECK(has(warnings_of(configuration),
            "names group red-tmp-main-read-access@groups.example, but with the group prefix the "
            "group is called dev-red-tmp-main-read-access@groups.example"));
}

TEST_CASE("temporary readers without a broker are said to have no access", "[driver][warnings]") {
  Configuration configuration = small();
  for (CPGDatasetConfig& dataset : configuration.datasets) {
    dataset.allow_notebook_tmp_main_read = false;
    dataset.members.insert_or_assign(config::GroupName::kTmpMainReadAccess,
                                     std::vector<std::string>{dataset.dataset + ".p0"});
  }
  CHECK(has(warnings_of(configuration), "temporary access is not set up"));
}

}  // namespace
}  // namespace cpginfra::driver
