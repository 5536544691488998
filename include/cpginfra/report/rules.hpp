// SPDX-License-Identifier: MIT
// This header defines a team's own rules about access, which it keeps in a TOML file beside its
// configuration, and the check of a plan against them. docs: the commented rules file in
// examples/institute.
//
//   const report::RulesResult file = report::load_rules("rules.toml");
//   if (file.rules) use(report::check_rules(graph, *file.rules, report::Breaches::kShortest));
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/config/diagnostic.hpp"
#include "cpginfra/report/access.hpp"
#include "cpginfra/report/finding.hpp"
#include "cpginfra/report/limits.hpp"

namespace cpginfra::report {

/// A pattern of a name: `*` stands for any characters, `?` for one, `{dataset}` for the dataset of
/// the resource in question. In any case.
using Pattern = std::string;

/// Which principals a rule speaks of: those that fit every list that is not empty, each by any of
/// its entries.
struct PrincipalSelector {
  std::vector<Pattern> user;    ///< the email or id
  std::vector<Pattern> group;   ///< a group that they are in, directly or through others
  std::vector<Pattern> domain;  ///< what follows the `@`
  std::vector<plan::PrincipalKind> kind;
  /// A dataset that they belong to: a machine account is made by it, a person is directly in one of
  /// its groups.
  std::vector<Pattern> dataset;
};

/// Whether a resource belongs to a dataset of the principal.
enum class Relation : std::uint8_t { kAny, kOwn, kOther };

/// Which resources a rule speaks of, in the same way.
struct ResourceSelector {
  std::vector<Pattern> dataset;
  std::vector<Pattern> bucket;  ///< a bucket's name; nothing but buckets
  std::vector<Pattern> name;    ///< the own name of a resource of whatever kind
  std::vector<plan::TargetKind> kind;
  Relation relation = Relation::kAny;
};

enum class Verdict : std::uint8_t {
  kMay,        ///< they may, and nobody else
  kMust,       ///< they all must
  kMustNever,  ///< none of them may
};

/// What a rule leaves out, and why.
struct RuleException {
  std::vector<PrincipalSelector> who;  ///< any of them; empty for everybody
  ResourceSelector on;
  std::string because;
  std::uint32_t line = 0;
};

/// One rule.
struct AccessRule {
  std::string name;
  std::string because;
  std::vector<PrincipalSelector> who;  ///< any of them; empty for everybody
  Verdict verdict = Verdict::kMay;
  /// As parse_level takes it; it means whatever it means on each kind of resource.
  std::string level;
  ResourceSelector on;
  /// The ways that count; all unless the file says otherwise, for `must` only kHas.
  std::vector<How> how;
  std::vector<RuleException> except;
  std::uint32_t line = 0;
};

/// A whole rules file.
struct Rules {
  std::string file;
  std::vector<AccessRule> rules;
  GrantedLimits limits;
};

/// The rules unless there are errors, and everything that is wrong.
struct RulesResult {
  std::optional<Rules> rules;
  config::Diagnostics diagnostics;
};

/// Reads a rules file; `name` is what diagnostics and findings call it.
[[nodiscard]] RulesResult load_rules(const std::string& path);
[[nodiscard]] RulesResult parse_rules(std::string_view text, const std::string& name);

/// How much to say of a broken rule.
enum class Breaches : std::uint8_t {
  kShortest,  ///< one finding with the shortest path of all, and how many others there are
  kAll,       ///< one for each principal and resource
};

/// An error for each broken rule; a warning for each exception that nothing needs, and for each
/// rule of which the plan has no resource. In the order of the file.
[[nodiscard]] std::vector<Finding> check_rules(const AccessGraph& graph, const Rules& rules,
                                               Breaches breaches);

}  // namespace cpginfra::report
