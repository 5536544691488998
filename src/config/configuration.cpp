// SPDX-License-Identifier: MIT
#include "cpginfra/config/configuration.hpp"

#include "config/component_needs.hpp"

namespace cpginfra::config {

bool component_is_available(const CPGInfrastructureConfig& infrastructure,
                            CPGDatasetComponents component, CloudName cloud) {
  for (const ComponentNeed& need : component_needs()) {
    if (need.component == component && need.cloud == cloud && !need.is_met(infrastructure)) {
      return false;
    }
  }
  return true;
}

std::vector<CPGDatasetComponents> effective_components(
    const CPGInfrastructureConfig& infrastructure, const CPGDatasetConfig& dataset,
    CloudName cloud) {
  if (const auto* listed = dataset.components.find(cloud)) return *listed;
  std::vector<CPGDatasetComponents> available;
  for (CPGDatasetComponents component : default_components(cloud)) {
    if (component_is_available(infrastructure, component, cloud)) available.push_back(component);
  }
  return available;
}

}  // namespace cpginfra::config
