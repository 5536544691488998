// SPDX-License-Identifier: MIT
// This header defines ResourceCheck, which says that a plan has a resource with certain inputs.
//
//   testing::ResourceCheck bucket("gcp:storage/bucket:Bucket", "red-gcp-main-bucket");
//   bucket.with("versioning.enabled", true);
//   bucket.with("lifecycleRules[*].condition.age", 30);
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/testing/outcome.hpp"

namespace cpginfra::testing {

/// A resource of a type and, if it is given, of a name, whose inputs fit all that is said of them.
///
/// An input is named by its path: `location`, `versioning.enabled`, `rules[0].age`; `rules[*].age`
/// stands for that of any item. It fits a wanted object when it has the wanted fields, whatever
/// else it has; a wanted list when it has as many items and each fits; a wanted text when it is
/// that text, or a deferred value that is shown like that (`${type::name.attribute}`).
class ResourceCheck {
 public:
  explicit ResourceCheck(std::string type, std::string name = {});

  /// A template, so that `{{"enabled", true}}` means the fields of an object to every compiler.
  template <std::convertible_to<plan::Value> Input>
  void with(std::string path, const Input& wanted) {
    want(std::move(path), wanted);
  }
  void with(std::string path, std::initializer_list<plan::Field> wanted);
  /// The input is not set.
  void without(std::string path);
  /// Gives what stands there, of the first resource that fits; it lives as long as the plan.
  void capture(std::string path, plan::Value& into);
  /// The same as text.
  void capture(std::string path, std::string& into);

  /// `has the resource type::name with …`.
  [[nodiscard]] std::string description() const;
  /// Where none fits, the evidence shows the nearest one and how it differs.
  [[nodiscard]] Outcome check(const plan::Plan& plan) const;

  /// All resources that fit, in the order of the plan.
  [[nodiscard]] std::vector<const plan::Resource*> find_in(const plan::Plan& plan) const;
  [[nodiscard]] const std::string& type() const noexcept { return type_; }
  /// The lines that say what is wanted of the inputs.
  [[nodiscard]] std::string inputs_text() const;

 private:
  struct Wanted {
    std::string path;
    plan::Value value;
    bool is_set;
  };
  struct Capture {
    std::string path;
    plan::Value* value;
    std::string* text;
  };

  void want(std::string path, const plan::Value& value);
  [[nodiscard]] std::size_t count_fitting(const plan::Resource& resource) const;
  [[nodiscard]] std::string difference_from(const plan::Resource& resource) const;
  [[nodiscard]] std::string nearest_in(const plan::Plan& plan) const;
  [[nodiscard]] Outcome take_captures(const plan::Resource& resource) const;

  std::string type_;
  std::string name_;
  /// Shared by copies, which refer to the values in it.
  std::shared_ptr<plan::ValueStore> values_;
  std::vector<Wanted> wanted_;
  std::vector<Capture> captures_;
};

/// So many resources fit.
class ResourceCountCheck {
 public:
  ResourceCountCheck(std::size_t count, ResourceCheck resource);

  ResourceCheck& resource() noexcept { return resource_; }
  [[nodiscard]] std::string description() const;
  [[nodiscard]] Outcome check(const plan::Plan& plan) const;

 private:
  std::size_t count_;
  ResourceCheck resource_;
};

}  // namespace cpginfra::testing
