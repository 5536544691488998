// SPDX-License-Identifier: MIT
#include "cloud/made_up_azure.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

#include "absl/status/status.h"
#include "cpginfra/plan/resource.hpp"
#include "internal/sha256.hpp"

namespace cpginfra::golden {
namespace {

constexpr std::string_view kSubscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
constexpr std::string_view kMonth = "2026-07-01T00:00:00Z";
constexpr std::string_view kDynamic = "pulumi-python:dynamic:Resource";

/// A type whose id is a path in its resource group, and the input that is its name.
struct PathRow {
  std::string_view token;
  std::string_view path;
  std::string_view name;
};
constexpr std::array<PathRow, 11> kPaths = {{
    {"azure-native:resources:ResourceGroup", "", "resourceGroupName"},
    {"azure-native:resources:Deployment", "Microsoft.Resources/deployments", "deploymentName"},
    {"azure-native:monitor:ActionGroup", "microsoft.insights/actionGroups", "actionGroupName"},
    {"azure-native:storage:StorageAccount", "Microsoft.Storage/storageAccounts", "accountName"},
    {"azure-native:storage:BlobContainer",
     "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers",
     "containerName"},
    {"azure-native:storage:Blob",
     "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/"
     "{containerName}/blobs",
     "blobName"},
    {"azure-native:managedidentity:UserAssignedIdentity",
     "Microsoft.ManagedIdentity/userAssignedIdentities", "resourceName"},
    {"azure-native:managedidentity:FederatedIdentityCredential",
     "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/"
     "federatedIdentityCredentials",
     "federatedIdentityCredentialResourceName"},
    {"azure-native:keyvault:Vault", "Microsoft.KeyVault/vaults", "vaultName"},
    {"azure-native:keyvault:Secret", "Microsoft.KeyVault/vaults/{vaultName}/secrets", "secretName"},
    {"azure-native:containerregistry:Registry", "Microsoft.ContainerRegistry/registries",
     "registryName"},
}};

/// Inputs of a resource as texts.
class Inputs {
 public:
  Inputs(const plan::Resource& resource, plan::Resolver& resolver)
      : resource_(resource), resolver_(resolver) {}

  std::string operator()(std::string_view name) const {
    auto value = resolver_.resolve(resource_.input(name));
    return value.ok() ? std::string(value->text()) : std::string();
  }

 private:
  const plan::Resource& resource_;
  plan::Resolver& resolver_;
};

std::string path_of(const PathRow& row, const Inputs& input) {
  std::string group =
      fmt::format("{}/resourceGroups/{}", kSubscription, input("resourceGroupName"));
  if (row.path.empty()) return group;
  std::string path(row.path);
  for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{')) {
    const std::size_t close = path.find('}');
    path.replace(open, close - open + 1, input(path.substr(open + 1, close - open - 1)));
  }
  return fmt::format("{}/providers/{}/{}", group, path, input(row.name));
}

}  // namespace

std::string guid_of(std::string_view text) {
  internal::Sha256 digest;
  digest.update(text);
  const std::string hex = digest.hex();
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20, 12));
}

bool is_on_azure(const plan::Resource& resource) {
  if (resource.type->token == kDynamic) {
    return resource.input("token_category").text() == "azure" &&
           !resource.input("username").is_null();
  }
  return resource.type->token.starts_with("azure");
}

absl::StatusOr<plan::Value> azure_attribute(const plan::Resource& resource, std::string_view path,
                                            plan::Resolver& resolver, plan::ValueStore& store) {
  const std::string_view type = resource.type->token;
  const Inputs input(resource, resolver);
  const auto text = [&](std::string_view content) { return plan::Value(store.text(content)); };
  if (type == kDynamic && path == "cloud_id") return text(guid_of(input("username")));
  if (type == "azuread:index/group:Group") {
    const std::string object_id = guid_of(input("displayName"));
    if (path == "objectId") return text(object_id);
    if (path == "id") return text("/groups/" + object_id);
  }
  if (type == "azuread:index/application:Application" && path == "clientId") {
    return text(guid_of(input("displayName")));
  }
  if (type == "azure-native:authorization:RoleDefinition" && path == "id") {
    return text(fmt::format("{}/providers/Microsoft.Authorization/roleDefinitions/{}",
                            input("scope"), input("roleDefinitionId")));
  }
  if (type == "azure-native:resources:Deployment" && path == "properties.outputs.month.value") {
    return text(kMonth);
  }
  for (const PathRow& row : kPaths) {
    if (row.token != type) continue;
    if (path == "name") return text(input(row.name));
    if (path == "id") return text(path_of(row, input));
    if (path == "principalId" || path == "clientId") {
      return text(guid_of(fmt::format("{} {}", path_of(row, input), path)));
    }
  }
  if (path == "id") return text(fmt::format("{}_id", resource.name));
  const plan::Value value = resource.input(path);
  if (value.is_null()) {
    return absl::NotFoundError(fmt::format("{} has no attribute {}", resource.name, path));
  }
  return resolver.resolve(value);
}

absl::StatusOr<plan::Value> azure_invoke(std::string_view token, const plan::Value& arguments,
                                         std::string_view field, plan::ValueStore& store) {
  const bool is_known = token == "azuread:index/getUser:getUser" ||
                        token == "azuread:index/getServicePrincipal:getServicePrincipal";
  if (!is_known || field != "objectId" || arguments.fields().size() != 1) {
    return absl::NotFoundError(fmt::format("nothing answers {} for its {}", token, field));
  }
  return plan::Value(store.text(guid_of(arguments.fields().front().value.text())));
}

}  // namespace cpginfra::golden
