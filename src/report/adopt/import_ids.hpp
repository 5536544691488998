// SPDX-License-Identifier: MIT
// What providers import things by, as far as a plan tells it.
#pragma once

#include <string>
#include <string_view>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/stack_comparison.hpp"
#include "report/adopt/state_values.hpp"

namespace cpginfra::report {

/// What the types of the engine's providers begin with.
inline constexpr std::string_view kProviderTypes = "pulumi:providers:";

[[nodiscard]] Adoption adoption_of(const plan::Resource& resource);

/// The subscription that a plan or its stack is in; empty where neither says it.
[[nodiscard]] std::string azure_subscription(const plan::Plan& plan, const StackState& state);

/// The id of what the resource would be; empty where it cannot be told.
[[nodiscard]] std::string import_id(const plan::Resource& resource, StateSource& stack,
                                    std::string_view azure_subscription);

}  // namespace cpginfra::report
