// SPDX-License-Identifier: MIT
// The clouds, and what they hand out.
#include <pybind11/pybind11.h>

#include "module.hpp"

namespace cpginfra::python {

void register_cloud(pybind11::module_& /*module*/) {}

}  // namespace cpginfra::python
