// SPDX-License-Identifier: MIT
// A dataset's use of Spark, notebooks and the analysis runner.
#include <fmt/format.h>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "cpginfra/driver/infrastructure.hpp"

namespace cpginfra::driver {

void CPGDatasetCloudInfrastructure::setup_spark() {
  for (AccessLevelName level : hail_levels()) {
    infra_->add_member_to_machine_account_role(
        fmt::format("hail-service-account-{}-dataproc-service-account-user", to_text(level)),
        dataproc_account(level), *hail_account(level).principal, MachineAccountRole::kAccess);
  }
  if (!infra_->supports(cloud::Feature::kProjectRoles)) return;

  const cloud::Project& project = infra_->project();
  for (AccessLevelName level : access_levels()) {
    infra_->add_project_role(
        fmt::format("dataproc-service-account-{}-dataproc-worker", to_text(level)),
        dataproc_account(level).principal, cloud::ProjectRole::kDataprocWorkerWithoutStorage,
        project);
  }
  for (AccessLevelName level : hail_levels()) {
    const plan::Principal& account = *hail_account(level).principal;
    infra_->add_project_role(fmt::format("hail-service-account-{}-dataproc-admin", to_text(level)),
                             account, cloud::ProjectRole::kDataprocAdmin, project);
    infra_->add_project_role(fmt::format("hail-service-account-{}-dataproc-worker", to_text(level)),
                             account, cloud::ProjectRole::kDataprocWorkerWithoutStorage, project);
  }
  infra_->add_project_role("project-dataproc-viewer", analysis_group().principal(),
                           cloud::ProjectRole::kDataprocViewer, project);
  if (dataset_config_.is_internal_dataset) {
    infra_->add_project_role("internal-users-dataproc-viewer",
                             root_.internal_logs_access_group(infra_->name()).principal(),
                             cloud::ProjectRole::kDataprocViewer, project);
  }
}

void CPGDatasetCloudInfrastructure::setup_notebooks() {
  const cloud::MachineAccount& account = notebook_account();
  infra_->add_member_to_machine_account_role(
      "notebook-account-users", account, analysis_group().principal(), MachineAccountRole::kAccess);
  // A notebook may do what the people who use it may.
  analysis_group().add_member(name("notebook-service-account-group-member"), account.principal);
  if (infra_->supports(cloud::Feature::kProjectRoles)) {
    infra_->add_project_role("notebook-account-compute-admin", account.principal,
                             cloud::ProjectRole::kComputeAdmin,
                             infra_->existing_project(config_.notebooks->gcp.project));
  }
}

void CPGDatasetCloudInfrastructure::setup_analysis_runner() {
  Group& viewers = root_.config_viewer_group(infra_->name());
  const auto add_viewer = [&](Group& viewer) {
    viewers.add_member(
        infra_->plan().values().text({viewer.name(), "-analysis-runner-config-viewer-group"}),
        viewer);
  };
  add_viewer(analysis_group());
  for (AccessLevelName level : access_levels()) add_viewer(access_level_group(level));

  if (infra_->supports(cloud::Feature::kServices) && config_.analysis_runner) {
    const std::string_view service =
        infra_->plan().values().shared_text(config_.analysis_runner->gcp.cloud_run_instance_name);
    infra_->add_service_invoker("analysis-runner-analysis-invoker", service, service,
                                infra_->existing_project(config_.analysis_runner->gcp.project),
                                analysis_group().principal());
  }
}

}  // namespace cpginfra::driver
