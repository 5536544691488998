// SPDX-License-Identifier: MIT
// Who may read, contribute to and write a dataset's samples' metadata.
#include <fmt/format.h>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "cpginfra/driver/infrastructure.hpp"
#include "cpginfra/driver/names.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {

void CPGDatasetCloudInfrastructure::setup_metamist() {
  const auto key = [&](DatasetGroup permission, std::string_view who) {
    return name(fmt::format("sample-metadata-{}-{}-group-membership",
                            metamist_permission_name(permission), who));
  };
  const auto allow = [&](std::string_view who, std::string_view account,
                         std::span<const DatasetGroup> permissions) {
    for (DatasetGroup permission : permissions) {
      group(permission).add_member(key(permission, who), infra_->member(account));
    }
  };

  for (DatasetGroup permission : metamist_permissions()) group(permission);
  if (config_.billing && config_.billing->coordinator_machine_account &&
      !config_.billing->coordinator_machine_account->empty()) {
    group(DatasetGroup::kMetamistMainRead)
        .add_member(name("sample-metadata-main-read-billing-coordinator"),
                    infra_->member(*config_.billing->coordinator_machine_account));
  }
  for (const MetamistRow& row : metamist_rows()) {
    for (DatasetGroup permission : row.permissions) {
      group(permission).add_member(key(permission, row.name), group(row.group));
    }
  }
  if (config_.analysis_runner) {
    allow("analysis-runner-logger", config_.analysis_runner->gcp.logger_machine_account,
          metamist_permissions());
  }
  for (const std::string& account : dataset_config_.sm_read_only_sas) {
    allow(name_from_external_sa(account), account, metamist_reader_permissions());
  }
  for (const std::string& account : dataset_config_.sm_read_write_sas) {
    allow(name_from_external_sa(account), account, metamist_writer_permissions());
  }

  if (!infra_->supports(cloud::Feature::kServices)) return;
  Group& invokers = root_.metamist_invoker_group(infra_->name());
  invokers.add_member(name("sample-metadata-analysis-invoker"), analysis_group());
  for (DatasetGroup permission : metamist_permissions()) {
    invokers.add_member(
        name(fmt::format("sample-metadata-{}-invoker", metamist_permission_name(permission))),
        group(permission));
  }
  // Both accounts have one key, so the second one takes the first one's place (see
  // CPGInfrastructure::warn_of_kept_mistakes).
  const std::string_view lister = name("metamist-service-account-in-main-list");
  main_list_group().add_member(lister, infra_->member(config_.metamist->gcp.machine_account));
  main_list_group().add_member(lister,
                               infra_->member(config_.metamist->gcp.legacy_machine_account));
}

}  // namespace cpginfra::driver
