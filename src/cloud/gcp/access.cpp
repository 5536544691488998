// SPDX-License-Identifier: MIT
// Who gets which access on Google Cloud: the roles that the neutral levels stand for, as tables,
// and the resources that give them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "cloud/gcp/resource_types.hpp"
#include "cloud/services/dynamic_resource.hpp"
#include "cpginfra/cloud/gcp.hpp"
#include "internal/text.hpp"

namespace cpginfra::cloud {
namespace {

using enum ProjectRole;

/// The organisation's own roles for buckets, in the order of BucketMembership. A role that replaced
/// another has a suffix to its resources' keys, so that both can stand side by side for a while.
struct BucketRoleRow {
  std::string_view role;
  std::string_view key_suffix;
};
constexpr std::array<BucketRoleRow, 4> kBucketRoles = {{
    {"StorageLister", ""},
    {"StorageObjectAndBucketViewer", ""},
    {"StorageViewerAndCreator", ""},
    {"StorageObjectAndBucketMutator", "-no-bucket-deletion"},
}};

/// Where a project's role comes from: Google, or the organisation.
enum class RoleOwner : std::uint8_t { kGoogle, kOrganization };
/// What must be switched on before a role is given; kCloudResourceManager stands for nothing.
struct ProjectRoleRow {
  ProjectRole role;
  std::string_view name;
  RoleOwner owner;
  GcpService needs;
};
constexpr GcpService kNothing = GcpService::kCloudResourceManager;
constexpr std::array<ProjectRoleRow, 12> kProjectRoles = {{
    {kBatchAgentReporter, "roles/batch.agentReporter", RoleOwner::kGoogle, GcpService::kBatch},
    {kBatchJobsEditor, "roles/batch.jobsEditor", RoleOwner::kGoogle, GcpService::kBatch},
    {kBrowser, "roles/browser", RoleOwner::kGoogle, kNothing},
    {kComputeAdmin, "roles/compute.admin", RoleOwner::kGoogle, kNothing},
    {kComputeViewer, "roles/compute.viewer", RoleOwner::kGoogle, kNothing},
    {kDataprocAdmin, "roles/dataproc.admin", RoleOwner::kGoogle, GcpService::kDataproc},
    {kDataprocViewer, "roles/dataproc.viewer", RoleOwner::kGoogle, kNothing},
    {kDataprocWorkerWithoutStorage, "DataprocWorkerWithoutStorageAccess", RoleOwner::kOrganization,
     GcpService::kDataproc},
    {kLoggingViewer, "roles/logging.viewer", RoleOwner::kGoogle, kNothing},
    {kMonitoringViewer, "roles/monitoring.viewer", RoleOwner::kGoogle, kNothing},
    {kRoleViewer, "roles/iam.roleViewer", RoleOwner::kGoogle, kNothing},
    {kServiceUsageConsumer, "roles/serviceusage.serviceUsageConsumer", RoleOwner::kGoogle,
     kNothing},
}};

std::string_view role_of(SecretMembership membership) {
  return membership == SecretMembership::kAccessor ? "roles/secretmanager.secretAccessor"
                                                   : "roles/secretmanager.secretVersionManager";
}

std::string_view role_of(ContainerRegistryMembership membership) {
  return membership == ContainerRegistryMembership::kReader ? "roles/artifactregistry.reader"
                                                            : "roles/artifactregistry.writer";
}

std::string_view role_of(TemporaryBucketAccessType type) {
  return type == TemporaryBucketAccessType::kRead ? "roles/storage.objectViewer"
                                                  : "roles/storage.objectAdmin";
}

std::string_view role_of(MachineAccountRole role) {
  switch (role) {
    case MachineAccountRole::kAccess:
      return "roles/iam.serviceAccountUser";
    case MachineAccountRole::kAdmin:
      return "roles/iam.serviceAccountAdmin";
    case MachineAccountRole::kCredentialsAdmin:
      return "roles/iam.serviceAccountKeyAdmin";
    case MachineAccountRole::kTokenCreator:
      return "roles/iam.serviceAccountTokenCreator";
  }
  return "";
}

struct MemberPrefix {
  std::string_view prefix;
  plan::PrincipalKind kind;
};
constexpr std::array<MemberPrefix, 3> kMemberPrefixes = {{
    {"user:", plan::PrincipalKind::kPerson},
    {"serviceAccount:", plan::PrincipalKind::kMachineAccount},
    {"group:", plan::PrincipalKind::kGroup},
}};

}  // namespace

/// What an account of Azure's is called by (see AzureInfra).
bool GcpInfrastructure::knows(std::string_view id) const noexcept {
  return !id.starts_with("servicePrincipal:");
}

plan::Principal GcpInfrastructure::principal_of(std::string_view id) {
  const std::string_view policy_member =
      values_.shared_text(fmt::format("{}{}", internal::gcp_member_prefix(id), id));
  plan::Principal principal{.label = id, .id = id, .policy_member = policy_member};
  for (const MemberPrefix& row : kMemberPrefixes) {
    if (!policy_member.starts_with(row.prefix)) continue;
    principal.kind = row.kind;
    principal.label = policy_member.substr(row.prefix.size());
  }
  return principal;
}

plan::Value GcpInfrastructure::policy_member_of(const plan::Value& id) {
  return plan_.call(*plan::find_function("gcp-policy-member"), {id});
}

plan::Value GcpInfrastructure::organization_role(std::string_view role) {
  if (organization_id_.is_null()) organization_id_ = organization("id");
  return plan_.concat({organization_id_, "/roles/", role});
}

const plan::Value& GcpInfrastructure::bucket_role(BucketMembership membership) {
  const auto place = static_cast<std::size_t>(membership);
  if (bucket_roles_[place].is_null()) {
    bucket_roles_[place] = organization_role(kBucketRoles[place].role);
  }
  return bucket_roles_[place];
}

void GcpInfrastructure::add_member_to_bucket(std::string_view key, const Bucket& bucket,
                                             const plan::Principal& member,
                                             BucketMembership membership) {
  const BucketRoleRow& row = kBucketRoles[static_cast<std::size_t>(membership)];
  const plan::Resource& resource =
      declare(gcp::kBucketIamMember, get_pulumi_name(fmt::format("{}{}", key, row.key_suffix)),
              {{"bucket", bucket.name},
               {"member", member.policy_member},
               {"role", bucket_role(membership)}},
              {&service(GcpService::kCloudIdentity)});
  record(member, bucket.target, access_level(membership), row.role, &resource);
}

void GcpInfrastructure::give_member_ability_to_list_buckets(std::string_view key,
                                                            const plan::Principal& member,
                                                            const Project& project) {
  const plan::Resource& resource = declare(gcp::kProjectIamMember, get_pulumi_name(key),
                                           {{"member", member.policy_member},
                                            {"project", project.id},
                                            {"role", bucket_role(BucketMembership::kList)}},
                                           {&service(GcpService::kCloudIdentity)});
  record(member, project.target, plan::AccessLevel::kRole, kBucketRoles[0].role, &resource);
}

void GcpInfrastructure::create_temporary_bucket_access(
    std::string_view key, const Bucket& bucket, absl::Span<const plan::Principal* const> members,
    TemporaryBucketAccessType type, std::string_view max_duration) {
  std::vector<plan::Value> principals;
  for (const plan::Principal* member : members) principals.push_back(member->policy_member);
  const plan::Resource& resource =
      declare_entitlement(key, bucket, values_.list(principals), type, max_duration);
  for (const plan::Principal* member : members) {
    add_temporary_grant(*member, bucket, type, resource);
  }
}

const plan::Resource& GcpInfrastructure::create_temporary_bucket_access_of(
    std::string_view key, const Bucket& bucket, const plan::Value& members, std::string_view label,
    TemporaryBucketAccessType type, std::string_view max_duration) {
  const plan::Resource& resource = declare_entitlement(key, bucket, members, type, max_duration);
  add_temporary_grant(member(members, label, nullptr), bucket, type, resource);
  return resource;
}

const plan::Resource& GcpInfrastructure::declare_entitlement(std::string_view key,
                                                             const Bucket& bucket,
                                                             const plan::Value& members,
                                                             TemporaryBucketAccessType type,
                                                             std::string_view max_duration) {
  static constexpr plan::ResourceOptions kReplaceOneByOne{.delete_before_replace = true};

  const plan::Value condition = plan_.concat(
      {R"(resource.service == "storage.googleapis.com" && (resource.name == ")",
       "projects/_/buckets/", bucket.name, R"(" || resource.name.startsWith("projects/_/buckets/)",
       bucket.name, R"(/objects/")))"});
  const plan::Value binding =
      values_.object({{"conditionExpression", condition}, {"role", role_of(type)}});
  const plan::Value iam_access = values_.object(
      {{"resource",
        plan_.concat({"//cloudresourcemanager.googleapis.com/projects/", project().number})},
       {"resourceType", "cloudresourcemanager.googleapis.com/Project"},
       {"roleBindings", values_.list({binding})}});
  return plan_.declare(
      gcp::kEntitlement, get_pulumi_name(key),
      {{"eligibleUsers", values_.list({values_.object({{"principals", members}})})},
       {"entitlementId", values_.text({"pam-", dataset(), "-", to_text(type)})},
       {"location", "global"},
       {"maxRequestDuration", values_.text(max_duration)},
       {"parent", plan_.concat({"projects/", project().number})},
       {"privilegedAccess", values_.object({{"gcpIamAccess", iam_access}})},
       {"requesterJustificationConfig", values_.object({{"unstructured", values_.object({})}})}},
      {.origin = origin_,
       .depends_on = {&service(GcpService::kPrivilegedAccessManager), &pam_service_agent_binding()},
       .options = &kReplaceOneByOne});
}

void GcpInfrastructure::add_temporary_grant(const plan::Principal& member, const Bucket& bucket,
                                            TemporaryBucketAccessType type,
                                            const plan::Resource& declared_by) {
  plan_.add_grant({.member = &member,
                   .target = &bucket.target,
                   .level = access_level(type),
                   .availability = plan::Availability::kOnRequest,
                   .role = role_of(type),
                   .declared_by = &declared_by,
                   .origin = origin_});
}

void GcpInfrastructure::add_member_to_machine_account_role(std::string_view key,
                                                           const MachineAccount& account,
                                                           const plan::Principal& member,
                                                           MachineAccountRole role) {
  const std::initializer_list<plan::Field> inputs = {{"member", member.policy_member},
                                                     {"role", role_of(role)},
                                                     {"serviceAccountId", account.name}};
  const plan::Resource& resource =
      declare(gcp::kServiceAccountIamMember, get_pulumi_name(key), inputs,
              {&service(GcpService::kCloudIdentity), &service(GcpService::kIam)});
  record(member, account.target, access_level(role), role_of(role), &resource);
}

void GcpInfrastructure::let_broker_act_as(std::string_view key, const MachineAccount& account,
                                          const MachineAccount& broker) {
  const std::string_view role = role_of(MachineAccountRole::kTokenCreator);
  const plan::Resource& resource = declare(gcp::kServiceAccountIamMember, get_pulumi_name(key),
                                           {{"member", broker.principal.policy_member},
                                            {"role", role},
                                            {"serviceAccountId", account.id}});
  record(broker.principal, account.target, access_level(MachineAccountRole::kTokenCreator), role,
         &resource);
}

void GcpInfrastructure::add_group_member(std::string_view resource_name, const plan::Group& group,
                                         const plan::Principal& member) {
  if (config_.disable_group_memberships) return;
  // The common dataset's side declares every membership; it belongs to the group's dataset.
  const plan::Resource& resource = plan_.declare(
      kDynamicResource, resource_name, {{"group_key", group.key}, {"member_key", member.id}},
      {.origin = group.origin, .depends_on = {&service(GcpService::kCloudIdentity)}});
  plan_.add_membership({.group = &group,
                        .group_name = group.name,
                        .member = &member,
                        .declared_by = &resource,
                        .origin = group.origin});
}

plan::Value GcpInfrastructure::existing_group_key(const plan::Value& group_id) {
  if (!group_id.is_text()) return group_id;
  const std::string_view id = group_id.text();
  const bool is_email =
      id.ends_with(fmt::format("@{}", config_.gcp->groups_domain)) && !id.starts_with("group:");
  return values_.shared_text(fmt::format("{}{}", is_email ? "group:" : "", id));
}

void GcpInfrastructure::add_member_to_existing_group(std::string_view key,
                                                     const plan::Value& group_id,
                                                     std::string_view label,
                                                     const plan::Principal& member) {
  if (config_.disable_group_memberships) return;
  const plan::Value group_key = existing_group_key(group_id);
  const plan::Resource& resource = declare(kDynamicResource, get_pulumi_name(key),
                                           {{"group_key", group_key}, {"member_key", member.id}},
                                           {&service(GcpService::kCloudIdentity)});
  plan_.add_membership({.group_name = values_.shared_text(label),
                        .member = &member,
                        .declared_by = &resource,
                        .origin = origin_});
}

void GcpInfrastructure::add_secret_member(std::string_view key, const Secret& secret,
                                          const plan::Principal& member,
                                          SecretMembership membership, const Project& project) {
  const plan::Resource& resource = declare(gcp::kSecretIamMember, get_pulumi_name(key),
                                           {{"member", member.policy_member},
                                            {"project", project.id},
                                            {"role", role_of(membership)},
                                            {"secretId", secret.id}});
  record(member, secret.target, access_level(membership), role_of(membership), &resource);
}

void GcpInfrastructure::add_member_to_container_registry(std::string_view key,
                                                         const ContainerRegistry& registry,
                                                         const plan::Principal& member,
                                                         ContainerRegistryMembership membership,
                                                         const Project& project) {
  const plan::Resource& resource = declare(gcp::kRepositoryIamMember, get_pulumi_name(key),
                                           {{"location", region_},
                                            {"member", member.policy_member},
                                            {"project", project.id},
                                            {"repository", registry.name},
                                            {"role", role_of(membership)}});
  record(member, registry.target, access_level(membership), role_of(membership), &resource);
}

void GcpInfrastructure::add_service_invoker(std::string_view key, const plan::Value& service,
                                            std::string_view label, const Project& project,
                                            const plan::Principal& member) {
  const plan::Resource& resource = declare(gcp::kCloudRunIamMember, get_pulumi_name(key),
                                           {{"location", region_},
                                            {"member", member.policy_member},
                                            {"project", project.id},
                                            {"role", "roles/run.invoker"},
                                            {"service", service}});
  const plan::Target* target = values_.keep_one(
      plan::Target{.kind = plan::TargetKind::kService, .name = values_.shared_text(label)});
  record(member, *target, plan::AccessLevel::kInvoke, "roles/run.invoker", &resource);
}

const plan::Resource& GcpInfrastructure::add_project_role_by_name(std::string_view key,
                                                                  const plan::Principal& member,
                                                                  const plan::Value& role,
                                                                  std::string_view label,
                                                                  const Project& project) {
  const plan::Resource& resource = declare(
      gcp::kProjectIamMember, get_pulumi_name(key),
      {{"member", member.policy_member}, {"project", project_input(project)}, {"role", role}});
  record(member, project.target, plan::AccessLevel::kRole, label, &resource);
  return resource;
}

plan::Value GcpInfrastructure::project_input(const Project& project) {
  if (project.resource == nullptr || &project == &this->project()) return project.id;
  return project.resource;
}

void GcpInfrastructure::add_project_role(std::string_view key, const plan::Principal& member,
                                         ProjectRole role, const Project& project) {
  const ProjectRoleRow& row = kProjectRoles[static_cast<std::size_t>(role)];
  const plan::Value role_name =
      row.owner == RoleOwner::kGoogle ? plan::Value(row.name) : organization_role(row.name);
  if (row.needs == kNothing) {
    add_project_role_by_name(key, member, role_name, row.name, project);
    return;
  }
  add_project_role_after(row.needs, key, member, role_name, row.name, project);
}

void GcpInfrastructure::add_project_role_after(GcpService needed, std::string_view key,
                                               const plan::Principal& member,
                                               const plan::Value& role, std::string_view label,
                                               const Project& project) {
  const plan::Resource& resource =
      declare(gcp::kProjectIamMember, get_pulumi_name(key),
              {{"member", member.policy_member}, {"project", project.id}, {"role", role}},
              {&service(needed)});
  record(member, project.target, plan::AccessLevel::kRole, label, &resource);
}

void GcpInfrastructure::add_member_to_dataproc_api(std::string_view key,
                                                   const plan::Principal& member,
                                                   const plan::Value& role,
                                                   std::string_view label) {
  add_project_role_after(GcpService::kDataproc, key, member, role, label, project());
}

}  // namespace cpginfra::cloud
