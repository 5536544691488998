// SPDX-License-Identifier: MIT
// The plan, for reading.
#include <pybind11/pybind11.h>

#include <memory>

#include "errors.hpp"
#include "module.hpp"
#include "part.hpp"

namespace cpginfra::python {

std::string_view kept(const PlanPtr& state, std::string_view text) {
  return state->plan.values().shared_text(text);
}

void register_plan(py::module_& module) {
  py::class_<PlanState, PlanPtr>(module, "Plan", "Everything that will exist.")
      .def("__len__", [](const PlanState& self) { return self.plan.resources().size(); });
}

}  // namespace cpginfra::python
