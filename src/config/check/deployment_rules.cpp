// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>

#include "config/check/rules.hpp"
#include "config/component_needs.hpp"

namespace cpginfra::config {
namespace {

// Components that were asked for by name; those by default are left out instead.
void check_component_sections(CheckContext& context, const CheckedDataset& dataset) {
  for (const auto& [cloud, components] : dataset.config->components) {
    if (!is_deployed_on(*dataset.config, cloud)) continue;
    for (std::size_t index = 0; index < components.size(); ++index) {
      for (const ComponentNeed& need : component_needs()) {
        if (need.component != components[index] || need.cloud != cloud ||
            need.is_met(context.infrastructure())) {
          continue;
        }
        const std::string_view section = need.section.substr(0, need.section.find('.'));
        if (context.checked_infrastructure().outcomes.of(section) != Outcome::kGood) continue;
        Spot spot = context.spot(dataset, {"components", to_string(cloud), index});
        const std::string_view component = to_string(need.component);
        if (need.section.empty()) {
          context.error(
              "unsupported-component", std::move(spot),
              fmt::format("the component '{}' does not exist on {}", component, to_string(cloud)),
              std::string(component), "take it off the list");
        } else {
          context.error("missing-section", std::move(spot),
                        fmt::format("the component '{}' needs the section '{}', which is missing",
                                    component, need.section),
                        std::string(component),
                        fmt::format("add '{}' to the infrastructure, or take the component off "
                                    "the list",
                                    need.section));
        }
      }
    }
  }
}

void check_budget(CheckContext& context, const CheckedDataset& dataset) {
  if (!is_deployed_on(*dataset.config, CloudName::kGcp)) return;
  if (dataset.config->budgets.contains(CloudName::kGcp)) return;
  context.error(
      "missing-budget", context.spot(dataset, {"budgets"}),
      fmt::format("'{}' is deployed on gcp and has no budget there", dataset.config->dataset), "",
      "add 'gcp' to the budgets");
}

// No cloud takes less than nothing.
void check_amounts(CheckContext& context, const CheckedDataset& dataset) {
  for (const auto& [cloud, budget] : dataset.config->budgets) {
    const auto check = [&, name = to_string(cloud)](std::string_view field, std::int64_t amount) {
      if (amount >= 0) return;
      const std::string value = fmt::format("{}", amount);
      context.error("negative-budget", context.spot(dataset, {"budgets", name, field}),
                    fmt::format("expected an amount from 0 on, got {}", value), value);
    };
    check("monthly_budget", budget.monthly_budget);
    check("shared_total_budget", budget.shared_total_budget.value_or(0));
  }
}

void check_shared_project(CheckContext& context, const CheckedDataset& dataset) {
  const CPGDatasetConfig& config = *dataset.config;
  if (!config.enable_shared_project || config.deploy_locations.empty()) return;
  if (!config.enable_release) {
    context.error("shared-project-without-release",
                  context.spot(dataset, {"enable_shared_project"}),
                  "a shared project needs the release bucket, and 'enable_release' is false", "",
                  "set 'enable_release' to true");
  }
}

void check_shared_budget(CheckContext& context, const CheckedDataset& dataset) {
  const CPGDatasetConfig& config = *dataset.config;
  if (!config.enable_shared_project) return;
  for (CloudName cloud : config.deploy_locations) {
    const CPGDatasetConfig::Budget* budget = config.budgets.find(cloud);
    // What the missing-budget rule says need not be said again.
    if (budget == nullptr && cloud == CloudName::kGcp) continue;
    if (budget != nullptr && budget->shared_total_budget.value_or(0) != 0) continue;
    context.error("shared-project-without-budget",
                  context.spot(dataset, {"budgets", to_string(cloud), "shared_total_budget"}),
                  fmt::format("a shared project needs a total budget on {}", to_string(cloud)), "",
                  fmt::format("add 'shared_total_budget' to 'budgets.{}'", to_string(cloud)));
  }
}

void check_notebook_read(CheckContext& context, const CheckedDataset& dataset) {
  const CPGDatasetConfig& config = *dataset.config;
  if (!config.allow_notebook_tmp_main_read || !is_deployed_on(config, CloudName::kGcp)) return;
  if (has_component(context, config, CloudName::kGcp, CPGDatasetComponents::kNotebooks)) return;
  context.warning(
      "notebook-read-without-notebooks", context.spot(dataset, {"allow_notebook_tmp_main_read"}),
      fmt::format("'{}' has no notebooks that could be allowed to read main", config.dataset));
}

constexpr std::array kRules = {
    DatasetRule{
        "missing-section", {"components", "deploy_locations"}, {}, check_component_sections},
    DatasetRule{"missing-budget", {"budgets", "deploy_locations"}, {}, check_budget},
    DatasetRule{"negative-budget", {"budgets"}, {}, check_amounts},
    DatasetRule{"shared-project-without-release",
                {"enable_shared_project", "enable_release", "deploy_locations"},
                {},
                check_shared_project},
    DatasetRule{"shared-project-without-budget",
                {"enable_shared_project", "budgets", "deploy_locations"},
                {},
                check_shared_budget},
    DatasetRule{"notebook-read-without-notebooks",
                {"allow_notebook_tmp_main_read", "components", "deploy_locations"},
                {"notebooks"},
                check_notebook_read},
};

}  // namespace

absl::Span<const DatasetRule> deployment_rules() { return kRules; }

}  // namespace cpginfra::config
