// SPDX-License-Identifier: MIT
// A small plan in which everything that a plan can hold is there once.
#pragma once

#include <string>
#include <string_view>

#include "cpginfra/plan/plan.hpp"

namespace cpginfra::report {

/// The contents of secret inputs in the plan: nothing may ever show them.
inline constexpr std::string_view kSlackToken = "xoxb-never-show-this";
inline constexpr std::string_view kFileContents = "these contents are hidden";
inline constexpr std::int64_t kSecretNumber = 271828182845;

plan::Plan make_everything_plan();

/// Makes `text` the approved one where the environment variable CPGINFRA_APPROVE is set; else gives
/// the approved text of that name (tests/data/report).
std::string approved(std::string_view name, const std::string& text);

}  // namespace cpginfra::report
