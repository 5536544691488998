// SPDX-License-Identifier: MIT
// Questions about a finished plan: access, rules, limits and differences.
#include <pybind11/pybind11.h>

#include "module.hpp"

namespace cpginfra::python {

void register_report(pybind11::module_& /*module*/) {}

}  // namespace cpginfra::python
