// SPDX-License-Identifier: MIT
// What must be true of every plan, whatever the configuration.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "catch.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/plan/dependencies.hpp"
#include "golden/recording.hpp"
#include "support/random_configuration.hpp"

namespace cpginfra::driver {
namespace {

using testing_support::random_configuration;
using testing_support::random_separate_datasets;

constexpr std::uint32_t kSeeds = 60;

nlohmann::json recording_of(const Configuration& configuration) {
  auto plan = build_plan(configuration);
  INFO(plan.status().ToString());
  REQUIRE(plan.ok());
  golden::MadeUpCloud cloud;
  auto recording = golden::record(*plan, cloud);
  INFO(recording.status().ToString());
  REQUIRE(recording.ok());
  return *std::move(recording);
}

/// The one text whose order is the configuration's own: dropboxes stand in the order of datasets.
void forget_dropbox_order(nlohmann::json& recording) {
  for (auto& resource : recording["resources"]) {
    if (resource["name"] == "common-gcp-data-dropbox-server-config-latest") {
      resource["inputs"].erase("secretData");
    }
  }
}

TEST_CASE("the same configuration gives the same plan, to the byte", "[properties]") {
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    CHECK(recording_of(random_configuration(seed)).dump() ==
          recording_of(random_configuration(seed)).dump());
  }
}

TEST_CASE("the order of datasets and people does not matter", "[properties]") {
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    const Configuration configuration = random_configuration(seed);
    auto one = recording_of(configuration);
    auto other = recording_of(testing_support::shuffled(configuration, seed));
    forget_dropbox_order(one);
    forget_dropbox_order(other);
    CHECK(one == other);
  }
}

TEST_CASE("types and names are unique, dependencies are there and come first", "[properties]") {
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    INFO("seed " << seed);
    auto plan = build_plan(random_configuration(seed));
    REQUIRE(plan.ok());
    std::set<std::pair<std::string_view, std::string_view>> names;
    for (const plan::Resource* resource : plan->resources()) {
      CHECK(names.emplace(resource->type->token, resource->name).second);
      for (const plan::Resource* dependency : plan::dependencies_of(*resource)) {
        CHECK(dependency->index < resource->index);
        CHECK(plan->find(dependency->type->token, dependency->name) == dependency);
      }
    }
  }
}

/// A word in names, and whether a dataset asked for the things that carry it.
struct Asked {
  const char* word;
  bool (*by)(const CPGInfrastructureConfig&, const CPGDatasetConfig&);
};

bool has(const CPGInfrastructureConfig& config, const CPGDatasetConfig& dataset,
         CPGDatasetComponents component) {
  const auto components = config::effective_components(config, dataset, CloudName::kGcp);
  return std::find(components.begin(), components.end(), component) != components.end();
}

constexpr std::array<Asked, 9> kAsked = {{
    {"service-account-dataproc-",
     [](const auto& c, const auto& d) { return has(c, d, CPGDatasetComponents::kSpark); }},
    {"service-account-cromwell-",
     [](const auto& c, const auto& d) { return has(c, d, CPGDatasetComponents::kCromwell); }},
    {"hail-batch-user-",
     [](const auto& c, const auto& d) { return has(c, d, CPGDatasetComponents::kHailAccounts); }},
    {"batch-billing-project",
     [](const auto& c, const auto& d) { return has(c, d, CPGDatasetComponents::kHailAccounts); }},
    {"sample-metadata-main-read-group",
     [](const auto& c, const auto& d) { return has(c, d, CPGDatasetComponents::kMetamist); }},
    {"artifact-registry-images",
     [](const auto& c, const auto& d) {
       return d.create_container_registry && has(c, d, CPGDatasetComponents::kContainerRegistry);
     }},
    {"release-bucket", [](const auto&, const auto& d) { return d.enable_release; }},
    {"shared-project", [](const auto&, const auto& d) { return d.enable_shared_project; }},
    {"test-upload-bucket",
     [](const auto& c, const auto& d) {
       return d.setup_test && has(c, d, CPGDatasetComponents::kStorage);
     }},
}};

TEST_CASE("what nobody asked for is not made", "[properties]") {
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    const Configuration configuration = random_configuration(seed);
    auto plan = build_plan(configuration);
    REQUIRE(plan.ok());
    for (const CPGDatasetConfig& dataset : configuration.datasets) {
      for (const Asked& asked : kAsked) {
        if (asked.by(configuration.infrastructure, dataset)) continue;
        const std::string prefix = fmt::format("{}-gcp-{}", dataset.dataset, asked.word);
        for (const plan::Resource* resource : plan->resources()) {
          INFO("seed " << seed << ": " << resource->name);
          CHECK_FALSE(resource->name.starts_with(prefix));
        }
      }
    }
  }
}

/// The groups that the group is in, directly or not, itself included.
absl::flat_hash_set<const plan::Group*> with_all_above(const plan::Plan& plan,
                                                       const plan::Group& group) {
  absl::flat_hash_set<const plan::Group*> reached = {&group};
  std::vector<const plan::Group*> left = {&group};
  while (!left.empty()) {
    const plan::Group* current = left.back();
    left.pop_back();
    for (const plan::Membership& membership : plan.memberships()) {
      if (membership.member->group == current && membership.group != nullptr &&
          reached.insert(membership.group).second) {
        left.push_back(membership.group);
      }
    }
  }
  return reached;
}

TEST_CASE("datasets that have nothing in common do not reach each other's buckets",
          "[properties]") {
  for (std::uint32_t seed = 0; seed < kSeeds / 6; ++seed) {
    auto plan = build_plan(random_separate_datasets(seed));
    INFO(plan.status().ToString());
    REQUIRE(plan.ok());
    for (const plan::Group& group : plan->groups()) {
      // The common dataset is open to all, by design; so is what belongs to the institute.
      if (group.origin->dataset == "common") continue;
      const auto reached = with_all_above(*plan, group);
      for (const plan::Grant& grant : plan->grants()) {
        if (grant.target->kind != plan::TargetKind::kBucket || grant.target->resource == nullptr ||
            grant.member->group == nullptr || !reached.contains(grant.member->group)) {
          continue;
        }
        const std::string_view owner = grant.target->resource->origin->dataset;
        INFO("seed " << seed << ": " << group.name << " reaches " << grant.target->name);
        CHECK((owner == group.origin->dataset || owner == "common"));
      }
    }
  }
}

}  // namespace
}  // namespace cpginfra::driver
