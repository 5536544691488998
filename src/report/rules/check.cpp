// SPDX-License-Identifier: MIT
// The check of a plan against a team's rules.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "cpginfra/report/access_output.hpp"
#include "cpginfra/report/rules.hpp"
#include "report/format/columns.hpp"
#include "report/rules/rule_selection.hpp"
#include "report/search.hpp"

namespace cpginfra::report {
namespace {

/// A principal and a resource that break a rule.
struct Breach {
  NodeId principal = kNoNode;
  TargetId target = 0;
  How how = How::kHas;
  /// Names to the resource, the role last; empty where access is missing.
  std::vector<std::string> path;
};

/// Holds one graph against rules, one after the other.
class RuleCheck {
 public:
  RuleCheck(const AccessGraph& graph, std::string file, Breaches breaches)
      : graph_(graph),
        file_(std::move(file)),
        detail_(breaches),
        selection_(graph),
        search_(graph) {}

  void check(const AccessRule& rule, std::vector<Finding>& findings) {
    std::vector<bool> used(rule.except.size(), false);
    std::vector<Breach> breaches;
    bool has_resource = false;
    for (TargetId target = 0; target < graph_.targets().size(); ++target) {
      if (!selection_.fits(target, rule.on)) continue;
      const plan::TargetKind kind = graph_.target(target).kind;
      if (kind == plan::TargetKind::kProject && rule.on.kind.empty()) continue;
      const auto level = parse_level(rule.level, kind);
      if (!level.ok()) continue;  // the level means nothing there
      has_resource = true;
      look_at(rule, *level, target, used, breaches);
    }
    report_breaches(rule, breaches, findings);
    report_unneeded(rule, used, has_resource, findings);
  }

 private:
  static bool counts(const AccessRule& rule, How how) {
    return std::find(rule.how.begin(), rule.how.end(), how) != rule.how.end();
  }

  void look_at(const AccessRule& rule, const LevelQuery& level, TargetId target,
               std::vector<bool>& used, std::vector<Breach>& breaches) {
    AccessTable table;
    search_.add_rows(level, target, table);
    if (rule.verdict == Verdict::kMust) {
      look_for_missing(rule, table, target, used, breaches);
      return;
    }
    for (const Access& row : table.rows()) {
      if (!counts(rule, row.how)) continue;
      const bool is_meant = selection_.fits_any(row.principal, target, rule.who);
      const bool is_related = selection_.is_related(row.principal, target, rule.on.relation);
      // `may` forbids what it does not allow; `must_never` forbids just what it names.
      const bool is_breach = is_related && is_meant == (rule.verdict == Verdict::kMustNever);
      if (!is_breach || is_excepted(rule, row.principal, target, used)) continue;
      Breach breach{.principal = row.principal, .target = target, .how = row.how, .path = {}};
      for (std::string_view name : path_names(graph_, table, row)) breach.path.emplace_back(name);
      breaches.push_back(std::move(breach));
    }
  }

  void look_for_missing(const AccessRule& rule, const AccessTable& table, TargetId target,
                        std::vector<bool>& used, std::vector<Breach>& breaches) {
    std::vector<NodeId> reaching;
    for (const Access& row : table.rows()) {
      if (counts(rule, row.how)) reaching.push_back(row.principal);
    }
    for (NodeId node : selection_.all_that_fit(target, rule.who)) {
      if (!is_answer(graph_.node(node)) ||
          std::binary_search(reaching.begin(), reaching.end(), node) ||
          !selection_.is_related(node, target, rule.on.relation) ||
          is_excepted(rule, node, target, used)) {
        continue;
      }
      breaches.push_back({.principal = node, .target = target, .how = How::kHas, .path = {}});
    }
  }

  bool is_excepted(const AccessRule& rule, NodeId principal, TargetId target,
                   std::vector<bool>& used) {
    for (std::size_t place = 0; place < rule.except.size(); ++place) {
      const RuleException& exception = rule.except[place];
      if (selection_.fits(target, exception.on) &&
          selection_.is_related(principal, target, exception.on.relation) &&
          selection_.fits_any(principal, target, exception.who)) {
        used[place] = true;
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::string target_text(TargetId id) const {
    const AccessTarget& target = graph_.target(id);
    return fmt::format("{} {}", plan::to_text(target.kind), target.name);
  }

  [[nodiscard]] std::string message_of(const AccessRule& rule, const Breach& breach) const {
    const std::string principal = printable(graph_.node(breach.principal).id);
    const std::string target = printable(target_text(breach.target));
    const std::string what =
        rule.verdict == Verdict::kMust
            ? fmt::format("{} does not have {} on {}", principal, rule.level, target)
            : fmt::format("{} {} {} on {}", principal, report::to_text(breach.how), rule.level,
                          target);
    return fmt::format("{}, against the rule '{}' ({})", what, printable(rule.name),
                       printable(rule.because));
  }

  [[nodiscard]] Finding finding_of(const AccessRule& rule, const Breach& breach) const {
    const AccessTarget& target = graph_.target(breach.target);
    Finding finding{
        .severity = Severity::kError,
        .rule = fmt::format("rule/{}", rule.name),
        .subject = target.resource == nullptr ? target_text(breach.target)
                                              : resource_text(target.resource),
        .message = message_of(rule, breach),
        .mend = rule.verdict == Verdict::kMust
                    ? "give the access, or add an exception with a reason to the rule"
                    : "take a step of the path away, or add an exception with a reason to the rule",
        .source = {},
        .path = {},
        .file = file_,
        .line = rule.line};
    if (!breach.path.empty()) {
      finding.path.emplace_back(graph_.node(breach.principal).id);
      finding.path.insert(finding.path.end(), breach.path.begin(), breach.path.end());
    }
    return finding;
  }

  void report_breaches(const AccessRule& rule, std::vector<Breach>& breaches,
                       std::vector<Finding>& findings) const {
    std::sort(breaches.begin(), breaches.end(), [](const Breach& left, const Breach& right) {
      return std::make_tuple(left.path.size(), left.principal, left.target) <
             std::make_tuple(right.path.size(), right.principal, right.target);
    });
    for (const Breach& breach : breaches) {
      findings.push_back(finding_of(rule, breach));
      if (detail_ == Breaches::kAll) continue;
      if (breaches.size() > 1) {
        findings.back().message += fmt::format("; {} more break it", breaches.size() - 1);
      }
      return;
    }
  }

  void report_unneeded(const AccessRule& rule, const std::vector<bool>& used, bool has_resource,
                       std::vector<Finding>& findings) const {
    const auto warn = [&](std::uint32_t line, std::string message, std::string mend) {
      findings.push_back({.severity = Severity::kWarning,
                          .rule = fmt::format("rule/{}", rule.name),
                          .subject = rule.name,
                          .message = std::move(message),
                          .mend = std::move(mend),
                          .source = {},
                          .path = {},
                          .file = file_,
                          .line = line});
    };
    if (!has_resource) {
      warn(rule.line,
           fmt::format("the rule '{}' is about no resource of the plan", printable(rule.name)),
           "mend the patterns in 'on', or take the rule out");
    }
    for (std::size_t place = 0; place < used.size(); ++place) {
      if (used[place]) continue;
      warn(rule.except[place].line,
           fmt::format("the rule '{}' holds without the exception for '{}'", printable(rule.name),
                       printable(rule.except[place].because)),
           "take the exception out");
    }
  }

  const AccessGraph& graph_;
  std::string file_;
  Breaches detail_;
  RuleSelection selection_;
  BackwardSearch search_;
};

}  // namespace

std::vector<Finding> check_rules(const AccessGraph& graph, const Rules& rules, Breaches breaches) {
  RuleCheck check(graph, rules.file, breaches);
  std::vector<Finding> findings;
  for (const AccessRule& rule : rules.rules) check.check(rule, findings);
  return findings;
}

}  // namespace cpginfra::report
