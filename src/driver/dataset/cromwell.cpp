// SPDX-License-Identifier: MIT
// A dataset's accounts at the Cromwell workflow service.
#include <fmt/format.h>

#include <algorithm>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"

namespace cpginfra::driver {

void CPGDatasetCloudInfrastructure::setup_cromwell() {
  const plan::Principal& runner = infra_->member(config_.cromwell->gcp.runner_machine_account);
  for (AccessLevelName level : access_levels()) {
    const cloud::MachineAccount& account = cromwell_account(level);
    const std::string_view level_name = to_text(level);
    // To run machines as an account, it must be allowed to use itself.
    infra_->add_member_to_machine_account_role(
        fmt::format("cromwell-service-account-{}-service-account-user", level_name), account,
        account.principal, MachineAccountRole::kAccess);
    infra_->add_member_to_machine_account_role(
        fmt::format("cromwell-runner-{}-service-account-user", level_name), account, runner,
        MachineAccountRole::kAccess);
  }
  if (infra_->supports(cloud::Feature::kProjectRoles)) {
    const std::string_view runners =
        infra_->plan().values().shared_text(config_.cromwell->gcp.access_group_id);
    for (AccessLevelName level : hail_levels()) {
      infra_->add_member_to_existing_group(
          fmt::format("hail-service-account-{}-cromwell-access", to_text(level)), runners, runners,
          *hail_account(level).principal);
    }
    for (AccessLevelName level : access_levels()) {
      infra_->add_project_role(
          fmt::format("cromwell-service-account-{}-workflows-runner", to_text(level)),
          cromwell_account(level).principal, cloud::ProjectRole::kBatchAgentReporter,
          infra_->project());
    }
    infra_->add_project_role("cromwell-runner-batch-jobs-editor", runner,
                             cloud::ProjectRole::kBatchJobsEditor, infra_->project());
  }
  for (AccessLevelName level : access_levels()) setup_cromwell_secrets(level);
}

/// The account's key is kept twice: in the dataset's own project, and in that of the analysis
/// runner, where older tools look for it.
void CPGDatasetCloudInfrastructure::setup_cromwell_secrets(AccessLevelName level) {
  const std::string prefix = fmt::format("cromwell-service-account-{}", to_text(level));
  const plan::Value credentials = infra_->get_credentials_for_machine_account(
      fmt::format("{}-key", prefix), cromwell_account(level));
  const plan::Principal& server =
      infra_->member(config_.analysis_runner->gcp.server_machine_account);
  const std::string secret_name =
      fmt::format("{}-cromwell-{}-key", dataset_config_.dataset, to_text(level));

  const auto keep = [&](const cloud::Project& project, std::string_view suffix) {
    const cloud::Secret& secret = infra_->create_secret_in(
        secret_name, project, fmt::format("{}{}", name(secret_name), suffix));
    infra_->add_secret_version(fmt::format("{}-secret-version{}", prefix, suffix), secret,
                               credentials);
    infra_->add_secret_member(fmt::format("{}-secret-accessor{}", prefix, suffix), secret, server,
                              SecretMembership::kAccessor, project);
    if (has(CPGDatasetComponents::kHailAccounts)) {
      infra_->add_secret_member(fmt::format("{}-self-accessor{}", prefix, suffix), secret,
                                *hail_account(level).principal, SecretMembership::kAccessor,
                                project);
    }
  };
  keep(infra_->project(), "-2");
  keep(infra_->existing_project(config_.analysis_runner->gcp.project), "");
}

}  // namespace cpginfra::driver
