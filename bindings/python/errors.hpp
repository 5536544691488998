// SPDX-License-Identifier: MIT
// The one place where what goes wrong in C++ becomes an exception of Python.
//
//   absl::StatusOr<plan::Plan> plan = build_plan(configuration);
//   if (!plan.ok()) throw_error(plan.status());
#pragma once

#include <pybind11/pybind11.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "cpginfra/config/diagnostic.hpp"

namespace cpginfra::python {

/// Throws `CpgInfraError` with the status's message.
[[noreturn]] void throw_error(const absl::Status& status);
[[noreturn]] void throw_error(std::string_view message);
/// Throws `CpgInfraError` with another exception as its cause.
[[noreturn]] void throw_error_from(pybind11::error_already_set& cause, std::string_view message);
/// Throws `ConfigError` with the diagnostics, rendered and as a list.
[[noreturn]] void throw_config_error(const config::Diagnostics& diagnostics);
/// The name of an object's type.
std::string type_name(pybind11::handle object);
/// Throws `TypeError`. What the object is like is not said, since it may hold a secret.
[[noreturn]] void throw_wrong_type(std::string_view expected, pybind11::handle object);
/// The diagnostics as Python has them.
pybind11::tuple diagnostics_tuple(const config::Diagnostics& diagnostics);

}  // namespace cpginfra::python
