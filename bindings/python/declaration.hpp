// SPDX-License-Identifier: MIT
// How Python declares resources of any provider.
#pragma once

#include <pybind11/pybind11.h>

#include "driver_parts.hpp"

namespace cpginfra::python {

/// Adds `declare`, `invoke`, `export` and `warn`.
void define_declarations(py::class_<InfrastructurePart>& type);

}  // namespace cpginfra::python
