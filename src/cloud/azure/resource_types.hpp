// SPDX-License-Identifier: MIT
// The types of Azure's Pulumi providers that the library declares, with what the providers' SDKs
// add to each. Source: pulumi-azure-native 3.29.0, pulumi-azuread 6.11.1.
#pragma once

#include <string_view>

#include "cpginfra/plan/resource.hpp"

namespace cpginfra::cloud::azure {

extern const plan::ResourceType kResourceGroup;
extern const plan::ResourceType kDeployment;
extern const plan::ResourceType kActionGroup;
extern const plan::ResourceType kBudget;
extern const plan::ResourceType kStorageAccount;
extern const plan::ResourceType kBlobServiceProperties;
extern const plan::ResourceType kManagementPolicy;
extern const plan::ResourceType kBlobContainer;
extern const plan::ResourceType kBlob;
extern const plan::ResourceType kRoleDefinition;
extern const plan::ResourceType kRoleAssignment;
extern const plan::ResourceType kRoleEligibility;
extern const plan::ResourceType kIdentity;
extern const plan::ResourceType kFederatedCredential;
extern const plan::ResourceType kVault;
extern const plan::ResourceType kSecret;
extern const plan::ResourceType kRegistry;
extern const plan::ResourceType kGroup;
extern const plan::ResourceType kGroupMember;

inline constexpr std::string_view kGetUser = "azuread:index/getUser:getUser";
inline constexpr std::string_view kGetServicePrincipal =
    "azuread:index/getServicePrincipal:getServicePrincipal";

}  // namespace cpginfra::cloud::azure
