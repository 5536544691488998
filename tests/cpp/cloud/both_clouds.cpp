// SPDX-License-Identifier: MIT
#include "cloud/both_clouds.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"
#include "golden/recording.hpp"
#include "support/random_configuration.hpp"
#include "support/source_directory.hpp"

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
  institute.azure->dataset_storage_prefix = institute.gcp->dataset_storage_prefix;
  institute.group_prefix.reset();
  institute.disable_group_memberships = false;
  institute.adhoc_groups.reset();
  institute.notebooks.reset();
  institute.cromwell.reset();
  const auto server = [cloud](std::string_view name) {
    return cloud == CloudName::kAzure ? fmt::format("servicePrincipal:{}", name)
                                      : fmt::format("{}@servers.iam.gserviceaccount.com", name);
  };
  if (institute.analysis_runner) {
    institute.analysis_runner->gcp.server_machine_account = server("runner");
    institute.analysis_runner->gcp.logger_machine_account = server("logger");
  }
  if (institute.data_dropbox) institute.data_dropbox->gcp.server_machine_account = server("drop");
  if (institute.web_service) institute.web_service->gcp.server_machine_account = server("web");
  if (institute.metamist) institute.metamist->gcp.legacy_machine_account = server("metamist");
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
        cloud,
        std::vector<Component>{Component::kStorage, Component::kSpark, Component::kHailAccounts,
                               Component::kContainerRegistry, Component::kAnalysisRunner});
  }
  return configuration;
}

Configuration example(const std::string& file) {
  const auto loaded = config::load_path(test::source_path("examples/" + file));
  INFO(config::render_plain(loaded.diagnostics));
  CHECK(loaded.diagnostics.empty());
  REQUIRE(loaded.configuration.has_value());
  return *loaded.configuration;
}

nlohmann::json resolved(const plan::Plan& plan) {
  golden::MadeUpCloud cloud;
  auto recording = golden::record(plan, cloud);
  INFO(recording.status());
  REQUIRE(recording.ok());
  CHECK(recording->dump().find("<unknown>") == std::string::npos);
  return *std::move(recording);
}

}  // namespace cpginfra::testing_support
