// SPDX-License-Identifier: MIT
// This header defines GcpInfrastructure, Google Cloud's implementation of CloudInfraBase: projects,
// buckets, Cloud Identity groups, service accounts, secrets, Artifact Registry and Privileged
// Access Manager.
//
//   cloud::GcpInfrastructure infra(config, dataset_config, plan);
//   infra.create_bucket({.name = "main"});  // gcp:storage/bucket:Bucket
//   `{dataset}-gcp-main-bucket`
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace cpginfra::cloud {

/// The APIs that the library switches on in a project, each when something needs it.
enum class GcpService : std::uint8_t {
  kCloudResourceManager,
  kCloudIdentity,
  kServiceUsage,
  kSecretManager,
  kDataproc,
  kBatch,
  kCloudBilling,
  kCloudBillingBudgets,
  kIam,
  kPrivilegedAccessManager,
};

/// See the top of this file. `config.gcp` and `config.billing` must be there.
class GcpInfrastructure final : public CloudInfraBase {
 public:
  GcpInfrastructure(const CPGInfrastructureConfig& config, const CPGDatasetConfig& dataset_config,
                    plan::Plan& plan);

  /// The region of the dataset, or else of the institute.
  [[nodiscard]] std::string_view region() const noexcept { return region_; }
  /// The API's resource, made on first use after those it depends on.
  const plan::Resource& service(GcpService service);
  /// A role by its name in Google's terms, such as `roles/browser`.
  const plan::Resource& add_project_role_by_name(std::string_view key,
                                                 const plan::Principal& member,
                                                 const plan::Value& role, std::string_view label,
                                                 const Project& project);
  /// The same in the dataset's own project, once Dataproc is switched on there.
  void add_member_to_dataproc_api(std::string_view key, const plan::Principal& member,
                                  const plan::Value& role, std::string_view label);
  /// A field of the organisation that the domain belongs to, such as `orgId`.
  plan::Value organization(std::string_view field);
  plan::Value bucket_rule_abort_incomplete_multipart_upload(int days);
  /// A machine account or a secret whose id only the cloud will know; `label` stands for it until
  /// then.
  const MachineAccount& create_machine_account_of(const plan::Value& account_id,
                                                  std::string_view label, const Project& project,
                                                  std::string_view key);
  const Secret& create_secret_of(const plan::Value& secret_id, std::string_view label,
                                 const Project& project, std::string_view resource_name);
  /// Lets members ask for access of whom only the cloud will know who they are: `members` is a
  /// list, and each in it is spelled as policies do. `label` stands for them until then.
  const plan::Resource& create_temporary_bucket_access_of(
      std::string_view key, const Bucket& bucket, const plan::Value& members,
      std::string_view label, TemporaryBucketAccessType type, std::string_view max_duration);
  /// How memberships name a group that the plan does not make.
  plan::Value existing_group_key(const plan::Value& group_id);

  [[nodiscard]] bool supports(Feature feature) const noexcept override;
  [[nodiscard]] std::string_view storage_prefix() const noexcept override;
  [[nodiscard]] bool knows(std::string_view id) const noexcept override;
  [[nodiscard]] std::string_view config_bucket_name() const noexcept override;
  void finalise() override;
  const Project& create_project(std::string_view key, const plan::Value& project_id,
                                std::string_view label) override;
  void create_monthly_budget(std::string_view key, const Project& project,
                             std::int64_t budget) override;
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
  plan::Value get_credentials_for_machine_account(std::string_view key,
                                                  const MachineAccount& account) override;
  const MachineAccount* create_access_broker() override;
  void let_broker_act_as(std::string_view key, const MachineAccount& account,
                         const MachineAccount& broker) override;
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
  void add_secret_version(std::string_view key, const Secret& secret,
                          const plan::Value& contents) override;
  const ContainerRegistry& create_container_registry(std::string_view registry_name) override;
  void add_member_to_container_registry(std::string_view key, const ContainerRegistry& registry,
                                        const plan::Principal& member,
                                        ContainerRegistryMembership membership,
                                        const Project& project) override;
  const plan::Resource* create_python_registry() override;
  void add_service_invoker(std::string_view key, const plan::Value& service, std::string_view label,
                           const Project& project, const plan::Principal& member) override;

 protected:
  plan::Principal principal_of(std::string_view id) override;
  plan::Value policy_member_of(const plan::Value& id) override;
  const Project& make_dataset_project() override;

 private:
  const plan::Resource& declare(const plan::ResourceType& type, std::string_view name,
                                std::initializer_list<plan::Field> inputs,
                                std::initializer_list<const plan::Resource*> depends_on = {});
  plan::Value organization_role(std::string_view role);
  const plan::Resource& declare_entitlement(std::string_view key, const Bucket& bucket,
                                            const plan::Value& members,
                                            TemporaryBucketAccessType type,
                                            std::string_view max_duration);
  void add_temporary_grant(const plan::Principal& member, const Bucket& bucket,
                           TemporaryBucketAccessType type, const plan::Resource& declared_by);
  const Bucket& make_bucket(const BucketSpec& spec, std::string_view bucket_name);
  const MachineAccount& keep_account(const plan::Resource& resource, std::string_view account_id,
                                     std::string_view project_id);
  /// How a grant names a project: the dataset's own by its id, another one of the plan as a whole.
  plan::Value project_input(const Project& project);
  plan::Value numbered(const Project& project);
  void create_budget(std::string_view key, const Project& project, std::int64_t budget,
                     const plan::Value& filter);
  void add_project_role_after(GcpService needed, std::string_view key,
                              const plan::Principal& member, const plan::Value& role,
                              std::string_view label, const Project& project);
  const plan::Resource& pam_service_agent_binding();
  const plan::Value& bucket_role(BucketMembership membership);

  std::string_view region_;
  plan::Value organization_id_;
  plan::Value abort_incomplete_upload_rule_;
  std::array<plan::Value, 4> bucket_roles_;
  std::array<const plan::Resource*, 10> services_{};
  const plan::Resource* pam_binding_ = nullptr;
};

}  // namespace cpginfra::cloud

namespace cpginfra {
using cloud::GcpInfrastructure;
}  // namespace cpginfra
