// SPDX-License-Identifier: MIT
// This header defines Summary, what a plan holds in numbers: by dataset and by kind of resource.
//
//   const report::Summary summary = report::summarize(plan, {});
//   sink.write(report::to_text(summary));
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/plan_selection.hpp"

namespace cpginfra::report {

/// How many resources there are of a type.
struct KindCount {
  std::string_view type;
  std::size_t resources = 0;
};

/// One dataset on one cloud; both names are empty for what belongs to the whole institute.
struct DatasetSummary {
  std::string_view dataset;
  std::string_view cloud;
  std::size_t resources = 0;
  std::size_t groups = 0;
  std::size_t grants = 0;
  std::size_t memberships = 0;
  std::size_t lines = 0;
  std::size_t warnings = 0;
  /// By type.
  std::vector<KindCount> kinds;
};

/// A plan in numbers. Texts are the plan's.
struct Summary {
  /// By name, then cloud.
  std::vector<DatasetSummary> datasets;
  /// The sums of `datasets`.
  DatasetSummary total;
  /// Exports belong to no dataset: of a selection, those that say something of its resources.
  std::size_t exports = 0;
  std::size_t problems = 0;
};

/// Counts what is in the selection. Takes no memory for each resource.
[[nodiscard]] Summary summarize(const plan::Plan& plan, const PlanSelection& selection);
/// A heading, a table of datasets, and one of kinds.
[[nodiscard]] std::string to_text(const Summary& summary);

}  // namespace cpginfra::report
