// SPDX-License-Identifier: MIT
// What each file of the extension adds to the module, in the order in which types need each other.
#pragma once

#include <pybind11/pybind11.h>

namespace cpginfra::python {

void register_errors(pybind11::module_& module);
void register_config(pybind11::module_& module);
void register_plan(pybind11::module_& module);
void register_registration(pybind11::module_& module);
void register_cloud(pybind11::module_& module);
void register_driver(pybind11::module_& module);
void register_github_wif(pybind11::module_& module);
void register_report(pybind11::module_& module);
void register_testing(pybind11::module_& module);

}  // namespace cpginfra::python
