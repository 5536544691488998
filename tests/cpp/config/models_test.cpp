// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "cpginfra/config/configuration.hpp"

namespace cpginfra {
namespace {

using Component = CPGDatasetComponents;

TEST_CASE("names are spelled as in files, both ways", "[config]") {
  for (CloudName cloud : config::all_cloud_names()) {
    CHECK(config::parse_cloud_name(to_string(cloud)) == cloud);
  }
  for (GroupName group : config::all_group_names()) {
    CHECK(config::parse_group_name(to_string(group)) == group);
  }
  for (Component component : config::all_components()) {
    CHECK(config::parse_component(to_string(component)) == component);
  }
  CHECK(to_string(CloudName::kDryRun) == "dry-run");
  CHECK(to_string(GroupName::kTmpMainReadAccess) == "tmp-main-read-access");
  CHECK(to_string(Component::kHailAccounts) == "hail-accounts");
  CHECK_FALSE(config::parse_cloud_name("GCP").has_value());
}

TEST_CASE("an ordered map keeps the order of insertion and finds every key", "[config]") {
  config::OrderedMap<std::string, int> map;
  for (int key = 99; key >= 0; --key) map.insert_or_assign(std::to_string(key), key);
  map.insert_or_assign("50", -50);
  REQUIRE(map.size() == 100);
  CHECK(map.begin()->first == "99");
  CHECK(*map.find("50") == -50);
  CHECK(*map.find("0") == 0);
  CHECK(map.find("100") == nullptr);
  for (int key = 0; key < 100; ++key) CHECK(map.contains(std::to_string(key)));
}

TEST_CASE("ordered maps are equal whatever the order of their keys", "[config]") {
  const config::OrderedMap<std::string, int> one = {{"a", 1}, {"b", 2}};
  const config::OrderedMap<std::string, int> two = {{"b", 2}, {"a", 1}};
  CHECK(one == two);
  CHECK_FALSE(one == config::OrderedMap<std::string, int>{{"a", 1}, {"b", 3}});
  CHECK_FALSE(one == config::OrderedMap<std::string, int>{{"a", 1}});
}

TEST_CASE("default components are left out where their section is absent", "[config]") {
  using Config = CPGInfrastructureConfig;
  Config institute;
  CPGDatasetConfig dataset;
  using Components = std::vector<Component>;
  CHECK(effective_components(institute, dataset, CloudName::kGcp) ==
        Components{Component::kStorage, Component::kSpark, Component::kContainerRegistry});
  institute.cromwell = Config::Cromwell{};
  CHECK_FALSE(component_is_available(institute, Component::kCromwell, CloudName::kGcp));
  institute.analysis_runner = Config::AnalysisRunner{};
  CHECK(component_is_available(institute, Component::kCromwell, CloudName::kGcp));
  institute.hail = Config::Hail{};
  CHECK(effective_components(institute, dataset, CloudName::kAzure) ==
        Components{Component::kStorage, Component::kAnalysisRunner, Component::kContainerRegistry});
  institute.notebooks = Config::Notebooks{};
  institute.metamist = Config::Metamist{};
  CHECK(effective_components(institute, dataset, CloudName::kGcp).size() == 8);
  dataset.components.insert_or_assign(CloudName::kGcp, {Component::kStorage});
  CHECK(effective_components(institute, dataset, CloudName::kGcp) ==
        Components{Component::kStorage});
}

TEST_CASE("the models have upstream's defaults", "[config]") {
  const CPGDatasetConfig dataset;
  CHECK(dataset.setup_test);
  CHECK(dataset.autoclass);
  CHECK(dataset.enable_metamist_project);
  CHECK_FALSE(dataset.enable_release);
  CHECK(dataset.archive_age == 0);
  CHECK(dataset.deploy_locations == std::vector{CloudName::kGcp});
  const CPGInfrastructureConfig institute;
  CHECK(institute.budget_notification_thresholds == std::vector{0.5, 0.9, 1.0});
  CHECK_FALSE(institute.disable_group_memberships);
  CHECK(CPGInfrastructureConfig::GCP{}.allow_external_group_members);
  CHECK(CPGInfrastructureConfig::GCP{}.create_empty_groups);
  CHECK(CPGInfrastructureConfig::Billing::GCPAggregator{}.interval_hours == 4);
  CHECK(CPGInfrastructureConfig::Metamist::ETLConfiguration{}.environment == "PRODUCTION");
}

}  // namespace
}  // namespace cpginfra
