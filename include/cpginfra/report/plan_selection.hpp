// SPDX-License-Identifier: MIT
// This header defines PlanSelection, the part of a plan that a rendering is asked for.
//
//   report::PlanSelection selection{.dataset = "fewgenomes"};
//   if (selection.holds(resource->origin)) …
#pragma once

#include <string>

#include "cpginfra/plan/resource.hpp"

namespace cpginfra::report {

/// A dataset, a cloud, or both; what is empty stands for all of them.
struct PlanSelection {
  std::string dataset;
  std::string cloud;

  [[nodiscard]] bool is_everything() const noexcept { return dataset.empty() && cloud.empty(); }
  /// Whether what has that origin is in the selection; null is an origin in the whole institute.
  [[nodiscard]] bool holds(const plan::Origin* origin) const noexcept {
    if (is_everything()) return true;
    return origin != nullptr && (dataset.empty() || origin->dataset == dataset) &&
           (cloud.empty() || origin->cloud == cloud);
  }
};

}  // namespace cpginfra::report
