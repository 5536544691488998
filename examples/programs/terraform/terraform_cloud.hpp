// SPDX-License-Identifier: MIT
// A cloud of one's own: Google Cloud again, but by Terraform's provider `google`. It stands on the
// public headers alone, and derives from what the library's own clouds derive from.
#pragma once

#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace terraform {

using cpginfra::cloud::Bucket;
using cpginfra::cloud::BucketSpec;
using cpginfra::cloud::ContainerRegistry;
using cpginfra::cloud::MachineAccount;
using cpginfra::cloud::Project;
using cpginfra::cloud::Secret;
namespace plan = cpginfra::plan;

/// Takes the place of the library's Google Cloud. Resource types are Terraform's; the attributes of
/// deferred values are written as Terraform's expressions name them.
class TerraformCloud final : public cpginfra::CloudInfraBase {
 public:
  TerraformCloud(const cpginfra::CPGInfrastructureConfig& config,
                 const cpginfra::CPGDatasetConfig& dataset_config, plan::Plan& plan);

  bool supports(cpginfra::cloud::Feature feature) const noexcept override;
  std::string_view storage_prefix() const noexcept override;
  std::string_view config_bucket_name() const noexcept override;

  const Project& create_project(std::string_view key, const plan::Value& project_id,
                                std::string_view label) override;
  void create_monthly_budget(std::string_view key, const Project& project,
                             std::int64_t budget) override;
  void create_fixed_budget(std::string_view key, const Project& project, std::int64_t budget,
                           const cpginfra::cloud::Date& start_date) override;
  void add_project_role(std::string_view key, const plan::Principal& member,
                        cpginfra::cloud::ProjectRole role, const Project& project) override;

  plan::Value bucket_rule_undelete(int days) override;
  plan::Value bucket_rule_temporary(int days, absl::Span<const std::string_view> prefixes) override;
  plan::Value bucket_rule_archive(std::int64_t days) override;
  const Bucket& create_bucket(const BucketSpec& spec) override;
  const Bucket& create_unique_bucket(const BucketSpec& spec) override;
  plan::Value bucket_output_path(const Bucket& bucket) override;
  void add_member_to_bucket(std::string_view key, const Bucket& bucket,
                            const plan::Principal& member,
                            cpginfra::BucketMembership membership) override;
  void give_member_ability_to_list_buckets(std::string_view key, const plan::Principal& member,
                                           const Project& project) override;
  void add_blob_to_bucket(std::string_view resource_name, const Bucket& bucket,
                          const plan::Value& output_name, const plan::Value& contents) override;

  const MachineAccount& create_machine_account(std::string_view account_name) override;
  const MachineAccount& create_machine_account_in(std::string_view account_name,
                                                  const Project& project,
                                                  std::string_view key) override;
  void add_member_to_machine_account_role(std::string_view key, const MachineAccount& account,
                                          const plan::Principal& member,
                                          cpginfra::MachineAccountRole role) override;
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
                         cpginfra::SecretMembership membership, const Project& project) override;
  void add_secret_version(std::string_view key, const Secret& secret,
                          const plan::Value& contents) override;

  const ContainerRegistry& create_container_registry(std::string_view registry_name) override;
  void add_member_to_container_registry(std::string_view key, const ContainerRegistry& registry,
                                        const plan::Principal& member,
                                        cpginfra::ContainerRegistryMembership membership,
                                        const Project& project) override;

 protected:
  plan::Principal principal_of(std::string_view id) override;
  plan::Value policy_member_of(const plan::Value& id) override;
  const Project& make_dataset_project() override;

 private:
  const plan::Resource& declare(std::string_view type, std::string_view name,
                                std::initializer_list<plan::Field> inputs);
  const Bucket& make_bucket(const BucketSpec& spec, std::string_view bucket_name);
  void create_budget(std::string_view key, const Project& project, std::int64_t budget,
                     const plan::Field& period);
  plan::Value rule(const plan::Value& action, const plan::Value& condition);

  std::string_view region_;
};

}  // namespace terraform
