// SPDX-License-Identifier: MIT
// The types of Google Cloud's Pulumi provider that the library declares, with what the provider's
// SDK adds to each: secret inputs and outputs, and former types. Source: pulumi-gcp 7.38.0.
#pragma once

#include <string_view>

#include "cpginfra/plan/resource.hpp"

namespace cpginfra::cloud::gcp {

extern const plan::ResourceType kProject;
extern const plan::ResourceType kProjectIamMember;
extern const plan::ResourceType kService;
extern const plan::ResourceType kBudget;
extern const plan::ResourceType kBucket;
extern const plan::ResourceType kBucketIamMember;
extern const plan::ResourceType kBucketObject;
extern const plan::ResourceType kEntitlement;
extern const plan::ResourceType kServiceAccount;
extern const plan::ResourceType kServiceAccountIamMember;
extern const plan::ResourceType kServiceAccountKey;
extern const plan::ResourceType kGroup;
extern const plan::ResourceType kSecret;
extern const plan::ResourceType kSecretVersion;
extern const plan::ResourceType kSecretIamMember;
extern const plan::ResourceType kRepository;
extern const plan::ResourceType kRepositoryIamMember;
extern const plan::ResourceType kCloudRunIamMember;

inline constexpr std::string_view kGetOrganization =
    "gcp:organizations/getOrganization:getOrganization";
inline constexpr std::string_view kGetProject = "gcp:organizations/getProject:getProject";

}  // namespace cpginfra::cloud::gcp
