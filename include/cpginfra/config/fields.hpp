// SPDX-License-Identifier: MIT
//
// This header defines AllModels: every model of the configuration, each after the models that
// it holds. Including it brings in all field tables.
//
//   for_each_model(AllModels{}, []<class Model>(std::type_identity<Model>) {
//     declare(ModelTraits<Model>::kName);
//   });
#pragma once

#include "cpginfra/config/dataset_fields.hpp"
#include "cpginfra/config/field.hpp"
#include "cpginfra/config/github_wif_fields.hpp"
#include "cpginfra/config/infrastructure_fields.hpp"
#include "cpginfra/config/service_fields.hpp"

namespace cpginfra::config {

/// Every model, each after the models that it holds.
using AllModels =
    ModelList<CPGInfrastructureUser::Cloud, CPGInfrastructureUser, CPGInfrastructureGroup,
              CPGInfrastructureConfig::GCP, CPGInfrastructureConfig::Azure,
              CPGInfrastructureConfig::Hail::GCP, CPGInfrastructureConfig::Hail::Azure,
              CPGInfrastructureConfig::Hail, CPGInfrastructureConfig::AnalysisRunner::GCP,
              CPGInfrastructureConfig::AnalysisRunner, CPGInfrastructureConfig::DataDropbox::GCP,
              CPGInfrastructureConfig::DataDropbox, CPGInfrastructureConfig::WebService::GCP,
              CPGInfrastructureConfig::WebService, CPGInfrastructureConfig::Notebooks::GCP,
              CPGInfrastructureConfig::Notebooks, CPGInfrastructureConfig::Cromwell::GCP,
              CPGInfrastructureConfig::Cromwell, CPGInfrastructureConfig::Metamist::GCP,
              CPGInfrastructureConfig::Metamist::ETLConfiguration::ETLParserConfiguration,
              CPGInfrastructureConfig::Metamist::ETLConfiguration,
              CPGInfrastructureConfig::Metamist, CPGInfrastructureConfig::Billing::GCP,
              CPGInfrastructureConfig::Billing::GCPAggregator,
              CPGInfrastructureConfig::Billing::GCPCostControls, CPGInfrastructureConfig::Billing,
              CPGInfrastructureConfig, CPGDatasetConfig::Gcp, CPGDatasetConfig::Azure,
              CPGDatasetConfig::Budget, CPGDatasetConfig::UploadConfig::DefaultUploadBucketConfig,
              CPGDatasetConfig::UploadConfig::AdditionalUploadBucketConfig,
              CPGDatasetConfig::UploadConfig::UploadDropboxConfig, CPGDatasetConfig::UploadConfig,
              CPGDatasetConfig, GitHubWIFEnvironment, GitHubWIFRepository, GitHubWIFProject,
              PAMBrokerConfig, GitHubWIFConfig>;

}  // namespace cpginfra::config
