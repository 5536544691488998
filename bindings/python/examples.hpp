// SPDX-License-Identifier: MIT
// Examples for classes whose own texts have none.
#pragma once

#include <pybind11/pybind11.h>

namespace cpginfra::python {

/// Adds an example to the text of each such class.
void add_examples(pybind11::module_& module);

}  // namespace cpginfra::python
