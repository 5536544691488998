// SPDX-License-Identifier: MIT
#include <pybind11/pybind11.h>

#include <string>

#include "cpginfra/version.hpp"

PYBIND11_MODULE(_core, module) {
  module.doc() = "The native part of cpginfra.";
  module.attr("__version__") = std::string(cpginfra::version());
}
