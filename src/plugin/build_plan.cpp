// SPDX-License-Identifier: MIT
#include "cpginfra/plugin/build_plan.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "config/nearest_name.hpp"
#include "cpginfra/config/render.hpp"

namespace cpginfra::plugin {
namespace {

std::string names_of(const Registry& registry) {
  std::string names;
  for (std::string_view name : registry.names()) {
    names += fmt::format("{}'{}'", names.empty() ? "" : ", ", name);
  }
  return names.empty() ? "there are no plugins" : "the plugins are " + names;
}

void report_unknown_plugin(std::string_view name, std::size_t index, const Registry& registry,
                           Setup& setup) {
  const std::string place = std::to_string(index);
  const std::array<std::string_view, 2> keys = {"plugins_enabled", place};
  std::string mend = config::nearest_hint(name, registry.names());
  if (mend.empty()) mend = names_of(registry);
  setup.error("unknown-plugin", keys, fmt::format("no plugin is called '{}'", name),
              std::string(name), std::move(mend));
}

PlanResult plan_of(const Configuration& configuration, const config::Locations& locations,
                   const Registry& registry) {
  PlanResult result;
  const auto plugins = make_plugins(configuration, locations, registry, result.diagnostics);
  std::vector<driver::Extension*> extensions;
  extensions.reserve(plugins.size());
  for (const auto& plugin : plugins) extensions.push_back(plugin.get());

  // What a plugin would have declared may well be what an entry of `imports` is for.
  const bool lacks_plugins = result.diagnostics.has_errors();
  plan::Plan plan;
  driver::CPGInfrastructure infrastructure(configuration, plan);
  infrastructure.main(extensions);
  for (const plan::Problem& problem : plan.problems()) {
    if (lacks_plugins && problem.rule == driver::kUnusedAdoption) continue;
    result.diagnostics.add(to_diagnostic(problem, locations));
  }
  result.diagnostics.sort();
  if (!result.diagnostics.has_errors()) result.plan = std::move(plan);
  return result;
}

}  // namespace

std::vector<std::unique_ptr<driver::Extension>> make_plugins(const Configuration& configuration,
                                                             const config::Locations& locations,
                                                             const Registry& registry,
                                                             config::Diagnostics& diagnostics) {
  std::vector<std::unique_ptr<driver::Extension>> plugins;
  Setup setup(configuration, locations, diagnostics);
  const std::vector<std::string>& enabled = configuration.infrastructure.plugins_enabled;
  for (std::size_t index = 0; index < enabled.size(); ++index) {
    const Factory* factory = registry.find(enabled[index]);
    if (factory == nullptr) {
      report_unknown_plugin(enabled[index], index, registry, setup);
    } else if (auto plugin = (*factory)(setup); plugin != nullptr) {
      plugins.push_back(std::move(plugin));
    }
  }
  return plugins;
}

config::Diagnostic to_diagnostic(const plan::Problem& problem, const config::Locations& locations) {
  config::Diagnostic diagnostic;
  diagnostic.rule = std::string(problem.rule);
  diagnostic.message = std::string(problem.text);
  diagnostic.value = std::string(problem.value);
  diagnostic.mend = std::string(problem.mend);
  if (!problem.keys.empty()) {
    locations.locate(diagnostic, problem.keys);
  } else if (!problem.origin->dataset.empty()) {
    diagnostic.path = fmt::format("datasets.{}", problem.origin->dataset);
  }
  return diagnostic;
}

PlanResult build_plan(const config::LoadResult& loaded, const Registry& registry) {
  return plan_of(*loaded.configuration, loaded.locations, registry);
}

absl::StatusOr<plan::Plan> build_plan(const Configuration& configuration,
                                      const Registry& registry) {
  PlanResult result = plan_of(configuration, config::Locations(), registry);
  if (result.plan) return std::move(*result.plan);
  return absl::InvalidArgumentError(config::render_plain(result.diagnostics));
}

}  // namespace cpginfra::plugin
