// SPDX-License-Identifier: MIT
// Which exports a selection of a plan has.
#pragma once

#include <algorithm>

#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/plan_selection.hpp"

namespace cpginfra::report {

/// Exports belong to no dataset: a selection has those that say something of its resources.
inline bool is_of_selection(const plan::Export& exported, const PlanSelection& selection) {
  if (selection.is_everything()) return true;
  const auto dependencies = plan::dependencies_of(exported.value);
  return std::any_of(dependencies.begin(), dependencies.end(), [&](const plan::Resource* resource) {
    return selection.holds(resource->origin);
  });
}

}  // namespace cpginfra::report
