// SPDX-License-Identifier: MIT
// How what is wanted of a resource's inputs is held against what they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/plan/resource.hpp"
#include "cpginfra/plan/value.hpp"

namespace cpginfra::testing {

/// What stands at a path of a resource's inputs: nothing, one value, or, behind `[*]`, several.
[[nodiscard]] std::vector<plan::Value> values_at(const plan::Resource& resource,
                                                 std::string_view path);
/// Whether a value is what is wanted, or has all of it.
[[nodiscard]] bool fits(const plan::Value& value, const plan::Value& wanted);
/// The value at that path of that resource, as people read it, without a secret.
[[nodiscard]] std::string shown(const plan::Resource& resource, std::string_view path,
                                const plan::Value& value);

}  // namespace cpginfra::testing
