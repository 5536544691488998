// SPDX-License-Identifier: MIT
// Reads the values of a saved plan, and references to its resources.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/plan/plan.hpp"
#include "report/json_cursor.hpp"

namespace cpginfra::report {

/// A whole number where it is written as one.
plan::Value read_number(JsonCursor& json);

/// Reads values into a plan. Mistakes are noted in the cursor; the answer is then null.
class PlanValueReader {
 public:
  PlanValueReader(JsonCursor& json, plan::Plan& plan) : json_(json), plan_(plan) {}

  plan::Value value();
  /// An object's fields, whatever their names; for a resource's inputs too.
  std::span<const plan::Field> fields();
  /// A resource that was read before, by `type::name`.
  const plan::Resource* resource();
  std::vector<const plan::Resource*> resources();
  /// Kept in the plan; equal texts once.
  std::string_view name();
  /// Kept in the plan.
  std::span<const std::string_view> names();

 private:
  plan::Value next_value();
  plan::Value list();
  plan::Value object();
  plan::Value special(std::string_view name);
  plan::Value attribute();
  plan::Value invoke();
  plan::Value concat();
  plan::Value call();
  plan::Value external();
  plan::Value secret();
  plan::Value bytes();
  plan::Value odd_number();
  plan::Value unknown();
  /// The values of a list, on the stack from `from` on.
  bool items(std::size_t from);
  std::span<const plan::Field> fields_after(std::string_view first_name);
  bool names_are_unique(std::span<const plan::Field> fields);
  const plan::Function& function(std::string_view name);

  JsonCursor& json_;
  plan::Plan& plan_;
  std::size_t depth_ = 0;
  std::vector<plan::Value> value_stack_;
  std::vector<plan::Field> field_stack_;
  std::vector<std::string_view> scratch_names_;
  absl::flat_hash_map<std::pair<const plan::Resource*, const char*>, plan::Value> attributes_;
  absl::flat_hash_map<std::string_view, const plan::Function*> unknown_functions_;
};

}  // namespace cpginfra::report
