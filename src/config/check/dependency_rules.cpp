// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/check/rules.hpp"

namespace cpginfra::config {
namespace {

// The two kinds of dependency, as fields.
struct Kind {
  std::string_view field;
  std::vector<std::string> CPGDatasetConfig::*names;
};
constexpr std::array kKinds = {
    Kind{"depends_on", &CPGDatasetConfig::depends_on},
    Kind{"depends_on_readonly", &CPGDatasetConfig::depends_on_readonly},
};

// Calls `visit` with the name of each dependency and its spot.
template <class Visit>
void for_each_dependency(const CheckContext& context, const CheckedDataset& dataset, Visit visit) {
  for (const Kind& kind : kKinds) {
    const std::vector<std::string>& names = dataset.config->*kind.names;
    for (std::size_t index = 0; index < names.size(); ++index) {
      visit(names[index], [&, index] { return context.spot(dataset, {kind.field, index}); });
    }
  }
}

void check_known(CheckContext& context, const CheckedDataset& dataset) {
  for_each_dependency(context, dataset, [&](const std::string& name, const auto& spot) {
    if (context.find_dataset(name) != nullptr || context.has_nameless_dataset()) return;
    std::string mend = context.dataset_hint(name);
    context.error("unknown-dependency", spot(),
                  fmt::format("'{}' is not one of the datasets", shortened(name)), shortened(name),
                  std::move(mend));
  });
}

void check_self(CheckContext& context, const CheckedDataset& dataset) {
  for_each_dependency(context, dataset, [&](const std::string& name, const auto& spot) {
    if (name != dataset.config->dataset) return;
    context.error("self-dependency", spot(), fmt::format("'{}' depends on itself", shortened(name)),
                  shortened(name), "take it off the list");
  });
}

// A dataset's groups are put into those of its dependencies on the same cloud.
void check_clouds(CheckContext& context, const CheckedDataset& dataset) {
  for_each_dependency(context, dataset, [&](const std::string& name, const auto& spot) {
    const CheckedDataset* dependency = context.find_dataset(name);
    if (dependency == nullptr) return;
    for (CloudName cloud : dataset.config->deploy_locations) {
      if (is_deployed_on(*dependency->config, cloud)) continue;
      context.error(
          "dependency-not-deployed", spot(),
          fmt::format("'{}' is deployed on {} and '{}', on which it depends, is not",
                      dataset.config->dataset, to_string(cloud), name),
          shortened(name),
          fmt::format("add '{}' to the deploy_locations of '{}'", to_string(cloud), name));
    }
  });
}

constexpr std::array kRules = {
    DatasetRule{"unknown-dependency", {"depends_on", "depends_on_readonly"}, {}, check_known},
    DatasetRule{
        "self-dependency", {"depends_on", "depends_on_readonly", "dataset"}, {}, check_self},
    DatasetRule{"dependency-not-deployed",
                {"depends_on", "depends_on_readonly", "deploy_locations"},
                {},
                check_clouds},
};

}  // namespace

absl::Span<const DatasetRule> dependency_rules() { return kRules; }

}  // namespace cpginfra::config
