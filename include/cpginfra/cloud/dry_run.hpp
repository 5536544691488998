// SPDX-License-Identifier: MIT
// This header defines DryRunInfra, a cloud that makes nothing and says what it would make, a line
// for each call, in Plan::lines().
//
//   cloud::DryRunInfra infra(config, dataset_config, plan);
//   infra.create_bucket({.name = "main"});  // Create bucket: main w/ rules:
#pragma once

#include <string_view>

#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace cpginfra::cloud {

/// See the top of this file.
class DryRunInfra final : public CloudInfraBase {
 public:
  DryRunInfra(const CPGInfrastructureConfig& config, const CPGDatasetConfig& dataset_config,
              plan::Plan& plan);

  [[nodiscard]] bool supports(Feature feature) const noexcept override;
  [[nodiscard]] std::string_view storage_prefix() const noexcept override;
  [[nodiscard]] std::string_view config_bucket_name() const noexcept override;
  const Project& create_project(std::string_view key, const plan::Value& project_id,
                                std::string_view label) override;
  void create_monthly_budget(std::string_view key, const Project& project,
                             std::int64_t budget) override;
  void create_fixed_budget(std::string_view key, const Project& project, std::int64_t budget,
                           const Date& start_date) override;
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
  const plan::Group& create_group(std::string_view group_name,
                                  std::optional<std::string_view> description) override;
  void add_group_member(std::string_view resource_name, const plan::Group& group,
                        const plan::Principal& member) override;
  void add_member_to_existing_group(std::string_view key, const plan::Value& group_id,
                                    std::string_view label, const plan::Principal& member) override;
  HailAccount create_hail_user(std::string_view key, std::string_view username,
                               std::string_view auth_url) override;
  HailBillingProject create_hail_billing_project(std::string_view project_name,
                                                 std::string_view batch_url) override;
  void add_hail_billing_member(std::string_view key, const HailBillingProject& project,
                               std::string_view username) override;
  MetamistProject create_metamist_project(std::string_view project_name) override;
  void set_metamist_members(std::string_view resource_name, const MetamistProject& project,
                            const MetamistMembers& members) override;
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

 protected:
  plan::Principal principal_of(std::string_view id) override;
  plan::Value policy_member_of(const plan::Value& id) override;
  const Project& make_dataset_project() override;

 private:
  void say(std::initializer_list<std::string_view> parts) { plan_.add_line(origin_, parts); }
};

}  // namespace cpginfra::cloud

namespace cpginfra {
using cloud::DryRunInfra;
}  // namespace cpginfra
