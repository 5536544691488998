// SPDX-License-Identifier: MIT
// What a dataset may do with the datasets that it depends on.
#include <fmt/format.h>

#include <algorithm>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "cpginfra/driver/infrastructure.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {

void CPGDatasetCloudInfrastructure::setup_dependencies() {
  for (const std::string& dependency : dataset_config_.depends_on) setup_dependency(dependency);
  if (dataset_config_.dataset != config_.common_dataset) setup_dependency(config_.common_dataset);
  for (const std::string& dependency : dataset_config_.depends_on_readonly) {
    setup_readonly_dependency(dependency);
  }
}

Group* CPGDatasetCloudInfrastructure::group_of_dependency(std::string_view dependency,
                                                          DatasetGroup group) {
  CPGDatasetInfrastructure* dataset = root_.dataset(dependency);
  CPGDatasetCloudInfrastructure* there =
      dataset == nullptr ? nullptr : dataset->cloud(infra_->name());
  return there == nullptr ? nullptr : &there->group(group);
}

void CPGDatasetCloudInfrastructure::setup_dependency(std::string_view dependency) {
  for (const TransitiveGroupRow& row : transitive_group_rows()) {
    if (!applies(row.need)) continue;
    Group& own = group(row.group);
    Group* theirs = group_of_dependency(dependency, row.group);
    if (theirs == nullptr) continue;
    const std::string_view group_name = to_text(row.group);
    theirs->add_member(
        name(fmt::format("transitive-{}-in-{}-{}", group_name, dependency, group_name)), own);
  }
}

void CPGDatasetCloudInfrastructure::setup_readonly_dependency(std::string_view dependency) {
  for (const ReadonlyGroupRow& row : readonly_group_rows()) {
    if (!applies(row.need)) continue;
    Group& own = group(row.group);
    Group* theirs = group_of_dependency(dependency, row.in);
    if (theirs == nullptr) continue;
    theirs->add_member(
        name(fmt::format("transitive-{}-in-{}-{}", own.name(), dependency, to_text(row.in))), own);
  }
}

}  // namespace cpginfra::driver
