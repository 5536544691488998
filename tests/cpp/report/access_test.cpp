// SPDX-License-Identifier: MIT
#include "cpginfra/report/access.hpp"

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/report/access_output.hpp"
#include "report/access_reference.hpp"
#include "report/made_up_plan.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

std::string target_text(const AccessTarget& target) {
  if (target.resource != nullptr) return resource_text(target.resource);
  return fmt::format("{} {}", to_text(target.kind), target.name);
}

std::set<ReferenceRow> rows_of(const AccessGraph& graph, const AccessTable& table) {
  std::set<ReferenceRow> rows;
  for (const Access& row : table.rows()) {
    std::vector<std::string> path;
    for (std::string_view name : path_names(graph, table, row)) path.emplace_back(name);
    rows.insert({std::string(graph.node(row.principal).id), target_text(graph.target(row.target)),
                 std::string(level_text(*row.grant)), std::string(to_text(row.how)), path});
  }
  CHECK(rows.size() == table.rows().size());
  return rows;
}

std::string shown(const std::set<ReferenceRow>& rows) {
  std::string out;
  for (const ReferenceRow& row : rows) {
    out += fmt::format("{} {} {} {} {}\n", row.principal, row.how, row.level, row.target,
                       fmt::join(row.path, " > "));
  }
  return out;
}

std::vector<NodeId> everybody(const AccessGraph& graph) {
  std::vector<NodeId> nodes;
  for (NodeId node = 0; node < graph.nodes().size(); ++node) {
    if (is_answer(graph.node(node))) nodes.push_back(node);
  }
  return nodes;
}

/// The levels that include the asked one, written out by hand.
std::set<AccessLevel> including(AccessLevel level) {
  switch (level) {
    case AccessLevel::kList:
      return {AccessLevel::kList, AccessLevel::kRead, AccessLevel::kAppend, AccessLevel::kMutate};
    case AccessLevel::kRead:
      return {AccessLevel::kRead, AccessLevel::kAppend, AccessLevel::kMutate};
    case AccessLevel::kAppend:
      return {AccessLevel::kAppend, AccessLevel::kMutate};
    case AccessLevel::kPull:
      return {AccessLevel::kPull, AccessLevel::kPush};
    default:
      return {level};
  }
}

TEST_CASE("access answers equal a plain search through the facts, on hundreds of random plans") {
  std::size_t answers = 0;
  std::set<std::string> hows;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    INFO("seed " << seed);
    MadeUpPlan made_up;
    fill_at_random(seed, made_up);
    const AccessGraph graph(made_up.plan());
    const auto expected = reference_access(made_up.plan());
    const auto answered = rows_of(graph, access_of_all(graph, everybody(graph)));
    REQUIRE(shown(answered) == shown(expected));
    answers += answered.size();
    for (const ReferenceRow& row : answered) hows.insert(row.how);

    for (TargetId id = 0; id < graph.targets().size(); ++id) {
      std::set<std::pair<AccessLevel, std::string>> asked;
      for (const AccessEdge& edge : graph.grants_on(id)) {
        const AccessLevel level = edge.grant->level;
        asked.emplace(level, level == AccessLevel::kRole ? edge.grant->role : "");
        if (level <= AccessLevel::kMutate) asked.emplace(AccessLevel::kList, "");
        if (level == AccessLevel::kMutate) asked.emplace(AccessLevel::kRead, "");
      }
      for (const auto& [level, role] : asked) {
        INFO(target_text(graph.target(id)) << " " << to_text(level) << " " << role);
        const auto who = rows_of(graph, who_can(graph, {.level = level, .role = role}, id));
        REQUIRE(shown(who) == shown(reference_who_can(made_up.plan(), target_text(graph.target(id)),
                                                      including(level), role)));
      }
    }
  }
  CHECK(answers > 5000);
  CHECK(hows == std::set<std::string>{"can-become", "can-request", "has"});
}

}  // namespace
}  // namespace cpginfra::report
