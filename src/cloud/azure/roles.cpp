// SPDX-License-Identifier: MIT
#include "cloud/azure/roles.hpp"

#include <array>
#include <string>

#include "cloud/azure/resource_types.hpp"
#include "internal/azure_names.hpp"

namespace cpginfra::cloud {
namespace azure {
namespace {

using enum Role;

template <std::size_t N>
using Names = std::array<std::string_view, N>;

// Source: learn.microsoft.com/azure/role-based-access-control/permissions/storage, /security and
// /identity, 2026-07.
constexpr std::string_view kReadContainer =
    "Microsoft.Storage/storageAccounts/blobServices/containers/read";
constexpr std::string_view kMakeDelegationKey =
    "Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action";
constexpr std::string_view kReadBlob =
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read";
constexpr std::string_view kAddBlob =
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action";
constexpr std::string_view kWriteBlob =
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write";
constexpr std::string_view kMoveBlob =
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/move/action";
constexpr std::string_view kDeleteBlob =
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete";

constexpr Names<1> kSeeContainers = {kReadContainer};
constexpr Names<2> kUseContainers = {kReadContainer, kMakeDelegationKey};
constexpr Names<1> kReadBlobs = {kReadBlob};
constexpr Names<2> kCreateBlobs = {kReadBlob, kAddBlob};
constexpr Names<5> kMutateBlobs = {kReadBlob, kAddBlob, kWriteBlob, kMoveBlob, kDeleteBlob};
constexpr Names<3> kManageSecrets = {"Microsoft.KeyVault/vaults/secrets/readMetadata/action",
                                     "Microsoft.KeyVault/vaults/secrets/setSecret/action",
                                     "Microsoft.KeyVault/vaults/secrets/update/action"};
constexpr Names<4> kManageFederation = {
    "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/delete"};

/// Listing blobs is a part of reading them, so who may only list has the action under this
/// condition. No container is called "-", so the second half is never true.
constexpr std::string_view kListsOnly =
    "((!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'} AND "
    "NOT SubOperationMatches{'Blob.List'})) OR "
    "(@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'))";

/// In the order of Role. Source of the ids: built-in-roles of the same documentation, 2026-07.
constexpr std::array<RoleRow, kRoleCount> kRoles = {{
    {kBlobLister, "blob-lister", "", "List blobs, without reading them", kSeeContainers, kReadBlobs,
     kListsOnly},
    {kBlobReader, "Storage Blob Data Reader", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"},
    {kBlobCreator, "blob-creator", "", "Read blobs and make new ones, without changing any",
     kUseContainers, kCreateBlobs},
    // Azure's own contributor may delete the container itself.
    {kBlobMutator, "blob-mutator", "", "Read, make, change and delete blobs", kUseContainers,
     kMutateBlobs},
    {kContainerLister, "container-lister", "", "List containers, not what is in them",
     kSeeContainers},

    {kSecretReader, "Key Vault Secrets User", "4633458b-17de-408a-b874-0445c86b69e6"},
    // Azure's own officer may read the contents.
    {kSecretVersionManager,
     "secret-version-manager",
     "",
     "Add and disable versions of secrets, without reading any",
     {},
     kManageSecrets},

    {kImagePuller, "AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"},
    {kImagePusher, "AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec"},

    {kIdentityUser, "Managed Identity Operator", "f1a07417-d97a-45cb-824c-7a7467783830"},
    {kIdentityAdmin, "Managed Identity Contributor", "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59"},
    {kFederationAdmin, "federation-admin", "", "Say whose tokens may stand for an identity",
     kManageFederation},

    {kReader, "Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7"},
    {kVirtualMachineAdmin, "Virtual Machine Contributor", "9980e02c-c2be-4d73-94e8-173b1dc7cf3c"},
    {kLogReader, "Log Analytics Reader", "73c42c96-874c-492b-b04d-ab87d138a893"},
    {kMetricReader, "Monitoring Reader", "43d0d8ad-25c7-4714-9337-8ba259a9fe05"},
    {kClusterOperator, "HDInsight Cluster Operator", "61ed4efc-fab3-44fd-b111-e24485cc132a"},
}};

std::string_view principal_type(plan::PrincipalKind kind) {
  switch (kind) {
    case plan::PrincipalKind::kPerson:
      return "User";
    case plan::PrincipalKind::kMachineAccount:
      return "ServicePrincipal";
    case plan::PrincipalKind::kGroup:
      return "Group";
    case plan::PrincipalKind::kOther:
      break;
  }
  return {};
}

plan::Value list_of(std::span<const std::string_view> texts, plan::ValueStore& values) {
  if (texts.empty()) return {};
  return values.list(std::vector<plan::Value>(texts.begin(), texts.end()));
}

}  // namespace

const RoleRow& role_row(Role role) noexcept { return kRoles[static_cast<std::size_t>(role)]; }

}  // namespace azure

AzureInfra::PrincipalKey AzureInfra::key_of(const plan::Principal& principal) {
  if (principal.group != nullptr) return {{}, principal.group};
  if (principal.id.is_text()) return {principal.id.text(), nullptr};
  return {{}, principal.id.deferred()};
}

const plan::Value& AzureInfra::role_id(azure::Role role) {
  plan::Value& id = role_ids_[static_cast<std::size_t>(role)];
  if (!id.is_null()) return id;
  const azure::RoleRow& row = azure::role_row(role);
  if (!row.built_in.empty()) {
    id = values_.shared_text(std::string(subscription_scope_) +
                             "/providers/Microsoft.Authorization/roleDefinitions/" +
                             std::string(row.built_in));
    return id;
  }
  // Role definitions belong to the institute: whichever dataset needs one first declares it.
  const std::string name = "azure-role-" + std::string(row.name);
  const plan::Resource* definition = plan_.find(azure::kRoleDefinition.token, name);
  if (definition == nullptr) {
    const std::string_view role_name = values_.text({storage_prefix(), row.name});
    const plan::Value permission =
        values_.object({{"actions", azure::list_of(row.actions, values_)},
                        {"dataActions", azure::list_of(row.data_actions, values_)}});
    definition = &plan_.declare(
        azure::kRoleDefinition, name,
        {{"assignableScopes", values_.list({subscription_scope_})},
         {"description", row.description},
         {"permissions", values_.list({permission})},
         {"roleDefinitionId", values_.text(internal::azure_guid(std::string(subscription_scope_) +
                                                                std::string(role_name)))},
         {"roleName", role_name},
         {"roleType", "CustomRole"},
         {"scope", subscription_scope_}},
        {});
  }
  id = plan_.attribute(*definition, "id");
  return id;
}

void AzureInfra::assign(std::string_view key, const plan::Principal& member,
                        const plan::Target& target, const plan::Value& scope, azure::Role role,
                        plan::AccessLevel level, const plan::Resource* after) {
  const azure::RoleRow& row = azure::role_row(role);
  const auto [place, is_new] =
      assignments_.try_emplace(AssignmentKey{&target, key_of(member), role}, nullptr);
  if (is_new) {
    const bool is_limited = !row.condition.empty();
    const std::string_view type = azure::principal_type(member.kind);
    const std::initializer_list<plan::Field> inputs = {
        {"condition", is_limited ? plan::Value(row.condition) : plan::Value()},
        {"conditionVersion", is_limited ? plan::Value("2.0") : plan::Value()},
        {"principalId", member.policy_member},
        {"principalType", type.empty() ? plan::Value() : plan::Value(type)},
        {"roleDefinitionId", role_id(role)},
        {"scope", scope}};
    const std::string_view name = get_pulumi_name(key);
    place->second = after == nullptr ? &declare(azure::kRoleAssignment, name, inputs)
                                     : &declare(azure::kRoleAssignment, name, inputs, {after});
  }
  record(member, target, level, row.name, place->second);
}

}  // namespace cpginfra::cloud
