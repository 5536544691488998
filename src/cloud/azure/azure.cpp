// SPDX-License-Identifier: MIT
// What Azure's resource groups, budgets, identities, groups and registries are made of; storage and
// secrets have files of their own.
#include "cpginfra/cloud/azure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "cloud/azure/resource_types.hpp"
#include "internal/azure_names.hpp"

namespace cpginfra::cloud {
namespace {

constexpr std::string_view kOwnerRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
/// Azure's budgets end; this one does so late.
constexpr std::string_view kBudgetEnd = "2099-12-31T00:00:00Z";
/// What Azure takes in exchange for its own tokens.
constexpr std::string_view kTokenAudience = "api://AzureADTokenExchange";

/// Parts as per cent, without the digits that a product of fractions brings.
double per_cent(double part) { return std::round(part * 1e8) / 1e6; }

}  // namespace

AzureInfra::AzureInfra(const CPGInfrastructureConfig& config,
                       const CPGDatasetConfig& dataset_config, plan::Plan& plan)
    : CloudInfraBase(config, dataset_config, plan, CloudName::kAzure) {
  const auto& azure = *config.azure;
  const bool has_own_region =
      dataset_config.azure && !dataset_config.azure->region.value_or("").empty();
  region_ = values_.shared_text(has_own_region ? *dataset_config.azure->region : azure.region);
  subscription_scope_ = values_.shared_text("/subscriptions/" + azure.subscription);
  resource_group_ = values_.text(
      internal::azure_resource_group_name(azure.dataset_storage_prefix, dataset_config.dataset));
}

const plan::Resource& AzureInfra::declare(const plan::ResourceType& type, std::string_view name,
                                          std::initializer_list<plan::Field> inputs,
                                          std::initializer_list<const plan::Resource*> depends_on) {
  return plan_.declare(type, name, inputs, {.origin = origin_, .depends_on = depends_on});
}

bool AzureInfra::supports(Feature feature) const noexcept {
  return feature == Feature::kProjectRoles || feature == Feature::kTemporaryAccess;
}

std::string_view AzureInfra::storage_prefix() const noexcept {
  return config_.azure->dataset_storage_prefix;
}

std::string_view AzureInfra::config_bucket_name() const noexcept {
  return config_.azure->config_bucket_name;
}

void AzureInfra::finalise() { project(); }

void AzureInfra::complete() {
  for (const StorageAccount& account : storage_accounts_) declare_storage_policies(account);
  give_waiting_secret_roles();
  warn_of_idle_credentials();
}

// Resource groups and budgets.

const Project& AzureInfra::make_dataset_project() {
  return create_project("project", resource_group_, resource_group_);
}

const Project& AzureInfra::create_project(std::string_view key, const plan::Value& /*project_id*/,
                                          std::string_view label) {
  const std::string_view name = values_.text(internal::azure_resource_group_name("", label));
  const plan::Resource& resource = declare(azure::kResourceGroup, get_pulumi_name(key),
                                           {{"location", region_}, {"resourceGroupName", name}});
  const plan::Value id = plan_.attribute(resource, "name");
  return *values_.keep_one(Project{
      .target = {.kind = plan::TargetKind::kProject, .name = name, .resource = &resource},
      .id = id,
      .name = id,
      .number = id,
      .resource = &resource,
  });
}

/// Those who own the resource group are told by email.
const plan::Resource& AzureInfra::budget_alerts() {
  if (budget_alerts_ == nullptr) {
    const plan::Value owners = values_.object(
        {{"name", "owners"}, {"roleId", kOwnerRole}, {"useCommonAlertSchema", true}});
    budget_alerts_ = &declare(azure::kActionGroup, get_pulumi_name("budget-alerts"),
                              {{"actionGroupName", "budget-alerts"},
                               {"armRoleReceivers", values_.list({owners})},
                               {"enabled", true},
                               {"groupShortName", "budget"},
                               {"location", "Global"},
                               {"resourceGroupName", project().id}});
  }
  return *budget_alerts_;
}

/// A budget must begin in the month in which it is made, and its beginning cannot be changed. A
/// plan knows no dates; a deployment, which is made with the budget and keeps its outputs, does.
void AzureInfra::create_budget(std::string_view key, const Project& project, std::int64_t budget,
                               std::string_view time_grain) {
  static constexpr std::array<std::string_view, 1> kIgnored = {"timePeriod"};
  static constexpr plan::ResourceOptions kKeepPeriod{.ignore_changes = kIgnored};

  const plan::Value month =
      values_.object({{"defaultValue", "[utcNow('yyyy-MM-01T00:00:00Z')]"}, {"type", "string"}});
  const plan::Value output =
      values_.object({{"type", "string"}, {"value", "[parameters('month')]"}});
  const plan::Value document = values_.object(
      {{"$schema",
        "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"},
       {"contentVersion", "1.0.0.0"},
       {"outputs", values_.object({{"month", output}})},
       {"parameters", values_.object({{"month", month}})},
       {"resources", values_.list({})}});
  const std::string_view start_key = values_.text({key, "-start"});
  const plan::Resource& start =
      declare(azure::kDeployment, get_pulumi_name(start_key),
              {{"deploymentName", start_key},
               {"properties", values_.object({{"mode", "Incremental"}, {"template", document}})},
               {"resourceGroupName", project.id}});

  std::vector<plan::Field> notifications;
  for (double threshold : config_.budget_notification_thresholds) {
    const double percent = per_cent(threshold);
    const std::string notification = fmt::format("actual-{}-percent", percent);
    const bool is_twice =
        std::any_of(notifications.begin(), notifications.end(),
                    [&](const plan::Field& each) { return each.name == notification; });
    if (is_twice) continue;
    notifications.push_back(
        {values_.text(notification),
         values_.object({{"contactEmails", values_.list({})},
                         {"contactGroups", values_.list({plan_.attribute(budget_alerts(), "id")})},
                         {"enabled", true},
                         {"operator", "GreaterThanOrEqualTo"},
                         {"threshold", percent},
                         {"thresholdType", "Actual"}})});
  }
  const plan::Value period =
      values_.object({{"endDate", kBudgetEnd},
                      {"startDate", plan_.attribute(start, "properties.outputs.month.value")}});
  plan_.declare(
      azure::kBudget, get_pulumi_name(key),
      {{"amount", static_cast<double>(budget)},
       {"budgetName", values_.text(key)},
       {"category", "Cost"},
       {"notifications", notifications.empty() ? plan::Value() : values_.object(notifications)},
       {"scope", project_scope(project)},
       {"timeGrain", time_grain},
       {"timePeriod", period}},
      {.origin = origin_, .options = &kKeepPeriod});
}

void AzureInfra::create_monthly_budget(std::string_view key, const Project& project,
                                       std::int64_t budget) {
  create_budget(key, project, budget, "Monthly");
}

void AzureInfra::create_fixed_budget(std::string_view key, const Project& project,
                                     std::int64_t budget, const Date& /*start_date*/) {
  plan_.warn(origin_,
             fmt::format("Azure has no budget for all time: '{}' counts by the year", key));
  create_budget(key, project, budget, "Annually");
}

// Machine accounts.

const MachineAccount& AzureInfra::create_machine_account(std::string_view account_name) {
  return create_machine_account_in(account_name, project(),
                                   fmt::format("service-account-{}", account_name));
}

const MachineAccount& AzureInfra::create_machine_account_in(std::string_view account_name,
                                                            const Project& project,
                                                            std::string_view key) {
  const std::string_view name = values_.text(internal::azure_identity_name(account_name));
  const plan::Resource& resource =
      declare(azure::kIdentity, get_pulumi_name(key),
              {{"location", region_}, {"resourceGroupName", project.id}, {"resourceName", name}});
  const plan::Value object_id = plan_.attribute(resource, "principalId");
  const plan::Value id = plan_.attribute(resource, "id");
  const std::string_view label = values_.text({name, "@", project.target.name, ".azure"});
  return *values_.keep_one(MachineAccount{
      .target = {.kind = plan::TargetKind::kMachineAccount, .name = label, .resource = &resource},
      .principal = {.kind = plan::PrincipalKind::kMachineAccount,
                    .label = label,
                    .id = object_id,
                    .policy_member = object_id,
                    .resource = &resource},
      .email = plan_.attribute(resource, "clientId"),
      .id = id,
      .name = id,
      .resource = &resource,
  });
}

AzureInfra::Federation& AzureInfra::federation_of(const MachineAccount& account) {
  const auto [place, is_new] = federation_places_.try_emplace(&account, federations_.size());
  if (is_new) federations_.push_back({.account = &account});
  return federations_[place->second];
}

const plan::Resource& AzureInfra::add_federated_credential(std::string_view key,
                                                           const MachineAccount& account,
                                                           const plan::Value& issuer,
                                                           const plan::Value& subject) {
  Federation& federation = federation_of(account);
  const std::string_view name = values_.text(internal::azure_identity_name(key));
  const std::initializer_list<plan::Field> inputs = {
      {"audiences", values_.list({kTokenAudience})},
      {"federatedIdentityCredentialResourceName", name},
      {"issuer", issuer},
      {"resourceGroupName", account.resource->input("resourceGroupName")},
      {"resourceName", account.resource->input("resourceName")},
      {"subject", subject}};
  // Azure refuses two at once on one identity.
  const plan::Resource* before =
      federation.last_credential == nullptr ? account.resource : federation.last_credential;
  federation.last_credential =
      &declare(azure::kFederatedCredential, get_pulumi_name(key), inputs, {before});
  return *federation.last_credential;
}

plan::Value AzureInfra::get_credentials_for_machine_account(std::string_view /*key*/,
                                                            const MachineAccount& account) {
  federation_of(account).is_asked_for = true;
  return plan_.concat({R"({"clientId": ")", account.email, R"(", "subscriptionId": ")",
                       values_.shared_text(config_.azure->subscription), R"(", "tenantId": ")",
                       values_.shared_text(config_.azure->tenant), R"("})"});
}

void AzureInfra::warn_of_idle_credentials() {
  for (const Federation& federation : federations_) {
    if (!federation.is_asked_for || federation.last_credential != nullptr) continue;
    plan_.warn(origin_, fmt::format("nobody can log in as {} yet: it has no federated credential",
                                    federation.account->principal.label));
  }
}

// Groups.

const plan::Group& AzureInfra::create_group(std::string_view group_name,
                                            std::optional<std::string_view> description) {
  const std::string_view name = values_.text(group_name);
  const std::string_view about = values_.text(description.value_or(""));
  const plan::Resource& resource =
      declare(azure::kGroup, get_pulumi_name(fmt::format("{}-group", name)),
              {{"description", about.empty() ? plan::Value() : plan::Value(about)},
               {"displayName", name},
               {"preventDuplicateNames", true},
               {"securityEnabled", true}});
  const plan::Value object_id = plan_.attribute(resource, "objectId");
  return plan_.add_group({
      .name = name,
      .description = about,
      .cloud = origin_->cloud,
      .resource = &resource,
      .key = object_id,
      .principal = {.kind = plan::PrincipalKind::kGroup,
                    .label = name,
                    .id = object_id,
                    .policy_member = object_id,
                    .resource = &resource},
      .origin = origin_,
  });
}

// Registries.

const ContainerRegistry& AzureInfra::create_container_registry(std::string_view registry_name) {
  const std::string_view name = values_.text(internal::azure_registry_name(
      config_.azure->dataset_storage_prefix, dataset(), registry_name));
  const plan::Resource& resource = declare(
      azure::kRegistry, get_pulumi_name(fmt::format("container-registry-{}", registry_name)),
      {{"adminUserEnabled", false},
       {"location", region_},
       {"registryName", name},
       {"resourceGroupName", project().id},
       {"sku", values_.object({{"name", "Basic"}})}});
  return *values_.keep_one(ContainerRegistry{
      .target = {.kind = plan::TargetKind::kRegistry, .name = name, .resource = &resource},
      .name = plan_.attribute(resource, "name"),
      .resource = &resource,
  });
}

}  // namespace cpginfra::cloud
