// SPDX-License-Identifier: MIT
// The drivers, from a configuration to a plan.
#include <pybind11/pybind11.h>

#include <memory>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "cpginfra/driver/build_plan.hpp"
#include "errors.hpp"
#include "module.hpp"
#include "part.hpp"

namespace cpginfra::python {
namespace {

PlanPtr build(const std::shared_ptr<Configuration>& configuration) {
  std::optional<absl::StatusOr<plan::Plan>> plan;
  {
    const py::gil_scoped_release release;
    plan.emplace(driver::build_plan(*configuration));
  }
  if (!plan->ok()) throw_error(plan->status());
  return std::make_shared<PlanState>(configuration, **std::move(plan));
}

}  // namespace

void register_driver(py::module_& module) {
  module.def("build_plan", &build, py::arg("configuration"),
             "The plan of everything that the configuration asks for.\n\n"
             ">>> plan = cpginfra.build_plan(cpginfra.load('institute/'))");
}

}  // namespace cpginfra::python
