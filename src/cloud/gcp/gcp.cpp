// SPDX-License-Identifier: MIT
// What Google Cloud's resources are made of; who gets which access to them is in access.cpp.
#include "cpginfra/cloud/gcp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cloud/gcp/resource_types.hpp"
#include "cloud/services/dynamic_resource.hpp"

namespace cpginfra::cloud {

GcpInfrastructure::GcpInfrastructure(const CPGInfrastructureConfig& config,
                                     const CPGDatasetConfig& dataset_config, plan::Plan& plan)
    : CloudInfraBase(config, dataset_config, plan, CloudName::kGcp) {
  const auto& region = dataset_config.gcp.region;
  region_ = values_.shared_text(region && !region->empty() ? *region : config.gcp->region);
}

const plan::Resource& GcpInfrastructure::declare(
    const plan::ResourceType& type, std::string_view name,
    std::initializer_list<plan::Field> inputs,
    std::initializer_list<const plan::Resource*> depends_on) {
  return plan_.declare(type, name, inputs, {.origin = origin_, .depends_on = depends_on});
}

plan::Value GcpInfrastructure::organization(std::string_view field) {
  const plan::Value arguments = values_.object({{"domain", values_.shared_text(config_.domain)}});
  return plan_.invoke(gcp::kGetOrganization, arguments, field);
}

bool GcpInfrastructure::supports(Feature /*feature*/) const noexcept { return true; }

std::string_view GcpInfrastructure::storage_prefix() const noexcept {
  return config_.gcp->dataset_storage_prefix;
}

std::string_view GcpInfrastructure::config_bucket_name() const noexcept {
  return config_.gcp->config_bucket_name;
}

// Projects and budgets.

const Project& GcpInfrastructure::make_dataset_project() {
  const std::string& configured = dataset_config_.gcp.project;
  const std::string_view id = values_.text(configured.empty() ? dataset() : configured);
  return create_project("project", id, id);
}

const Project& GcpInfrastructure::create_project(std::string_view key,
                                                 const plan::Value& project_id,
                                                 std::string_view label) {
  const plan::ResourceOptions* options = nullptr;
  if (key.find("shared") != std::string_view::npos) {
    const plan::Alias former{
        .name = values_.text({"gcp-", dataset_config_.gcp.project, "-shared-project"})};
    options = values_.keep_one(plan::ResourceOptions{.aliases = {values_.keep_one(former), 1}});
  }
  const plan::Resource& resource =
      plan_.declare(gcp::kProject, get_pulumi_name(key),
                    {{"billingAccount", values_.shared_text(config_.billing->gcp.account_id)},
                     {"deletionPolicy", "ABANDON"},
                     {"name", project_id},
                     {"orgId", organization("orgId")},
                     {"projectId", project_id}},
                    {.origin = origin_, .options = options});
  return *values_.keep_one(Project{
      .target = {.kind = plan::TargetKind::kProject, .name = label, .resource = &resource},
      .id = plan_.attribute(resource, "projectId"),
      .name = plan_.attribute(resource, "name"),
      .number = plan_.attribute(resource, "number"),
      .resource = &resource,
  });
}

void GcpInfrastructure::create_budget(std::string_view key, const Project& project,
                                      std::int64_t budget, const plan::Value& filter) {
  plan::Value threshold_rules;
  plan::Value all_updates_rule;
  if (const auto& topic = config_.gcp->budget_notification_pubsub; topic && !topic->empty()) {
    std::vector<plan::Value> thresholds;
    thresholds.reserve(config_.budget_notification_thresholds.size());
    for (double threshold : config_.budget_notification_thresholds) {
      thresholds.push_back(values_.object({{"thresholdPercent", threshold}}));
    }
    threshold_rules = values_.list(thresholds);
    all_updates_rule =
        values_.object({{"pubsubTopic", values_.shared_text(*topic)}, {"schemaVersion", "1.0"}});
  }
  const plan::Value amount = values_.object(
      {{"specifiedAmount",
        values_.object({{"currencyCode", values_.shared_text(config_.budget_currency)},
                        {"nanos", 0},
                        {"units", values_.text(fmt::format_int(budget).str())}})}});
  declare(gcp::kBudget, get_pulumi_name(key),
          {{"allUpdatesRule", all_updates_rule},
           {"amount", amount},
           {"billingAccount", values_.shared_text(config_.billing->gcp.account_id)},
           {"budgetFilter", filter},
           {"displayName", project.name},
           {"thresholdRules", threshold_rules}},
          {&service(GcpService::kCloudBillingBudgets)});
}

/// What a budget names a project by.
plan::Value GcpInfrastructure::numbered(const Project& project) {
  if (!project.number.is_null()) return plan_.concat({"projects/", project.number});
  const plan::Value number =
      plan_.invoke(gcp::kGetProject, values_.object({{"projectId", project.id}}), "number");
  return plan_.concat({"projects/", number});
}

void GcpInfrastructure::create_monthly_budget(std::string_view key, const Project& project,
                                              std::int64_t budget) {
  const plan::Value projects = values_.list({numbered(project)});
  // The cloud's name stands twice in a budget's name; changing that would replace every budget.
  create_budget(get_pulumi_name(key), project, budget,
                values_.object({{"calendarPeriod", "MONTH"},
                                {"creditTypesTreatment", "INCLUDE_ALL_CREDITS"},
                                {"projects", projects}}));
}

void GcpInfrastructure::create_fixed_budget(std::string_view key, const Project& project,
                                            std::int64_t budget, const Date& start_date) {
  const plan::Value projects = values_.list({numbered(project)});
  const plan::Value start = values_.object(
      {{"day", start_date.day}, {"month", start_date.month}, {"year", start_date.year}});
  create_budget(get_pulumi_name(key), project, budget,
                values_.object({{"customPeriod", values_.object({{"startDate", start}})},
                                {"projects", projects}}));
}

// Buckets.

plan::Value GcpInfrastructure::bucket_rule_undelete(int days) {
  return values_.object({{"action", values_.object({{"type", "Delete"}})},
                         {"condition", values_.object({{"daysSinceNoncurrentTime", days},
                                                       {"withState", "ARCHIVED"}})}});
}

plan::Value GcpInfrastructure::bucket_rule_temporary(int days,
                                                     absl::Span<const std::string_view> prefixes) {
  plan::Value matches;
  if (!prefixes.empty()) {
    matches = values_.list(std::vector<plan::Value>(prefixes.begin(), prefixes.end()));
  }
  return values_.object(
      {{"action", values_.object({{"type", "Delete"}})},
       {"condition", values_.object({{"age", days}, {"matchesPrefixes", matches}})}});
}

plan::Value GcpInfrastructure::bucket_rule_archive(std::int64_t days) {
  return values_.object(
      {{"action", values_.object({{"storageClass", "ARCHIVE"}, {"type", "SetStorageClass"}})},
       {"condition", values_.object({{"age", days}})}});
}

plan::Value GcpInfrastructure::bucket_rule_abort_incomplete_multipart_upload(int days) {
  return values_.object({{"action", values_.object({{"type", "AbortIncompleteMultipartUpload"}})},
                         {"condition", values_.object({{"age", days}})}});
}

const Bucket& GcpInfrastructure::create_bucket(const BucketSpec& spec) {
  return make_bucket(
      spec, values_.text({config_.gcp->dataset_storage_prefix, dataset(), "-", spec.name}));
}

const Bucket& GcpInfrastructure::create_unique_bucket(const BucketSpec& spec) {
  return make_bucket(spec, values_.text(spec.name));
}

const Bucket& GcpInfrastructure::make_bucket(const BucketSpec& spec, std::string_view bucket_name) {
  if (abort_incomplete_upload_rule_.is_null()) {
    abort_incomplete_upload_rule_ =
        bucket_rule_abort_incomplete_multipart_upload(kAbortIncompleteUploadDays);
  }
  std::vector<plan::Value> rules(spec.lifecycle_rules.begin(), spec.lifecycle_rules.end());
  rules.push_back(abort_incomplete_upload_rule_);

  // Unset, not false, where the bucket keeps the cloud's own default: no change on old buckets.
  const plan::Value autoclass =
      spec.autoclass ? values_.object({{"enabled", true}}) : plan::Value();
  const plan::Value soft_delete = spec.soft_delete_protection
                                      ? plan::Value()
                                      : values_.object({{"retentionDurationSeconds", 0}});
  const plan::Resource& resource =
      declare(gcp::kBucket, get_pulumi_name(fmt::format("{}-bucket", spec.name)),
              {{"autoclass", autoclass},
               {"labels", values_.object({{"bucket", bucket_name}})},
               {"lifecycleRules", values_.list(rules)},
               {"location", region_},
               {"name", bucket_name},
               {"project", (spec.project != nullptr ? *spec.project : project()).id},
               {"requesterPays", spec.requester_pays},
               {"softDeletePolicy", soft_delete},
               {"uniformBucketLevelAccess", true},
               {"versioning", values_.object({{"enabled", spec.versioning}})}});
  return *values_.keep_one(Bucket{
      .target = {.kind = plan::TargetKind::kBucket, .name = bucket_name, .resource = &resource},
      .name = plan_.attribute(resource, "name"),
      .resource = &resource,
  });
}

plan::Value GcpInfrastructure::bucket_output_path(const Bucket& bucket) {
  return plan_.concat({"gs://", bucket.name});
}

void GcpInfrastructure::add_blob_to_bucket(std::string_view resource_name, const Bucket& bucket,
                                           const plan::Value& output_name,
                                           const plan::Value& contents) {
  declare(gcp::kBucketObject, resource_name,
          {{"bucket", bucket.resource != nullptr ? plan::Value(bucket.resource) : bucket.name},
           {"content", contents},
           {"name", output_name}});
}

// Machine accounts.

const MachineAccount& GcpInfrastructure::create_machine_account(std::string_view account_name) {
  return create_machine_account_in(account_name, project(),
                                   fmt::format("service-account-{}", account_name));
}

const MachineAccount& GcpInfrastructure::create_machine_account_in(std::string_view account_name,
                                                                   const Project& project,
                                                                   std::string_view key) {
  const std::string_view account_id = values_.text(account_name);
  return create_machine_account_of(account_id, account_id, project, key);
}

const MachineAccount& GcpInfrastructure::create_machine_account_of(const plan::Value& account_id,
                                                                   std::string_view label,
                                                                   const Project& project,
                                                                   std::string_view key) {
  const plan::Resource& resource = declare(
      gcp::kServiceAccount, get_pulumi_name(key),
      {{"accountId", account_id}, {"createIgnoreAlreadyExists", true}, {"project", project.id}},
      {&service(GcpService::kIam)});
  return keep_account(resource, label, project.target.name);
}

const MachineAccount& GcpInfrastructure::keep_account(const plan::Resource& resource,
                                                      std::string_view account_id,
                                                      std::string_view project_id) {
  const plan::Value email = plan_.attribute(resource, "email");
  const std::string_view label =
      values_.text({account_id, "@", project_id, ".iam.gserviceaccount.com"});
  return *values_.keep_one(MachineAccount{
      .target = {.kind = plan::TargetKind::kMachineAccount, .name = label, .resource = &resource},
      .principal = {.kind = plan::PrincipalKind::kMachineAccount,
                    .label = label,
                    .id = email,
                    .policy_member = plan_.concat({"serviceAccount:", email}),
                    .resource = &resource},
      .email = email,
      .id = plan_.attribute(resource, "id"),
      .name = plan_.attribute(resource, "name"),
      .resource = &resource,
  });
}

const MachineAccount* GcpInfrastructure::create_access_broker() {
  constexpr std::string_view kBrokerId = "pam-broker";
  const std::string_view project_id = values_.shared_text(dataset_config_.gcp.project);
  const plan::Resource& resource =
      declare(gcp::kServiceAccount, fmt::format("{}-{}", project_id, kBrokerId),
              {{"accountId", kBrokerId},
               {"createIgnoreAlreadyExists", true},
               {"description", "Service account used by GitHub Actions to request PAM grants"},
               {"displayName", "PAM Broker for GitHub Actions"},
               {"project", project_id}});
  return &keep_account(resource, kBrokerId, project_id);
}

plan::Value GcpInfrastructure::get_credentials_for_machine_account(std::string_view key,
                                                                   const MachineAccount& account) {
  const plan::Resource& resource =
      declare(gcp::kServiceAccountKey, get_pulumi_name(key), {{"serviceAccountId", account.email}});
  return plan_.call(*plan::find_function("base64-decode"),
                    {plan_.attribute(resource, "privateKey")});
}

// Groups.

const plan::Group& GcpInfrastructure::create_group(std::string_view group_name,
                                                   std::optional<std::string_view> description) {
  static constexpr std::array<std::string_view, 1> kIgnored = {"initialGroupConfig"};
  // Groups that are older than the stack have no initial configuration: its change means nothing.
  static constexpr plan::ResourceOptions kGroupOptions{.ignore_changes = kIgnored};

  const auto& gcp_config = *config_.gcp;
  const std::string_view name = values_.text(group_name);
  const std::string_view email = values_.text({name, "@", gcp_config.groups_domain});
  const std::string_view initial_config =
      gcp_config.create_empty_groups ? "EMPTY" : "WITH_INITIAL_OWNER";
  const plan::Value labels = values_.object(
      {{"cloudidentity.googleapis.com/groups.discussion_forum", std::string_view("")}});
  const plan::Resource& resource = plan_.declare(
      gcp::kGroup, get_pulumi_name(fmt::format("{}-group", name)),
      {{"description", description ? plan::Value(values_.text(*description)) : plan::Value()},
       {"displayName", name},
       {"groupKey", values_.object({{"id", email}})},
       {"initialGroupConfig", initial_config},
       {"labels", labels},
       {"parent", values_.text({"customers/", gcp_config.customer_id})}},
      {.origin = origin_,
       .depends_on = {&service(GcpService::kCloudIdentity)},
       .options = &kGroupOptions});
  if (gcp_config.allow_external_group_members) {
    declare(
        kDynamicResource, get_pulumi_name(fmt::format("{}-group-settings", name)),
        {{"group_email", email}, {"settings", values_.object({{"allowExternalMembers", "true"}})}},
        {&resource});
  }
  const plan::Value key_id = plan_.attribute(resource, "groupKey.id");
  return plan_.add_group({
      .name = name,
      .description = values_.text(description.value_or("")),
      .cloud = origin_->cloud,
      .resource = &resource,
      .key = plan_.attribute(resource, "id"),
      .principal = {.kind = plan::PrincipalKind::kGroup,
                    .label = email,
                    .id = key_id,
                    .policy_member = plan_.concat({"group:", key_id}),
                    .resource = &resource},
      .origin = origin_,
  });
}

// Secrets.

const Secret& GcpInfrastructure::create_secret(std::string_view secret_name) {
  return create_secret_in(secret_name, project(), get_pulumi_name(secret_name));
}

const Secret& GcpInfrastructure::create_secret_in(std::string_view secret_name,
                                                  const Project& project,
                                                  std::string_view resource_name) {
  const std::string_view name = values_.text(secret_name);
  return create_secret_of(name, name, project, resource_name);
}

const Secret& GcpInfrastructure::create_secret_of(const plan::Value& secret_id,
                                                  std::string_view label, const Project& project,
                                                  std::string_view resource_name) {
  const plan::Value replicas = values_.list({values_.object({{"location", region_}})});
  const plan::Value replication =
      values_.object({{"userManaged", values_.object({{"replicas", replicas}})}});
  const plan::Resource& resource =
      declare(gcp::kSecret, resource_name,
              {{"project", project.id}, {"replication", replication}, {"secretId", secret_id}},
              {&service(GcpService::kSecretManager)});
  return *values_.keep_one(Secret{
      .target = {.kind = plan::TargetKind::kSecret, .name = label, .resource = &resource},
      .id = plan_.attribute(resource, "id"),
      .resource = &resource,
  });
}

const Secret& GcpInfrastructure::existing_secret(std::string_view secret_name,
                                                 const Project& project) {
  const std::string_view name = values_.shared_text(secret_name);
  constexpr int kSlashesOfAFullName = 3;  // projects/{project}/secrets/{name}
  const bool is_full_name = std::count(name.begin(), name.end(), '/') == kSlashesOfAFullName;
  return *values_.keep_one(Secret{
      .target = {.kind = plan::TargetKind::kSecret, .name = name},
      .id = is_full_name ? plan::Value(name)
                         : plan_.concat({"projects/", project.id, "/secrets/", name}),
  });
}

void GcpInfrastructure::add_secret_version(std::string_view key, const Secret& secret,
                                           const plan::Value& contents) {
  declare(gcp::kSecretVersion, get_pulumi_name(key),
          {{"secret", secret.id}, {"secretData", contents}});
}

// Registries.

const ContainerRegistry& GcpInfrastructure::create_container_registry(
    std::string_view registry_name) {
  const std::string_view name = values_.text(registry_name);
  const plan::Resource& resource =
      declare(gcp::kRepository, get_pulumi_name(fmt::format("artifact-registry-{}", name)),
              {{"format", "DOCKER"},
               {"location", region_},
               {"project", project().id},
               {"repositoryId", name}});
  return *values_.keep_one(ContainerRegistry{
      .target = {.kind = plan::TargetKind::kRegistry, .name = name, .resource = &resource},
      .name = &resource,
      .resource = &resource,
  });
}

const plan::Resource* GcpInfrastructure::create_python_registry() {
  return &declare(gcp::kRepository, "python-artifact-registry",
                  {{"description", "Python packages for CPG"},
                   {"format", "PYTHON"},
                   {"location", values_.shared_text(config_.gcp->region)},
                   {"project", project().id},
                   {"repositoryId", "python-registry"}});
}

}  // namespace cpginfra::cloud
