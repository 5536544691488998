// SPDX-License-Identifier: MIT
#include "report/limits/name_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "report/format/columns.hpp"

namespace cpginfra::report {
namespace {

// Where the numbers come from, and the month in which they were read.
constexpr std::string_view kSeen = "2026-07";
constexpr std::string_view kBucketNames = "https://cloud.google.com/storage/docs/naming-buckets";
constexpr std::string_view kProjects =
    "https://cloud.google.com/resource-manager/docs/creating-managing-projects";
constexpr std::string_view kIamQuotas = "https://docs.cloud.google.com/iam/quotas";
constexpr std::string_view kSecretQuotas = "https://cloud.google.com/secret-manager/quotas";
constexpr std::string_view kGroupLimits = "https://support.google.com/cloudidentity/answer/6259766";
constexpr std::string_view kEntitlements =
    "https://cloud.google.com/iam/docs/reference/pam/rest/v1/projects.locations.entitlements/"
    "create";
constexpr std::string_view kBudgets =
    "https://cloud.google.com/billing/docs/reference/budget/rest/v1/billingAccounts.budgets";
constexpr std::string_view kBigQuery =
    "https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets";
constexpr std::string_view kWorkloadPools =
    "https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools";
constexpr std::string_view kLabels =
    "https://cloud.google.com/resource-manager/docs/labels-overview";
constexpr std::string_view kAzureNames =
    "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";

constexpr std::string_view kEntraGroups =
    "https://learn.microsoft.com/graph/api/resources/group#properties";

constexpr std::size_t kPartOfBucketName = 63;

bool is_ipv4(std::string_view text) {
  int parts = 1;
  int digits = 0;
  for (char character : text) {
    if (character == '.') {
      if (digits == 0) return false;
      ++parts;
      digits = 0;
    } else if ('0' <= character && character <= '9' && digits < 3) {
      ++digits;
    } else {
      return false;
    }
  }
  return parts == 4 && digits > 0;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string_view bucket_name_rule(std::string_view name) {
  if (is_ipv4(name)) return "looks like an IP address";
  if (name.starts_with("goog")) return "starts with 'goog'";
  if (holds(name, "google") || holds(name, "g00gle")) return "contains 'google' or 'g00gle'";
  if (holds(name, "..")) return "has two dots in a row";
  std::size_t part = 0;
  for (char character : name) {
    part = character == '.' ? 0 : part + 1;
    if (part > kPartOfBucketName) return "has more than 63 characters without a dot between them";
  }
  return {};
}

std::string_view project_id_rule(std::string_view id) {
  for (std::string_view word : {"google", "null", "undefined", "ssl"}) {
    if (holds(id, word)) return "contains a word that is reserved (google, null, undefined, ssl)";
  }
  return {};
}

std::string_view workload_pool_rule(std::string_view id) {
  return id.starts_with("gcp-") ? "starts with 'gcp-', which is reserved" : "";
}

std::string_view no_double_hyphen(std::string_view name) {
  return holds(name, "--") ? "has two hyphens in a row" : "";
}

std::string_view must_be_default(std::string_view name) {
  return name == "default" ? "" : "is not 'default', the only name that there is";
}

std::string_view local_part(std::string_view email) { return email.substr(0, email.find('@')); }

constexpr Characters kLowerDigitHyphen = kLower | kDigit | kHyphen;
constexpr auto kBytes = TextUnit::kBytes;
constexpr auto kCharacters = TextUnit::kCharacters;

constexpr LimitRule name(std::string_view id, std::string_view what, std::string_view demand,
                         std::uint64_t most, std::string_view source) {
  return {.id = id,
          .what = what,
          .demand = demand,
          .kind = LimitKind::kName,
          .limit = most,
          .source = source,
          .seen = kSeen};
}

constexpr LimitRule size(std::string_view id, std::string_view what, std::string_view demand,
                         std::uint64_t most, std::string_view source) {
  LimitRule rule = name(id, what, demand, most, source);
  rule.kind = LimitKind::kSize;
  return rule;
}

constexpr std::string_view kOrganizationRole = "gcp:organizations/iAMCustomRole:IAMCustomRole";
constexpr std::string_view kProjectRole = "gcp:projects/iAMCustomRole:IAMCustomRole";
constexpr std::string_view kPool = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool";
constexpr std::string_view kPoolProvider =
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";

constexpr TextShape kRoleId{3,
                            64,
                            kBytes,
                            kAlphanumeric | kUnderscore | kDot,
                            kAlphanumeric | kUnderscore | kDot,
                            kAlphanumeric | kUnderscore | kDot};
constexpr LimitRule kRoleIdRule =
    name("gcp-custom-role-id", "a custom role's id", "3 to 64 of a-z A-Z 0-9 _ .", 64, kIamQuotas);
constexpr LimitRule kRoleTitleRule =
    name("gcp-custom-role-title", "a custom role's title", "at most 100 bytes", 100, kIamQuotas);
constexpr LimitRule kRoleDescriptionRule =
    name("gcp-custom-role-description", "a custom role's description", "at most 300 bytes", 300,
         kIamQuotas);
constexpr TextShape kPoolId{4,
                            32,
                            kCharacters,
                            kLowerDigitHyphen,
                            kLowerDigitHyphen,
                            kLowerDigitHyphen,
                            workload_pool_rule};
constexpr LimitRule kPoolIdRule =
    name("gcp-workload-pool-id", "the id of a workload identity pool or provider",
         "4 to 32 of a-z 0-9 -, not starting with gcp-", 32, kWorkloadPools);
constexpr LimitRule kPoolNameRule =
    name("gcp-workload-pool-name", "the display name of a workload identity pool or provider",
         "at most 32 characters", 32, kWorkloadPools);
constexpr LimitRule kPoolDescriptionRule =
    name("gcp-workload-pool-description", "the description of a workload identity pool or provider",
         "at most 256 characters", 256, kWorkloadPools);

constexpr TextShape kAzureVaultName{
    3, 24, kCharacters, kLower | kUpper, kAlphanumeric | kHyphen, kAlphanumeric, no_double_hyphen};
constexpr TextShape kDefault{7, 7, kCharacters, kLower, kLower, kLower, must_be_default};

/// The table: one row a text of a resource type. Rows that share a rule stand together.
const std::vector<TextRule>& table() {
  static const std::vector<TextRule> kRows = {
      {name("gcp-bucket-name", "a bucket's name",
            "3 to 63 of a-z 0-9 . _ - with a letter or digit at both ends; up to 222 with dots, 63 "
            "between them; no IP address, no goog at the start, no google",
            63, kBucketNames),
       "gcp:storage/bucket:Bucket",
       "name",
       {3, 222, kCharacters, kLower | kDigit, kLowerDigitHyphen | kUnderscore | kDot,
        kLower | kDigit, bucket_name_rule}},
      {name("gcp-project-id", "a project's id",
            "6 to 30 of a-z 0-9 -, a letter first, no hyphen last, no reserved word", 30,
            kProjects),
       "gcp:organizations/project:Project",
       "projectId",
       {6, 30, kCharacters, kLower, kLowerDigitHyphen, kLower | kDigit, project_id_rule}},
      {name("gcp-project-name", "a project's name",
            "4 to 30 letters, digits, hyphens, quotes, spaces and !", 30, kProjects),
       "gcp:organizations/project:Project",
       "name",
       {4, 30, kCharacters, kAlphanumeric | kHyphen | kProjectName,
        kAlphanumeric | kHyphen | kProjectName, kAlphanumeric | kHyphen | kProjectName}},
      {name("gcp-service-account-id", "a service account's id",
            "6 to 30 of a-z 0-9 -, a letter first, no hyphen last", 30, kIamQuotas),
       "gcp:serviceaccount/account:Account",
       "accountId",
       {6, 30, kBytes, kLower, kLowerDigitHyphen, kLower | kDigit}},
      {name("gcp-service-account-name", "a service account's display name", "at most 100 bytes",
            100, kIamQuotas),
       "gcp:serviceaccount/account:Account",
       "displayName",
       {0, 100, kBytes}},
      {name("gcp-service-account-description", "a service account's description",
            "at most 256 bytes", 256, kIamQuotas),
       "gcp:serviceaccount/account:Account",
       "description",
       {0, 256, kBytes}},
      {name("gcp-secret-id", "a secret's id", "1 to 255 of a-z A-Z 0-9 _ -", 255, kSecretQuotas),
       "gcp:secretmanager/secret:Secret",
       "secretId",
       {1, 255, kCharacters, kAlphanumeric | kUnderscore | kHyphen,
        kAlphanumeric | kUnderscore | kHyphen, kAlphanumeric | kUnderscore | kHyphen}},
      {size("gcp-secret-size", "a secret's contents",
            "at most 65,536 bytes; the parts that are known before it is deployed count", 65536,
            kSecretQuotas),
       "gcp:secretmanager/secretVersion:SecretVersion",
       "secretData",
       {0, 65536, kBytes}},
      {name("gcp-group-email", "the part of a group's email before the @", "1 to 63 characters", 63,
            kGroupLimits),
       "gcp:cloudidentity/group:Group",
       "groupKey.id",
       {1, 63, kCharacters},
       local_part},
      {name("gcp-group-name", "a group's display name", "at most 73 characters", 73, kGroupLimits),
       "gcp:cloudidentity/group:Group",
       "displayName",
       {1, 73, kCharacters}},
      {name("gcp-group-description", "a group's description", "at most 300 characters", 300,
            kGroupLimits),
       "gcp:cloudidentity/group:Group",
       "description",
       {0, 300, kCharacters}},
      {name("gcp-entitlement-id", "the id of an entitlement to temporary access",
            "4 to 63 of a-z 0-9 -, a letter first", 63, kEntitlements),
       "gcp:privilegedaccessmanager/entitlement:entitlement",
       "entitlementId",
       {4, 63, kCharacters, kLower, kLowerDigitHyphen, kLowerDigitHyphen}},
      {name("gcp-budget-name", "a budget's display name", "at most 60 characters", 60, kBudgets),
       "gcp:billing/budget:Budget",
       "displayName",
       {0, 60, kCharacters}},
      {name("gcp-bigquery-dataset-id", "a BigQuery dataset's id", "1 to 1,024 of a-z A-Z 0-9 _",
            1024, kBigQuery),
       "gcp:bigquery/dataset:Dataset",
       "datasetId",
       {1, 1024, kCharacters, kAlphanumeric | kUnderscore, kAlphanumeric | kUnderscore,
        kAlphanumeric | kUnderscore}},
      {kPoolIdRule, kPool, "workloadIdentityPoolId", kPoolId},
      {kPoolIdRule, kPoolProvider, "workloadIdentityPoolProviderId", kPoolId},
      {kPoolNameRule, kPool, "displayName", {0, 32, kCharacters}},
      {kPoolNameRule, kPoolProvider, "displayName", {0, 32, kCharacters}},
      {kPoolDescriptionRule, kPool, "description", {0, 256, kCharacters}},
      {kPoolDescriptionRule, kPoolProvider, "description", {0, 256, kCharacters}},
      {size("gcp-workload-condition", "the condition of a workload identity provider",
            "at most 4,096 characters", 4096, kWorkloadPools),
       kPoolProvider,
       "attributeCondition",
       {0, 4096, kCharacters}},
      {kRoleIdRule, kOrganizationRole, "roleId", kRoleId},
      {kRoleIdRule, kProjectRole, "roleId", kRoleId},
      {kRoleTitleRule, kOrganizationRole, "title", {0, 100, kBytes}},
      {kRoleTitleRule, kProjectRole, "title", {0, 100, kBytes}},
      {kRoleDescriptionRule, kOrganizationRole, "description", {0, 300, kBytes}},
      {kRoleDescriptionRule, kProjectRole, "description", {0, 300, kBytes}},
      {name("azure-storage-account-name", "a storage account's name", "3 to 24 of a-z 0-9", 24,
            kAzureNames),
       "azure-native:storage:StorageAccount",
       "accountName",
       {3, 24, kCharacters, kLower | kDigit, kLower | kDigit, kLower | kDigit}},
      {name("azure-container-name", "a blob container's name",
            "3 to 63 of a-z 0-9 -, a letter or digit first, no two hyphens in a row", 63,
            kAzureNames),
       "azure-native:storage:BlobContainer",
       "containerName",
       {3, 63, kCharacters, kLower | kDigit, kLowerDigitHyphen, kLowerDigitHyphen,
        no_double_hyphen}},
      {name("azure-management-policy-name", "a management policy's name", "default", 7,
            kAzureNames),
       "azure-native:storage:ManagementPolicy", "managementPolicyName", kDefault},
      {name("azure-blob-service-name", "the name of a storage account's blob service", "default", 7,
            kAzureNames),
       "azure-native:storage:BlobServiceProperties", "blobServicesName", kDefault},
      {name("azure-key-vault-name", "a key vault's name",
            "3 to 24 letters, digits and hyphens, a letter first, no hyphen last, no two in a row",
            24, kAzureNames),
       "azure-native:keyvault:Vault", "vaultName", kAzureVaultName},
      {name("azure-secret-name", "a key vault secret's name",
            "1 to 127 letters, digits and hyphens", 127, kAzureNames),
       "azure-native:keyvault:Secret",
       "secretName",
       {1, 127, kCharacters, kAlphanumeric | kHyphen, kAlphanumeric | kHyphen,
        kAlphanumeric | kHyphen}},
      {name("azure-registry-name", "a container registry's name", "5 to 50 letters and digits", 50,
            kAzureNames),
       "azure-native:containerregistry:Registry",
       "registryName",
       {5, 50, kCharacters, kAlphanumeric, kAlphanumeric, kAlphanumeric}},
      {name("azure-resource-group-name", "a resource group's name",
            "1 to 90 letters, digits, _ ( ) - and dots, no dot last", 90, kAzureNames),
       "azure-native:resources:ResourceGroup",
       "resourceGroupName",
       {1, 90, kCharacters,
        kAlphanumeric | kUnderscore | kParentheses | kHyphen | kDot | kInternational,
        kAlphanumeric | kUnderscore | kParentheses | kHyphen | kDot | kInternational,
        kAlphanumeric | kUnderscore | kParentheses | kHyphen | kInternational}},
      {name("azure-budget-name", "a budget's name on Azure", "1 to 63 letters, digits, _ and -", 63,
            kAzureNames),
       "azure-native:consumption:Budget",
       "budgetName",
       {1, 63, kCharacters, kAlphanumeric | kHyphen | kUnderscore,
        kAlphanumeric | kHyphen | kUnderscore, kAlphanumeric | kHyphen | kUnderscore}},
      {name("azure-deployment-name", "a deployment's name", "1 to 64 letters, digits and . _ - ( )",
            64, kAzureNames),
       "azure-native:resources:Deployment",
       "deploymentName",
       {1, 64, kCharacters, kAlphanumeric | kUnderscore | kParentheses | kHyphen | kDot,
        kAlphanumeric | kUnderscore | kParentheses | kHyphen | kDot,
        kAlphanumeric | kUnderscore | kParentheses | kHyphen | kDot}},
      {name("azure-federated-credential-name", "a federated credential's name",
            "3 to 120 letters, digits, - and _, a letter or digit first", 120, kAzureNames),
       "azure-native:managedidentity:FederatedIdentityCredential",
       "federatedIdentityCredentialResourceName",
       {3, 120, kCharacters, kAlphanumeric, kAlphanumeric | kHyphen | kUnderscore,
        kAlphanumeric | kHyphen | kUnderscore}},
      {name("entra-group-name", "a group's display name on Azure", "1 to 256 characters", 256,
            kEntraGroups),
       "azuread:index/group:Group",
       "displayName",
       {1, 256, kCharacters}},
      {name("azure-identity-name", "a user-assigned identity's name",
            "3 to 128 letters, digits, - and _, a letter or digit first", 128, kAzureNames),
       "azure-native:managedidentity:UserAssignedIdentity",
       "resourceName",
       {3, 128, kCharacters, kAlphanumeric, kAlphanumeric | kHyphen | kUnderscore,
        kAlphanumeric | kHyphen | kUnderscore}},
  };
  return kRows;
}

constexpr LimitRule kLabelKeyRule = name(
    "gcp-label-key", "a label's key",
    "1 to 63 lower-case letters, digits, _ and -, a letter first, at most 128 bytes", 63, kLabels);
constexpr LimitRule kLabelValueRule =
    name("gcp-label-value", "a label's value",
         "at most 63 lower-case letters, digits, _ and -, at most 128 bytes", 63, kLabels);

constexpr std::uint64_t kLabelBytes = 128;
std::string_view label_bytes_rule(std::string_view text) {
  return text.size() > kLabelBytes ? "takes more than 128 bytes" : "";
}

constexpr Characters kLabelCharacters = kLower | kDigit | kUnderscore | kHyphen | kInternational;
constexpr TextShape kLabelKey{1,
                              63,
                              kCharacters,
                              kLower | kInternational,
                              kLabelCharacters,
                              kLabelCharacters,
                              label_bytes_rule};
constexpr TextShape kLabelValue{
    0, 63, kCharacters, kLabelCharacters, kLabelCharacters, kLabelCharacters, label_bytes_rule};

constexpr std::array<std::string_view, 4> kLabelledTokens = {
    "gcp:storage/bucket:Bucket", "gcp:organizations/project:Project",
    "gcp:secretmanager/secret:Secret", "gcp:artifactregistry/repository:Repository"};

bool is_in(char character, Characters set) {
  if (set == kAny) return true;
  if ('a' <= character && character <= 'z') return (set & kLower) != 0;
  if ('A' <= character && character <= 'Z') return (set & kUpper) != 0;
  if ('0' <= character && character <= '9') return (set & kDigit) != 0;
  if (static_cast<unsigned char>(character) >= 0x80) return (set & kInternational) != 0;
  switch (character) {
    case '-':
      return (set & kHyphen) != 0;
    case '_':
      return (set & kUnderscore) != 0;
    case '.':
      return (set & kDot) != 0;
    case '(':
    case ')':
      return (set & kParentheses) != 0;
    case '\'':
    case '"':
    case ' ':
    case '!':
      return (set & kProjectName) != 0;
    default:
      return false;
  }
}

}  // namespace

std::span<const TextRule> text_rules() { return table(); }
std::span<const std::string_view> labelled_tokens() { return kLabelledTokens; }
const LimitRule& label_key_rule() { return kLabelKeyRule; }
const LimitRule& label_value_rule() { return kLabelValueRule; }
const TextShape& label_key_shape() { return kLabelKey; }
const TextShape& label_value_shape() { return kLabelValue; }

std::uint64_t length_of(std::string_view text, TextUnit unit) {
  if (unit == TextUnit::kBytes) return text.size();
  // Bytes that go on with a character of UTF-8 do not count.
  return static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  }));
}

std::string wrong_with(std::string_view text, const TextShape& shape) {
  const std::uint64_t length = length_of(text, shape.unit);
  const std::string_view unit = shape.unit == TextUnit::kBytes ? "bytes" : "characters";
  if (length > shape.most) {
    return fmt::format("has {} {}, {} more than it may", length, unit, length - shape.most);
  }
  if (length < shape.least) {
    return fmt::format("has {} {}, {} fewer than it must", length, unit, shape.least - length);
  }
  if (text.empty()) return {};
  if (!is_in(text.front(), shape.first)) {
    return fmt::format("starts with '{}'", printable(text.substr(0, 1)));
  }
  if (!is_in(text.back(), shape.last)) {
    return fmt::format("ends with '{}'", printable(text.substr(text.size() - 1)));
  }
  for (std::size_t place = 0; place < text.size(); ++place) {
    if (!is_in(text[place], shape.inner) && place > 0 && place + 1 < text.size()) {
      return fmt::format("holds '{}'", printable(text.substr(place, 1)));
    }
  }
  if (shape.further != nullptr) return std::string(shape.further(text));
  return {};
}

}  // namespace cpginfra::report
