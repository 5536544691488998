// SPDX-License-Identifier: MIT
#include "cloud/both_clouds.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "support/random_configuration.hpp"

namespace cpginfra::testing_support {

CPGInfrastructureConfig::Azure made_up_subscription() {
  return {.region = "australiaeast",
          .subscription = "sub-1",
          .tenant = "tenant-1",
          .dataset_storage_prefix = "ieg-",
          .config_bucket_name = "runner-config"};
}

Configuration institute_on(std::uint32_t seed, CloudName cloud) {
  using Component = CPGDatasetComponents;
  Configuration configuration = random_configuration(seed);
  CPGInfrastructureConfig& institute = configuration.infrastructure;
  institute.azure = made_up_subscription();
  institute.azure->config_bucket_name = institute.gcp->config_bucket_name;
  institute.group_prefix.reset();
  institute.disable_group_memberships = false;
  institute.adhoc_groups.reset();
  institute.analysis_runner.reset();
  institute.data_dropbox.reset();
  institute.web_service.reset();
  institute.notebooks.reset();
  institute.cromwell.reset();
  institute.metamist.reset();
  institute.hail = CPGInfrastructureConfig::Hail{
      .gcp = {.hail_batch_url = "https://batch", .hail_auth_url = "https://auth"},
      .azure = CPGInfrastructureConfig::Hail::Azure{.hail_batch_url = "https://batch",
                                                    .hail_auth_url = "https://auth"}};
  const auto users = institute.users;
  for (const auto& [key, user] : users) {
    CPGInfrastructureUser known = user;
    for (CloudName name : config::all_cloud_names()) {
      known.clouds.insert_or_assign(name, {.id = fmt::format("{}@institute.example", key)});
    }
    institute.users.insert_or_assign(key, known);
  }
  for (CPGDatasetConfig& dataset : configuration.datasets) {
    dataset.deploy_locations = {cloud};
    dataset.gcp.hail_service_account_dataset_name_override.reset();
    dataset.budgets.insert_or_assign(CloudName::kAzure, *dataset.budgets.find(CloudName::kGcp));
    dataset.deployment_service_account_full = "robot@institute.example";
    dataset.sm_read_only_sas.clear();
    dataset.sm_read_write_sas.clear();
    // With somebody who may ask through notebooks, Google Cloud sets temporary access up.
    dataset.allow_notebook_tmp_main_read = true;
    dataset.components = {};
    dataset.components.insert_or_assign(
        cloud, std::vector<Component>{Component::kStorage, Component::kSpark,
                                      Component::kHailAccounts, Component::kContainerRegistry});
  }
  return configuration;
}

}  // namespace cpginfra::testing_support
