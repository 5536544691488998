// SPDX-License-Identifier: MIT
// A plan's values as far as a stack tells them, and whether two values are one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/plan/resolver.hpp"
#include "cpginfra/report/stack_state.hpp"

namespace cpginfra::report {

/// Which resource of the stack each of the plan's is; attributes are those of the stack.
class StateSource final : public plan::AttributeSource {
 public:
  void match(const plan::Resource& resource, const StateResource& state) {
    matches_.emplace(&resource, &state);
  }

  /// What the resource is in the stack, or null.
  [[nodiscard]] const StateResource* state_of(const plan::Resource& resource) const {
    const auto found = matches_.find(&resource);
    return found == matches_.end() ? nullptr : found->second;
  }

  absl::StatusOr<plan::Value> attribute(const plan::Resource& resource, std::string_view path,
                                        plan::ValueStore& store) override;
  absl::StatusOr<plan::Value> invoke(std::string_view token, const plan::Value& arguments,
                                     std::string_view field, plan::ValueStore& store) override;
  absl::StatusOr<plan::Value> external(std::string_view label, plan::ValueStore& store) override;

 private:
  absl::flat_hash_map<const plan::Resource*, const StateResource*> matches_;
};

/// Whether nothing in it is unknown, nor a whole resource or a file.
[[nodiscard]] bool is_known(const plan::Value& value);
/// Whether a planned value and the stack's are one, where what is not known is anything. What a
/// provider adds to a stack's objects by itself does not count.
[[nodiscard]] bool is_alike(const plan::Value& planned, const plan::Value& state);
/// The same for all inputs of a resource.
[[nodiscard]] bool are_alike(const plan::Value& planned, const plan::Value& state);
/// The names of the inputs that are not alike, the plan's first.
[[nodiscard]] std::vector<std::string_view> unlike_inputs(const plan::Value& planned,
                                                          const plan::Value& state);
/// Appends a text that is equal for known values that are alike.
void append_alike_text(const plan::Value& value, std::string& text);

}  // namespace cpginfra::report
