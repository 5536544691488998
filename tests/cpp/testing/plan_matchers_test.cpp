// SPDX-License-Identifier: MIT
#include "cpginfra/testing/plan_matchers.hpp"

#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::testing {
namespace {

plan::Plan example() {
  auto configuration = config::load_configuration(test::source_path("examples/institute"));
  REQUIRE(configuration.ok());
  auto plan = build_plan(*configuration);
  REQUIRE(plan.ok());
  return *std::move(plan);
}

TEST_CASE("a design is tested by what its plan has", "[testing]") {
  const plan::Plan plan = example();
  CHECK_THAT(plan, HasResource("gcp:storage/bucket:Bucket", "cardiac-gcp-main-bucket")
                       .with("uniformBucketLevelAccess", true)
                       .with("versioning.enabled", true));
  CHECK_THAT(plan, HasResourceCount("gcp:organizations/project:Project", 6));
  CHECK_THAT(plan, !HasResourceCount("gcp:organizations/project:Project", 5));
  CHECK_THAT(plan, !HasResource("gcp:storage/bucket:Bucket", "cardiac-gcp-main-bucket")
                        .with("versioning.enabled", false));
}

TEST_CASE("a design is tested by who reaches what", "[testing]") {
  plan::Plan plan;
  static constexpr plan::Target kBucket{.kind = plan::TargetKind::kBucket, .name = "b"};
  static constexpr plan::Principal kJane{
      .kind = plan::PrincipalKind::kPerson, .label = "Jane@uni.edu", .id = "Jane@uni.edu"};
  plan.add_grant(
      {.member = &kJane, .target = &kBucket, .level = plan::AccessLevel::kRead, .role = "viewer"});
  CHECK_THAT(plan, CanReach("jane@uni.edu", plan::AccessLevel::kList, "b"));
  CHECK_THAT(plan, !CanReach("jane@uni.edu", plan::AccessLevel::kMutate, "b"));
  CHECK_THAT(plan, !CanReach("joe@uni.edu", plan::AccessLevel::kList, "b"));
}

TEST_CASE("a failing matcher names the nearest resource", "[testing]") {
  const plan::Plan plan = example();
  HasResource matcher("gcp:storage/bucket:Bucket", "cardiac-gcp-mian-bucket");
  CHECK_FALSE(matcher.match(plan));
  CHECK(matcher.describe() ==
        "has a resource gcp:storage/bucket:Bucket::cardiac-gcp-mian-bucket with 0 given inputs; "
        "there is none, the nearest is called cardiac-gcp-main-bucket");
  HasResource other("gcp:storage/bucket:Bucket", "cardiac-gcp-main-bucket");
  CHECK_FALSE(other.with("location", "nowhere").match(plan));
  CHECK(other.describe() ==
        "has a resource gcp:storage/bucket:Bucket::cardiac-gcp-main-bucket with 1 given inputs; "
        "its input 'location' is another");
}

}  // namespace
}  // namespace cpginfra::testing
