// SPDX-License-Identifier: MIT
// This header defines AzureInfra, Azure's implementation of CloudInfraBase: a resource group for a
// project, a storage account with a container for each bucket, Entra ID groups, user-assigned
// identities, a key vault, container registries, and role assignments.
//
//   cloud::AzureInfra infra(config, dataset_config, plan);
//   infra.create_bucket({.name = "main"});  // azure-native:storage:BlobContainer
//   `{dataset}-azure-main-container`
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace cpginfra::cloud {

namespace azure {
enum class Role : std::uint8_t;
inline constexpr std::size_t kRoleCount = 17;
}  // namespace azure

/// See the top of this file. `config.azure` must be there.
///
/// People are named by their email (user principal name, or mail of a guest) or by their object id.
/// Other accounts are named by an object id, with its kind before it: `servicePrincipal:…`,
/// `group:…`.
class AzureInfra final : public CloudInfraBase {
 public:
  AzureInfra(const CPGInfrastructureConfig& config, const CPGDatasetConfig& dataset_config,
             plan::Plan& plan);

  /// The region of the dataset, or else of the institute.
  [[nodiscard]] std::string_view region() const noexcept { return region_; }
  /// The account that holds the dataset's containers in its own resource group, made on first use.
  const plan::Resource& storage_account();
  /// Lets whoever holds a token of `issuer` for `subject` be the account: what stands in the place
  /// of a key.
  const plan::Resource& add_federated_credential(std::string_view key,
                                                 const MachineAccount& account,
                                                 const plan::Value& issuer,
                                                 const plan::Value& subject);

  [[nodiscard]] bool supports(Feature feature) const noexcept override;
  [[nodiscard]] std::string_view storage_prefix() const noexcept override;
  [[nodiscard]] std::string_view config_bucket_name() const noexcept override;
  [[nodiscard]] bool knows(std::string_view id) const noexcept override;
  void finalise() override;
  void complete() override;
  /// A resource group. It is called by `label`, which is what `project_id` will be.
  const Project& create_project(std::string_view key, const plan::Value& project_id,
                                std::string_view label) override;
  void create_monthly_budget(std::string_view key, const Project& project,
                             std::int64_t budget) override;
  /// Azure has no budget for all time: this one counts by the year, from when it is made.
  void create_fixed_budget(std::string_view key, const Project& project, std::int64_t budget,
                           const Date& start_date) override;
  void add_project_role(std::string_view key, const plan::Principal& member, ProjectRole role,
                        const Project& project) override;
  plan::Value bucket_rule_undelete(int days) override;
  plan::Value bucket_rule_temporary(int days, absl::Span<const std::string_view> prefixes) override;
  plan::Value bucket_rule_archive(std::int64_t days) override;
  const Bucket& create_bucket(const BucketSpec& spec) override;
  const Bucket& create_unique_bucket(const BucketSpec& spec) override;
  plan::Value bucket_output_path(const Bucket& bucket) override;
  void add_member_to_bucket(std::string_view key, const Bucket& bucket,
                            const plan::Principal& member, BucketMembership membership) override;
  void give_member_ability_to_list_buckets(std::string_view key, const plan::Principal& member,
                                           const Project& project) override;
  /// Eligible role assignments, of which Azure has one for a member, a role and a bucket. How long
  /// one may be used for at a time is a setting of the role in Azure, so `max_duration` is not.
  void create_temporary_bucket_access(std::string_view key, const Bucket& bucket,
                                      absl::Span<const plan::Principal* const> members,
                                      TemporaryBucketAccessType type,
                                      std::string_view max_duration) override;
  void add_blob_to_bucket(std::string_view resource_name, const Bucket& bucket,
                          const plan::Value& output_name, const plan::Value& contents) override;
  const MachineAccount& create_machine_account(std::string_view account_name) override;
  const MachineAccount& create_machine_account_in(std::string_view account_name,
                                                  const Project& project,
                                                  std::string_view key) override;
  void add_member_to_machine_account_role(std::string_view key, const MachineAccount& account,
                                          const plan::Principal& member,
                                          MachineAccountRole role) override;
  /// The ids that a tool logs in with, as JSON: no secret, since identities have no keys. Who may
  /// log in is what add_federated_credential says.
  plan::Value get_credentials_for_machine_account(std::string_view key,
                                                  const MachineAccount& account) override;
  const plan::Group& create_group(std::string_view group_name,
                                  std::optional<std::string_view> description) override;
  void add_group_member(std::string_view resource_name, const plan::Group& group,
                        const plan::Principal& member) override;
  void add_member_to_existing_group(std::string_view key, const plan::Value& group_id,
                                    std::string_view label, const plan::Principal& member) override;
  const Secret& create_secret(std::string_view secret_name) override;
  const Secret& create_secret_in(std::string_view secret_name, const Project& project,
                                 std::string_view resource_name) override;
  const Secret& existing_secret(std::string_view secret_name, const Project& project) override;
  void add_secret_member(std::string_view key, const Secret& secret, const plan::Principal& member,
                         SecretMembership membership, const Project& project) override;
  /// A secret is made with its first version; the plan knows no second one.
  void add_secret_version(std::string_view key, const Secret& secret,
                          const plan::Value& contents) override;
  const ContainerRegistry& create_container_registry(std::string_view registry_name) override;
  void add_member_to_container_registry(std::string_view key, const ContainerRegistry& registry,
                                        const plan::Principal& member,
                                        ContainerRegistryMembership membership,
                                        const Project& project) override;

 protected:
  plan::Principal principal_of(std::string_view id) override;
  plan::Value policy_member_of(const plan::Value& id) override;
  const Project& make_dataset_project() override;
  Bucket make_existing_bucket(std::string_view name) override;

 private:
  /// Equal for the same principal, whatever record stands for it.
  using PrincipalKey = std::pair<std::string_view, const void*>;
  using AssignmentKey = std::tuple<const plan::Target*, PrincipalKey, azure::Role>;

  /// A secret of the plan: where it is kept, and who waits for it to exist.
  struct KeptSecret {
    struct Waiting {
      std::string_view key;
      const plan::Principal* member;
      SecretMembership membership;
    };
    Secret* handle = nullptr;
    const plan::Resource* vault = nullptr;
    plan::Value resource_group;
    std::string_view name;
    std::vector<Waiting> waiting;
  };
  /// A storage account, with what its containers ask of it as a whole.
  struct StorageAccount {
    const Project* project = nullptr;
    /// The beginning of the logical names of what it is made of.
    std::string_view key;
    const plan::Resource* resource = nullptr;
    std::vector<plan::Value> policy_rules;
    bool keeps_versions = false;
    bool tracks_access = false;
  };
  /// What is known of an identity: its login was asked for, and whose tokens it trusts so far.
  struct Federation {
    const MachineAccount* account = nullptr;
    bool is_asked_for = false;
    const plan::Resource* last_credential = nullptr;
  };

  const plan::Resource& declare(const plan::ResourceType& type, std::string_view name,
                                std::initializer_list<plan::Field> inputs,
                                std::initializer_list<const plan::Resource*> depends_on = {});
  static PrincipalKey key_of(const plan::Principal& principal);

  // roles.cpp
  /// The role's id: Azure's own, or that of a definition that the institute has once.
  const plan::Value& role_id(azure::Role role);
  /// Gives a role on a target, and records it. The same role of the same member is given once.
  void assign(std::string_view key, const plan::Principal& member, const plan::Target& target,
              const plan::Value& scope, azure::Role role, plan::AccessLevel level,
              const plan::Resource* after = nullptr);
  plan::Value project_scope(const Project& project);

  // azure.cpp
  const plan::Resource& budget_alerts();
  void create_budget(std::string_view key, const Project& project, std::int64_t budget,
                     std::string_view time_grain);
  Federation& federation_of(const MachineAccount& account);
  void warn_of_idle_credentials();

  // storage.cpp
  /// Whether that is the dataset's own resource group, which several handles may stand for.
  bool is_own(const Project& project);
  StorageAccount& storage_account_in(const Project& project);
  const Bucket& make_container(const BucketSpec& spec);
  void add_policy_rule(StorageAccount& account, std::string_view container,
                       const plan::Value& rule);
  void declare_storage_policies(const StorageAccount& account);

  // secrets.cpp
  const plan::Resource& vault(const Project& project);
  void give_secret_role(std::string_view key, const Secret& secret, const plan::Principal& member,
                        SecretMembership membership, const plan::Resource* after);
  void give_waiting_secret_roles();

  std::string_view region_;
  std::string_view subscription_scope_;
  std::string_view resource_group_;
  std::deque<StorageAccount> storage_accounts_;
  const plan::Resource* budget_alerts_ = nullptr;
  std::array<plan::Value, azure::kRoleCount> role_ids_;
  absl::flat_hash_map<AssignmentKey, const plan::Resource*> assignments_;
  absl::flat_hash_map<AssignmentKey, const plan::Resource*> eligibilities_;
  absl::flat_hash_map<std::pair<const plan::Group*, PrincipalKey>, const plan::Resource*> members_;
  absl::flat_hash_map<std::string_view, const plan::Resource*> vaults_;
  std::vector<KeptSecret> secrets_;
  absl::flat_hash_map<const Secret*, std::size_t> secret_places_;
  std::vector<Federation> federations_;
  absl::flat_hash_map<const MachineAccount*, std::size_t> federation_places_;
};

}  // namespace cpginfra::cloud

namespace cpginfra {
using cloud::AzureInfra;
}  // namespace cpginfra
