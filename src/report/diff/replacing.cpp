// SPDX-License-Identifier: MIT
// The providers' documentation marks these inputs as ones that "changing this forces a new
// resource": https://registry.terraform.io/providers/hashicorp/google/latest/docs. On Azure they
// are those that are a resource's identity: https://learn.microsoft.com/rest/api/azure.
#include "report/diff/replacing.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace cpginfra::report {
namespace {

constexpr std::string_view kEveryInput = "*";

struct ReplacingRow {
  std::string_view type;
  std::array<std::string_view, 5> inputs;
};

constexpr std::array<ReplacingRow, 34> kRows = {{
    {"gcp:artifactregistry/repository:Repository",
     {"format", "location", "mode", "project", "repositoryId"}},
    {"gcp:artifactregistry/repositoryIamMember:RepositoryIamMember", {kEveryInput}},
    {"gcp:billing/budget:Budget", {"billingAccount"}},
    {"gcp:cloudidentity/group:Group", {"groupKey", "initialGroupConfig", "parent"}},
    {"gcp:cloudrun/iamMember:IamMember", {kEveryInput}},
    {"gcp:organizations/project:Project", {"projectId"}},
    {"gcp:privilegedaccessmanager/entitlement:entitlement",
     {"entitlementId", "location", "parent"}},
    {"gcp:projects/iAMMember:IAMMember", {kEveryInput}},
    {"gcp:projects/service:Service", {"project", "service"}},
    {"gcp:secretmanager/secret:Secret", {"project", "replication", "secretId"}},
    {"gcp:secretmanager/secretIamMember:SecretIamMember", {kEveryInput}},
    {"gcp:secretmanager/secretVersion:SecretVersion", {"secret", "secretData"}},
    {"gcp:serviceaccount/account:Account", {"accountId", "project"}},
    {"gcp:serviceaccount/iAMMember:IAMMember", {kEveryInput}},
    {"gcp:serviceaccount/key:Key", {"keyAlgorithm", "serviceAccountId"}},
    {"gcp:storage/bucket:Bucket", {"location", "name", "project"}},
    {"gcp:storage/bucketIAMMember:BucketIAMMember", {kEveryInput}},
    {"gcp:storage/bucketObject:BucketObject", {"bucket", "name"}},
    {"azure-native:storage:StorageAccount", {"accountName", "location", "resourceGroupName"}},
    {"azure-native:storage:BlobContainer", {"accountName", "containerName", "resourceGroupName"}},
    {"azure-native:storage:Blob",
     {"accountName", "blobName", "containerName", "resourceGroupName", "type"}},
    {"azure-native:storage:BlobServiceProperties", {"accountName", "resourceGroupName"}},
    {"azure-native:storage:ManagementPolicy", {"accountName", "resourceGroupName"}},
    {"azure-native:authorization:PimRoleEligibilitySchedule", {kEveryInput}},
    {"azure-native:authorization:RoleAssignment", {"principalId", "roleDefinitionId", "scope"}},
    {"azure-native:authorization:RoleDefinition", {"roleDefinitionId", "scope"}},
    {"azure-native:consumption:Budget", {"budgetName", "scope"}},
    {"azure-native:containerregistry:Registry", {"location", "registryName", "resourceGroupName"}},
    {"azure-native:keyvault:Secret", {"resourceGroupName", "secretName", "vaultName"}},
    {"azure-native:keyvault:Vault", {"location", "resourceGroupName", "vaultName"}},
    {"azure-native:managedidentity:FederatedIdentityCredential",
     {"federatedIdentityCredentialResourceName", "resourceGroupName", "resourceName"}},
    {"azure-native:managedidentity:UserAssignedIdentity",
     {"location", "resourceGroupName", "resourceName"}},
    {"azure-native:resources:ResourceGroup", {"location", "resourceGroupName"}},
    {"azuread:index/groupMember:GroupMember", {kEveryInput}},
}};

bool holds(std::span<const std::string_view> names, std::string_view name) noexcept {
  return std::any_of(names.begin(), names.end(),
                     [name](std::string_view each) { return each == name || each == kEveryInput; });
}

}  // namespace

bool is_replacing(const plan::Resource& resource, std::string_view input) noexcept {
  if (holds(resource.options->replace_on_changes, input)) return true;
  const auto* row = std::find_if(kRows.begin(), kRows.end(), [&](const ReplacingRow& each) {
    return each.type == resource.type->token;
  });
  return row != kRows.end() && holds(row->inputs, input);
}

}  // namespace cpginfra::report
