// SPDX-License-Identifier: MIT
// This header defines Finding, one thing that a check of a plan found: a limit of a cloud that it
// is over or near, a rule about access that it breaks, or an exception that nothing needs.
//
//   for (const report::Finding& finding : report.findings)
//     if (finding.severity == report::Severity::kError) std::cerr << finding.message << '\n';
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cpginfra::report {

/// An error fails a check; a warning does not.
enum class Severity : std::uint8_t { kError, kWarning };

/// One thing that was found.
struct Finding {
  Severity severity = Severity::kError;
  /// The limit's id, or `rule/` and the name of the rule in the rules file.
  std::string rule;
  /// What it is about: a resource as `type::name`, a thing that is only named, a principal.
  std::string subject;
  std::string message;
  /// What would mend it; empty where nothing can be said.
  std::string mend;
  /// Where the number comes from; empty for a team's own rules.
  std::string source;
  /// The principal, and the names on the shortest path to what it must not reach; empty for others.
  std::vector<std::string> path;
  /// Where the rule stands; the line counts from 1, 0 where there is none.
  std::string file;
  std::uint32_t line = 0;

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// `error` or `warning`.
[[nodiscard]] constexpr std::string_view to_text(Severity severity) noexcept {
  return severity == Severity::kError ? "error" : "warning";
}

/// Whether any finding fails the check.
[[nodiscard]] inline bool has_errors(std::span<const Finding> findings) noexcept {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::kError; });
}

}  // namespace cpginfra::report
