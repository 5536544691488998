// SPDX-License-Identifier: MIT
// This header defines CloudInfraBase, what the drivers ask of a cloud for one dataset. One class a
// cloud implements it; each call declares resources in the plan and records the grant or membership
// that they stand for, so nobody has to know the cloud to know who reaches what.
//
//   auto infra = cloud::make_infra(CloudName::kGcp, config, dataset, plan);
//   const cloud::Bucket& bucket = infra->create_bucket({.name = "main"});
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "cpginfra/cloud/handles.hpp"
#include "cpginfra/config/configuration.hpp"
#include "cpginfra/plan/plan.hpp"

namespace cpginfra::cloud {

/// How long things are kept, in days. Source: the institute's storage policy, as in upstream.
inline constexpr int kUndeleteDays = 30;
inline constexpr int kTemporaryDays = 8;
inline constexpr int kArchiveDays = 30;
inline constexpr int kAbortIncompleteUploadDays = 7;
/// The first day that a budget without a period counts.
inline constexpr Date kFixedBudgetStart{.year = 2022, .month = 1, .day = 1};
/// The longest time that temporary access is given for: seven days.
inline constexpr std::string_view kTemporaryAccessDuration = "604800s";

/// One cloud, for one dataset. The handles that it gives out live in the plan, whose grants refer
/// to them.
class CloudInfraBase {
 public:
  /// All three must outlive it.
  CloudInfraBase(const CPGInfrastructureConfig& config, const CPGDatasetConfig& dataset_config,
                 plan::Plan& plan, CloudName name);
  virtual ~CloudInfraBase() = default;
  CloudInfraBase(const CloudInfraBase&) = delete;
  CloudInfraBase& operator=(const CloudInfraBase&) = delete;

  [[nodiscard]] CloudName name() const noexcept { return name_; }
  [[nodiscard]] const std::string& dataset() const noexcept { return dataset_config_.dataset; }
  [[nodiscard]] const CPGInfrastructureConfig& config() const noexcept { return config_; }
  [[nodiscard]] const CPGDatasetConfig& dataset_config() const noexcept { return dataset_config_; }
  [[nodiscard]] plan::Plan& plan() noexcept { return plan_; }
  [[nodiscard]] const plan::Origin* origin() const noexcept { return origin_; }
  /// `{dataset}-{cloud}-{key}`, with the dataset's prefix taken from the key. Kept in the plan.
  std::string_view get_pulumi_name(std::string_view key);

  [[nodiscard]] virtual bool supports(Feature feature) const noexcept = 0;
  /// What the names of the institute's buckets begin with on this cloud.
  [[nodiscard]] virtual std::string_view storage_prefix() const noexcept = 0;
  /// The bucket (or what stands for one) that holds the analysis runner's configuration.
  [[nodiscard]] virtual std::string_view config_bucket_name() const noexcept = 0;

  /// Called when the dataset is set up.
  virtual void finalise() {}
  /// Called once when everything has been added: for what a cloud takes only as a whole.
  virtual void complete() {}

  /// Whether an account that the configuration names is one of this cloud's.
  [[nodiscard]] virtual bool knows(std::string_view id) const noexcept;

  /// Somebody known by an email or id, written as the configuration does.
  const plan::Principal& member(std::string_view id);
  /// Somebody whose email only the cloud will know; `label` names them until then.
  const plan::Principal& member(const plan::Value& id, std::string_view label,
                                const plan::Resource* resource);

  // Projects and budgets.

  /// The dataset's own project, made on first use.
  const Project& project();
  virtual const Project& create_project(std::string_view key, const plan::Value& project_id,
                                        std::string_view label) = 0;
  /// A project that exists, by its id; the dataset's own where the id is empty.
  const Project& existing_project(std::string_view project_id);
  /// One whose id only the cloud will know; `label` names it until then.
  const Project& existing_project(const plan::Value& project_id, std::string_view label,
                                  const plan::Resource* resource);
  virtual void create_monthly_budget(std::string_view key, const Project& project,
                                     std::int64_t budget) = 0;
  virtual void create_fixed_budget(std::string_view key, const Project& project,
                                   std::int64_t budget, const Date& start_date) = 0;
  /// Gives a role in a project. A cloud without such roles does nothing.
  virtual void add_project_role(std::string_view key, const plan::Principal& member,
                                ProjectRole role, const Project& project);

  // Buckets.

  virtual plan::Value bucket_rule_undelete(int days) = 0;
  virtual plan::Value bucket_rule_temporary(int days,
                                            absl::Span<const std::string_view> prefixes) = 0;
  virtual plan::Value bucket_rule_archive(std::int64_t days) = 0;
  /// A bucket of the dataset, `{prefix}{dataset}-{name}`.
  virtual const Bucket& create_bucket(const BucketSpec& spec) = 0;
  /// A bucket whose name is its whole name.
  virtual const Bucket& create_unique_bucket(const BucketSpec& spec) = 0;
  /// A bucket that no dataset makes, by its name.
  const Bucket& existing_bucket(std::string_view bucket_name);
  /// The bucket's URL.
  virtual plan::Value bucket_output_path(const Bucket& bucket) = 0;
  virtual void add_member_to_bucket(std::string_view key, const Bucket& bucket,
                                    const plan::Principal& member, BucketMembership membership) = 0;
  virtual void give_member_ability_to_list_buckets(std::string_view key,
                                                   const plan::Principal& member,
                                                   const Project& project) = 0;
  /// Lets the members ask for access for a limited time. A cloud that cannot does nothing.
  virtual void create_temporary_bucket_access(std::string_view key, const Bucket& bucket,
                                              absl::Span<const plan::Principal* const> members,
                                              TemporaryBucketAccessType type,
                                              std::string_view max_duration);
  /// Writes a file into a bucket. `resource_name` is the whole logical name.
  virtual void add_blob_to_bucket(std::string_view resource_name, const Bucket& bucket,
                                  const plan::Value& output_name, const plan::Value& contents) = 0;

  // Machine accounts.

  virtual const MachineAccount& create_machine_account(std::string_view account_name) = 0;
  /// The same in another project, under a key of its own (`service-account-{name}` is the usual).
  virtual const MachineAccount& create_machine_account_in(std::string_view account_name,
                                                          const Project& project,
                                                          std::string_view key) = 0;
  virtual void add_member_to_machine_account_role(std::string_view key,
                                                  const MachineAccount& account,
                                                  const plan::Principal& member,
                                                  MachineAccountRole role) = 0;
  /// A secret key of the account.
  virtual plan::Value get_credentials_for_machine_account(std::string_view key,
                                                          const MachineAccount& account) = 0;

  /// The account that requests temporary access on behalf of notebooks. Null where the cloud has no
  /// temporary access.
  virtual const MachineAccount* create_access_broker();
  /// Lets the broker make tokens of an account.
  virtual void let_broker_act_as(std::string_view key, const MachineAccount& account,
                                 const MachineAccount& broker);

  // Groups.

  virtual const plan::Group& create_group(std::string_view group_name,
                                          std::optional<std::string_view> description) = 0;
  /// `resource_name` is the whole logical name.
  virtual void add_group_member(std::string_view resource_name, const plan::Group& group,
                                const plan::Principal& member) = 0;
  /// Adds to a group that the plan does not make, by its id in the cloud; people know it by
  /// `label`.
  virtual void add_member_to_existing_group(std::string_view key, const plan::Value& group_id,
                                            std::string_view label,
                                            const plan::Principal& member) = 0;

  // Secrets.

  virtual const Secret& create_secret(std::string_view secret_name) = 0;
  /// The same in another project, or under another logical name.
  virtual const Secret& create_secret_in(std::string_view secret_name, const Project& project,
                                         std::string_view resource_name) = 0;
  /// A secret that exists in a project, by its name.
  virtual const Secret& existing_secret(std::string_view secret_name, const Project& project) = 0;
  virtual void add_secret_member(std::string_view key, const Secret& secret,
                                 const plan::Principal& member, SecretMembership membership,
                                 const Project& project) = 0;
  virtual void add_secret_version(std::string_view key, const Secret& secret,
                                  const plan::Value& contents) = 0;

  // Hail Batch and metamist, services that are the same on every cloud.

  /// A Hail Batch user, made through the authentication service at `auth_url`.
  virtual HailAccount create_hail_user(std::string_view key, std::string_view username,
                                       std::string_view auth_url);
  /// The billing project of that name at the batch service at `batch_url`.
  virtual HailBillingProject create_hail_billing_project(std::string_view project_name,
                                                         std::string_view batch_url);
  virtual void add_hail_billing_member(std::string_view key, const HailBillingProject& project,
                                       std::string_view username);
  virtual MetamistProject create_metamist_project(std::string_view project_name);
  /// All members of a metamist project. `resource_name` is the whole logical name.
  virtual void set_metamist_members(std::string_view resource_name, const MetamistProject& project,
                                    const MetamistMembers& members);

  // Registries and services.

  virtual const ContainerRegistry& create_container_registry(std::string_view registry_name) = 0;
  /// A registry that exists, by its name.
  const ContainerRegistry& existing_container_registry(std::string_view registry_name);
  virtual void add_member_to_container_registry(std::string_view key,
                                                const ContainerRegistry& registry,
                                                const plan::Principal& member,
                                                ContainerRegistryMembership membership,
                                                const Project& project) = 0;
  /// A registry of Python packages for the institute. A cloud without one gives null.
  virtual const plan::Resource* create_python_registry();
  /// Lets a member call a service that runs in a project. A cloud without them does nothing.
  virtual void add_service_invoker(std::string_view key, const plan::Value& service,
                                   std::string_view label, const Project& project,
                                   const plan::Principal& member);

 protected:
  /// How the cloud's policies spell a member that the configuration names, and what kind it is.
  virtual plan::Principal principal_of(std::string_view id) = 0;
  /// The same for an id that only the cloud knows.
  virtual plan::Value policy_member_of(const plan::Value& id) = 0;
  virtual const Project& make_dataset_project() = 0;
  /// What stands behind existing_bucket: usually no more than the name, which the plan keeps.
  virtual Bucket make_existing_bucket(std::string_view name);

  /// Records a grant.
  void record(const plan::Principal& member, const plan::Target& target, plan::AccessLevel level,
              std::string_view role, const plan::Resource* declared_by);

  const CPGInfrastructureConfig& config_;
  const CPGDatasetConfig& dataset_config_;
  plan::Plan& plan_;
  plan::ValueStore& values_;
  const plan::Origin* origin_;
  std::string_view name_text_;

 private:
  CloudName name_;
  const Project* project_ = nullptr;
  absl::flat_hash_map<std::string_view, const plan::Principal*> members_;
  absl::flat_hash_map<std::string_view, const Bucket*> existing_buckets_;
  absl::flat_hash_map<std::string_view, const Project*> existing_projects_;
};

/// The implementation for that cloud. `config` has that cloud's section.
std::unique_ptr<CloudInfraBase> make_infra(CloudName name, const CPGInfrastructureConfig& config,
                                           const CPGDatasetConfig& dataset_config,
                                           plan::Plan& plan);

}  // namespace cpginfra::cloud

namespace cpginfra {
using cloud::CloudInfraBase;
}  // namespace cpginfra
