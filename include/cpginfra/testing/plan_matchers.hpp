// SPDX-License-Identifier: MIT
// This header defines Catch2 matchers that say what a plan must be. They need Catch2, version 2 or
// 3, and the target cpginfra::testing.
//
//   REQUIRE_THAT(plan, testing::HasResource("gcp:storage/bucket:Bucket", "red-gcp-main-bucket")
//                          .with("location", "europe-west1")
//                          .with("versioning.enabled", true));
//   CHECK_THAT(plan, testing::CanReach("jane@uni.edu", plan::AccessLevel::kRead, "inst-red-main"));
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/access.hpp"
#include "cpginfra/testing/catch.hpp"

namespace cpginfra::testing {

/// Matches a plan that has the resource, with the given inputs among its own.
class HasResource final : public Matcher<plan::Plan> {
 public:
  HasResource(std::string type, std::string name)
      : type_(std::move(type)), name_(std::move(name)) {}

  /// An input, by its path (`versioning.enabled`), and the plain value that it must have. Texts
  /// must outlive the matcher.
  HasResource& with(std::string path, plan::Value value) {
    inputs_.emplace_back(std::move(path), value);
    return *this;
  }

  bool match(const plan::Plan& plan) const override {
    const plan::Resource* resource = plan.find(type_, name_);
    if (resource == nullptr) {
      complaint_ = "; there is none" + nearest_of(plan);
      return false;
    }
    for (const auto& [path, value] : inputs_) {
      if (at(*resource, path) == value) continue;
      complaint_ = "; its input '" + path + "' is another";
      return false;
    }
    return true;
  }

  std::string describe() const override {
    return "has a resource " + type_ + "::" + name_ + " with " + std::to_string(inputs_.size()) +
           " given inputs" + complaint_;
  }

 private:
  static plan::Value at(const plan::Resource& resource, std::string_view path) {
    std::size_t dot = path.find('.');
    plan::Value value = resource.input(path.substr(0, dot));
    while (dot != std::string_view::npos) {
      path.remove_prefix(dot + 1);
      dot = path.find('.');
      value = value.field(path.substr(0, dot));
    }
    return value;
  }

  /// How many characters two names begin with in common, and end with.
  static std::size_t likeness(std::string_view left, std::string_view right) {
    const auto start = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    const auto end = std::mismatch(left.rbegin(), left.rend(), right.rbegin(), right.rend());
    return static_cast<std::size_t>((start.first - left.begin()) + (end.first - left.rbegin()));
  }

  std::string nearest_of(const plan::Plan& plan) const {
    const plan::Resource* nearest = nullptr;
    for (const plan::Resource* resource : plan.resources()) {
      if (resource->type->token != type_) continue;
      if (nearest == nullptr || likeness(resource->name, name_) > likeness(nearest->name, name_)) {
        nearest = resource;
      }
    }
    if (nearest == nullptr) return " of this type";
    return ", the nearest is called " + std::string(nearest->name);
  }

  std::string type_;
  std::string name_;
  std::vector<std::pair<std::string, plan::Value>> inputs_;
  mutable std::string complaint_;
};

/// Matches a plan that has so many resources of a type.
class HasResourceCount final : public Matcher<plan::Plan> {
 public:
  HasResourceCount(std::string type, std::size_t count) : type_(std::move(type)), count_(count) {}

  bool match(const plan::Plan& plan) const override {
    const auto resources = plan.resources();
    found_ = static_cast<std::size_t>(std::count_if(
        resources.begin(), resources.end(),
        [&](const plan::Resource* resource) { return resource->type->token == type_; }));
    return found_ == count_;
  }

  std::string describe() const override {
    return "has " + std::to_string(count_) + " resources of type " + type_ + "; it has " +
           std::to_string(found_);
  }

 private:
  std::string type_;
  std::size_t count_;
  mutable std::size_t found_ = 0;
};

/// Matches a plan in which a person or machine account, by its email, reaches a bucket at a level:
/// at once, by asking for it, or through a machine account.
class CanReach final : public Matcher<plan::Plan> {
 public:
  CanReach(std::string email, plan::AccessLevel level, std::string bucket)
      : email_(std::move(email)), level_(level), bucket_(std::move(bucket)) {}

  bool match(const plan::Plan& plan) const override {
    const report::AccessGraph graph(plan);
    const std::vector<report::NodeId> principals = graph.find_nodes(email_);
    for (const report::TargetId target : graph.find_targets(bucket_)) {
      const report::AccessTable table =
          report::who_can(graph, {.level = level_, .role = {}}, target);
      for (const report::Access& row : table.rows()) {
        if (std::find(principals.begin(), principals.end(), row.principal) != principals.end()) {
          return true;
        }
      }
    }
    return false;
  }

  std::string describe() const override {
    return "lets " + email_ + " " + std::string(plan::to_text(level_)) + " " + bucket_;
  }

 private:
  std::string email_;
  plan::AccessLevel level_;
  std::string bucket_;
};

}  // namespace cpginfra::testing
