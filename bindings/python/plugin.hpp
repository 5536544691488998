// SPDX-License-Identifier: MIT
// Plugins: those that the library ships, and those that Python packages offer as entry points.
#pragma once

#include <memory>
#include <vector>

#include "cpginfra/driver/infrastructure.hpp"
#include "part.hpp"

namespace cpginfra::python {

/// The plugins that a plan's configuration enables, in their order.
struct Plugins {
  std::vector<std::unique_ptr<driver::Extension>> extensions;
  /// Whether one of them runs in the interpreter.
  bool any_in_python = false;
};

/// Raises where a plugin is neither shipped nor installed, cannot be imported, or refuses the
/// configuration. A shipped one comes before an installed one of its name.
Plugins plugins_of(const PlanPtr& state);

}  // namespace cpginfra::python
