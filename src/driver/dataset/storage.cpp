// SPDX-License-Identifier: MIT
// Who may do what with a dataset's buckets.
#include <fmt/format.h>

#include "absl/container/flat_hash_set.h"
#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "cpginfra/driver/names.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {

void CPGDatasetCloudInfrastructure::grant(const BucketGrantRow& row) {
  infra_->add_member_to_bucket(row.key, bucket(row.bucket), group(row.group).principal(),
                               row.membership);
}

void CPGDatasetCloudInfrastructure::setup_storage() {
  infra_->give_member_ability_to_list_buckets("project-buckets-lister",
                                              main_list_group().principal(), infra_->project());
  for (const BucketGrantRow& row : bucket_grant_rows()) {
    if (applies(row.need)) grant(row);
  }
  for (const MainUploadBucket& upload : main_upload_buckets()) setup_upload_bucket(upload);

  const bool is_common = dataset_config_.dataset == config_.common_dataset;
  if (dataset_config_.setup_test && is_common) {
    infra_->add_member_to_bucket(fmt::format("{}-test-accessing-main", dataset_config_.dataset),
                                 main_bucket(), test_read_group().principal(),
                                 BucketMembership::kRead);
  }
  if (config_.web_service && infra_->knows(config_.web_service->gcp.server_machine_account)) {
    const plan::Principal& server = infra_->member(config_.web_service->gcp.server_machine_account);
    infra_->add_member_to_bucket("web-server-main-web-bucket-viewer", main_web_bucket(), server,
                                 BucketMembership::kRead);
    if (dataset_config_.setup_test) {
      infra_->add_member_to_bucket("web-server-test-web-bucket-viewer", test_web_bucket(), server,
                                   BucketMembership::kRead);
    }
  }
  if (infra_->supports(cloud::Feature::kProjectRoles)) {
    const auto pays = [&](std::string_view key, Group& payer) {
      infra_->add_project_role(fmt::format("{}-serviceusage-consumer", key), payer.principal(),
                               cloud::ProjectRole::kServiceUsageConsumer, infra_->project());
    };
    pays("analysis-group", analysis_group());
    for (AccessLevelName level : access_levels()) pays(to_text(level), access_level_group(level));
    infra_->add_member_to_machine_account_role(
        "data-manager-credentials-generator", main_upload_account(),
        data_manager_group().principal(), MachineAccountRole::kCredentialsAdmin);
    infra_->add_project_role("data-manager-project-iam-viewer", data_manager_group().principal(),
                             cloud::ProjectRole::kRoleViewer, infra_->project());
  }
  setup_storage_outputs();
}

void CPGDatasetCloudInfrastructure::setup_upload_bucket(const MainUploadBucket& upload) {
  const auto allow = [&](const std::string& key, const plan::Principal& member) {
    infra_->add_member_to_bucket(key, *upload.bucket, member, BucketMembership::kMutate);
  };
  if (!upload.is_dropbox) {
    absl::flat_hash_set<std::string_view> seen;
    for (const std::string& uploader : upload.uploaders) {
      const CPGInfrastructureUser* user = config_.users.find(uploader);
      const auto* account = user == nullptr ? nullptr : user->clouds.find(infra_->name());
      if (account == nullptr || !seen.insert(user->id).second) continue;
      const std::string hash =
          compute_hash(dataset_config_.dataset, user->id, config::to_string(infra_->name()));
      allow(fmt::format("main-upload-{}-uploader-{}", upload.name, hash),
            infra_->member(account->id));
    }
  }
  allow(fmt::format("main-upload-service-account-{}-bucket-creator", upload.name),
        main_upload_account().principal);
  if (config_.data_dropbox && infra_->knows(config_.data_dropbox->gcp.server_machine_account)) {
    // The server writes into dropboxes, and moves what is complete to upload buckets.
    allow(fmt::format("dropbox-server-service-account-{}-bucket-creator", upload.name),
          infra_->member(config_.data_dropbox->gcp.server_machine_account));
  }
  for (const UploadGrantRow& row : upload_grant_rows()) {
    infra_->add_member_to_bucket(fmt::format("{}{}{}", row.before, upload.name, row.after),
                                 *upload.bucket, group(row.group).principal(), row.membership);
  }
}

}  // namespace cpginfra::driver
