// SPDX-License-Identifier: MIT
// What providers import things by, as far as a plan tells it.
#pragma once

#include <string>

#include "cpginfra/plan/resource.hpp"
#include "report/adopt/state_values.hpp"

namespace cpginfra::report {

/// The id of what the resource would be; empty where it cannot be told.
std::string import_id(const plan::Resource& resource, StateSource& stack);

}  // namespace cpginfra::report
