// SPDX-License-Identifier: MIT
#include "cpginfra/cloud/azure.hpp"
#include "cpginfra/cloud/cloud_infra_base.hpp"
#include "cpginfra/cloud/dry_run.hpp"
#include "cpginfra/cloud/gcp.hpp"

namespace cpginfra::cloud {

std::unique_ptr<CloudInfraBase> make_infra(CloudName name, const CPGInfrastructureConfig& config,
                                           const CPGDatasetConfig& dataset_config,
                                           plan::Plan& plan) {
  switch (name) {
    case CloudName::kGcp:
      return std::make_unique<GcpInfrastructure>(config, dataset_config, plan);
    case CloudName::kDryRun:
      return std::make_unique<DryRunInfra>(config, dataset_config, plan);
    case CloudName::kAzure:
      return std::make_unique<AzureInfra>(config, dataset_config, plan);
  }
  return nullptr;
}

}  // namespace cpginfra::cloud
