// SPDX-License-Identifier: MIT
// This header defines build_plan, which plans a configuration with the plugins that it enables, in
// their order.
//
//   config::LoadResult loaded = config::load_path("institute/");
//   plugin::PlanResult result = plugin::build_plan(loaded, plugin::shipped_plugins());
//   if (!result.plan) std::cerr << config::render_plain(result.diagnostics);
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "cpginfra/config/diagnostic.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/plugin/registry.hpp"

namespace cpginfra::plugin {

/// A plan unless there are errors, and what was found that loading could not know: plugins that
/// nobody has, and parts that do not fit together.
struct PlanResult {
  std::optional<plan::Plan> plan;
  config::Diagnostics diagnostics;
};

/// The plan of what was loaded, which has a configuration.
PlanResult build_plan(const config::LoadResult& loaded, const Registry& registry);
/// The same of a configuration alone; InvalidArgument, with the diagnostics as plain text.
absl::StatusOr<plan::Plan> build_plan(const Configuration& configuration,
                                      const Registry& registry = shipped_plugins());

/// The plugins that a configuration enables, in their order. What is wrong is added to
/// `diagnostics`: a name that the registry does not have, and what the plugins find.
std::vector<std::unique_ptr<driver::Extension>> make_plugins(const Configuration& configuration,
                                                             const config::Locations& locations,
                                                             const Registry& registry,
                                                             config::Diagnostics& diagnostics);
/// A problem of a plan as a diagnostic with its place.
config::Diagnostic to_diagnostic(const plan::Problem& problem, const config::Locations& locations);

}  // namespace cpginfra::plugin
