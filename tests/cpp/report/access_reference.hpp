// SPDX-License-Identifier: MIT
// A slow second opinion on who can reach what: searches the plan's lists of facts from beginning to
// end at every step, and knows nothing of AccessGraph.
#pragma once

#include <compare>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/plan/plan.hpp"

namespace cpginfra::report {

/// One answer, in the words of the JSON output.
struct ReferenceRow {
  std::string principal;
  std::string target;
  std::string level;
  std::string how;
  std::vector<std::string> path;
  auto operator<=>(const ReferenceRow&) const = default;
};

/// Everything that everybody reaches, groups of the plan left out: for each target, scale of levels
/// and way the highest level, without what nearer ways give.
std::set<ReferenceRow> reference_access(const plan::Plan& plan);
/// Everybody who reaches the thing (as `kind name`, or its resource's `type::name`) at one of these
/// levels, in the nearest way.
std::set<ReferenceRow> reference_who_can(const plan::Plan& plan, std::string_view target,
                                         const std::set<plan::AccessLevel>& levels,
                                         std::string_view role);

}  // namespace cpginfra::report
