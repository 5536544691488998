// SPDX-License-Identifier: MIT
// The order in which a dataset is set up, and what its parts share.
#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"

#include "cpginfra/config/configuration.hpp"
#include "cpginfra/driver/infrastructure.hpp"
#include "cpginfra/driver/names.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {

CPGDatasetCloudInfrastructure::CPGDatasetCloudInfrastructure(CPGInfrastructure& root,
                                                             const CPGInfrastructureConfig& config,
                                                             const CPGDatasetConfig& dataset_config,
                                                             std::unique_ptr<CloudInfraBase> infra)
    : root_(root), config_(config), dataset_config_(dataset_config), infra_(std::move(infra)) {
  for (CPGDatasetComponents component :
       config::effective_components(config, dataset_config, infra_->name())) {
    components_ |= 1U << static_cast<unsigned>(component);
  }
}

bool CPGDatasetCloudInfrastructure::has(CPGDatasetComponents component) const noexcept {
  return (components_ & (1U << static_cast<unsigned>(component))) != 0;
}

void CPGDatasetCloudInfrastructure::main() {
  using Component = CPGDatasetComponents;

  setup_access_groups();
  setup_externally_specified_members();
  setup_billing();

  if (has(Component::kStorage)) setup_storage();
  if (has(Component::kMetamist)) setup_metamist();
  if (has(Component::kHailAccounts)) setup_hail();
  if (has(Component::kCromwell)) setup_cromwell();
  if (has(Component::kSpark)) setup_spark();
  if (has(Component::kNotebooks)) setup_notebooks();
  if (has(Component::kContainerRegistry)) setup_container_registry();
  if (dataset_config_.enable_shared_project) setup_shared_project();
  if (has(Component::kAnalysisRunner)) setup_analysis_runner();
  setup_tmp_main_read_access();

  infra_->finalise();
}

bool CPGDatasetCloudInfrastructure::applies(Need need) const noexcept {
  switch (need) {
    case Need::kAlways:
      return true;
    case Need::kTestNamespace:
      return dataset_config_.setup_test;
    case Need::kRelease:
      return dataset_config_.enable_release;
  }
  return false;
}

Group& CPGDatasetCloudInfrastructure::group(DatasetGroup group) {
  Group*& made = groups_[static_cast<std::size_t>(group)];
  if (made == nullptr) {
    const GroupRow& row = group_rows()[static_cast<std::size_t>(group)];
    const std::string full_name = dataset_config_.dataset + "-" + std::string(row.name);
    made = &root_.group_provider().create_group(*infra_, full_name, row.cache);
  }
  return *made;
}

Group& CPGDatasetCloudInfrastructure::access_level_group(AccessLevelName level) {
  switch (level) {
    case AccessLevelName::kTest:
      return test_group();
    case AccessLevelName::kStandard:
      return standard_group();
    case AccessLevelName::kFull:
      break;
  }
  return full_group();
}

std::vector<AccessLevelName> CPGDatasetCloudInfrastructure::access_levels() const {
  if (!dataset_config_.setup_test) return {AccessLevelName::kStandard, AccessLevelName::kFull};
  return {AccessLevelName::kTest, AccessLevelName::kStandard, AccessLevelName::kFull};
}

std::vector<AccessLevelName> CPGDatasetCloudInfrastructure::hail_levels() const {
  return has(CPGDatasetComponents::kHailAccounts) ? access_levels()
                                                  : std::vector<AccessLevelName>();
}

void CPGDatasetCloudInfrastructure::setup_billing() {
  const auto* budget = dataset_config_.budgets.find(infra_->name());
  if (budget == nullptr) return;
  infra_->create_monthly_budget("monthly-budget", infra_->project(), budget->monthly_budget);
}

}  // namespace cpginfra::driver
