// SPDX-License-Identifier: MIT
// A dataset's machine accounts, each made on first use.
#include <fmt/format.h>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"

namespace cpginfra::driver {
namespace {

std::size_t place(AccessLevelName level) { return static_cast<std::size_t>(level); }

}  // namespace

const cloud::MachineAccount& CPGDatasetCloudInfrastructure::main_upload_account() {
  if (main_upload_account_ == nullptr) {
    main_upload_account_ = &infra_->create_machine_account("main-upload");
  }
  return *main_upload_account_;
}

const cloud::MachineAccount& CPGDatasetCloudInfrastructure::cromwell_account(
    AccessLevelName level) {
  const cloud::MachineAccount*& made = cromwell_accounts_[place(level)];
  if (made == nullptr) {
    made = &infra_->create_machine_account(fmt::format("cromwell-{}", to_text(level)));
  }
  return *made;
}

const cloud::MachineAccount& CPGDatasetCloudInfrastructure::dataproc_account(
    AccessLevelName level) {
  const cloud::MachineAccount*& made = dataproc_accounts_[place(level)];
  if (made == nullptr) {
    made = &infra_->create_machine_account(fmt::format("dataproc-{}", to_text(level)));
  }
  return *made;
}

const cloud::MachineAccount& CPGDatasetCloudInfrastructure::notebook_account() {
  if (notebook_account_ == nullptr) {
    const std::string account_name = fmt::format("notebook-{}", dataset_config_.dataset);
    const cloud::Project& project = config_.notebooks
                                        ? infra_->existing_project(config_.notebooks->gcp.project)
                                        : infra_->project();
    notebook_account_ = &infra_->create_machine_account_in(
        account_name, project, fmt::format("service-account-{}", account_name));
    infra_->plan().export_value(fmt::format("{}-id", account_name), notebook_account_->id);
    infra_->plan().export_value(fmt::format("{}-email", account_name), notebook_account_->email);
  }
  return *notebook_account_;
}

std::vector<CPGDatasetCloudInfrastructure::AccountOfKind>
CPGDatasetCloudInfrastructure::working_machine_accounts() {
  std::vector<AccountOfKind> accounts;
  for (AccessLevelName level : hail_levels()) {
    accounts.push_back({"hail", level, hail_account(level).principal});
  }
  const auto add_deployment = [&](AccessLevelName level, const std::optional<std::string>& id) {
    if (id && !id->empty() && infra_->knows(*id))
      accounts.push_back({"deployment", level, &infra_->member(*id)});
  };
  add_deployment(AccessLevelName::kStandard, dataset_config_.deployment_service_account_standard);
  add_deployment(AccessLevelName::kFull, dataset_config_.deployment_service_account_full);
  if (dataset_config_.setup_test) {
    add_deployment(AccessLevelName::kTest, dataset_config_.deployment_service_account_test);
  }
  for (AccessLevelName level : access_levels()) {
    if (has(CPGDatasetComponents::kSpark)) {
      accounts.push_back({"dataproc", level, &dataproc_account(level).principal});
    }
    if (has(CPGDatasetComponents::kCromwell)) {
      accounts.push_back({"cromwell", level, &cromwell_account(level).principal});
    }
  }
  return accounts;
}

}  // namespace cpginfra::driver
