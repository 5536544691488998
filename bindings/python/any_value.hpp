// SPDX-License-Identifier: MIT
// Data of no fixed shape between Python and the configuration.
#pragma once

#include <pybind11/pybind11.h>

#include "cpginfra/config/any_value.hpp"

namespace cpginfra::python {

/// None, bool, int, float, str, list and dict.
pybind11::object to_python(const config::AnyValue& value);

/// The other way. Takes tuples, mappings, enums (by their values) and models too. Raises TypeError
/// for what has no form in a configuration, and ValueError for what is nested without end.
config::AnyValue to_any_value(pybind11::handle object);

/// Objects of this type are turned into data by that function.
void register_any_value(pybind11::handle type, config::AnyValue (*convert)(pybind11::handle));

}  // namespace cpginfra::python
