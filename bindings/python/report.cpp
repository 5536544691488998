// SPDX-License-Identifier: MIT
// Questions about a finished plan: access, rules, limits and differences, and the report. Answers
// are what the command writes as JSON, so that both say the same.
#include <fmt/format.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/nearest_name.hpp"
#include "cpginfra/report/access_output.hpp"
#include "cpginfra/report/diagram.hpp"
#include "cpginfra/report/diff_output.hpp"
#include "cpginfra/report/finding_output.hpp"
#include "cpginfra/report/html.hpp"
#include "errors.hpp"
#include "module.hpp"
#include "part.hpp"

namespace cpginfra::python {
namespace {

py::object from_json(const std::string& text) {
  return py::module_::import("json").attr("loads")(text);
}

/// Only what nobody adds to can be looked at as a whole.
const plan::Plan& finished(const PlanPtr& state) {
  check_readable(*state);
  if (!state->closed) throw_error("the plan is not finished; ask after main()");
  return state->plan;
}

std::string with_hint(std::string message, const std::string& hint) {
  return hint.empty() ? message : fmt::format("{}; {}", message, hint);
}

/// The facts of a plan about access, with the plan.
class Graph {
 public:
  explicit Graph(PlanPtr state) : state_(std::move(state)) {
    const plan::Plan& plan = finished(state_);
    const py::gil_scoped_release release;
    graph_ = std::make_unique<report::AccessGraph>(plan);
  }

  [[nodiscard]] py::object who_can(const std::string& level, const std::string& resource) const {
    report::AccessTable table;
    const std::vector<report::TargetId> targets = graph_->find_targets(resource);
    if (targets.empty() && !report::makes_resource(state_->plan, resource)) {
      config::NearestName nearest(resource);
      for (const report::AccessTarget& target : graph_->targets()) nearest.offer(target.name);
      throw_error(
          with_hint(fmt::format("the plan has no resource '{}'", resource), nearest.hint()));
    }
    absl::Status problem;
    bool has_meaning = targets.empty();
    for (const report::TargetId target : targets) {
      const auto query = report::parse_level(level, graph_->target(target).kind);
      if (!query.ok()) {
        problem = query.status();
        continue;
      }
      has_meaning = true;
      table.append(report::who_can(*graph_, *query, target));
    }
    if (!has_meaning) throw_error(problem);
    return answer(table);
  }

  /// Somebody whom the plan does not name reaches nothing.
  [[nodiscard]] py::object access_of(const std::string& principal) const {
    return answer(report::access_of_all(*graph_, graph_->find_nodes(principal)));
  }

  [[nodiscard]] py::object matrix(const std::optional<std::string>& dataset) const {
    if (!dataset) return answer(report::matrix(*graph_));
    need_dataset(*dataset);
    return answer(report::matrix(*graph_, *dataset));
  }

  [[nodiscard]] std::string mermaid(const std::string& dataset) const {
    need_dataset(dataset);
    return report::diagram_mermaid(*graph_, dataset);
  }

  [[nodiscard]] std::string dot(const std::string& dataset) const {
    need_dataset(dataset);
    return report::diagram_dot(*graph_, dataset);
  }

 private:
  [[nodiscard]] py::object answer(const report::AccessTable& table) const {
    return from_json(report::access_json(*graph_, table));
  }

  void need_dataset(const std::string& dataset) const {
    const auto& origins = state_->plan.origins();
    const bool is_known =
        std::any_of(origins.begin(), origins.end(),
                    [&](const plan::Origin& origin) { return origin.dataset == dataset; });
    if (is_known) return;
    config::NearestName nearest(dataset);
    for (const plan::Origin& origin : origins) nearest.offer(origin.dataset);
    throw_error(with_hint(fmt::format("there is no dataset '{}'", dataset), nearest.hint()));
  }

  PlanPtr state_;
  std::unique_ptr<report::AccessGraph> graph_;
};

// --- checks --------------------------------------------------------------------------------------

using RulesPtr = std::shared_ptr<report::Rules>;

RulesPtr load_rules(const py::object& path) {
  report::RulesResult result =
      report::load_rules(py::module_::import("os").attr("fsdecode")(path).cast<std::string>());
  if (!result.rules) throw_config_error(result.diagnostics);
  return std::make_shared<report::Rules>(*std::move(result.rules));
}

/// What a check found, with the rules that it refers to.
struct Check {
  report::CheckResult result;
  RulesPtr rules;
};

py::object check_field(const Check& self, const char* name) {
  return from_json(report::check_json(self.result))[name];
}

Check check(const PlanPtr& plan, const RulesPtr& rules, bool all, std::string configuration) {
  const plan::Plan& whole = finished(plan);
  const py::gil_scoped_release release;
  const report::AccessGraph graph(whole);
  report::LimitReport limits =
      report::check_limits(whole, graph, rules ? rules->limits : report::GrantedLimits());
  Check check{.result = {.configuration = std::move(configuration),
                         .findings = {},
                         .limits = std::move(limits.uses),
                         .rules = rules.get()},
              .rules = rules};
  if (rules) {
    check.result.findings = report::check_rules(
        graph, *rules, all ? report::Breaches::kAll : report::Breaches::kShortest);
  }
  check.result.findings.insert(check.result.findings.end(),
                               std::make_move_iterator(limits.findings.begin()),
                               std::make_move_iterator(limits.findings.end()));
  return check;
}

// --- differences ---------------------------------------------------------------------------------

report::PlanDiff diff(const PlanPtr& before, const PlanPtr& after) {
  const plan::Plan& former = finished(before);
  const plan::Plan& later = finished(after);
  const py::gil_scoped_release release;
  return report::diff_plans(former, later);
}

py::object diff_field(const report::PlanDiff& self, const char* name) {
  return from_json(report::diff_json(self))[name];
}

// --- the report ----------------------------------------------------------------------------------

py::str report_html(const PlanPtr& plan, std::string title) {
  const plan::Plan& whole = finished(plan);
  report::StringSink sink;
  absl::Status written;
  {
    const py::gil_scoped_release release;
    written = report::write_html(whole, {.title = std::move(title)}, sink);
  }
  if (!written.ok()) throw_error(written);
  return sink.text();
}

// --- classes -------------------------------------------------------------------------------------

void register_access(py::module_& module) {
  py::class_<Graph>(module, "AccessGraph",
                    "Who reaches what in a finished plan. Answers are lists of dicts with the keys "
                    "`principal`, `resource`, `target`, `level`, `how` and `path`.\n\n"
                    ">>> access = cpginfra.AccessGraph(plan)\n"
                    ">>> for row in access.who_can('read', 'ieg-cardiac-main'):\n"
                    "...     print(row['principal'], row['path'])")
      .def(py::init<PlanPtr>(), py::arg("plan"))
      .def("who_can", &Graph::who_can, py::arg("level"), py::arg("resource"),
           "Everybody who reaches a thing at a level, each once, in the nearest way.")
      .def("access_of", &Graph::access_of, py::arg("principal"),
           "Everything that a person, a machine account or a group reaches.")
      .def("matrix", &Graph::matrix, py::arg("dataset") = py::none(),
           "All people by all buckets, or by those of a dataset, with the highest level.")
      .def("mermaid", &Graph::mermaid, py::arg("dataset"),
           "A dataset's groups and buckets as a flowchart in Mermaid.")
      .def("dot", &Graph::dot, py::arg("dataset"), "The same in Graphviz's DOT.");
}

void register_checks(py::module_& module) {
  py::class_<report::Rules, RulesPtr>(module, "Rules", "A team's own rules about access.")
      .def("__len__", [](const report::Rules& self) { return self.rules.size(); })
      .def("__repr__",
           [](const report::Rules& self) { return fmt::format("<Rules of {}>", self.file); });
  module.def("load_rules", &load_rules, py::arg("path"),
             "Reads a rules file; raises ConfigError with all that is wrong.\n\n"
             ">>> check(plan, load_rules('rules.toml')).findings");
  py::class_<Check>(module, "CheckResult", "What a check of a plan found; true if nothing fails.")
      .def_property_readonly("findings",
                             [](const Check& self) { return check_field(self, "findings"); })
      .def_property_readonly(
          "limits", [](const Check& self) { return check_field(self, "limits"); },
          "How the plan stands to the clouds' limits.")
      .def_property_readonly("errors",
                             [](const Check& self) { return check_field(self, "errors"); })
      .def_property_readonly("warnings",
                             [](const Check& self) { return check_field(self, "warnings"); })
      .def("__bool__", [](const Check& self) { return !report::has_errors(self.result.findings); })
      .def("to_dict", [](const Check& self) { return from_json(report::check_json(self.result)); })
      .def("to_text", [](const Check& self) { return report::check_text(self.result); })
      .def("to_sarif", [](const Check& self) { return report::check_sarif(self.result); })
      .def("to_github", [](const Check& self) { return report::check_github(self.result); });
  module.def("check", &check, py::arg("plan"), py::arg("rules") = py::none(), py::kw_only(),
             py::arg("all") = false, py::arg("configuration") = "",
             "Holds a plan against the clouds' limits, and against rules; `all` says everything "
             "that breaks a rule, not only the shortest path that does.\n\n"
             ">>> assert cpginfra.check(plan, cpginfra.load_rules('rules.toml'))");
}

void register_diff(py::module_& module) {
  using report::PlanDiff;
  py::class_<PlanDiff>(module, "PlanDiff",
                       "What differs between two plans (docs/diff-json.md); true if anything does.")
      .def_property_readonly("access",
                             [](const PlanDiff& self) { return diff_field(self, "access"); })
      .def_property_readonly("resources",
                             [](const PlanDiff& self) { return diff_field(self, "resources"); })
      .def_property_readonly("exports",
                             [](const PlanDiff& self) { return diff_field(self, "exports"); })
      .def("__bool__", [](const PlanDiff& self) { return !self.is_empty(); })
      .def("to_dict", [](const PlanDiff& self) { return from_json(report::diff_json(self)); })
      .def("to_text", [](const PlanDiff& self) { return report::diff_text(self); })
      .def(
          "to_markdown", [](const PlanDiff& self) { return report::diff_markdown(self); },
          "Short enough for a comment on a pull request.");
  module.def("diff_plans", &diff, py::arg("before"), py::arg("after"),
             "What a change does to access and to resources.\n\n"
             ">>> print(cpginfra.diff_plans(before, after).to_text())");
}

void register_page(py::module_& module) {
  module.def("report_html", &report_html, py::arg("plan"), py::arg("title"),
             "One page, complete in itself, on which people look up who can reach what "
             "(docs/report.md).\n\n"
             ">>> Path('report.html').write_text(report_html(plan, 'Our institute'))");
}

}  // namespace

void register_report(py::module_& module) {
  register_access(module);
  register_checks(module);
  register_diff(module);
  register_page(module);
}

}  // namespace cpginfra::python
