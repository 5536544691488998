// SPDX-License-Identifier: MIT
#include "access.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/access.hpp"
#include "cpginfra/report/diff.hpp"
#include "cpginfra/report/html.hpp"
#include "cpginfra/report/limits.hpp"
#include "cpginfra/report/rules.hpp"

namespace cpginfra::bench {
namespace {

using report::AccessGraph;
using report::AccessTable;

/// A question, and the most of building that it may cost for a large estate.
struct Question {
  const char* key;
  const char* title;
  std::optional<double> limit;
};
constexpr std::array<Question, 7> kQuestions = {{
    {"access_graph", "graph", std::nullopt},
    {"matrix", "matrix", 2},
    {"who_can", "who-can", 0.1},
    {"access_of", "of", std::nullopt},
    {"check", "check", std::nullopt},
    {"diff", "diff", std::nullopt},
    {"report", "report", std::nullopt},
}};
/// From how many datasets on the limits hold: smaller plans are built in no time.
constexpr std::size_t kLargeEstate = 1000;
constexpr double kMilli = 1e3;

double part_of_building(const Json& size, const Question& question) {
  return size[question.key].get<double>() / size["build"].get<double>();
}

void need_rows(const AccessTable& table) {
  if (table.rows().empty()) throw std::runtime_error("a question about access has no answer");
}

void ask_who_can(const plan::Plan& plan, std::string_view bucket) {
  const AccessGraph graph = AccessGraph::leading_to(plan, bucket);
  for (report::TargetId target : graph.find_targets(bucket)) {
    need_rows(report::who_can(graph, {.level = plan::AccessLevel::kRead, .role = {}}, target));
  }
}

/// Buckets from all over the plan.
std::vector<std::string> buckets_of(const plan::Plan& plan) {
  constexpr std::size_t kBuckets = 20;
  const AccessGraph graph(plan);
  std::vector<std::string> names;
  for (std::size_t place = 0; place < kBuckets; ++place) {
    names.emplace_back(graph.targets()[graph.bucket_count() * place / kBuckets].name);
  }
  return names;
}

std::string somebody(const plan::Plan& plan) {
  for (const plan::Membership& membership : plan.memberships()) {
    if (membership.member->kind == plan::PrincipalKind::kPerson) {
      return std::string(membership.member->label);
    }
  }
  throw std::runtime_error("nobody is in a group");
}

/// The configuration with another data manager of the last dataset.
Configuration changed(Configuration configuration) {
  auto& members = configuration.datasets.back().members;
  members.insert_or_assign(config::GroupName::kDataManager,
                           {members.find(config::GroupName::kAnalysis)->back()});
  return configuration;
}

void check_rules_and_limits(const plan::Plan& plan, const report::Rules& rules) {
  const AccessGraph graph(plan);
  static_cast<void>(report::check_rules(graph, rules, report::Breaches::kShortest));
  if (report::check_limits(plan, graph, rules.limits).uses.empty()) {
    throw std::runtime_error("nothing was held against a limit");
  }
}

}  // namespace

Json measure_access(const std::string& file) {
  const Configuration configuration = value_or_throw(config::load_configuration(file));
  const report::RulesResult rules = report::load_rules(CPGINFRA_RULES);
  if (!rules.rules) throw std::runtime_error("the rules cannot be read");
  Json numbers;
  numbers["people"] = configuration.infrastructure.users.size();
  plan::Plan plan;
  numbers["build"] = seconds_of([&] { plan = value_or_throw(driver::build_plan(configuration)); });
  const std::vector<std::string> buckets = buckets_of(plan);
  const std::string person = somebody(plan);

  numbers["access_graph"] = seconds_of([&] { const AccessGraph graph(plan); });
  numbers["matrix"] = seconds_of([&] { need_rows(report::matrix(AccessGraph(plan))); });
  const double who_can = seconds_of([&] {
    for (const std::string& bucket : buckets) ask_who_can(plan, bucket);
  });
  numbers["who_can"] = who_can / static_cast<double>(buckets.size());
  numbers["access_of"] = seconds_of([&] {
    const AccessGraph graph(plan);
    need_rows(report::access_of_all(graph, graph.find_nodes(person)));
  });
  numbers["check"] = seconds_of([&] { check_rules_and_limits(plan, *rules.rules); });
  const plan::Plan other = value_or_throw(driver::build_plan(changed(configuration)));
  numbers["diff"] = seconds_of([&] {
    if (report::diff_plans(plan, other).access.empty()) {
      throw std::runtime_error("nobody gains access by a change");
    }
  });
  CountingSink sink;
  numbers["report"] =
      seconds_of([&] { check(report::write_html(plan, {.title = "institute"}, sink)); });
  numbers["report_bytes"] = sink.bytes();
  return numbers;
}

void print_access(const Json& report) {
  fmt::print(
      "\nquestions to a finished plan: milliseconds, and as a part of building\n{:>10}{:>10}",
      "datasets", "people");
  for (const Question& question : kQuestions) fmt::print("{:>10}", question.title);
  fmt::print("\n");
  for (const Json& size : report["sizes"]) {
    fmt::print("{:>10}{:>10}", size["datasets"].get<std::size_t>(),
               size["people"].get<std::size_t>());
    for (const Question& question : kQuestions) {
      fmt::print("{:>10.1f}", size[question.key].get<double>() * kMilli);
    }
    fmt::print("\n{:>20}", "of building");
    for (const Question& question : kQuestions) {
      fmt::print("{:>10.3f}", part_of_building(size, question));
    }
    fmt::print("\n");
  }
}

bool is_access_too_slow(const Json& report) {
  bool is_too_slow = false;
  for (const Json& size : report["sizes"]) {
    const auto datasets = size["datasets"].get<std::size_t>();
    for (const Question& question : kQuestions) {
      if (datasets < kLargeEstate || !question.limit) continue;
      const double part = part_of_building(size, question);
      if (part <= *question.limit) continue;
      fmt::print(
          "\nat {} datasets '{}' takes {:.3f} of the time that building takes; the limit is "
          "{}\n",
          datasets, question.title, part, *question.limit);
      is_too_slow = true;
    }
  }
  return is_too_slow;
}

}  // namespace cpginfra::bench
