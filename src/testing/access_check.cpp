// SPDX-License-Identifier: MIT
#include "cpginfra/testing/access_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "cpginfra/report/access.hpp"
#include "cpginfra/report/access_output.hpp"
#include "testing/nearest.hpp"

namespace cpginfra::testing {
namespace {

using report::Access;
using report::AccessGraph;
using report::AccessTable;

/// One thing of the name that was asked for, and what the level means on it.
struct Question {
  report::TargetId target;
  report::LevelQuery query;
};

/// What is asked, or why it cannot be.
struct Questions {
  std::string trouble;
  std::vector<Question> all;
};

Questions questions_of(const AccessGraph& graph, const std::string& level,
                       const std::string& target) {
  Questions questions;
  const std::vector<report::TargetId> targets = graph.find_targets(target);
  if (targets.empty()) {
    Nearest nearest(target);
    for (const report::AccessTarget& other : graph.targets()) nearest.offer(other.name);
    questions.trouble = fmt::format("  the plan knows nothing called {}; the nearest is {}", target,
                                    nearest.name());
    return questions;
  }
  for (const report::TargetId id : targets) {
    const auto query = report::parse_level(level, graph.target(id).kind);
    if (query.ok()) {
      questions.all.push_back({.target = id, .query = *query});
    } else {
      questions.trouble = "  " + std::string(query.status().message());
    }
  }
  if (!questions.all.empty()) questions.trouble.clear();
  return questions;
}

bool is_asked(const Questions& questions, const Access& row) {
  return std::any_of(questions.all.begin(), questions.all.end(), [&](const Question& question) {
    return question.target == row.target && report::gives(*row.grant, question.query);
  });
}

bool counts(const Access& row, Ways ways) {
  return ways == Ways::kAny || row.how == report::How::kHas;
}

std::string path_line(const AccessGraph& graph, const AccessTable& table, const Access& row) {
  std::string line =
      fmt::format("    {} ({})", graph.node(row.principal).label, report::to_text(row.how));
  std::string_view before = ": ";
  for (std::string_view name : report::path_names(graph, table, row)) {
    line += before;
    line += name;
    before = " > ";
  }
  return line;
}

std::string ways_text(Ways ways) { return ways == Ways::kStanding ? " by standing access" : ""; }

}  // namespace

ReachCheck::ReachCheck(Reach reach, std::string who, std::string level, std::string target)
    : reach_(reach), who_(std::move(who)), level_(std::move(level)), target_(std::move(target)) {}

std::string ReachCheck::description() const {
  return fmt::format("{} {} {} {}{}", reach_ == Reach::kCan ? "lets" : "does not let", who_, level_,
                     target_, ways_text(ways_));
}

Outcome ReachCheck::check(const plan::Plan& plan) const {
  const AccessGraph graph(plan);
  const Questions questions = questions_of(graph, level_, target_);
  if (!questions.trouble.empty()) return {.holds = false, .evidence = questions.trouble};

  const std::vector<report::NodeId> principals = graph.find_nodes(who_);
  std::string paths;
  for (const report::NodeId principal : principals) {
    const AccessTable table = report::access_of(graph, principal);
    for (const Access& row : table.rows()) {
      if (!is_asked(questions, row) || !counts(row, ways_)) continue;
      paths += '\n' + path_line(graph, table, row);
    }
  }
  if (!paths.empty())
    return {.holds = reach_ == Reach::kCan, .evidence = "  there is a way:" + paths};
  if (reach_ == Reach::kCannot) return {.holds = true, .evidence = {}};
  if (principals.empty()) {
    Nearest nearest(who_);
    for (const report::AccessNode& node : graph.nodes()) nearest.offer(node.label);
    return {
        .holds = false,
        .evidence = fmt::format("  the plan gives {} no access to anything; the nearest name is {}",
                                who_, nearest.name())};
  }
  return {.holds = false, .evidence = "  there is no way"};
}

OnlyReachCheck::OnlyReachCheck(std::string level, std::string target, std::vector<std::string> who)
    : level_(std::move(level)), target_(std::move(target)), who_(std::move(who)) {}

std::string OnlyReachCheck::description() const {
  return fmt::format(
      "lets {}{} {} {}{}", who_.empty() ? "nobody" : fmt::format("only {}", fmt::join(who_, ", ")),
      whom_ == Whom::kPeople ? " among people" : "", level_, target_, ways_text(ways_));
}

Outcome OnlyReachCheck::check(const plan::Plan& plan) const {
  const AccessGraph graph(plan);
  const Questions questions = questions_of(graph, level_, target_);
  if (!questions.trouble.empty()) return {.holds = false, .evidence = questions.trouble};

  std::map<report::NodeId, std::string> found;  // with the path; ids are in the order of the names
  for (const Question& question : questions.all) {
    const AccessTable table = report::who_can(graph, question.query, question.target);
    for (const Access& row : table.rows()) {
      const bool is_meant =
          counts(row, ways_) && (whom_ == Whom::kEverybody ||
                                 graph.node(row.principal).kind == plan::PrincipalKind::kPerson);
      if (is_meant) found.emplace(row.principal, path_line(graph, table, row));
    }
  }
  std::string missing;
  for (const std::string& who : who_) {
    std::size_t count = 0;
    for (const report::NodeId node : graph.find_nodes(who)) count += found.erase(node);
    if (count == 0) missing += "\n    " + who;
  }
  std::string evidence;
  if (!missing.empty()) evidence += "  these cannot:" + missing;
  if (!found.empty()) {
    if (!evidence.empty()) evidence += '\n';
    evidence += "  these can as well:";
    for (const auto& [node, path] : found) evidence += '\n' + path;
  }
  return {.holds = evidence.empty(), .evidence = evidence};
}

}  // namespace cpginfra::testing
