// SPDX-License-Identifier: MIT
// This header defines CPGDatasetInfrastructure, one dataset on all clouds that it is deployed to.
//
//   driver::CPGDatasetInfrastructure* dataset = infrastructure.dataset("cohort-a");
//   dataset->cloud(CloudName::kGcp)->main_bucket();
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"

namespace cpginfra::driver {

/// See the top of this file.
class CPGDatasetInfrastructure {
 public:
  /// `root`, `config` and `dataset_config` must outlive it.
  CPGDatasetInfrastructure(CPGInfrastructure& root, const CPGInfrastructureConfig& config,
                           const CPGDatasetConfig& dataset_config);

  [[nodiscard]] const std::string& dataset() const noexcept { return dataset_config_.dataset; }
  [[nodiscard]] const CPGDatasetConfig& dataset_config() const noexcept { return dataset_config_; }
  /// The dataset on that cloud, or null where it is not deployed there.
  CPGDatasetCloudInfrastructure* cloud(CloudName name) noexcept;
  /// The dataset on each of its clouds, in the configured order.
  std::span<const std::unique_ptr<CPGDatasetCloudInfrastructure>> clouds() noexcept {
    return clouds_;
  }

  /// Sets the dataset up on all its clouds.
  void main();

  /// Whether the dataset has projects in metamist.
  [[nodiscard]] bool has_metamist_project() const noexcept;
  /// The cloud that declares the dataset's metamist projects: its first one, or, where it is
  /// deployed nowhere, the common one.
  CloudInfraBase& metamist_infra();
  const cloud::MetamistProject& metamist_project();
  const cloud::MetamistProject& metamist_test_project();

 private:
  CPGInfrastructure& root_;
  const CPGInfrastructureConfig& config_;
  const CPGDatasetConfig& dataset_config_;
  std::vector<std::unique_ptr<CPGDatasetCloudInfrastructure>> clouds_;
  std::optional<cloud::MetamistProject> metamist_project_;
  std::optional<cloud::MetamistProject> metamist_test_project_;
};

}  // namespace cpginfra::driver

namespace cpginfra {
using driver::CPGDatasetInfrastructure;
}  // namespace cpginfra
