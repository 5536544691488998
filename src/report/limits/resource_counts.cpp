// SPDX-License-Identifier: MIT
// Counts of resources, and of what one resource holds.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "internal/text.hpp"
#include "report/limits/counts.hpp"
#include "report/limits/known.hpp"
#include "report/limits/name_rules.hpp"

namespace cpginfra::report {
namespace {

constexpr std::string_view kAccount = "gcp:serviceaccount/account:Account";
constexpr std::string_view kKey = "gcp:serviceaccount/key:Key";
constexpr std::string_view kNotification = "gcp:storage/notification:Notification";
constexpr std::string_view kEntitlement = "gcp:privilegedaccessmanager/entitlement:entitlement";
constexpr std::string_view kBudget = "gcp:billing/budget:Budget";
constexpr std::string_view kOrganizationRole = "gcp:organizations/iAMCustomRole:IAMCustomRole";
constexpr std::string_view kProjectRole = "gcp:projects/iAMCustomRole:IAMCustomRole";
constexpr std::string_view kPoolProvider =
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
constexpr std::string_view kBucket = "gcp:storage/bucket:Bucket";
constexpr std::string_view kStorageAccount = "azure-native:storage:StorageAccount";
constexpr std::string_view kKeyVault = "azure-native:keyvault:Vault";
constexpr std::string_view kRoleAssignment = "azure-native:authorization:RoleAssignment";
constexpr std::string_view kAzureRegistry = "azure-native:containerregistry:Registry";
constexpr std::string_view kManagementPolicy = "azure-native:storage:ManagementPolicy";
constexpr std::string_view kAzureBudget = "azure-native:consumption:Budget";
constexpr std::string_view kFederatedCredential =
    "azure-native:managedidentity:FederatedIdentityCredential";
constexpr std::string_view kCustomAttribute = "attribute.";

std::string_view dataset_of(const plan::Resource* resource) {
  return resource->origin == nullptr ? std::string_view() : resource->origin->dataset;
}

/// The resource that a value refers to: as a whole, or by an attribute.
const plan::Resource* referred(const plan::Value& value) {
  if (value.resource() != nullptr) return value.resource();
  return value.deferred() == nullptr ? nullptr : value.deferred()->resource;
}

/// What people call the thing that a value refers to.
std::string name_of(const plan::Value& value) {
  if (const auto known = known_text(value)) return *known;
  if (const plan::Resource* resource = referred(value)) return resource_text(resource);
  return value_key(value);
}

/// How many resources of a type name the same thing in an input.
std::vector<Tally> count_by_input(const CountedPlan& counted, std::string_view token,
                                  std::string_view input) {
  std::unordered_map<std::string, std::size_t> places;
  std::vector<Tally> tallies;
  for (const plan::Resource* resource : counted.of(token)) {
    const plan::Value value = resource->input(input);
    const auto [found, is_new] = places.try_emplace(value_key(value), tallies.size());
    if (is_new) {
      const plan::Resource* owner = referred(value);
      tallies.push_back({.subject = name_of(value),
                         .count = 0,
                         .by_dataset = {},
                         .owner = owner == nullptr ? std::string_view() : dataset_of(owner),
                         .detail = {}});
    }
    Tally& tally = tallies[found->second];
    ++tally.count;
    ++tally.by_dataset[dataset_of(resource)];
  }
  return tallies;
}

/// The same for names that no two may have, in whatever case.
std::vector<Tally> count_names(const CountedPlan& counted, std::string_view token,
                               std::string_view input) {
  std::unordered_map<std::string, std::size_t> places;
  std::vector<Tally> tallies;
  for (const plan::Resource* resource : counted.of(token)) {
    const auto name = known_text(resource->input(input));
    if (!name) continue;
    const auto [found, is_new] = places.try_emplace(internal::lower_case(*name), tallies.size());
    if (is_new) {
      tallies.push_back(
          {.subject = *name, .count = 0, .by_dataset = {}, .owner = {}, .detail = {}});
    }
    Tally& tally = tallies[found->second];
    ++tally.count;
    tally.detail += fmt::format("{}{}", tally.detail.empty() ? "" : ", ", resource_text(resource));
  }
  return tallies;
}

Tally tally_of(const plan::Resource& resource, std::uint64_t count) {
  return {.subject = resource_text(&resource),
          .count = count,
          .by_dataset = {},
          .owner = {},
          .detail = {}};
}

/// `&&`, `||` and `!`, outside of quoted texts.
std::uint64_t operators_in(std::string_view condition) {
  std::uint64_t count = 0;
  char quote = '\0';
  for (std::size_t place = 0; place < condition.size(); ++place) {
    const char here = condition[place];
    const char next = place + 1 < condition.size() ? condition[place + 1] : '\0';
    if (quote != '\0') {
      if (here == '\\') {
        ++place;
      } else if (here == quote) {
        quote = '\0';
      }
    } else if (here == '"' || here == '\'') {
      quote = here;
    } else if ((here == '&' || here == '|') && here == next) {
      ++count;
      ++place;
    } else if (here == '!' && next != '=') {
      ++count;
    }
  }
  return count;
}

/// The conditions that a resource gives, wherever they stand in it.
void collect_conditions(const plan::Value& value, std::vector<plan::Value>& conditions) {
  for (const plan::Value& item : value.items()) collect_conditions(item, conditions);
  for (const plan::Field& field : value.fields()) {
    const bool is_condition = field.name == "conditionExpression" || field.name == "expression";
    if (is_condition) conditions.push_back(field.value);
    collect_conditions(field.value, conditions);
  }
}

bool is_iam_member(std::string_view token) {
  return token.starts_with("gcp:") &&
         (token.ends_with("IAMMember") || token.ends_with("IamMember"));
}

}  // namespace

std::vector<Tally> count_service_accounts(const CountedPlan& counted) {
  return count_by_input(counted, kAccount, "project");
}

std::vector<Tally> count_account_keys(const CountedPlan& counted) {
  std::vector<Tally> tallies = count_by_input(counted, kKey, "serviceAccountId");
  for (Tally& tally : tallies) tally.by_dataset.clear();
  return tallies;
}

std::vector<Tally> count_labels(const CountedPlan& counted) {
  std::vector<Tally> tallies;
  for (std::string_view token : labelled_tokens()) {
    for (const plan::Resource* resource : counted.of(token)) {
      const std::size_t count = resource->input("labels").fields().size();
      if (count > 0) tallies.push_back(tally_of(*resource, count));
    }
  }
  return tallies;
}

std::vector<Tally> count_notifications(const CountedPlan& counted) {
  std::vector<Tally> tallies = count_by_input(counted, kNotification, "bucket");
  for (Tally& tally : tallies) tally.by_dataset.clear();
  return tallies;
}

std::vector<Tally> count_eligible_users(const CountedPlan& counted) {
  std::vector<Tally> tallies;
  for (const plan::Resource* resource : counted.of(kEntitlement)) {
    tallies.push_back(tally_of(*resource, resource->input("eligibleUsers").items().size()));
  }
  return tallies;
}

std::vector<Tally> count_condition_operators(const CountedPlan& counted) {
  std::vector<Tally> tallies;
  for (const auto& [token, resources] : counted.by_token) {
    if (!is_iam_member(token) && token != kEntitlement) continue;
    for (const plan::Resource* resource : resources) {
      std::vector<plan::Value> conditions;
      for (const plan::Field& input : resource->inputs) {
        if (input.name == "condition" || input.name == "privilegedAccess") {
          collect_conditions(input.value, conditions);
        }
      }
      std::uint64_t most = 0;
      for (const plan::Value& condition : conditions) {
        most = std::max(most, operators_in(known_parts(condition)));
      }
      if (!conditions.empty()) tallies.push_back(tally_of(*resource, most));
    }
  }
  return tallies;
}

std::vector<Tally> count_binding_conditions(const CountedPlan& counted) {
  struct Bindings {
    const plan::Resource* first = nullptr;
    std::set<std::string> conditions;
  };
  std::unordered_map<std::string, Bindings> bindings;
  std::vector<std::string> order;
  for (const auto& [token, resources] : counted.by_token) {
    if (!is_iam_member(token)) continue;
    for (const plan::Resource* resource : resources) {
      const plan::Value condition = resource->input("condition");
      if (condition.is_null()) continue;
      std::string key(token);
      for (const plan::Field& input : resource->inputs) {
        if (input.name == "condition") continue;
        key += fmt::format(";{}={}", input.name, value_key(input.value));
      }
      Bindings& found = bindings[key];
      if (found.first == nullptr) {
        found.first = resource;
        order.push_back(key);
      }
      found.conditions.insert(value_key(condition));
    }
  }
  std::vector<Tally> tallies;
  for (const std::string& key : order) {
    const Bindings& found = bindings[key];
    tallies.push_back(tally_of(*found.first, found.conditions.size()));
  }
  return tallies;
}

std::vector<Tally> count_budgets(const CountedPlan& counted) {
  return count_by_input(counted, kBudget, "billingAccount");
}

std::vector<Tally> count_organization_roles(const CountedPlan& counted) {
  return count_by_input(counted, kOrganizationRole, "orgId");
}

std::vector<Tally> count_project_roles(const CountedPlan& counted) {
  return count_by_input(counted, kProjectRole, "project");
}

std::vector<Tally> count_role_permissions(const CountedPlan& counted) {
  std::vector<Tally> tallies;
  for (std::string_view token : {kOrganizationRole, kProjectRole}) {
    for (const plan::Resource* resource : counted.of(token)) {
      tallies.push_back(tally_of(*resource, resource->input("permissions").items().size()));
    }
  }
  return tallies;
}

std::vector<Tally> count_workload_attributes(const CountedPlan& counted) {
  std::vector<Tally> tallies;
  for (const plan::Resource* resource : counted.of(kPoolProvider)) {
    const auto fields = resource->input("attributeMapping").fields();
    const auto count = std::count_if(fields.begin(), fields.end(), [](const plan::Field& field) {
      return field.name.starts_with(kCustomAttribute);
    });
    tallies.push_back(tally_of(*resource, static_cast<std::uint64_t>(count)));
  }
  return tallies;
}

std::vector<Tally> count_bucket_names(const CountedPlan& counted) {
  return count_names(counted, kBucket, "name");
}

std::vector<Tally> count_storage_account_names(const CountedPlan& counted) {
  return count_names(counted, kStorageAccount, "accountName");
}

std::vector<Tally> count_key_vault_names(const CountedPlan& counted) {
  return count_names(counted, kKeyVault, "vaultName");
}

std::vector<Tally> count_azure_registry_names(const CountedPlan& counted) {
  return count_names(counted, kAzureRegistry, "registryName");
}

std::vector<Tally> count_policy_rules(const CountedPlan& counted) {
  std::vector<Tally> tallies;
  for (const plan::Resource* resource : counted.of(kManagementPolicy)) {
    tallies.push_back(tally_of(*resource, resource->input("policy").field("rules").items().size()));
  }
  return tallies;
}

std::vector<Tally> count_budget_notifications(const CountedPlan& counted) {
  std::vector<Tally> tallies;
  for (const plan::Resource* resource : counted.of(kAzureBudget)) {
    tallies.push_back(tally_of(*resource, resource->input("notifications").fields().size()));
  }
  return tallies;
}

/// An identity's name is unique in its resource group only, so both say which one it is.
std::vector<Tally> count_federated_credentials(const CountedPlan& counted) {
  std::unordered_map<std::string, std::size_t> places;
  std::vector<Tally> tallies;
  for (const plan::Resource* resource : counted.of(kFederatedCredential)) {
    const std::string key = value_key(resource->input("resourceGroupName")) + "/" +
                            value_key(resource->input("resourceName"));
    const auto [found, is_new] = places.try_emplace(key, tallies.size());
    if (is_new) {
      tallies.push_back({.subject = name_of(resource->input("resourceName")),
                         .count = 0,
                         .by_dataset = {},
                         .owner = {},
                         .detail = {}});
    }
    ++tallies[found->second].count;
  }
  return tallies;
}

std::vector<Tally> count_role_assignments(const CountedPlan& counted) {
  Tally tally{
      .subject = "the subscription", .count = 0, .by_dataset = {}, .owner = {}, .detail = {}};
  for (const plan::Resource* resource : counted.of(kRoleAssignment)) {
    ++tally.count;
    ++tally.by_dataset[dataset_of(resource)];
  }
  if (tally.count == 0) return {};
  return {tally};
}

}  // namespace cpginfra::report
