// SPDX-License-Identifier: MIT
// Who may pull and push container images.
#include <array>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {

void CPGDatasetCloudInfrastructure::setup_container_registry() {
  for (const NestedGroupRow& row : nested_image_group_rows()) {
    if (applies(row.need)) group(row.in).add_member(name(row.key), group(row.member));
  }
  if (dataset_config_.create_container_registry) setup_dataset_container_registries();

  const bool is_common = dataset_config_.dataset == config_.common_dataset;
  if (is_common && config_.analysis_runner &&
      infra_->knows(config_.analysis_runner->gcp.server_machine_account)) {
    const auto& runner = config_.analysis_runner->gcp;
    infra_->add_member_to_container_registry(
        "images-reader-in-analysis-runner",
        infra_->existing_container_registry(runner.container_registry_name),
        images_reader_group().principal(), ContainerRegistryMembership::kReader,
        infra_->existing_project(runner.project));
  }
}

void CPGDatasetCloudInfrastructure::setup_dataset_container_registries() {
  // In the order of DatasetRegistry.
  const std::array<const cloud::ContainerRegistry*, 3> registries = {
      &infra_->create_container_registry("images"),
      &infra_->create_container_registry("images-dev"),
      &infra_->create_container_registry("images-tmp")};
  for (const RegistryGrantRow& row : registry_grant_rows()) {
    infra_->add_member_to_container_registry(
        row.key, *registries[static_cast<std::size_t>(row.registry)], group(row.group).principal(),
        row.membership, infra_->project());
  }
}

}  // namespace cpginfra::driver
