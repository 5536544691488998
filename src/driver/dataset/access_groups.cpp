// SPDX-License-Identifier: MIT
// Who is in a dataset's groups: people, machine accounts of each access level, and other groups.
#include <fmt/format.h>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "cpginfra/driver/infrastructure.hpp"
#include "cpginfra/driver/names.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {

void CPGDatasetCloudInfrastructure::setup_access_groups() {
  setup_access_level_group_memberships();
  setup_dependencies();
  for (const NestedGroupRow& row : nested_group_rows()) {
    if (applies(row.need)) group(row.in).add_member(name(row.key), group(row.member));
  }
  if (infra_->supports(cloud::Feature::kProjectRoles)) setup_monitoring_access();
}

void CPGDatasetCloudInfrastructure::setup_access_level_group_memberships() {
  for (const AccountOfKind& account : working_machine_accounts()) {
    access_level_group(account.level)
        .add_member(name(fmt::format("{}-{}-access-level-group-membership", account.kind,
                                     to_text(account.level))),
                    *account.principal);
  }
}

void CPGDatasetCloudInfrastructure::setup_monitoring_access() {
  for (const ProjectRoleGrantRow& row : monitoring_role_rows()) {
    infra_->add_project_role(row.key, group(row.group).principal(), row.role, infra_->project());
  }
}

void CPGDatasetCloudInfrastructure::setup_externally_specified_members() {
  for (const PeopleRow& row : people_rows()) {
    Group& people = group(row.group);
    const auto* listed = dataset_config_.members.find(row.listed_as);
    if (listed == nullptr) continue;
    const std::string key = fmt::format("{}-member", people.name());
    for (const std::string& member_id : *listed) add_person(people, key, member_id);
  }
}

void CPGDatasetCloudInfrastructure::add_person(Group& group, std::string_view key,
                                               std::string_view member_id) {
  const CPGInfrastructureUser* user = config_.users.find(member_id);
  if (user == nullptr) return;  // the loader has said so
  const auto* account = user->clouds.find(infra_->name());
  if (account == nullptr) return;
  const std::string hash =
      compute_hash(dataset_config_.dataset, user->id, config::to_string(infra_->name()));
  group.add_member(name(fmt::format("{}-{}", key, hash)), infra_->member(account->id), *account);
}

}  // namespace cpginfra::driver
