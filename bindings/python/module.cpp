// SPDX-License-Identifier: MIT
#include "module.hpp"

#include <pybind11/pybind11.h>

#include <string>

#include "cpginfra/version.hpp"
#include "examples.hpp"

PYBIND11_MODULE(_core, module) {
  module.doc() = "The native part of cpginfra.";
  module.attr("__version__") = std::string(cpginfra::version());
  cpginfra::python::register_errors(module);
  cpginfra::python::register_config(module);
  cpginfra::python::register_plan(module);
  cpginfra::python::register_registration(module);
  cpginfra::python::register_cloud(module);
  cpginfra::python::register_driver(module);
  cpginfra::python::register_github_wif(module);
  cpginfra::python::register_report(module);
  cpginfra::python::register_testing(module);
  cpginfra::python::add_examples(module);
}
