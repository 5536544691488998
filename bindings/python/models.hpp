// SPDX-License-Identifier: MIT
// The models of the configuration as Python objects. Each shares its whole configuration's memory.
//
//   py::cast(ModelRef<CPGInfrastructureConfig>(configuration, &configuration->infrastructure));
#pragma once

#include <pybind11/pybind11.h>

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "cpginfra/config/configuration.hpp"
#include "cpginfra/config/diagnostic.hpp"
#include "cpginfra/config/fields.hpp"
#include "cpginfra/config/load.hpp"
#include "enums.hpp"

namespace cpginfra::python {

namespace py = pybind11;

template <>
struct EnumTable<CPGDatasetComponents> {
  static constexpr const char* kName = "CPGDatasetComponents";
  static constexpr const char* kDoc = "The parts of a dataset's infrastructure that can be chosen.";
  static constexpr EnumRow<CPGDatasetComponents> kRows[] = {
      {CPGDatasetComponents::kStorage, "STORAGE", "storage"},
      {CPGDatasetComponents::kSpark, "SPARK", "spark"},
      {CPGDatasetComponents::kCromwell, "CROMWELL", "cromwell"},
      {CPGDatasetComponents::kNotebooks, "NOTEBOOKS", "notebooks"},
      {CPGDatasetComponents::kHailAccounts, "HAIL_ACCOUNTS", "hail-accounts"},
      {CPGDatasetComponents::kMetamist, "METAMIST", "metamist"},
      {CPGDatasetComponents::kContainerRegistry, "CONTAINER_REGISTRY", "container-registry"},
      {CPGDatasetComponents::kAnalysisRunner, "ANALYSIS_RUNNER", "analysis-runner"},
  };
};

/// A model, and what Python has looked at of it.
template <config::DescribedModel Model>
struct ModelRef {
  explicit ModelRef(std::shared_ptr<const Model> of) : model(std::move(of)) {}
  template <class Owner>
  ModelRef(const std::shared_ptr<Owner>& owner, const Model* of) : model(owner, of) {}

  std::shared_ptr<const Model> model;
  std::array<py::object, config::kFieldCount<Model>> seen;
  /// Of an institute that was read from files: where they have its values.
  config::Locations locations;
};

/// A whole configuration, checked, and what was found on the way.
struct CheckedConfiguration {
  std::shared_ptr<const Configuration> configuration;
  config::Diagnostics diagnostics;
  config::Locations locations;
};

/// Copies of the models of a list of Python.
std::vector<CPGDatasetConfig> dataset_models(const py::iterable& datasets);
/// Checks models as a whole; raises ConfigError.
CheckedConfiguration check_models(CPGInfrastructureConfig infrastructure,
                                  std::vector<CPGDatasetConfig> datasets);

/// The models as Python has them.
py::object config_object(const std::shared_ptr<const Configuration>& configuration);
py::object dataset_object(const std::shared_ptr<const Configuration>& configuration,
                          const CPGDatasetConfig& dataset);

}  // namespace cpginfra::python
