// SPDX-License-Identifier: MIT
// A project of its own for those outside who download a release, so that what they may cost is
// bounded.
#include <fmt/format.h>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"

namespace cpginfra::driver {

void CPGDatasetCloudInfrastructure::setup_shared_project() {
  const auto* budget = dataset_config_.budgets.find(infra_->name());
  if (budget == nullptr || !budget->shared_total_budget) return;  // the loader has said so

  plan::Plan& plan = infra_->plan();
  const cloud::Project& own = infra_->project();
  const cloud::Project& shared =
      infra_->create_project("shared-project", plan.concat({own.id, "-shared"}),
                             plan.values().text({own.target.name, "-shared"}));
  infra_->create_fixed_budget("shared-budget", shared, *budget->shared_total_budget,
                              cloud::kFixedBudgetStart);
  const cloud::MachineAccount& account =
      infra_->create_machine_account_in("shared", shared, "budget-shared-service-account");
  if (infra_->supports(cloud::Feature::kProjectRoles)) {
    infra_->add_project_role("shared-project-serviceusage-consumer", account.principal,
                             cloud::ProjectRole::kServiceUsageConsumer, shared);
    infra_->add_member_to_machine_account_role(
        "shared-project-sa-data-manager-credentials-generator", account,
        data_manager_group().principal(), MachineAccountRole::kCredentialsAdmin);
    infra_->add_project_role("data-manager-shared-iam-viewer", data_manager_group().principal(),
                             cloud::ProjectRole::kRoleViewer, shared);
  }
  infra_->add_member_to_bucket("release-shared-membership", release_bucket(), account.principal,
                               BucketMembership::kRead);
}

}  // namespace cpginfra::driver
