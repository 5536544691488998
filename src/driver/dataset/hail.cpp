// SPDX-License-Identifier: MIT
// A dataset at Hail Batch: accounts, the billing project, and the buckets that jobs use.
#include <fmt/format.h>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {

HailUrls CPGDatasetCloudInfrastructure::hail_urls() const noexcept {
  if (!config_.hail) return {};
  if (infra_->name() == CloudName::kAzure) {
    const auto& azure = config_.hail->azure;
    return azure ? HailUrls{azure->hail_batch_url, azure->hail_auth_url} : HailUrls{};
  }
  return {config_.hail->gcp.hail_batch_url, config_.hail->gcp.hail_auth_url};
}

const cloud::HailAccount& CPGDatasetCloudInfrastructure::hail_account(AccessLevelName level) {
  auto& made = hail_accounts_[static_cast<std::size_t>(level)];
  if (!made) {
    const auto& override_name = dataset_config_.gcp.hail_service_account_dataset_name_override;
    const bool is_overridden = infra_->name() == CloudName::kGcp && override_name.has_value();
    const std::string username = fmt::format(
        "{}{}-{}", config_.hail ? config_.hail->username_prefix.value_or("") : std::string(),
        is_overridden ? *override_name : dataset_config_.dataset, to_text(level));
    made = infra_->create_hail_user(fmt::format("hail-batch-user-{}", to_text(level)), username,
                                    hail_urls().auth);
  }
  return *made;
}

const cloud::HailBillingProject& CPGDatasetCloudInfrastructure::hail_batch_billing_project() {
  if (!hail_batch_billing_project_) {
    hail_batch_billing_project_ =
        infra_->create_hail_billing_project(dataset_config_.dataset, hail_urls().batch);
  }
  return *hail_batch_billing_project_;
}

void CPGDatasetCloudInfrastructure::setup_hail() {
  hail_batch_billing_project();
  setup_hail_bucket();
  if (infra_->name() != CloudName::kGcp || !config_.hail) return;

  const auto& hail = config_.hail->gcp;
  if (hail.git_credentials_secret_name && !hail.git_credentials_secret_name->empty()) {
    const auto& elsewhere = hail.git_credentials_secret_project;
    const cloud::Project& project =
        elsewhere && !elsewhere->empty() ? infra_->existing_project(*elsewhere) : infra_->project();
    const cloud::Secret& secret =
        infra_->existing_secret(*hail.git_credentials_secret_name, project);
    for (AccessLevelName level : access_levels()) {
      infra_->add_secret_member(fmt::format("git-checkout-token-{}-accessor", to_text(level)),
                                secret, access_level_group(level).principal(),
                                SecretMembership::kAccessor, project);
    }
  }
  if (hail.wheel_bucket_name && !hail.wheel_bucket_name->empty()) setup_hail_wheels();
}

void CPGDatasetCloudInfrastructure::setup_hail_bucket() {
  for (AccessLevelName level : hail_levels()) {
    infra_->add_member_to_bucket(
        fmt::format("hail-service-account-{}-hail-bucket-admin", to_text(level)), hail_bucket(),
        *hail_account(level).principal, BucketMembership::kMutate);
  }
  if (has(CPGDatasetComponents::kAnalysisRunner) && config_.analysis_runner &&
      infra_->knows(config_.analysis_runner->gcp.server_machine_account)) {
    // The analysis runner keeps compiled code there.
    infra_->add_member_to_bucket(
        "analysis-runner-hail-bucket-admin", hail_bucket(),
        infra_->member(config_.analysis_runner->gcp.server_machine_account),
        BucketMembership::kMutate);
  }
}

/// One group a dataset, not its four groups, reads the wheels: a bucket takes 250 groups at most.
void CPGDatasetCloudInfrastructure::setup_hail_wheels() {
  Group& viewers = group(DatasetGroup::kHailWheelsViewers);
  viewers.add_member(name("analysis-group-hail-wheels-viewer"), analysis_group());
  for (AccessLevelName level : access_levels()) {
    viewers.add_member(name(fmt::format("{}-hail-wheels-viewer", to_text(level))),
                       access_level_group(level));
  }
  infra_->add_member_to_bucket("sm-hail-wheels-viewer",
                               infra_->existing_bucket(*config_.hail->gcp.wheel_bucket_name),
                               viewers.principal(), BucketMembership::kRead);
}

}  // namespace cpginfra::driver
