// SPDX-License-Identifier: MIT
// Who gets which access on Azure: the roles that the neutral levels stand for, as tables, and who a
// member is.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "cloud/azure/resource_types.hpp"
#include "cloud/azure/roles.hpp"
#include "internal/text.hpp"

namespace cpginfra::cloud {
namespace {

using azure::Role;

/// In the order of BucketMembership.
constexpr std::array<Role, 4> kBucketRoles = {Role::kBlobLister, Role::kBlobReader,
                                              Role::kBlobCreator, Role::kBlobMutator};
/// In the order of MachineAccountRole. Azure knows no tokens made for others: who may use an
/// identity gets its tokens where it is put to use.
constexpr std::array<Role, 4> kAccountRoles = {Role::kIdentityUser, Role::kIdentityAdmin,
                                               Role::kFederationAdmin, Role::kIdentityUser};

/// In the order of ProjectRole. What has no counterpart is nothing that needs permission on Azure,
/// or is a service that is not there.
using enum Role;
constexpr Role kNothing = kBlobLister;  // no role of a project
constexpr std::array<Role, 12> kProjectRoles = {
    kNothing,              // Batch: reporting
    kNothing,              // Batch: jobs
    kReader,               // kBrowser
    kVirtualMachineAdmin,  // kComputeAdmin
    kReader,               // kComputeViewer
    kClusterOperator,      // kDataprocAdmin
    kReader,               // kDataprocViewer
    kNothing,              // Dataproc: workers need nothing of the project
    kLogReader,            // kLoggingViewer
    kMetricReader,         // kMonitoringViewer
    kReader,               // kRoleViewer
    kNothing,              // paying for requests: Azure has no such thing
};

/// Accounts of Google Cloud, which no group or role on Azure can take in.
constexpr std::string_view kGoogleAccounts = ".gserviceaccount.com";

struct MemberPrefix {
  std::string_view prefix;
  plan::PrincipalKind kind;
};
constexpr std::array<MemberPrefix, 3> kMemberPrefixes = {{
    {"user:", plan::PrincipalKind::kPerson},
    {"servicePrincipal:", plan::PrincipalKind::kMachineAccount},
    {"group:", plan::PrincipalKind::kGroup},
}};

}  // namespace

bool AzureInfra::knows(std::string_view id) const noexcept {
  return !id.ends_with(kGoogleAccounts);
}

plan::Principal AzureInfra::principal_of(std::string_view id) {
  if (!knows(id)) {
    plan_.report_problem(origin_, "account-of-another-cloud",
                         fmt::format("'{}' is an account of Google Cloud, which Azure does not "
                                     "know; name an account of the tenant",
                                     id));
  }
  plan::Principal principal{.kind = plan::PrincipalKind::kPerson, .label = id, .id = id};
  for (const MemberPrefix& row : kMemberPrefixes) {
    if (!id.starts_with(row.prefix)) continue;
    principal.kind = row.kind;
    principal.label = id.substr(row.prefix.size());
    principal.id = principal.label;
  }
  const std::string_view name = principal.label;
  const std::size_t at = name.find('@');
  if (at == std::string_view::npos) {
    principal.policy_member = name;  // an object id
    return principal;
  }
  // Roles and groups take object ids. A guest is known by mail: the name in the tenant is made up.
  const bool is_own =
      internal::lower_case(name.substr(at + 1)) == internal::lower_case(config_.domain);
  const std::string_view field = is_own ? "userPrincipalName" : "mail";
  principal.policy_member =
      plan_.invoke(azure::kGetUser, values_.object({{field, name}}), "objectId");
  return principal;
}

/// Services such as Hail Batch name an account by its application.
plan::Value AzureInfra::policy_member_of(const plan::Value& id) {
  return plan_.invoke(azure::kGetServicePrincipal, values_.object({{"clientId", id}}), "objectId");
}

plan::Value AzureInfra::project_scope(const Project& project) {
  if (project.resource != nullptr) return plan_.attribute(*project.resource, "id");
  return plan_.concat({subscription_scope_, "/resourceGroups/", project.id});
}

void AzureInfra::add_project_role(std::string_view key, const plan::Principal& member,
                                  ProjectRole role, const Project& project) {
  const Role counterpart = kProjectRoles[static_cast<std::size_t>(role)];
  if (counterpart == kNothing) return;
  assign(key, member, project.target, project_scope(project), counterpart,
         plan::AccessLevel::kRole);
}

void AzureInfra::add_member_to_bucket(std::string_view key, const Bucket& bucket,
                                      const plan::Principal& member, BucketMembership membership) {
  assign(key, member, bucket.target, plan_.attribute(*bucket.resource, "id"),
         kBucketRoles[static_cast<std::size_t>(membership)], access_level(membership));
}

void AzureInfra::give_member_ability_to_list_buckets(std::string_view key,
                                                     const plan::Principal& member,
                                                     const Project& project) {
  // What there is in another resource group, others may have made.
  const plan::Value scope =
      is_own(project) ? plan_.attribute(storage_account(), "id") : project_scope(project);
  assign(key, member, project.target, scope, Role::kContainerLister, plan::AccessLevel::kRole);
}

void AzureInfra::create_temporary_bucket_access(std::string_view key, const Bucket& bucket,
                                                absl::Span<const plan::Principal* const> members,
                                                TemporaryBucketAccessType type,
                                                std::string_view /*max_duration*/) {
  // A year is the longest that Azure allows before somebody changes the role's settings.
  const plan::Value schedule = values_.object(
      {{"expiration", values_.object({{"duration", "P365D"}, {"type", "AfterDuration"}})}});
  const Role role =
      type == TemporaryBucketAccessType::kRead ? Role::kBlobReader : Role::kBlobMutator;
  std::size_t number = 0;
  for (const plan::Principal* member : members) {
    ++number;
    const std::string member_key =
        number == 1 ? std::string(key) : fmt::format("{}-{}", key, number);
    const auto [place, is_new] =
        eligibilities_.try_emplace(AssignmentKey{&bucket.target, key_of(*member), role}, nullptr);
    if (is_new) {
      place->second =
          &declare(azure::kRoleEligibility, get_pulumi_name(member_key),
                   {{"justification", "The institute's configuration lets them ask for it"},
                    {"principalId", member->policy_member},
                    {"roleDefinitionId", role_id(role)},
                    {"scheduleInfo", schedule},
                    {"scope", plan_.attribute(*bucket.resource, "id")}});
    }
    plan_.add_grant({.member = member,
                     .target = &bucket.target,
                     .level = access_level(type),
                     .availability = plan::Availability::kOnRequest,
                     .role = azure::role_row(role).name,
                     .declared_by = place->second,
                     .origin = origin_});
  }
}

void AzureInfra::add_member_to_machine_account_role(std::string_view key,
                                                    const MachineAccount& account,
                                                    const plan::Principal& member,
                                                    MachineAccountRole role) {
  assign(key, member, account.target, account.name, kAccountRoles[static_cast<std::size_t>(role)],
         access_level(role));
}

void AzureInfra::add_member_to_container_registry(std::string_view key,
                                                  const ContainerRegistry& registry,
                                                  const plan::Principal& member,
                                                  ContainerRegistryMembership membership,
                                                  const Project& project) {
  const plan::Value scope =
      registry.resource != nullptr
          ? plan_.attribute(*registry.resource, "id")
          : plan_.concat({project_scope(project),
                          "/providers/Microsoft.ContainerRegistry/registries/", registry.name});
  const bool reads = membership == ContainerRegistryMembership::kReader;
  assign(key, member, registry.target, scope, reads ? Role::kImagePuller : Role::kImagePusher,
         access_level(membership));
}

void AzureInfra::add_group_member(std::string_view resource_name, const plan::Group& group,
                                  const plan::Principal& member) {
  if (config_.disable_group_memberships) return;
  const auto [place, is_new] = members_.try_emplace(std::pair(&group, key_of(member)), nullptr);
  if (is_new) {
    // The common dataset's side declares every membership; it belongs to the group's dataset.
    place->second =
        &plan_.declare(azure::kGroupMember, resource_name,
                       {{"groupObjectId", group.key}, {"memberObjectId", member.policy_member}},
                       {.origin = group.origin});
  }
  plan_.add_membership({.group = &group,
                        .group_name = group.name,
                        .member = &member,
                        .declared_by = place->second,
                        .origin = group.origin});
}

void AzureInfra::add_member_to_existing_group(std::string_view key, const plan::Value& group_id,
                                              std::string_view label,
                                              const plan::Principal& member) {
  if (config_.disable_group_memberships) return;
  const plan::Resource& resource =
      declare(azure::kGroupMember, get_pulumi_name(key),
              {{"groupObjectId", group_id}, {"memberObjectId", member.policy_member}});
  plan_.add_membership({.group_name = values_.shared_text(label),
                        .member = &member,
                        .declared_by = &resource,
                        .origin = origin_});
}

}  // namespace cpginfra::cloud
