// SPDX-License-Identifier: MIT
// Limits of how many things there may be of a kind: on a policy, in a project, around a person.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/report/access_graph.hpp"
#include "cpginfra/report/limits.hpp"

namespace cpginfra::report {

/// One thing that was counted on.
struct Tally {
  std::string subject;
  std::uint64_t count = 0;
  /// How much of the count each dataset brings; left empty where datasets do not add to it.
  std::map<std::string_view, std::uint64_t> by_dataset;
  /// The dataset that the thing itself belongs to: what that brings says nothing of others.
  std::string_view owner;
  /// What to say beside the number.
  std::string detail;
};

/// Resources by the token of their type, in the order of the plan.
using ByToken = std::map<std::string_view, std::vector<const plan::Resource*>>;

/// What counting looks at.
struct CountedPlan {
  const ByToken& by_token;
  const AccessGraph& graph;

  [[nodiscard]] std::span<const plan::Resource* const> of(std::string_view token) const {
    const auto found = by_token.find(token);
    if (found == by_token.end()) return {};
    return found->second;
  }
};

/// A limit and how its things are counted.
struct CountRule {
  LimitRule rule;
  std::vector<Tally> (*count)(const CountedPlan& counted);
  /// What to do about it.
  std::string_view mend;
};

/// The table.
std::span<const CountRule> count_rules();

}  // namespace cpginfra::report
