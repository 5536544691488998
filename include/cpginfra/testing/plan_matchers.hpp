// SPDX-License-Identifier: MIT
// This header defines Catch2 matchers that say what a plan must be. They need Catch2, version 2 or
// 3, and the target cpginfra::testing.
//
//   REQUIRE_THAT(plan, testing::HasResource("gcp:storage/bucket:Bucket", "red-gcp-main-bucket")
//                          .with("location", "europe-west1")
//                          .with("versioning.enabled", true));
//   CHECK_THAT(plan, testing::CannotReach("jane@uni.edu", "read", "inst-red-main"));
//   CHECK_THAT(plan, testing::MatchesSnapshot("snapshots/institute.txt"));
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/testing/access_check.hpp"
#include "cpginfra/testing/catch.hpp"
#include "cpginfra/testing/dependency_check.hpp"
#include "cpginfra/testing/outcome.hpp"
#include "cpginfra/testing/resource_check.hpp"
#include "cpginfra/testing/secrets_check.hpp"
#include "cpginfra/testing/snapshot_check.hpp"

namespace cpginfra::testing {

/// A matcher that asks a check.
template <typename Check>
class CheckMatcher : public Matcher<plan::Plan> {
 public:
  bool match(const plan::Plan& plan) const override {
    outcome_ = check_.check(plan);
    return outcome_.holds;
  }
  std::string describe() const override {
    std::string text = check_.description();
    if (!outcome_.evidence.empty()) text += '\n' + outcome_.evidence;
    return text;
  }

 protected:
  explicit CheckMatcher(Check check) : check_(std::move(check)) {}
  Check check_;

 private:
  mutable Outcome outcome_;
};

/// Has a resource of the type and, if given, of the name. See ResourceCheck.
class HasResource final : public CheckMatcher<ResourceCheck> {
 public:
  explicit HasResource(std::string type, std::string name = {})
      : CheckMatcher(ResourceCheck(std::move(type), std::move(name))) {}
  template <std::convertible_to<plan::Value> Input>
  HasResource& with(std::string path, const Input& wanted) {
    check_.with(std::move(path), wanted);
    return *this;
  }
  HasResource& with(std::string path, std::initializer_list<plan::Field> wanted) {
    check_.with(std::move(path), wanted);
    return *this;
  }
  HasResource& without(std::string path) {
    check_.without(std::move(path));
    return *this;
  }
  template <typename Into>
  HasResource& capture(std::string path, Into& into) {
    check_.capture(std::move(path), into);
    return *this;
  }
};

/// Has so many resources of the type, with these inputs.
class HasResourceCount final : public CheckMatcher<ResourceCountCheck> {
 public:
  HasResourceCount(std::string type, std::size_t count)
      : CheckMatcher(ResourceCountCheck(count, ResourceCheck(std::move(type)))) {}
  HasResourceCount& with(std::string path, const plan::Value& wanted) {
    check_.resource().with(std::move(path), wanted);
    return *this;
  }
  HasResourceCount& without(std::string path) {
    check_.resource().without(std::move(path));
    return *this;
  }
};

/// Lets somebody reach something at a level. See ReachCheck.
class CanReach final : public CheckMatcher<ReachCheck> {
 public:
  CanReach(std::string who, std::string level, std::string target)
      : CheckMatcher(ReachCheck(Reach::kCan, std::move(who), std::move(level), std::move(target))) {
  }
  /// Without asking, and without becoming a machine account.
  CanReach& standing() {
    check_.count(Ways::kStanding);
    return *this;
  }
};

/// Does not let them. Unlike `!CanReach` it fails where there is no such target.
class CannotReach final : public CheckMatcher<ReachCheck> {
 public:
  CannotReach(std::string who, std::string level, std::string target)
      : CheckMatcher(
            ReachCheck(Reach::kCannot, std::move(who), std::move(level), std::move(target))) {}
  CannotReach& standing() {
    check_.count(Ways::kStanding);
    return *this;
  }
};

/// Lets exactly these reach something at a level. See OnlyReachCheck.
class IsReachedOnlyBy final : public CheckMatcher<OnlyReachCheck> {
 public:
  IsReachedOnlyBy(std::string level, std::string target, std::vector<std::string> who)
      : CheckMatcher(OnlyReachCheck(std::move(level), std::move(target), std::move(who))) {}
  IsReachedOnlyBy& standing() {
    check_.count(Ways::kStanding);
    return *this;
  }
  /// Leaves machine accounts and others out.
  IsReachedOnlyBy& counting_people() {
    check_.count(Whom::kPeople);
    return *this;
  }
};

/// Makes one resource after another. See DependencyCheck.
class DependsOn final : public CheckMatcher<DependencyCheck> {
 public:
  DependsOn(std::string resource, std::string on)
      : CheckMatcher(DependencyCheck(std::move(resource), std::move(on))) {}
};

/// Shows no secret. See SecretsCheck.
class HasNoSecretInClear final : public CheckMatcher<SecretsCheck> {
 public:
  explicit HasNoSecretInClear(std::vector<std::string> secrets = {})
      : CheckMatcher(SecretsCheck(std::move(secrets))) {}
};

/// Is what its snapshot says. See SnapshotCheck.
class MatchesSnapshot final : public CheckMatcher<SnapshotCheck> {
 public:
  explicit MatchesSnapshot(std::string path, SnapshotOptions options = {})
      : CheckMatcher(SnapshotCheck(std::move(path), std::move(options))) {}
};

}  // namespace cpginfra::testing
