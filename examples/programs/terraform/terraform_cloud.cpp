// SPDX-License-Identifier: MIT
#include "terraform_cloud.hpp"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace terraform {
namespace {

using cpginfra::BucketMembership;
using cpginfra::ContainerRegistryMembership;
using cpginfra::MachineAccountRole;
using cpginfra::SecretMembership;
using cpginfra::cloud::access_level;
using cpginfra::cloud::ProjectRole;
using plan::PrincipalKind;
using plan::TargetKind;
using plan::Value;

// Which role gives what: policy as tables, in the order of the enumerators.

constexpr std::array<std::string_view, 1> kLists = {"roles/storage.legacyBucketReader"};
constexpr std::array<std::string_view, 1> kReads = {"roles/storage.objectViewer"};
constexpr std::array<std::string_view, 2> kAppends = {"roles/storage.objectViewer",
                                                      "roles/storage.objectCreator"};
constexpr std::array<std::string_view, 1> kMutates = {"roles/storage.objectUser"};
constexpr std::array<std::span<const std::string_view>, 4> kBucketRoles = {kLists, kReads, kAppends,
                                                                           kMutates};
constexpr std::array<std::string_view, 2> kSecretRoles = {
    "roles/secretmanager.secretAccessor", "roles/secretmanager.secretVersionManager"};
constexpr std::array<std::string_view, 2> kRegistryRoles = {"roles/artifactregistry.reader",
                                                            "roles/artifactregistry.writer"};
constexpr std::array<std::string_view, 4> kAccountRoles = {
    "roles/iam.serviceAccountUser", "roles/iam.serviceAccountAdmin",
    "roles/iam.serviceAccountKeyAdmin", "roles/iam.serviceAccountTokenCreator"};
constexpr std::array<std::string_view, 12> kProjectRoles = {
    "roles/batch.agentReporter",
    "roles/batch.jobsEditor",
    "roles/browser",
    "roles/compute.admin",
    "roles/compute.viewer",
    "roles/dataproc.admin",
    "roles/dataproc.viewer",
    "roles/dataproc.worker",
    "roles/logging.viewer",
    "roles/monitoring.viewer",
    "roles/iam.roleViewer",
    "roles/serviceusage.serviceUsageConsumer",
};

// Types of which an engine must know what is secret.

constexpr std::array<std::string_view, 1> kSecretOutputs = {"private_key"};
constexpr plan::ResourceType kServiceAccountKey{.token = "google_service_account_key",
                                                .secret_outputs = kSecretOutputs};
constexpr std::array<std::string_view, 1> kSecretInputs = {"secret_data"};
constexpr plan::ResourceType kSecretVersion{.token = "google_secret_manager_secret_version",
                                            .secret_inputs = kSecretInputs};

template <typename Enum>
std::size_t place(Enum value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

TerraformCloud::TerraformCloud(const cpginfra::CPGInfrastructureConfig& config,
                               const cpginfra::CPGDatasetConfig& dataset_config, plan::Plan& plan)
    : CloudInfraBase(config, dataset_config, plan, cpginfra::CloudName::kGcp),
      region_(values_.shared_text(dataset_config.gcp.region.value_or(config.gcp->region))) {}

const plan::Resource& TerraformCloud::declare(std::string_view type, std::string_view name,
                                              std::initializer_list<plan::Field> inputs) {
  return plan_.declare(plan_.make_type(type), name, inputs, {.origin = origin_});
}

bool TerraformCloud::supports(cpginfra::cloud::Feature feature) const noexcept {
  return feature == cpginfra::cloud::Feature::kProjectRoles;
}

std::string_view TerraformCloud::storage_prefix() const noexcept {
  return config_.gcp->dataset_storage_prefix;
}

std::string_view TerraformCloud::config_bucket_name() const noexcept {
  return config_.gcp->config_bucket_name;
}

// Projects and budgets.

const Project& TerraformCloud::make_dataset_project() {
  const std::string& configured = dataset_config_.gcp.project;
  const std::string_view id = values_.text(configured.empty() ? dataset() : configured);
  return create_project("project", id, id);
}

const Project& TerraformCloud::create_project(std::string_view key, const Value& project_id,
                                              std::string_view label) {
  const Value domain = values_.object({{"domain", values_.shared_text(config_.domain)}});
  const plan::Resource& resource =
      declare("google_project", get_pulumi_name(key),
              {{"billing_account", values_.shared_text(config_.billing->gcp.account_id)},
               {"name", project_id},
               {"org_id", plan_.invoke("google_organization", domain, "org_id")},
               {"project_id", project_id}});
  return *values_.keep_one(
      Project{.target = {.kind = TargetKind::kProject, .name = label, .resource = &resource},
              .id = plan_.attribute(resource, "project_id"),
              .name = plan_.attribute(resource, "name"),
              .number = plan_.attribute(resource, "number"),
              .resource = &resource});
}

void TerraformCloud::create_budget(std::string_view key, const Project& project,
                                   std::int64_t budget, const plan::Field& period) {
  const Value projects = values_.list({plan_.concat({"projects/", project.number})});
  const Value amount =
      values_.object({{"currency_code", values_.shared_text(config_.budget_currency)},
                      {"units", values_.text(std::to_string(budget))}});
  std::vector<Value> thresholds;
  thresholds.reserve(config_.budget_notification_thresholds.size());
  for (double threshold : config_.budget_notification_thresholds) {
    thresholds.push_back(values_.object({{"threshold_percent", threshold}}));
  }
  declare("google_billing_budget", get_pulumi_name(key),
          {{"amount", values_.object({{"specified_amount", amount}})},
           {"billing_account", values_.shared_text(config_.billing->gcp.account_id)},
           {"budget_filter", values_.object({{"projects", projects}, period})},
           {"display_name", project.name},
           {"threshold_rules", values_.list(thresholds)}});
}

void TerraformCloud::create_monthly_budget(std::string_view key, const Project& project,
                                           std::int64_t budget) {
  create_budget(key, project, budget, {.name = "calendar_period", .value = "MONTH"});
}

void TerraformCloud::create_fixed_budget(std::string_view key, const Project& project,
                                         std::int64_t budget,
                                         const cpginfra::cloud::Date& start_date) {
  const Value start = values_.object(
      {{"day", start_date.day}, {"month", start_date.month}, {"year", start_date.year}});
  create_budget(key, project, budget,
                {.name = "custom_period", .value = values_.object({{"start_date", start}})});
}

void TerraformCloud::add_project_role(std::string_view key, const plan::Principal& member,
                                      ProjectRole role, const Project& project) {
  const std::string_view name = kProjectRoles.at(place(role));
  const plan::Resource& resource =
      declare("google_project_iam_member", get_pulumi_name(key),
              {{"member", member.policy_member}, {"project", project.id}, {"role", name}});
  record(member, project.target, plan::AccessLevel::kRole, name, &resource);
}

// Buckets.

Value TerraformCloud::rule(const Value& action, const Value& condition) {
  return values_.object({{"action", action}, {"condition", condition}});
}

Value TerraformCloud::bucket_rule_undelete(int days) {
  return rule(values_.object({{"type", "Delete"}}),
              values_.object({{"days_since_noncurrent_time", days}, {"with_state", "ARCHIVED"}}));
}

Value TerraformCloud::bucket_rule_temporary(int days, absl::Span<const std::string_view> prefixes) {
  const std::vector<Value> items(prefixes.begin(), prefixes.end());
  const Value matches = items.empty() ? Value() : values_.list(items);
  return rule(values_.object({{"type", "Delete"}}),
              values_.object({{"age", days}, {"matches_prefix", matches}}));
}

Value TerraformCloud::bucket_rule_archive(std::int64_t days) {
  return rule(values_.object({{"storage_class", "ARCHIVE"}, {"type", "SetStorageClass"}}),
              values_.object({{"age", days}}));
}

const Bucket& TerraformCloud::create_bucket(const BucketSpec& spec) {
  return make_bucket(spec, values_.text({storage_prefix(), dataset(), "-", spec.name}));
}

const Bucket& TerraformCloud::create_unique_bucket(const BucketSpec& spec) {
  return make_bucket(spec, values_.text(spec.name));
}

const Bucket& TerraformCloud::make_bucket(const BucketSpec& spec, std::string_view bucket_name) {
  const Value autoclass = spec.autoclass ? values_.object({{"enabled", true}}) : Value();
  const Value soft_delete =
      spec.soft_delete_protection ? Value() : values_.object({{"retention_duration_seconds", 0}});
  const plan::Resource& resource =
      declare("google_storage_bucket", get_pulumi_name(std::string(spec.name) + "-bucket"),
              {{"autoclass", autoclass},
               {"lifecycle_rule", values_.list(spec.lifecycle_rules)},
               {"location", region_},
               {"name", bucket_name},
               {"project", (spec.project != nullptr ? *spec.project : project()).id},
               {"requester_pays", spec.requester_pays},
               {"soft_delete_policy", soft_delete},
               {"uniform_bucket_level_access", true},
               {"versioning", values_.object({{"enabled", spec.versioning}})}});
  return *values_.keep_one(
      Bucket{.target = {.kind = TargetKind::kBucket, .name = bucket_name, .resource = &resource},
             .name = plan_.attribute(resource, "name"),
             .resource = &resource});
}

Value TerraformCloud::bucket_output_path(const Bucket& bucket) {
  // The name is known, so that whole files of such paths can be written.
  return values_.text({"gs://", bucket.target.name});
}

void TerraformCloud::add_member_to_bucket(std::string_view key, const Bucket& bucket,
                                          const plan::Principal& member,
                                          BucketMembership membership) {
  for (std::string_view role : kBucketRoles.at(place(membership))) {
    // One resource a role, named after what follows the point: `…-objectViewer`.
    const std::string name = std::string(key) + "-" + std::string(role.substr(role.find('.') + 1));
    const plan::Resource& resource =
        declare("google_storage_bucket_iam_member", get_pulumi_name(name),
                {{"bucket", bucket.name}, {"member", member.policy_member}, {"role", role}});
    const bool is_last = role == kBucketRoles.at(place(membership)).back();
    if (is_last) record(member, bucket.target, access_level(membership), role, &resource);
  }
}

void TerraformCloud::give_member_ability_to_list_buckets(std::string_view key,
                                                         const plan::Principal& member,
                                                         const Project& project) {
  constexpr std::string_view kRole = "roles/storage.bucketViewer";
  const plan::Resource& resource =
      declare("google_project_iam_member", get_pulumi_name(key),
              {{"member", member.policy_member}, {"project", project.id}, {"role", kRole}});
  record(member, project.target, plan::AccessLevel::kRole, kRole, &resource);
}

void TerraformCloud::add_blob_to_bucket(std::string_view resource_name, const Bucket& bucket,
                                        const Value& output_name, const Value& contents) {
  declare("google_storage_bucket_object", resource_name,
          {{"bucket", bucket.name}, {"content", contents}, {"name", output_name}});
}

// Machine accounts.

const MachineAccount& TerraformCloud::create_machine_account(std::string_view account_name) {
  return create_machine_account_in(account_name, project(),
                                   "service-account-" + std::string(account_name));
}

const MachineAccount& TerraformCloud::create_machine_account_in(std::string_view account_name,
                                                                const Project& project,
                                                                std::string_view key) {
  const std::string_view account_id = values_.text(account_name);
  const plan::Resource& resource = declare("google_service_account", get_pulumi_name(key),
                                           {{"account_id", account_id}, {"project", project.id}});
  const std::string_view email =
      values_.text({account_id, "@", project.target.name, ".iam.gserviceaccount.com"});
  return *values_.keep_one(MachineAccount{
      .target = {.kind = TargetKind::kMachineAccount, .name = email, .resource = &resource},
      .principal = {.kind = PrincipalKind::kMachineAccount,
                    .label = email,
                    .id = email,
                    .policy_member = plan_.attribute(resource, "member"),
                    .resource = &resource},
      .email = email,
      .id = plan_.attribute(resource, "id"),
      .name = plan_.attribute(resource, "name"),
      .resource = &resource});
}

void TerraformCloud::add_member_to_machine_account_role(std::string_view key,
                                                        const MachineAccount& account,
                                                        const plan::Principal& member,
                                                        MachineAccountRole role) {
  const std::string_view name = kAccountRoles.at(place(role));
  const plan::Resource& resource = declare(
      "google_service_account_iam_member", get_pulumi_name(key),
      {{"member", member.policy_member}, {"role", name}, {"service_account_id", account.name}});
  record(member, account.target, access_level(role), name, &resource);
}

Value TerraformCloud::get_credentials_for_machine_account(std::string_view key,
                                                          const MachineAccount& account) {
  const plan::Resource& resource =
      plan_.declare(kServiceAccountKey, get_pulumi_name(key),
                    {{"service_account_id", account.name}}, {.origin = origin_});
  return plan_.call(*plan::find_function("base64-decode"),
                    {plan_.attribute(resource, "private_key")});
}

// Groups.

const plan::Group& TerraformCloud::create_group(std::string_view group_name,
                                                std::optional<std::string_view> description) {
  const std::string_view name = values_.text(group_name);
  const std::string_view email = values_.text({name, "@", config_.gcp->groups_domain});
  const std::string_view initial_config =
      config_.gcp->create_empty_groups ? "EMPTY" : "WITH_INITIAL_OWNER";
  const Value labels = values_.object(
      {{"cloudidentity.googleapis.com/groups.discussion_forum", std::string_view("")}});
  const plan::Resource& resource =
      declare("google_cloud_identity_group", get_pulumi_name(std::string(name) + "-group"),
              {{"description", description ? Value(values_.text(*description)) : Value()},
               {"display_name", name},
               {"group_key", values_.object({{"id", email}})},
               {"initial_group_config", initial_config},
               {"labels", labels},
               {"parent", values_.text({"customers/", config_.gcp->customer_id})}});
  const Value key_id = plan_.attribute(resource, "group_key[0].id");
  return plan_.add_group({.name = name,
                          .description = values_.text(description.value_or("")),
                          .cloud = origin_->cloud,
                          .resource = &resource,
                          .key = plan_.attribute(resource, "id"),
                          .principal = {.kind = PrincipalKind::kGroup,
                                        .label = email,
                                        .id = key_id,
                                        .policy_member = plan_.concat({"group:", key_id}),
                                        .resource = &resource},
                          .origin = origin_});
}

void TerraformCloud::add_group_member(std::string_view resource_name, const plan::Group& group,
                                      const plan::Principal& member) {
  if (config_.disable_group_memberships) return;
  const plan::Resource& resource =
      declare("google_cloud_identity_group_membership", resource_name,
              {{"group", group.key},
               {"preferred_member_key", values_.object({{"id", member.id}})},
               {"roles", values_.list({values_.object({{"name", "MEMBER"}})})}});
  plan_.add_membership({.group = &group,
                        .group_name = group.name,
                        .member = &member,
                        .declared_by = &resource,
                        .origin = group.origin});
}

void TerraformCloud::add_member_to_existing_group(std::string_view key, const Value& group_id,
                                                  std::string_view label,
                                                  const plan::Principal& member) {
  if (config_.disable_group_memberships) return;
  const plan::Resource& resource =
      declare("google_cloud_identity_group_membership", get_pulumi_name(key),
              {{"group", group_id},
               {"preferred_member_key", values_.object({{"id", member.id}})},
               {"roles", values_.list({values_.object({{"name", "MEMBER"}})})}});
  plan_.add_membership({.group_name = values_.shared_text(label),
                        .member = &member,
                        .declared_by = &resource,
                        .origin = origin_});
}

// Secrets.

const Secret& TerraformCloud::create_secret(std::string_view secret_name) {
  return create_secret_in(secret_name, project(), get_pulumi_name(secret_name));
}

const Secret& TerraformCloud::create_secret_in(std::string_view secret_name, const Project& project,
                                               std::string_view resource_name) {
  const std::string_view name = values_.text(secret_name);
  const Value replicas = values_.list({values_.object({{"location", region_}})});
  const Value replication =
      values_.object({{"user_managed", values_.object({{"replicas", replicas}})}});
  const plan::Resource& resource =
      declare("google_secret_manager_secret", resource_name,
              {{"project", project.id}, {"replication", replication}, {"secret_id", name}});
  return *values_.keep_one(
      Secret{.target = {.kind = TargetKind::kSecret, .name = name, .resource = &resource},
             .id = plan_.attribute(resource, "id"),
             .resource = &resource});
}

const Secret& TerraformCloud::existing_secret(std::string_view secret_name,
                                              const Project& project) {
  const std::string_view name = values_.shared_text(secret_name);
  return *values_.keep_one(
      Secret{.target = {.kind = TargetKind::kSecret, .name = name},
             .id = plan_.concat({"projects/", project.id, "/secrets/", name})});
}

void TerraformCloud::add_secret_member(std::string_view key, const Secret& secret,
                                       const plan::Principal& member, SecretMembership membership,
                                       const Project& project) {
  const std::string_view role = kSecretRoles.at(place(membership));
  const plan::Resource& resource =
      declare("google_secret_manager_secret_iam_member", get_pulumi_name(key),
              {{"member", member.policy_member},
               {"project", project.id},
               {"role", role},
               {"secret_id", secret.id}});
  record(member, secret.target, access_level(membership), role, &resource);
}

void TerraformCloud::add_secret_version(std::string_view key, const Secret& secret,
                                        const Value& contents) {
  plan_.declare(kSecretVersion, get_pulumi_name(key),
                {{"secret", secret.id}, {"secret_data", contents}}, {.origin = origin_});
}

// Registries.

const ContainerRegistry& TerraformCloud::create_container_registry(std::string_view registry_name) {
  const std::string_view name = values_.text(registry_name);
  const plan::Resource& resource =
      declare("google_artifact_registry_repository",
              get_pulumi_name("artifact-registry-" + std::string(name)),
              {{"format", "DOCKER"},
               {"location", region_},
               {"project", project().id},
               {"repository_id", name}});
  return *values_.keep_one(ContainerRegistry{
      .target = {.kind = TargetKind::kRegistry, .name = name, .resource = &resource},
      .name = plan_.attribute(resource, "name"),
      .resource = &resource});
}

void TerraformCloud::add_member_to_container_registry(std::string_view key,
                                                      const ContainerRegistry& registry,
                                                      const plan::Principal& member,
                                                      ContainerRegistryMembership membership,
                                                      const Project& project) {
  const std::string_view role = kRegistryRoles.at(place(membership));
  const plan::Resource& resource =
      declare("google_artifact_registry_repository_iam_member", get_pulumi_name(key),
              {{"location", region_},
               {"member", member.policy_member},
               {"project", project.id},
               {"repository", registry.name},
               {"role", role}});
  record(member, registry.target, access_level(membership), role, &resource);
}

// Principals.

plan::Principal TerraformCloud::principal_of(std::string_view id) {
  struct Row {
    std::string_view domain;
    std::string_view prefix;
    PrincipalKind kind;
  };
  const std::array<Row, 3> rows = {{
      {".gserviceaccount.com", "serviceAccount:", PrincipalKind::kMachineAccount},
      {config_.gcp->groups_domain, "group:", PrincipalKind::kGroup},
      {"", "user:", PrincipalKind::kPerson},
  }};
  for (const Row& row : rows) {
    if (!id.ends_with(row.domain)) continue;
    return {
        .kind = row.kind, .label = id, .id = id, .policy_member = values_.text({row.prefix, id})};
  }
  return {};
}

Value TerraformCloud::policy_member_of(const Value& id) {
  return plan_.concat({"serviceAccount:", id});
}

}  // namespace terraform
