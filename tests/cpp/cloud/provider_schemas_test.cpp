// SPDX-License-Identifier: MIT
// What we send is what the providers' own packages take: every type, input and required input.
#include "cloud/provider_schemas.hpp"

#include <fmt/ranges.h>

#include <fstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cloud/both_clouds.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/load_github_wif.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/driver/github_wif.hpp"
#include "cpginfra/plugin/build_plan.hpp"
#include "golden/recording.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::golden {
namespace {

using Json = nlohmann::json;

std::string text_of(const std::vector<std::string>& faults) {
  return fmt::format("{}", fmt::join(faults, "\n"));
}

/// Holds a plan and its questions against the providers.
std::string faults_of(const ProviderSchemas& schemas, const absl::StatusOr<plan::Plan>& plan) {
  if (!plan.ok()) return std::string(plan.status().message());
  MadeUpCloud cloud;
  const auto recording = record(*plan, cloud);
  if (!recording.ok()) return std::string(recording.status().message());
  return text_of(schemas.faults(*recording)) + text_of(schemas.question_faults(*plan));
}

/// So that a test that fails says which.
void check_none(const std::string& faults) {
  INFO(faults);
  CHECK(faults.empty());
}

TEST_CASE("the recordings are what the providers take", "[providers][golden]") {
  const ProviderSchemas schemas;
  const std::string name = GENERATE("two-datasets", "everything", "restricted", "memberships-off",
                                    "billing-plugin", "github-wif");
  INFO(name);
  const std::string path = test::source_path("tests/golden/" + name + "/expected.json");
  check_none(text_of(schemas.faults(Json::parse(std::ifstream(path)))));
}

TEST_CASE("plans of examples and recordings are what the providers take", "[providers]") {
  const ProviderSchemas schemas;
  const std::string path =
      GENERATE("examples/institute", "examples/institute-azure.yaml",
               "examples/institute-both-clouds.yaml", "tests/golden/two-datasets/case.json",
               "tests/golden/everything/case.json", "tests/golden/restricted/case.json",
               "tests/golden/memberships-off/case.json", "tests/golden/billing-plugin/case.json");
  INFO(path);
  const auto loaded = config::load_path(test::source_path(path));
  REQUIRE(loaded.configuration.has_value());
  check_none(faults_of(schemas, plugin::build_plan(*loaded.configuration)));
}

TEST_CASE("workload identities are what the providers take", "[providers]") {
  const ProviderSchemas schemas;
  const std::string path =
      GENERATE("examples/github_wif/github_wif.yaml", "tests/golden/github-wif/case.json");
  INFO(path);
  const auto loaded = config::load_github_wif(test::source_path(path));
  REQUIRE(loaded.config.has_value());
  check_none(faults_of(schemas, driver::build_plan(*loaded.config)));
}

TEST_CASE("random institutes on Azure are what the providers take", "[providers][properties]") {
  const ProviderSchemas schemas;
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    const Configuration institute = testing_support::institute_on(seed, CloudName::kAzure);
    check_none(faults_of(schemas, driver::build_plan(institute)));
  }
}

TEST_CASE("the check against the providers sees each kind of mistake", "[providers]") {
  const ProviderSchemas schemas;
  const auto fault = [&](const char* type, const Json& inputs) {
    return text_of(
        schemas.faults({{"resources", {{{"type", type}, {"name", "x"}, {"inputs", inputs}}}}}));
  };
  CHECK(fault("azure-native:storage:Account", Json::object()) ==
        "azure-native:storage:Account::x: no such type");
  CHECK(fault("azuread:index/group:Group", Json::object()) ==
        "azuread:index/group:Group::x: displayName is not given");
  CHECK(fault("azuread:index/group:Group", {{"displayName", "a"}, {"name", "a"}}) ==
        "azuread:index/group:Group::x: no input name");
  CHECK(fault("azuread:index/group:Group", {{"displayName", true}}) ==
        "azuread:index/group:Group::x.displayName: true is no string");
  CHECK(fault("azure-native:resources:ResourceGroup", {{"location", 1}}) ==
        "azure-native:resources:ResourceGroup::x.location: 1 is no string");
  CHECK(fault("gcp:storage/bucket:Bucket",
              {{"location", "us"}, {"lifecycleRules", {{{"action", {{"kind", "Delete"}}}}}}}) ==
        "gcp:storage/bucket:Bucket::x.lifecycleRules[0].action: no input kind\n"
        "gcp:storage/bucket:Bucket::x.lifecycleRules[0].action: type is not given\n"
        "gcp:storage/bucket:Bucket::x.lifecycleRules[0]: condition is not given");
  CHECK(
      fault("azure-native:storage:StorageAccount",
            {{"kind", "Storage3"}, {"resourceGroupName", "g"}, {"sku", {{"name", "Standard_LRS"}}}})
          .starts_with("azure-native:storage:StorageAccount::x.kind: \"Storage3\" is none of "));
  check_none(fault("azuread:index/groupMember:GroupMember",
                   {{"groupObjectId", "a"}, {"memberObjectId", "b"}}));
}

}  // namespace
}  // namespace cpginfra::golden
