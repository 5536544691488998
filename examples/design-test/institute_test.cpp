// SPDX-License-Identifier: MIT
// What the example institute promises its participants, as tests. They run before a change of the
// configuration is merged; a broken promise names who reaches what, and by which groups.
#include <stdexcept>
#include <string>
#include <utility>

#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/testing/plan_matchers.hpp"

namespace {

using cpginfra::plan::Plan;
using namespace cpginfra::testing;

constexpr const char* kBucket = "gcp:storage/bucket:Bucket";

/// Planned once: a plan is only read.
const Plan& institute() {
  static const Plan kPlan = [] {
    const auto configuration = cpginfra::config::load_configuration(INSTITUTE);
    if (!configuration.ok())
      throw std::runtime_error(std::string(configuration.status().message()));
    auto plan = cpginfra::build_plan(*configuration);
    if (!plan.ok()) throw std::runtime_error(std::string(plan.status().message()));
    return *std::move(plan);
  }();
  return kPlan;
}

}  // namespace

TEST_CASE("main data stays in the country, and can be brought back") {
  CHECK_THAT(institute(), HasResource(kBucket, "cardiac-gcp-main-bucket")
                              .with("location", "australia-southeast1")
                              .with("uniformBucketLevelAccess", true)
                              .with("versioning", {{"enabled", true}})
                              .with("lifecycleRules[*].condition.daysSinceNoncurrentTime", 30));
  CHECK_THAT(institute(), HasResourceCount(kBucket, 0).with("location", "us-central1"));
}

TEST_CASE("every dataset has a project of its own") {
  std::string project;
  CHECK_THAT(institute(),
             HasResource(kBucket, "newborn-gcp-main-bucket").capture("project", project));
  CHECK(project == "${gcp:organizations/project:Project::newborn-gcp-project.projectId}");
  CHECK_THAT(institute(), DependsOn("newborn-gcp-main-bucket", "newborn-gcp-project"));
}

TEST_CASE("the newborn study is closed to everybody but its data manager") {
  CHECK_THAT(institute(),
             IsReachedOnlyBy("read", "ieg-newborn-main", {"ada.mori@institute.example"})
                 .counting_people());
  CHECK_THAT(institute(), CannotReach("chloe.tan@institute.example", "list", "ieg-newborn-main"));
}

TEST_CASE("partners see what is released, and no raw data") {
  constexpr const char* kHana = "hana.novak@northfield-university.example";
  CHECK_THAT(institute(), CanReach(kHana, "read", "ieg-rare-disease-release"));
  CHECK_THAT(institute(), CannotReach(kHana, "list", "ieg-rare-disease-main"));
}

TEST_CASE("a statistician asks each time before reading main data") {
  constexpr const char* kFarid = "farid.haddad@institute.example";
  CHECK_THAT(institute(), CanReach(kFarid, "read", "ieg-cardiac-main"));
  CHECK_THAT(institute(), CannotReach(kFarid, "read", "ieg-cardiac-main").standing());
}

TEST_CASE("no key or token stands in the plan") { CHECK_THAT(institute(), HasNoSecretInClear()); }

TEST_CASE("nothing changes unseen") {
  // To accept a change: run with CPGINFRA_UPDATE_SNAPSHOTS=1, and review what git shows.
  SnapshotOptions buckets;
  buckets.in_full = {kBucket};
  buckets.selection.dataset = "newborn";
  CHECK_THAT(institute(), MatchesSnapshot(SNAPSHOTS "newborn.txt", buckets));
}
