// SPDX-License-Identifier: MIT
#include "cpginfra/cloud/dry_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

namespace cpginfra::cloud {
namespace {

/// What people read for a project, whether or not its name is known.
std::string_view name_of(const Project& project) {
  return project.name.is_text() ? project.name.text() : project.target.name;
}

}  // namespace

DryRunInfra::DryRunInfra(const CPGInfrastructureConfig& config,
                         const CPGDatasetConfig& dataset_config, plan::Plan& plan)
    : CloudInfraBase(config, dataset_config, plan, CloudName::kDryRun) {}

plan::Principal DryRunInfra::principal_of(std::string_view id) {
  return {.kind = id.find("service") != std::string_view::npos
                      ? plan::PrincipalKind::kMachineAccount
                      : plan::PrincipalKind::kPerson,
          .label = id,
          .id = id,
          .policy_member = id};
}

plan::Value DryRunInfra::policy_member_of(const plan::Value& id) { return id; }

bool DryRunInfra::supports(Feature /*feature*/) const noexcept { return false; }

std::string_view DryRunInfra::storage_prefix() const noexcept {
  return config_.gcp ? std::string_view(config_.gcp->dataset_storage_prefix) : "";
}

std::string_view DryRunInfra::config_bucket_name() const noexcept {
  return config_.gcp ? std::string_view(config_.gcp->config_bucket_name) : "config";
}

// Projects and budgets.

const Project& DryRunInfra::make_dataset_project() {
  const std::string_view id = dataset_config_.gcp.project.empty()
                                  ? values_.text(dataset())
                                  : values_.text(dataset_config_.gcp.project);
  return create_project("project", id, id);
}

const Project& DryRunInfra::create_project(std::string_view key, const plan::Value& project_id,
                                           std::string_view label) {
  say({key, " :: Creating project: ", label});
  return *values_.keep_one(Project{.target = {.kind = plan::TargetKind::kProject, .name = label},
                                   .id = project_id,
                                   .name = values_.text({"Project: ", label}),
                                   .number = project_id});
}

void DryRunInfra::create_monthly_budget(std::string_view key, const Project& project,
                                        std::int64_t budget) {
  say({key, " :: Create monthly budget for ", name_of(project), ": $",
       fmt::format_int(budget).str(), " ", config_.budget_currency});
}

void DryRunInfra::create_fixed_budget(std::string_view key, const Project& project,
                                      std::int64_t budget, const Date& start_date) {
  say({key, " :: Create fixed budget for ", name_of(project), ": $", fmt::format_int(budget).str(),
       " ", config_.budget_currency,
       fmt::format(" (from {:04}-{:02}-{:02})", start_date.year, start_date.month,
                   start_date.day)});
}

// Buckets.

plan::Value DryRunInfra::bucket_rule_undelete(int days) {
  return values_.text(fmt::format("RULE:undelete={}d", days));
}

plan::Value DryRunInfra::bucket_rule_temporary(int days,
                                               absl::Span<const std::string_view> prefixes) {
  if (prefixes.empty()) return values_.text(fmt::format("RULE:tmp={}d", days));
  return values_.text(
      fmt::format("RULE:tmp={}d,matches_prefixes=['{}']", days, fmt::join(prefixes, "', '")));
}

plan::Value DryRunInfra::bucket_rule_archive(std::int64_t days) {
  return values_.text(fmt::format("RULE:archive={}d", days));
}

const Bucket& DryRunInfra::create_bucket(const BucketSpec& spec) {
  std::vector<std::string_view> rules;
  for (const plan::Value& rule : spec.lifecycle_rules) rules.push_back(rule.text());
  const std::string place =
      spec.project != nullptr ? fmt::format(" in {}", spec.project->target.name) : std::string();
  say({"Create bucket: ", spec.name, place,
       " w/ rules: ", fmt::format("{}", fmt::join(rules, ", "))});
  const std::string_view url = values_.text({"BUCKET://", spec.name});
  const std::string_view name = values_.text({dataset(), "-", spec.name});
  return *values_.keep_one(
      Bucket{.target = {.kind = plan::TargetKind::kBucket, .name = name}, .name = url});
}

const Bucket& DryRunInfra::create_unique_bucket(const BucketSpec& spec) {
  return create_bucket(spec);
}

plan::Value DryRunInfra::bucket_output_path(const Bucket& bucket) {
  return plan_.concat({"Fake://", bucket.name});
}

void DryRunInfra::add_member_to_bucket(std::string_view key, const Bucket& bucket,
                                       const plan::Principal& member, BucketMembership membership) {
  const plan::AccessLevel level = access_level(membership);
  say({key, " :: Add ", member.label, " to ", bucket.name.text(), " (", plan::to_text(level), ")"});
  record(member, bucket.target, level, "", nullptr);
}

void DryRunInfra::give_member_ability_to_list_buckets(std::string_view key,
                                                      const plan::Principal& member,
                                                      const Project& project) {
  const std::string place =
      &project != &this->project() ? fmt::format(" in {}", project.target.name) : std::string();
  say({key, " :: ", member.label, " can list buckets", place});
  record(member, project.target, plan::AccessLevel::kRole, "list-buckets", nullptr);
}

void DryRunInfra::add_blob_to_bucket(std::string_view /*resource_name*/, const Bucket& bucket,
                                     const plan::Value& output_name, const plan::Value& contents) {
  say({"Add blob to FAKE://", bucket.name.text(), "/",
       output_name.is_text() ? output_name.text() : "a name that is known when it is deployed",
       " < ",
       contents.is_text() ? fmt::format("{} bytes", contents.text().size())
                          : "contents that are known when it is deployed"});
}

// Machine accounts.

const MachineAccount& DryRunInfra::create_machine_account(std::string_view account_name) {
  say({"Creating SA: ", account_name});
  const std::string_view email = values_.text({account_name, "@generated.service-account"});
  const std::string_view label =
      values_.text({account_name, "@", dataset(), ".generated.service-account"});
  return *values_.keep_one(MachineAccount{
      .target = {.kind = plan::TargetKind::kMachineAccount, .name = label},
      .principal = {.kind = plan::PrincipalKind::kMachineAccount,
                    .label = email,
                    .id = email,
                    .policy_member = email},
      .email = email,
      .id = email,
      .name = email,
  });
}

const MachineAccount& DryRunInfra::create_machine_account_in(std::string_view account_name,
                                                             const Project& /*project*/,
                                                             std::string_view /*key*/) {
  return create_machine_account(account_name);
}

void DryRunInfra::add_member_to_machine_account_role(std::string_view /*key*/,
                                                     const MachineAccount& account,
                                                     const plan::Principal& member,
                                                     MachineAccountRole role) {
  const plan::AccessLevel level = access_level(role);
  say({"Allow ", member.label, " to access ", account.email.text(), " (", plan::to_text(level),
       ")"});
  record(member, account.target, level, "", nullptr);
}

plan::Value DryRunInfra::get_credentials_for_machine_account(std::string_view key,
                                                             const MachineAccount& account) {
  return values_.text({key, " :: ", account.email.text(), ".CREDENTIALS"});
}

// Groups.

const plan::Group& DryRunInfra::create_group(std::string_view group_name,
                                             std::optional<std::string_view> description) {
  if (!description || description->empty()) {
    say({"Creating Group: ", group_name});
  } else {
    say({"Creating Group: ", group_name, " (description: ", *description, ")"});
  }
  const std::string_view name = values_.text(group_name);
  const std::string_view domain =
      config_.gcp ? std::string_view(config_.gcp->groups_domain) : config_.domain;
  const std::string_view email = values_.text({name, "@", domain});
  return plan_.add_group({.name = name,
                          .description = values_.text(description.value_or("")),
                          .cloud = origin_->cloud,
                          .key = email,
                          .principal = {.kind = plan::PrincipalKind::kGroup,
                                        .label = email,
                                        .id = email,
                                        .policy_member = email},
                          .origin = origin_});
}

void DryRunInfra::add_group_member(std::string_view resource_name, const plan::Group& group,
                                   const plan::Principal& member) {
  if (config_.disable_group_memberships) return;
  plan_.add_line(group.origin,
                 {resource_name, " :: Add ", member.label, " to ", group.principal.label});
  plan_.add_membership(
      {.group = &group, .group_name = group.name, .member = &member, .origin = group.origin});
}

void DryRunInfra::add_member_to_existing_group(std::string_view key,
                                               const plan::Value& /*group_id*/,
                                               std::string_view label,
                                               const plan::Principal& member) {
  if (config_.disable_group_memberships) return;
  say({key, " :: Add ", member.label, " to ", label});
  plan_.add_membership(
      {.group_name = values_.shared_text(label), .member = &member, .origin = origin_});
}

// Secrets.

const Secret& DryRunInfra::create_secret(std::string_view secret_name) {
  return create_secret_in(secret_name, project(), secret_name);
}

const Secret& DryRunInfra::create_secret_in(std::string_view secret_name,
                                            const Project& /*project*/,
                                            std::string_view /*resource_name*/) {
  say({"Creating secret: ", secret_name});
  const std::string_view name = values_.text(secret_name);
  return *values_.keep_one(Secret{.target = {.kind = plan::TargetKind::kSecret, .name = name},
                                  .id = values_.text({"SECRET:", name})});
}

const Secret& DryRunInfra::existing_secret(std::string_view secret_name,
                                           const Project& /*project*/) {
  const std::string_view name = values_.shared_text(secret_name);
  return *values_.keep_one(
      Secret{.target = {.kind = plan::TargetKind::kSecret, .name = name}, .id = name});
}

void DryRunInfra::add_secret_member(std::string_view key, const Secret& secret,
                                    const plan::Principal& member, SecretMembership membership,
                                    const Project& /*project*/) {
  const bool reads = membership == SecretMembership::kAccessor;
  say({key, " :: Allow ", member.label, reads ? " to read secret " : " to manage secret ",
       secret.id.text()});
  record(member, secret.target, access_level(membership), "", nullptr);
}

void DryRunInfra::add_secret_version(std::string_view key, const Secret& secret,
                                     const plan::Value& /*contents*/) {
  say({key, " :: Add a version to ", secret.id.text()});
}

// Hail Batch and metamist.

HailAccount DryRunInfra::create_hail_user(std::string_view key, std::string_view username,
                                          std::string_view /*auth_url*/) {
  say({key, " :: Creating Hail Batch user: ", username});
  return {.username = values_.text(username),
          .principal = &member(values_.text({username, "@hail.generated.service-account"}))};
}

HailBillingProject DryRunInfra::create_hail_billing_project(std::string_view project_name,
                                                            std::string_view /*batch_url*/) {
  say({"Creating Hail Batch billing project: ", project_name});
  return {.name = values_.shared_text(project_name)};
}

void DryRunInfra::add_hail_billing_member(std::string_view key, const HailBillingProject& project,
                                          std::string_view username) {
  say({key, " :: Add ", username, " to Hail Batch billing project ", project.name});
}

MetamistProject DryRunInfra::create_metamist_project(std::string_view project_name) {
  say({"Creating metamist project: ", project_name});
  const std::string_view name = values_.text(project_name);
  return {.name = name, .project_name = name};
}

void DryRunInfra::set_metamist_members(std::string_view resource_name,
                                       const MetamistProject& project,
                                       const MetamistMembers& members) {
  say({resource_name, " :: Set members of metamist project ", project.name, ": ",
       fmt::format("{} read, {} contribute, {} write", members.read.items().size(),
                   members.contribute.items().size(), members.write.items().size())});
}

// Registries.

const ContainerRegistry& DryRunInfra::create_container_registry(std::string_view registry_name) {
  say({"ContainerRegistry: ", registry_name});
  return existing_container_registry(registry_name);
}

void DryRunInfra::add_member_to_container_registry(std::string_view key,
                                                   const ContainerRegistry& registry,
                                                   const plan::Principal& member,
                                                   ContainerRegistryMembership membership,
                                                   const Project& /*project*/) {
  const plan::AccessLevel level = access_level(membership);
  say({key, " :: Add ", member.label, " to CONTAINER registry ", registry.name.text(), " (",
       plan::to_text(level), ")"});
  record(member, registry.target, level, "", nullptr);
}

}  // namespace cpginfra::cloud
