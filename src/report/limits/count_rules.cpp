// SPDX-License-Identifier: MIT
#include "report/limits/count_rules.hpp"

#include <array>

#include "report/limits/counts.hpp"

namespace cpginfra::report {
namespace {

constexpr std::string_view kSeen = "2026-07";
constexpr std::string_view kIamQuotas = "https://docs.cloud.google.com/iam/quotas";
constexpr std::string_view kStorageQuotas = "https://cloud.google.com/storage/quotas";
constexpr std::string_view kBucketNames = "https://cloud.google.com/storage/docs/naming-buckets";
constexpr std::string_view kLabels =
    "https://cloud.google.com/resource-manager/docs/labels-overview";
constexpr std::string_view kBudgets = "https://cloud.google.com/billing/quotas";
constexpr std::string_view kEntitlements =
    "https://cloud.google.com/iam/docs/reference/pam/rest/v1/projects.locations.entitlements/"
    "create";
constexpr std::string_view kMemberships = "https://support.google.com/a/answer/6099642";
constexpr std::string_view kGroups = "https://cloud.google.com/iam/docs/groups-best-practices";
constexpr std::string_view kAzureNames =
    "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";
constexpr std::string_view kAzureLimits =
    "https://learn.microsoft.com/azure/azure-resource-manager/management/"
    "azure-subscription-service-limits";
constexpr std::string_view kAzureStorage =
    "https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure";
constexpr std::string_view kAzureBudgets =
    "https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update";
constexpr std::string_view kAzureIdentities =
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations";
constexpr std::string_view kEntraTokens =
    "https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference";

constexpr LimitRule count(std::string_view id, std::string_view what, std::string_view demand,
                          std::uint64_t limit, std::string_view source) {
  return {.id = id,
          .what = what,
          .demand = demand,
          .kind = LimitKind::kCount,
          .limit = limit,
          .source = source,
          .seen = kSeen};
}

constexpr LimitRule soft(LimitRule rule) {
  rule.firmness = Firmness::kSoft;
  return rule;
}

constexpr std::string_view kUseAGroup =
    "put the members into one group for all datasets and give that the access";

constexpr std::array<CountRule, 28> kRules = {{
    {count("gcp-policy-principals", "principals in one allow policy",
           "at most 1,500; every appearance counts, so one principal with two roles counts twice; "
           "a group counts once an appearance; Pulumi's own members alone are seen",
           1500, kIamQuotas),
     count_policy_principals, kUseAGroup},
    {count("gcp-policy-groups", "groups in one allow policy",
           "at most 250; a group counts once however many roles it has", 250, kIamQuotas),
     count_policy_groups, kUseAGroup},
    {count("gcp-bucket-legacy-principals", "principals with legacy roles on one bucket",
           "at most 100 with roles/storage.legacy…", 100, kStorageQuotas),
     count_legacy_principals, "give them roles that are not legacy ones"},
    {soft(count("gcp-service-accounts-per-project", "service accounts in one project",
                "100 unless Google has granted more", 100, kIamQuotas)),
     count_service_accounts, "ask Google for more, or make the accounts in several projects"},
    {count("gcp-keys-per-service-account", "keys of one service account", "at most 10", 10,
           kIamQuotas),
     count_account_keys, "use fewer keys, or impersonation in their place"},
    {count("google-direct-memberships", "groups that one person or account is put into",
           "at most 3,000", 3000, kMemberships),
     count_direct_memberships, "put a group that holds them in their place"},
    {count("google-all-memberships",
           "groups that one person or account is in, nested ones included",
           "at most 7,500 direct and indirect ones", 7500, kMemberships),
     count_all_memberships, "give the access to one group for all datasets"},
    {count("group-cycle", "groups that hold themselves", "none: a group may not be in itself", 0,
           kGroups),
     count_cycles, "take one of the memberships out"},
    {soft(
         count("group-nesting", "groups one inside the other",
               "20; no provider publishes a number, but each level delays changes, and beyond that "
               "nobody can follow it",
               20, kGroups)),
     count_nesting, "nest the innermost group in the outermost one directly"},
    {count("gcp-labels", "labels of one resource", "at most 64", 64, kLabels), count_labels,
     "use fewer labels"},
    {count("gcp-bucket-notifications", "notifications of one bucket", "at most 100", 100,
           kStorageQuotas),
     count_notifications, "let one notification serve several readers of its topic"},
    {count("gcp-entitlement-eligible-users", "lists of eligible users of one entitlement",
           "at most 1 list, of as many principals as one likes", 1, kEntitlements),
     count_eligible_users, "put all principals into one list"},
    {count("gcp-condition-operators", "logic operators in one condition",
           "at most 12 of && || and !", 12, kIamQuotas),
     count_condition_operators, "split the condition over several bindings"},
    {count("gcp-binding-conditions", "conditions of one principal's one role on one resource",
           "at most 20 bindings of the same role and principal with different conditions", 20,
           kIamQuotas),
     count_binding_conditions, "use one condition that covers them"},
    {count("gcp-budgets-per-billing-account", "budgets of one billing account", "at most 50,000",
           50000, kBudgets),
     count_budgets, "use several billing accounts"},
    {count("gcp-organization-custom-roles", "custom roles of one organisation", "at most 300", 300,
           kIamQuotas),
     count_organization_roles, "use fewer roles"},
    {count("gcp-project-custom-roles", "custom roles of one project", "at most 300", 300,
           kIamQuotas),
     count_project_roles, "use fewer roles"},
    {count("gcp-custom-role-permissions", "permissions of one custom role", "at most 3,000", 3000,
           kIamQuotas),
     count_role_permissions, "split the role"},
    {count("gcp-workload-attributes", "custom attributes that one workload provider maps",
           "at most 50", 50, kIamQuotas),
     count_workload_attributes, "map fewer attributes"},
    {count("gcp-bucket-name-once", "buckets of one name",
           "1: a bucket's name is its own in all the cloud", 1, kBucketNames),
     count_bucket_names, "call one of them something else"},
    {count("azure-storage-account-name-once", "storage accounts of one name",
           "1: the name is its own in all the cloud", 1, kAzureNames),
     count_storage_account_names, "call one of them something else"},
    {count("azure-key-vault-name-once", "key vaults of one name",
           "1: the name is its own in all the cloud", 1, kAzureNames),
     count_key_vault_names, "call one of them something else"},
    {count("azure-registry-name-once", "container registries of one name",
           "1: the name is its own in all the cloud", 1, kAzureNames),
     count_azure_registry_names, "call one of them something else"},
    {count("azure-policy-rules", "rules of one storage account's lifecycle policy", "at most 100",
           100, kAzureStorage),
     count_policy_rules, "use fewer upload buckets"},
    {count("azure-budget-notifications", "notifications of one budget",
           "at most 5, one a threshold", 5, kAzureBudgets),
     count_budget_notifications, "list fewer budget_notification_thresholds"},
    {count("azure-federated-credentials", "federated credentials of one identity", "at most 20", 20,
           kAzureIdentities),
     count_federated_credentials, "use several identities"},
    {soft(count("azure-role-assignments", "role assignments of the subscription",
                "4,000 unless Azure has granted more", 4000, kAzureLimits)),
     count_role_assignments, kUseAGroup},
    {count("azure-token-groups", "groups in one person's token",
           "at most 200, nested ones included; beyond that the token names none", 200,
           kEntraTokens),
     count_token_groups, "give the access to one group for all datasets"},
}};

}  // namespace

std::span<const CountRule> count_rules() { return kRules; }

}  // namespace cpginfra::report
