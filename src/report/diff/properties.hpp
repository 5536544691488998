// SPDX-License-Identifier: MIT
// How two resources, or two values, differ.
#pragma once

#include <string>
#include <vector>

#include "cpginfra/plan/resource.hpp"
#include "cpginfra/report/diff.hpp"
#include "report/diff/matching.hpp"

namespace cpginfra::report {

/// The inputs and options that differ, by path.
std::vector<PropertyChange> property_changes(const plan::Resource& before,
                                             const plan::Resource& after, const Matching& matching);

/// The exports that differ, by name.
std::vector<PropertyChange> export_changes(const plan::Plan& before, const plan::Plan& after,
                                           const Matching& matching);

}  // namespace cpginfra::report
