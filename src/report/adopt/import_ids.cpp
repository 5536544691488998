// SPDX-License-Identifier: MIT
#include "report/adopt/import_ids.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "cloud/services/dynamic_resource.hpp"

namespace cpginfra::report {
namespace {

/// A type, and what its resources are imported by: `{input}` stands for an input's value.
struct ImportRow {
  std::string_view type;
  std::string_view pattern;
  /// The outputs that are the same text as that.
  std::array<std::string_view, 2> same_outputs = {};
  /// The input that is the output `name`.
  std::string_view name_input = {};
};

/// What `{group}` stands for, and `{subscription}` in it is the one of the whole plan.
constexpr std::string_view kGroupPattern =
    "/subscriptions/{subscription}/resourceGroups/{resourceGroupName}";

// Source: the section "Import" of each resource's page in the providers' registry; on Azure an id
// is the resource's path in the API.
constexpr std::array<ImportRow, 35> kImports = {{
    {"azure-native:consumption:Budget",
     "{scope}/providers/Microsoft.Consumption/budgets/{budgetName}"},
    {"azure-native:containerregistry:Registry",
     "{group}/providers/Microsoft.ContainerRegistry/registries/{registryName}",
     {"id"},
     "registryName"},
    {"azure-native:authorization:RoleDefinition",
     "{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
     {"id"}},
    {"azure-native:keyvault:Secret",
     "{group}/providers/Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}",
     {"id"},
     "secretName"},
    {"azure-native:keyvault:Vault",
     "{group}/providers/Microsoft.KeyVault/vaults/{vaultName}",
     {"id"},
     "vaultName"},
    {"azure-native:managedidentity:FederatedIdentityCredential",
     "{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/"
     "federatedIdentityCredentials/"
     "{federatedIdentityCredentialResourceName}"},
    {"azure-native:managedidentity:UserAssignedIdentity",
     "{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
     {"id"},
     "resourceName"},
    {"azure-native:monitor:ActionGroup",
     "{group}/providers/Microsoft.Insights/actionGroups/{actionGroupName}",
     {"id"},
     "actionGroupName"},
    {"azure-native:resources:Deployment",
     "{group}/providers/Microsoft.Resources/deployments/{deploymentName}"},
    {"azure-native:resources:ResourceGroup", "{group}", {"id"}, "resourceGroupName"},
    // The provider makes none where one is; that one, once imported, it writes again.
    {"azure-native:storage:Blob",
     "{group}/providers/Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/"
     "containers/{containerName}/blobs/{blobName}"},
    {"azure-native:storage:BlobContainer",
     "{group}/providers/Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/"
     "containers/{containerName}",
     {"id"},
     "containerName"},
    {"azure-native:storage:BlobServiceProperties",
     "{group}/providers/Microsoft.Storage/storageAccounts/{accountName}/blobServices/"
     "{blobServicesName}"},
    {"azure-native:storage:ManagementPolicy",
     "{group}/providers/Microsoft.Storage/storageAccounts/{accountName}/managementPolicies/"
     "{managementPolicyName}"},
    {"azure-native:storage:StorageAccount",
     "{group}/providers/Microsoft.Storage/storageAccounts/{accountName}",
     {"id"},
     "accountName"},
    {"azuread:index/groupMember:GroupMember", "{groupObjectId}/member/{memberObjectId}"},
    {"gcp:artifactregistry/repository:Repository",
     "projects/{project}/locations/{location}/repositories/{repositoryId}"},
    {"gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
     "projects/{project}/locations/{location}/repositories/{repository} {role} {member}"},
    {"gcp:bigquery/table:Table", "projects/{project}/datasets/{datasetId}/tables/{tableId}"},
    {"gcp:cloudfunctionsv2/function:Function",
     "projects/{project}/locations/{location}/functions/{name}"},
    {"gcp:cloudrun/iamMember:IamMember",
     "projects/{project}/locations/{location}/services/{service} {role} {member}"},
    {"gcp:cloudscheduler/job:Job", "projects/{project}/locations/{region}/jobs/{name}"},
    {"gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
     "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}"},
    {"gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
     "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}/providers/"
     "{workloadIdentityPoolProviderId}"},
    {"gcp:organizations/project:Project", "{projectId}"},
    {"gcp:privilegedaccessmanager/entitlement:entitlement",
     "{parent}/locations/{location}/entitlements/{entitlementId}"},
    {"gcp:projects/iAMMember:IAMMember", "{project} {role} {member}"},
    {"gcp:projects/service:Service", "{project}/{service}"},
    {"gcp:secretmanager/secret:Secret", "projects/{project}/secrets/{secretId}", {"id", "name"}},
    {"gcp:secretmanager/secretIamMember:SecretIamMember", "{secretId} {role} {member}"},
    {"gcp:serviceaccount/account:Account",
     "projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com",
     {"id", "name"}},
    {"gcp:serviceaccount/iAMMember:IAMMember", "{serviceAccountId} {role} {member}"},
    {"gcp:storage/bucket:Bucket", "{name}"},
    {"gcp:storage/bucketIAMMember:BucketIAMMember", "b/{bucket} {role} {member}"},
    {"github:index/repositoryEnvironment:RepositoryEnvironment", "{repository}:{environment}"},
}};

/// Types of which providers import none: what is there is written again, or another one is made.
constexpr std::array<std::string_view, 3> kMadeAnew = {
    "gcp:serviceaccount/key:Key",
    "gcp:storage/bucketObject:BucketObject",
    "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret",
};

constexpr std::string_view kAccount = "gcp:serviceaccount/account:Account";
constexpr std::string_view kSubscriptions = "/subscriptions/";

const ImportRow* row_of(std::string_view type) {
  const auto* row = std::find_if(kImports.begin(), kImports.end(),
                                 [type](const ImportRow& each) { return each.type == type; });
  return row == kImports.end() ? nullptr : row;
}

/// The subscription that an id or a scope is in; empty for what is none.
std::string_view subscription_in(std::string_view id) {
  if (!id.starts_with(kSubscriptions)) return {};
  id.remove_prefix(kSubscriptions.size());
  return id.substr(0, id.find('/'));
}

/// What the stack tells, and else what a resource will have by its own inputs.
class PlannedSource final : public plan::AttributeSource {
 public:
  PlannedSource(StateSource& stack, std::string_view subscription)
      : stack_(stack), subscription_(subscription), resolver_(*this) {}

  absl::StatusOr<plan::Value> attribute(const plan::Resource& resource, std::string_view path,
                                        plan::ValueStore& store) override {
    auto known = stack_.attribute(resource, path, store);
    if (!known.ok() || !known->is_unknown()) return known;
    if (resource.type->token == kAccount && (path == "email" || path == "member")) {
      const std::string_view kind = path == "member" ? "serviceAccount:" : "";
      return text_or_unknown(filled("{accountId}@{project}.iam.gserviceaccount.com", resource),
                             kind);
    }
    if (const ImportRow* row = row_of(resource.type->token)) {
      const auto& same = row->same_outputs;
      if (std::find(same.begin(), same.end(), path) != same.end()) {
        return text_or_unknown(filled(row->pattern, resource));
      }
      if (path == "name" && !row->name_input.empty()) path = row->name_input;
    }
    const std::size_t dot = path.find('.');
    plan::Value input = resource.input(path.substr(0, dot));
    if (dot != std::string_view::npos) input = input.field(path.substr(dot + 1));
    return input.is_null() ? plan::Value::unknown() : resolver_.resolve(input);
  }

  absl::StatusOr<plan::Value> invoke(std::string_view token, const plan::Value& arguments,
                                     std::string_view field, plan::ValueStore& store) override {
    return stack_.invoke(token, arguments, field, store);
  }
  absl::StatusOr<plan::Value> external(std::string_view label, plan::ValueStore& store) override {
    return stack_.external(label, store);
  }

  /// A pattern with the values of a resource's inputs; empty where one is not known.
  std::string filled(std::string_view pattern, const plan::Resource& resource) {
    std::string text;
    while (!pattern.empty()) {
      const std::size_t open = pattern.find('{');
      text += pattern.substr(0, open);
      if (open == std::string_view::npos) break;
      const std::size_t close = pattern.find('}');
      const std::string_view name = pattern.substr(open + 1, close - open - 1);
      const std::string part = part_named(name, resource);
      if (part.empty()) return "";
      text += part;
      pattern.remove_prefix(close + 1);
    }
    return text;
  }

 private:
  std::string part_named(std::string_view name, const plan::Resource& resource) {
    if (name == "subscription") return std::string(subscription_);
    return name == "group" ? filled(kGroupPattern, resource) : text_of(resource.input(name));
  }

  /// The text of a value; empty where it is not known.
  std::string text_of(const plan::Value& value) {
    if (const plan::Resource* whole = value.resource(); whole != nullptr) return name_of(*whole);
    auto known = resolver_.resolve(value);
    return known.ok() ? std::string(known->text()) : std::string();
  }

  /// What a resource that stands as a whole is named by.
  std::string name_of(const plan::Resource& resource) {
    for (std::string_view input : {"name", "projectId", "repositoryId"}) {
      const plan::Value name = resource.input(input);
      if (!name.is_null()) return text_of(name);
    }
    return "";
  }

  absl::StatusOr<plan::Value> text_or_unknown(std::string_view text, std::string_view lead = "") {
    if (text.empty()) return plan::Value::unknown();
    return plan::Value(texts_.text({lead, text}));
  }

  StateSource& stack_;
  std::string_view subscription_;
  plan::Resolver resolver_;
  plan::ValueStore texts_;
};

}  // namespace

Adoption adoption_of(const plan::Resource& resource) {
  const std::string_view type = resource.type->token;
  if (type == cloud::kDynamicResource.token) return Adoption::kWhenMade;
  if (type.starts_with(kProviderTypes)) return Adoption::kProvider;
  const bool is_made_anew = std::find(kMadeAnew.begin(), kMadeAnew.end(), type) != kMadeAnew.end();
  return is_made_anew ? Adoption::kNone : Adoption::kImport;
}

std::string azure_subscription(const plan::Plan& plan, const StackState& state) {
  for (const plan::Resource* resource : plan.resources()) {
    for (std::string_view input : {"scope", "roleDefinitionId"}) {
      const std::string_view found = subscription_in(resource->input(input).text());
      if (!found.empty()) return std::string(found);
    }
  }
  for (const StateResource& resource : state.resources()) {
    const std::string_view found = subscription_in(resource.id);
    if (!found.empty()) return std::string(found);
  }
  return "";
}

std::string import_id(const plan::Resource& resource, StateSource& stack,
                      std::string_view azure_subscription) {
  if (!resource.options->import_id.empty()) return std::string(resource.options->import_id);
  const ImportRow* row = row_of(resource.type->token);
  if (row == nullptr) return "";
  return PlannedSource(stack, azure_subscription).filled(row->pattern, resource);
}

}  // namespace cpginfra::report
