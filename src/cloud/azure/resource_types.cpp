// SPDX-License-Identifier: MIT
#include "cloud/azure/resource_types.hpp"

#include <array>

namespace cpginfra::cloud::azure {
namespace {

/// The provider marks no input as secret, but a secret's value is one.
constexpr std::array<std::string_view, 1> kProperties = {"properties"};

}  // namespace

const plan::ResourceType kResourceGroup{.token = "azure-native:resources:ResourceGroup"};
const plan::ResourceType kDeployment{.token = "azure-native:resources:Deployment"};
const plan::ResourceType kActionGroup{.token = "azure-native:monitor:ActionGroup"};
const plan::ResourceType kBudget{.token = "azure-native:consumption:Budget"};
const plan::ResourceType kStorageAccount{.token = "azure-native:storage:StorageAccount"};
const plan::ResourceType kBlobServiceProperties{.token =
                                                    "azure-native:storage:BlobServiceProperties"};
const plan::ResourceType kManagementPolicy{.token = "azure-native:storage:ManagementPolicy"};
const plan::ResourceType kBlobContainer{.token = "azure-native:storage:BlobContainer"};
const plan::ResourceType kBlob{.token = "azure-native:storage:Blob"};
const plan::ResourceType kRoleDefinition{.token = "azure-native:authorization:RoleDefinition"};
const plan::ResourceType kRoleAssignment{.token = "azure-native:authorization:RoleAssignment"};
const plan::ResourceType kRoleEligibility{
    .token = "azure-native:authorization:PimRoleEligibilitySchedule"};
const plan::ResourceType kIdentity{.token = "azure-native:managedidentity:UserAssignedIdentity"};
const plan::ResourceType kFederatedCredential{
    .token = "azure-native:managedidentity:FederatedIdentityCredential"};
const plan::ResourceType kVault{.token = "azure-native:keyvault:Vault"};
const plan::ResourceType kSecret{.token = "azure-native:keyvault:Secret",
                                 .secret_inputs = kProperties};
const plan::ResourceType kRegistry{.token = "azure-native:containerregistry:Registry"};
const plan::ResourceType kGroup{.token = "azuread:index/group:Group"};
const plan::ResourceType kGroupMember{.token = "azuread:index/groupMember:GroupMember"};

}  // namespace cpginfra::cloud::azure
