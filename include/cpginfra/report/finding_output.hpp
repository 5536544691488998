// SPDX-License-Identifier: MIT
// This header defines how the result of a check is written: for people, as JSON, as SARIF for
// code scanning, and as annotations of a GitHub workflow.
//
//   std::cout << report::check_text({.configuration = "institute/", .findings = findings});
#pragma once

#include <span>
#include <string>

#include "cpginfra/report/finding.hpp"
#include "cpginfra/report/limits.hpp"
#include "cpginfra/report/rules.hpp"

namespace cpginfra::report {

/// What a check looked at, and what it found.
struct CheckResult {
  /// How the configuration was named.
  std::string configuration;
  std::vector<Finding> findings;
  /// How the plan stands to the limits.
  std::vector<LimitUse> limits;
  /// The team's own rules; null where there are none.
  const Rules* rules = nullptr;
};

/// A paragraph for each finding, a table of the limits, and a last line with the counts.
[[nodiscard]] std::string check_text(const CheckResult& result);
/// An object with `errors` and `warnings` (counts), `findings` (objects with `severity`, `rule`,
/// `subject`, `message`, `help`, `source`, `path`, `file`, `line`; null where there is none) and
/// `limits` (objects with `id`, `what`, `demand`, `limit`, `hard`, `source`, `seen`, `subjects`,
/// `highest`, `highest_subject`, `over`, `near`, `datasets_left`, `fullest_subject`).
[[nodiscard]] std::string check_json(const CheckResult& result);
/// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). Findings stand
/// in the rules file; those about limits in the configuration, with the resource as logical
/// location.
[[nodiscard]] std::string check_sarif(const CheckResult& result);
/// A workflow command (`::error …`) for each finding.
[[nodiscard]] std::string check_github(const CheckResult& result);
/// Every limit with its number, its source and when that was read.
[[nodiscard]] std::string limit_rules_text();
/// The same of one limit.
[[nodiscard]] std::string limit_rule_text(const LimitRule& rule);

}  // namespace cpginfra::report
