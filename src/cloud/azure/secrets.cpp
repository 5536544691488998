// SPDX-License-Identifier: MIT
// Secrets, in a key vault for each resource group that has any.
#include <fmt/format.h>

#include <string>

#include "cloud/azure/resource_types.hpp"
#include "cloud/azure/roles.hpp"
#include "internal/azure_names.hpp"

namespace cpginfra::cloud {
namespace {

using azure::Role;

/// The vault is called as its resource group, whose name has the institute's prefix already.
std::string vault_name_of(const Project& project) {
  return internal::azure_key_vault_name("", project.target.name);
}

}  // namespace

const plan::Resource& AzureInfra::vault(const Project& project) {
  const plan::Resource*& made = vaults_[project.target.name];
  if (made != nullptr) return *made;
  // Several datasets may keep secrets in a resource group that exists: its vault is made once.
  std::string_view name;
  if (project.resource == nullptr) {
    name = values_.text({"azure-vault-", project.target.name});
  } else if (&project == &this->project()) {
    name = get_pulumi_name("vault");
  } else {
    name = get_pulumi_name(fmt::format("{}-vault", project.target.name));
  }
  made = plan_.find(azure::kVault.token, name);
  if (made != nullptr) return *made;
  const plan::Value sku = values_.object({{"family", "A"}, {"name", "standard"}});
  made = &declare(
      azure::kVault, name,
      {{"location", region_},
       {"properties", values_.object({{"enableRbacAuthorization", true},
                                      {"enableSoftDelete", true},
                                      {"sku", sku},
                                      {"tenantId", values_.shared_text(config_.azure->tenant)}})},
       {"resourceGroupName", project.id},
       {"vaultName", values_.text(vault_name_of(project))}});
  return *made;
}

const Secret& AzureInfra::create_secret(std::string_view secret_name) {
  return create_secret_in(secret_name, project(), {});
}

const Secret& AzureInfra::create_secret_in(std::string_view secret_name, const Project& project,
                                           std::string_view /*resource_name*/) {
  const plan::Resource& vault = this->vault(project);
  const std::string_view name = values_.text(internal::azure_secret_name(secret_name));
  Secret* secret = values_.keep_one(Secret{
      .target = {.kind = plan::TargetKind::kSecret,
                 .name = values_.text({vault.input("vaultName").text(), "/", name})},
      .id = plan_.concat({plan_.attribute(vault, "id"), "/secrets/", name}),
  });
  secret_places_.emplace(secret, secrets_.size());
  secrets_.push_back({.handle = secret,
                      .vault = &vault,
                      .resource_group = project.id,
                      .name = name,
                      .waiting = {}});
  return *secret;
}

const Secret& AzureInfra::existing_secret(std::string_view secret_name, const Project& project) {
  const std::string_view name = values_.text(internal::azure_secret_name(secret_name));
  const std::string_view vault_name = values_.text(vault_name_of(project));
  return *values_.keep_one(Secret{
      .target = {.kind = plan::TargetKind::kSecret, .name = values_.text({vault_name, "/", name})},
      .id = plan_.concat({project_scope(project), "/providers/Microsoft.KeyVault/vaults/",
                          vault_name, "/secrets/", name}),
  });
}

void AzureInfra::add_secret_version(std::string_view key, const Secret& secret,
                                    const plan::Value& contents) {
  const auto found = secret_places_.find(&secret);
  if (found == secret_places_.end() || secret.resource != nullptr) {
    plan_.report_problem(
        origin_, "second-secret-version",
        fmt::format("the secret '{}' has a value already, and Azure's secrets are made with their "
                    "value; give the other value a secret of its own",
                    secret.target.name));
    return;
  }
  KeptSecret& kept = secrets_[found->second];
  const plan::Resource& resource = declare(azure::kSecret, get_pulumi_name(key),
                                           {{"properties", values_.object({{"value", contents}})},
                                            {"resourceGroupName", kept.resource_group},
                                            {"secretName", kept.name},
                                            {"vaultName", plan_.attribute(*kept.vault, "name")}});
  kept.handle->resource = &resource;
  kept.handle->target.resource = &resource;
  for (const KeptSecret::Waiting& waiting : kept.waiting) {
    give_secret_role(waiting.key, secret, *waiting.member, waiting.membership, &resource);
  }
  kept.waiting.clear();
}

void AzureInfra::give_secret_role(std::string_view key, const Secret& secret,
                                  const plan::Principal& member, SecretMembership membership,
                                  const plan::Resource* after) {
  const Role role =
      membership == SecretMembership::kAccessor ? Role::kSecretReader : Role::kSecretVersionManager;
  assign(key, member, secret.target, secret.id, role, access_level(membership), after);
}

/// Roles are given on what exists, and a secret exists with its first version.
void AzureInfra::add_secret_member(std::string_view key, const Secret& secret,
                                   const plan::Principal& member, SecretMembership membership,
                                   const Project& /*project*/) {
  const auto found = secret_places_.find(&secret);
  if (found == secret_places_.end() || secret.resource != nullptr) {
    give_secret_role(key, secret, member, membership, secret.resource);
    return;
  }
  secrets_[found->second].waiting.push_back({values_.text(key), &member, membership});
}

void AzureInfra::give_waiting_secret_roles() {
  for (KeptSecret& kept : secrets_) {
    if (kept.handle->resource != nullptr) continue;
    plan_.warn(origin_,
               fmt::format("the secret '{}' has no value in the plan: it must be in the key vault "
                           "before access to it can be given",
                           kept.handle->target.name));
    for (const KeptSecret::Waiting& waiting : kept.waiting) {
      give_secret_role(waiting.key, *kept.handle, *waiting.member, waiting.membership, nullptr);
    }
    kept.waiting.clear();
  }
}

}  // namespace cpginfra::cloud
