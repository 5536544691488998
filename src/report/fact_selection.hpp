// SPDX-License-Identifier: MIT
// The facts of a plan that lead to a target: found from there backwards, without a look at the
// names of everybody else. Most of what an AccessGraph costs is memory that is not in the cache
// yet.
#pragma once

#include <string_view>
#include <vector>

#include "cpginfra/plan/plan.hpp"

namespace cpginfra::report {

/// Each in the order of the plan.
struct FactSelection {
  std::vector<const plan::Group*> groups;
  /// On the targets.
  std::vector<const plan::Grant*> grants;
  /// On machine accounts that have to be become on the way.
  std::vector<const plan::Grant*> ways_through;
  std::vector<const plan::Membership*> memberships;
};

/// What leads to the targets that are known by the text.
FactSelection facts_leading_to(const plan::Plan& plan, std::string_view text);

}  // namespace cpginfra::report
