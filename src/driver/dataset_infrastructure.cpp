// SPDX-License-Identifier: MIT
#include "cpginfra/driver/dataset_infrastructure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cpginfra/driver/infrastructure.hpp"

namespace cpginfra::driver {

CPGDatasetInfrastructure::CPGDatasetInfrastructure(CPGInfrastructure& root,
                                                   const CPGInfrastructureConfig& config,
                                                   const CPGDatasetConfig& dataset_config)
    : root_(root), config_(config), dataset_config_(dataset_config) {
  for (CloudName name : dataset_config.deploy_locations) {
    if (cloud(name) != nullptr) continue;  // listed twice
    clouds_.push_back(std::make_unique<CPGDatasetCloudInfrastructure>(
        root, config, dataset_config,
        root.make_infra()(name, config, dataset_config, root.plan())));
  }
}

CPGDatasetCloudInfrastructure* CPGDatasetInfrastructure::cloud(CloudName name) noexcept {
  for (const auto& cloud : clouds_) {
    if (cloud->infra().name() == name) return cloud.get();
  }
  return nullptr;
}

void CPGDatasetInfrastructure::main() {
  if (has_metamist_project()) {
    metamist_project();
    if (dataset_config_.setup_test) metamist_test_project();
  }
  for (const auto& cloud : clouds_) cloud->main();
}

bool CPGDatasetInfrastructure::has_metamist_project() const noexcept {
  return dataset_config_.enable_metamist_project && config_.metamist.has_value();
}

CloudInfraBase& CPGDatasetInfrastructure::metamist_infra() {
  return clouds_.empty() ? root_.common_infra() : clouds_.front()->infra();
}

const cloud::MetamistProject& CPGDatasetInfrastructure::metamist_project() {
  if (!metamist_project_) {
    metamist_project_ = metamist_infra().create_metamist_project(dataset());
  }
  return *metamist_project_;
}

const cloud::MetamistProject& CPGDatasetInfrastructure::metamist_test_project() {
  if (!metamist_test_project_) {
    metamist_test_project_ =
        metamist_infra().create_metamist_project(fmt::format("{}-test", dataset()));
  }
  return *metamist_test_project_;
}

}  // namespace cpginfra::driver
