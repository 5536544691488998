// SPDX-License-Identifier: MIT
// The four places where memberships are kept: the cloud's own groups (nested groups stay nested),
// the members cache (resolved), metamist's projects, and Hail Batch's billing projects.
#include <fmt/format.h>

#include <set>
#include <vector>

#include "cpginfra/driver/infrastructure.hpp"
#include "cpginfra/driver/names.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {
namespace {

std::vector<plan::Value> ids_of(std::span<const GroupMember> members) {
  std::vector<plan::Value> ids;
  ids.reserve(members.size());
  for (const GroupMember& member : members) ids.push_back(member.principal->id);
  return ids;
}

}  // namespace

void CPGInfrastructure::finalize_groups() {
  for (CloudName cloud : config::all_cloud_names()) {
    CloudInfraBase* infra = common_infra(cloud);
    if (infra == nullptr) continue;
    for (Group* group : group_provider_.groups(cloud)) finalize_group(*infra, *group);
  }
}

void CPGInfrastructure::finalize_group(CloudInfraBase& infra, Group& group) {
  for (const GroupMember& member : group.members()) {
    infra.add_group_member(member.resource_key, group.group(), *member.principal);
  }
  if (group.cache() == MembersCache::kNone) {
    group_provider_.check_for_cycles(group);
    return;
  }
  const std::vector<plan::Value> ids = ids_of(group_provider_.resolve_group_members(group));
  infra.add_blob_to_bucket(plan_.values().text({group.name(), "-group-cache-members"}),
                           members_cache_bucket(infra.name()),
                           plan_.values().text({group.name(), "-members.txt"}),
                           plan_.call(*plan::find_function("members-text"), ids));
}

void CPGInfrastructure::setup_hail_batch_billing_project_members() {
  for (const auto& dataset : datasets_) {
    for (const auto& cloud : dataset->clouds()) {
      if (cloud->has(CPGDatasetComponents::kHailAccounts)) setup_hail_billing_members(*cloud);
    }
  }
}

void CPGInfrastructure::setup_hail_billing_members(CPGDatasetCloudInfrastructure& dataset) {
  CloudInfraBase& infra = dataset.infra();
  const cloud::HailBillingProject& project = dataset.hail_batch_billing_project();
  if (config().billing && config().billing->hail_aggregator_username &&
      !config().billing->hail_aggregator_username->empty()) {
    infra.add_hail_billing_member("batch-billing-member-billing-aggregator", project,
                                  *config().billing->hail_aggregator_username);
  }
  for (AccessLevelName level : dataset.access_levels()) {
    infra.add_hail_billing_member(fmt::format("batch-billing-member-hail-{}", to_text(level)),
                                  project, dataset.hail_account(level).username);
  }

  std::set<std::string_view> usernames;
  const auto add = [&](const CPGInfrastructureUser::Cloud* account) {
    if (account != nullptr && account->hail_batch_username &&
        !account->hail_batch_username->empty()) {
      usernames.insert(*account->hail_batch_username);
    }
  };
  for (const GroupMember& member :
       group_provider_.resolve_group_members(dataset.analysis_group())) {
    add(member.user);
  }
  if (dataset.dataset_config().is_internal_dataset) {
    for (const auto& [key, user] : config().users) {
      if (user.can_access_internal_dataset_logs) add(user.clouds.find(infra.name()));
    }
  }
  for (std::string_view username : usernames) {
    const std::string hash =
        compute_hash(infra.dataset(), username, config::to_string(infra.name()));
    infra.add_hail_billing_member(fmt::format("batch-billing-member-{}", hash), project, username);
  }
}

void CPGInfrastructure::update_metamist_members() {
  for (const auto& dataset : datasets_) {
    if (!dataset->has_metamist_project()) continue;
    CloudInfraBase& infra = dataset->metamist_infra();
    infra.set_metamist_members(
        fmt::format("{}-metamist-members", dataset->dataset()), dataset->metamist_project(),
        metamist_members(*dataset, DatasetGroup::kMetamistMainRead,
                         DatasetGroup::kMetamistMainContribute, DatasetGroup::kMetamistMainWrite));
    if (!dataset->dataset_config().setup_test) continue;
    infra.set_metamist_members(
        fmt::format("{}-metamist-test-members", dataset->dataset()),
        dataset->metamist_test_project(),
        metamist_members(*dataset, DatasetGroup::kMetamistTestRead,
                         DatasetGroup::kMetamistTestContribute, DatasetGroup::kMetamistTestWrite));
  }
}

cloud::MetamistMembers CPGInfrastructure::metamist_members(CPGDatasetInfrastructure& dataset,
                                                           DatasetGroup read,
                                                           DatasetGroup contribute,
                                                           DatasetGroup write) {
  return {.read = metamist_member_list(dataset, read),
          .contribute = metamist_member_list(dataset, contribute),
          .write = metamist_member_list(dataset, write)};
}

plan::Value CPGInfrastructure::metamist_member_list(CPGDatasetInfrastructure& dataset,
                                                    DatasetGroup group) {
  const plan::Function& sorted = *plan::find_function("sorted-members");
  // Metamist knows Google's accounts; a dataset that is elsewhere gives those that it has.
  CPGDatasetCloudInfrastructure* cloud = dataset.cloud(CloudName::kGcp);
  if (cloud == nullptr && !dataset.clouds().empty()) cloud = dataset.clouds().front().get();
  if (cloud == nullptr) return plan_.call(sorted, std::span<const plan::Value>());
  if (!cloud->has(CPGDatasetComponents::kMetamist)) {
    plan_.warn(cloud->infra().origin(),
               fmt::format("the metamist project has no {} members, since the dataset does not "
                           "have the metamist component",
                           metamist_permission_name(group)));
    return plan_.call(sorted, std::span<const plan::Value>());
  }
  return plan_.call(sorted, ids_of(group_provider_.resolve_group_members(cloud->group(group))));
}

}  // namespace cpginfra::driver
