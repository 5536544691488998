// SPDX-License-Identifier: MIT
//
// This header defines Configuration: the institute and its datasets together. The loaders of
// load.hpp hand one out only after every rule that spans files has been checked, so that what
// is built from it cannot fail on input.
//
//   for (const CPGDatasetConfig& dataset : configuration.datasets) {
//     for (CloudName cloud : dataset.deploy_locations)
//       effective_components(configuration.infrastructure, dataset, cloud);
//   }
#pragma once

#include <vector>

#include "cpginfra/config/dataset.hpp"
#include "cpginfra/config/infrastructure.hpp"

namespace cpginfra::config {

/// A whole configuration. Datasets stand in the order in which they were given.
struct Configuration {
  CPGInfrastructureConfig infrastructure;
  std::vector<CPGDatasetConfig> datasets;
  friend bool operator==(const Configuration&, const Configuration&) = default;
};

/// Whether the institute has all the sections that `component` needs on `cloud`.
bool component_is_available(const CPGInfrastructureConfig& infrastructure,
                            CPGDatasetComponents component, CloudName cloud);

/// The components to set up for `dataset` on `cloud`, in order: those it lists for that cloud,
/// or else the defaults less those whose section the institute lacks.
std::vector<CPGDatasetComponents> effective_components(
    const CPGInfrastructureConfig& infrastructure, const CPGDatasetConfig& dataset,
    CloudName cloud);

}  // namespace cpginfra::config

namespace cpginfra {
using config::Configuration;
}  // namespace cpginfra
