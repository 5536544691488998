// SPDX-License-Identifier: MIT
// This header defines the clouds' limits, as data with their sources, and how near a plan is to
// each: what is over, what is near, and how many more datasets fit.
//
//   const report::LimitReport report = report::check_limits(plan, graph, {});
//   for (const report::LimitUse& use : report.uses) std::cout << use.rule->id << use.highest;
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/access_graph.hpp"
#include "cpginfra/report/finding.hpp"

namespace cpginfra::report {

/// What a limit is held against.
enum class LimitKind : std::uint8_t {
  kName,   ///< a text's length and characters; nearness means nothing
  kSize,   ///< a text's bytes
  kCount,  ///< how many things there are of a kind
};

/// Whether the provider can raise it.
enum class Firmness : std::uint8_t { kHard, kSoft };

/// One limit.
struct LimitRule {
  std::string_view id;
  /// What is measured.
  std::string_view what;
  /// The whole rule in words, with how it is counted.
  std::string_view demand;
  LimitKind kind = LimitKind::kCount;
  /// The greatest that is allowed.
  std::uint64_t limit = 0;
  Firmness firmness = Firmness::kHard;
  std::string_view source;
  /// The month in which the source was read.
  std::string_view seen;
};

/// Every limit that a plan can be held against.
[[nodiscard]] std::span<const LimitRule* const> limit_rules();
/// The limit of that id, or null.
[[nodiscard]] const LimitRule* find_limit_rule(std::string_view id);

/// Higher numbers that a provider has granted, by the limit's id.
using GrantedLimits = std::map<std::string, std::uint64_t, std::less<>>;
/// InvalidArgument for an unknown limit, for a hard one, and for a number below the usual one.
[[nodiscard]] absl::Status check_granted_limit(std::string_view id, std::uint64_t number);

/// How a plan stands to one limit.
struct LimitUse {
  const LimitRule* rule = nullptr;
  /// The number that holds: the rule's, or what was granted.
  std::uint64_t limit = 0;
  /// How many things were measured, and what the greatest measured, which is of `highest_subject`.
  std::size_t subjects = 0;
  std::uint64_t highest = 0;
  std::string highest_subject;
  std::size_t over = 0;
  std::size_t near = 0;
  /// How many more datasets surely fit, each taken to need as much as the neediest one there is,
  /// and the thing that is full first. Nothing where datasets do not add to what is measured.
  std::optional<std::uint64_t> datasets_left;
  std::string fullest_subject;
};

/// How a plan stands to all limits, and a finding for everything that is over (an error) or at four
/// fifths or more (a warning). Limits of which the plan has nothing to measure are left out.
struct LimitReport {
  std::vector<LimitUse> uses;
  std::vector<Finding> findings;
};

[[nodiscard]] LimitReport check_limits(const plan::Plan& plan, const AccessGraph& graph,
                                       const GrantedLimits& granted);

}  // namespace cpginfra::report
