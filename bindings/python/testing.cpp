// SPDX-License-Identifier: MIT
// Checks of a design. cpginfra.testing makes assertions of them.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cpginfra/testing/access_check.hpp"
#include "cpginfra/testing/dependency_check.hpp"
#include "cpginfra/testing/resource_check.hpp"
#include "cpginfra/testing/secrets_check.hpp"
#include "cpginfra/testing/snapshot_check.hpp"
#include "module.hpp"
#include "part.hpp"
#include "plan_parts.hpp"

namespace cpginfra::python {
namespace {

using testing::Outcome;

/// Any of the library's checks.
struct DesignCheck {
  std::function<std::string()> description;
  std::function<Outcome(const plan::Plan&)> check;
};

template <class Check>
DesignCheck design_check(const Check& check) {
  return {.description = [check] { return check.description(); },
          .check = [check](const plan::Plan& plan) { return check.check(plan); }};
}

testing::ResourceCheck resource_check(std::string type, std::string name, const py::dict& inputs,
                                      const std::vector<std::string>& without) {
  testing::ResourceCheck check(std::move(type), std::move(name));
  plan::ValueStore store;
  for (const auto& [path, value] : inputs) {
    check.with(path.cast<std::string>(), known_value(store, value));
  }
  for (const std::string& path : without) check.without(path);
  return check;
}

/// Whether it holds, and what was seen.
std::pair<bool, std::string> run(const DesignCheck& self, const PlanPtr& state) {
  check_readable(*state);
  const py::gil_scoped_release release;
  Outcome outcome = self.check(state->plan);
  return {outcome.holds, std::move(outcome.evidence)};
}

py::list find_resources(const PlanPtr& state, const std::string& type, const std::string& name,
                        const py::dict& inputs, const std::vector<std::string>& without) {
  check_readable(*state);
  py::list found;
  for (const plan::Resource* resource :
       resource_check(type, name, inputs, without).find_in(state->plan)) {
    found.append(ResourcePart{state, resource});
  }
  return found;
}

testing::Ways ways(bool standing) {
  return standing ? testing::Ways::kStanding : testing::Ways::kAny;
}

DesignCheck reach_check(bool can, std::string who, std::string level, std::string target,
                        bool standing) {
  testing::ReachCheck check(can ? testing::Reach::kCan : testing::Reach::kCannot, std::move(who),
                            std::move(level), std::move(target));
  check.count(ways(standing));
  return design_check(check);
}

DesignCheck only_reach_check(std::string level, std::string target, std::vector<std::string> who,
                             bool standing, bool people) {
  testing::OnlyReachCheck check(std::move(level), std::move(target), std::move(who));
  check.count(ways(standing));
  check.count(people ? testing::Whom::kPeople : testing::Whom::kEverybody);
  return design_check(check);
}

DesignCheck snapshot_check(const py::object& path, std::vector<std::string> in_full,
                           std::string dataset, std::string cloud) {
  return design_check(testing::SnapshotCheck(
      py::module_::import("os").attr("fsdecode")(path).cast<std::string>(),
      {.in_full = std::move(in_full),
       .selection = {.dataset = std::move(dataset), .cloud = std::move(cloud)}}));
}

}  // namespace

void register_testing(py::module_& module) {
  py::class_<DesignCheck>(module, "DesignCheck", "Something that a plan must be.")
      .def_property_readonly("description",
                             [](const DesignCheck& self) { return self.description(); })
      .def("check", &run, py::arg("plan"), "Whether it holds, and what was seen.");
  module.def("find_resources", &find_resources, py::arg("plan"), py::arg("type"), py::arg("name"),
             py::arg("inputs"), py::arg("without"));
  module.def(
      "resource_check",
      [](std::string type, std::string name, const py::dict& inputs,
         const std::vector<std::string>& without) {
        return design_check(resource_check(std::move(type), std::move(name), inputs, without));
      },
      py::arg("type"), py::arg("name"), py::arg("inputs"), py::arg("without"));
  module.def(
      "resource_count_check",
      [](std::size_t count, std::string type, const py::dict& inputs,
         const std::vector<std::string>& without) {
        return design_check(testing::ResourceCountCheck(
            count, resource_check(std::move(type), {}, inputs, without)));
      },
      py::arg("count"), py::arg("type"), py::arg("inputs"), py::arg("without"));
  module.def("reach_check", &reach_check, py::arg("can"), py::arg("who"), py::arg("level"),
             py::arg("target"), py::arg("standing"));
  module.def("only_reach_check", &only_reach_check, py::arg("level"), py::arg("target"),
             py::arg("who"), py::arg("standing"), py::arg("people"));
  module.def(
      "dependency_check",
      [](std::string resource, std::string on) {
        return design_check(testing::DependencyCheck(std::move(resource), std::move(on)));
      },
      py::arg("resource"), py::arg("on"));
  module.def(
      "secrets_check",
      [](std::vector<std::string> secrets) {
        return design_check(testing::SecretsCheck(std::move(secrets)));
      },
      py::arg("secrets"));
  module.def("snapshot_check", &snapshot_check, py::arg("path"), py::arg("in_full"),
             py::arg("dataset"), py::arg("cloud"));
}

}  // namespace cpginfra::python
