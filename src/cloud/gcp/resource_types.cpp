// SPDX-License-Identifier: MIT
#include "cloud/gcp/resource_types.hpp"

#include <array>

namespace cpginfra::cloud::gcp {
namespace {

using Names1 = std::array<std::string_view, 1>;
using Names2 = std::array<std::string_view, 2>;

constexpr Names2 kBucketObjectSecrets = {"content", "customerEncryption"};
constexpr Names1 kSecretData = {"secretData"};
constexpr Names1 kPrivateKey = {"privateKey"};
constexpr Names1 kAccountAlias = {"gcp:serviceAccount/account:Account"};
constexpr Names1 kAccountMemberAlias = {"gcp:serviceAccount/iAMMember:IAMMember"};
constexpr Names1 kAccountKeyAlias = {"gcp:serviceAccount/key:Key"};

}  // namespace

const plan::ResourceType kProject{.token = "gcp:organizations/project:Project"};
const plan::ResourceType kProjectIamMember{.token = "gcp:projects/iAMMember:IAMMember"};
const plan::ResourceType kService{.token = "gcp:projects/service:Service"};
const plan::ResourceType kBudget{.token = "gcp:billing/budget:Budget"};
const plan::ResourceType kBucket{.token = "gcp:storage/bucket:Bucket"};
const plan::ResourceType kBucketIamMember{.token = "gcp:storage/bucketIAMMember:BucketIAMMember"};
const plan::ResourceType kBucketObject{.token = "gcp:storage/bucketObject:BucketObject",
                                       .secret_inputs = kBucketObjectSecrets,
                                       .secret_outputs = kBucketObjectSecrets};
const plan::ResourceType kEntitlement{.token =
                                          "gcp:privilegedaccessmanager/entitlement:entitlement"};
const plan::ResourceType kServiceAccount{.token = "gcp:serviceaccount/account:Account",
                                         .alias_types = kAccountAlias};
const plan::ResourceType kServiceAccountIamMember{.token = "gcp:serviceaccount/iAMMember:IAMMember",
                                                  .alias_types = kAccountMemberAlias};
const plan::ResourceType kServiceAccountKey{.token = "gcp:serviceaccount/key:Key",
                                            .secret_outputs = kPrivateKey,
                                            .alias_types = kAccountKeyAlias};
const plan::ResourceType kGroup{.token = "gcp:cloudidentity/group:Group"};
const plan::ResourceType kSecret{.token = "gcp:secretmanager/secret:Secret"};
const plan::ResourceType kSecretVersion{.token = "gcp:secretmanager/secretVersion:SecretVersion",
                                        .secret_inputs = kSecretData,
                                        .secret_outputs = kSecretData};
const plan::ResourceType kSecretIamMember{.token =
                                              "gcp:secretmanager/secretIamMember:SecretIamMember"};
const plan::ResourceType kRepository{.token = "gcp:artifactregistry/repository:Repository"};
const plan::ResourceType kRepositoryIamMember{
    .token = "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember"};
const plan::ResourceType kCloudRunIamMember{.token = "gcp:cloudrun/iamMember:IamMember"};

}  // namespace cpginfra::cloud::gcp
