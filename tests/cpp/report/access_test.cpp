// SPDX-License-Identifier: MIT
#include "cpginfra/report/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/access_output.hpp"
#include "report/access_reference.hpp"
#include "report/estate.hpp"
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

/// What somebody can ask of a target: the levels that are given on it, and those below them.
std::set<std::pair<AccessLevel, std::string>> questions_about(const AccessGraph& graph,
                                                              TargetId id) {
  std::set<std::pair<AccessLevel, std::string>> asked;
  for (const AccessEdge& edge : graph.grants_on(id)) {
    const AccessLevel level = edge.grant->level;
    asked.emplace(level, level == AccessLevel::kRole ? edge.grant->role : "");
    if (level <= AccessLevel::kMutate) asked.emplace(AccessLevel::kList, "");
    if (level == AccessLevel::kMutate) asked.emplace(AccessLevel::kRead, "");
  }
  return asked;
}

void check_who_can(const plan::Plan& plan, const AccessGraph& graph, TargetId id) {
  const std::string target = target_text(graph.target(id));
  for (const auto& [level, role] : questions_about(graph, id)) {
    INFO(target << " " << to_text(level) << " " << role);
    const auto who = rows_of(graph, who_can(graph, {.level = level, .role = role}, id));
    REQUIRE(shown(who) == shown(reference_who_can(plan, target, including(level), role)));
  }
}

/// The names by which somebody may ask about a target.
std::set<std::string> names_of(const AccessTarget& target) {
  std::set<std::string> names = {std::string(target.name)};
  std::string upper(target.name);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  names.insert(upper);
  if (target.resource != nullptr) {
    names.insert(std::string(target.resource->name));
    names.insert(resource_text(target.resource));
  }
  return names;
}

/// The part of the graph that leads to a target must know just what the whole knows of it.
void check_part(const plan::Plan& plan, const AccessGraph& whole, std::string_view name) {
  INFO("who can on " << name);
  const AccessGraph part = AccessGraph::leading_to(plan, name);
  const std::vector<TargetId> in_whole = whole.find_targets(name);
  const std::vector<TargetId> in_part = part.find_targets(name);
  REQUIRE(in_part.size() == in_whole.size());
  for (std::size_t place = 0; place < in_whole.size(); ++place) {
    for (const auto& [level, role] : questions_about(whole, in_whole[place])) {
      const LevelQuery query{.level = level, .role = role};
      REQUIRE(access_json(part, who_can(part, query, in_part[place])) ==
              access_json(whole, who_can(whole, query, in_whole[place])));
    }
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
      check_who_can(made_up.plan(), graph, id);
      for (const std::string& name : names_of(graph.target(id))) {
        check_part(made_up.plan(), graph, name);
      }
    }
  }
  CHECK(answers > 5000);
  CHECK(hows == std::set<std::string>{"can-become", "can-request", "has"});
}

TEST_CASE("access answers equal a plain search on hundreds of generated configurations") {
  std::size_t answers = 0;
  std::set<std::string> hows;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    const auto plan = build_plan(make_random_institute(seed));
    REQUIRE(plan.ok());
    const AccessGraph graph(*plan);
    const auto expected = reference_access(*plan);
    const auto answered = rows_of(graph, access_of_all(graph, everybody(graph)));
    REQUIRE(shown(answered) == shown(expected));
    answers += answered.size();
    for (const ReferenceRow& row : answered) hows.insert(row.how);
    for (TargetId id = seed % 40; id < graph.targets().size(); id += 40) {
      check_who_can(*plan, graph, id);
      for (const std::string& name : names_of(graph.target(id))) check_part(*plan, graph, name);
    }
  }
  CHECK(answers > 20000);
  CHECK(hows == std::set<std::string>{"can-become", "can-request", "has"});
}

TEST_CASE("the matrix is what each person reaches, buckets alone") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    INFO("seed " << seed);
    MadeUpPlan made_up;
    fill_at_random(seed, made_up);
    const AccessGraph graph(made_up.plan());
    std::set<ReferenceRow> people;
    for (const ReferenceRow& row : reference_access(made_up.plan())) {
      const bool is_person = row.principal.ends_with("@x.org");
      const bool is_bucket = row.target.starts_with("bucket");
      if (is_person && is_bucket) people.insert(row);
    }
    const AccessTable all = matrix(graph);
    REQUIRE(shown(rows_of(graph, all)) == shown(people));
    const AccessTable one = matrix(graph, "data0");
    const auto of_dataset =
        std::count_if(all.rows().begin(), all.rows().end(),
                      [&](const Access& row) { return graph.belongs_to(row.target, "data0"); });
    REQUIRE(one.rows().size() == static_cast<std::size_t>(of_dataset));
    for (const Access& row : one.rows()) REQUIRE(graph.belongs_to(row.target, "data0"));
  }
}

TEST_CASE("what the plan makes is known by its names, and nothing by an empty one") {
  MadeUpPlan made_up;
  const plan::Target& images = made_up.made(TargetKind::kRegistry, "images");
  const plan::Plan& plan = made_up.plan();
  CHECK(makes_resource(plan, images.resource->name));
  CHECK(makes_resource(plan, resource_text(images.resource)));
  CHECK_FALSE(makes_resource(plan, "::" + std::string(images.resource->name)));
  CHECK_FALSE(makes_resource(plan, ""));
}

TEST_CASE("access is told in columns, and things of one name are told apart") {
  MadeUpPlan made_up;
  made_up.in_dataset("cohort-a");
  const plan::Group& group = made_up.group("cohort-a-analysis");
  made_up.join(made_up.person("Kim@x.org"), group);
  made_up.grant(group.principal, made_up.named(TargetKind::kBucket, "a-main"), AccessLevel::kRead,
                "roles/reader");
  const plan::Principal& kim = made_up.person("kim@x.org");
  made_up.grant(kim, made_up.named(TargetKind::kRegistry, "images"), AccessLevel::kPull, "puller");
  made_up.grant(kim, made_up.made(TargetKind::kRegistry, "images"), AccessLevel::kPull, "puller");
  const AccessGraph graph(made_up.plan());
  CHECK(access_text(graph, access_of_all(graph, graph.find_nodes("kim@x.org"))) ==
        R"(PRINCIPAL  LEVEL  HOW  TARGET                      PATH
kim@x.org  read   has  bucket a-main               cohort-a-analysis > roles/reader
           pull   has  registry images             puller
           pull   has  registry images (images-3)  puller
)");
  CHECK(access_text(graph, {}) == "nobody\n");
}

}  // namespace
}  // namespace cpginfra::report
