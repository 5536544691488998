// SPDX-License-Identifier: MIT
// This header defines CPGInfrastructure, the whole institute: it sets up every dataset and what all
// of them share, collects groups, and writes the four places where memberships are kept.
//
//   plan::Plan plan;
//   driver::CPGInfrastructure infrastructure(configuration, plan);
//   infrastructure.main();
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "cpginfra/cloud/infra_factory.hpp"
#include "cpginfra/driver/dataset_infrastructure.hpp"
#include "cpginfra/driver/group_provider.hpp"

namespace cpginfra::driver {

/// Something that adds to the plan at the two moments when others may. See plugin/.
class Extension {
 public:
  virtual ~Extension() = default;
  /// After all datasets are set up, before groups are final.
  virtual void main(CPGInfrastructure& /*infrastructure*/) {}
  /// After groups are final.
  virtual void on_group_finalisation(CPGInfrastructure& /*infrastructure*/) {}
};

/// The rule of an entry of `imports` or `former_names` that no resource takes.
inline constexpr std::string_view kUnusedAdoption = "unused-adoption";

/// See the top of this file.
class CPGInfrastructure {
 public:
  /// Configuration and plan must outlive it. The configuration has been checked (config::load).
  CPGInfrastructure(const Configuration& configuration, plan::Plan& plan,
                    cloud::InfraFactory make_infra = cloud::make_infra);
  ~CPGInfrastructure();
  CPGInfrastructure(const CPGInfrastructure&) = delete;
  CPGInfrastructure& operator=(const CPGInfrastructure&) = delete;

  [[nodiscard]] const CPGInfrastructureConfig& config() const noexcept {
    return configuration_.infrastructure;
  }
  [[nodiscard]] const Configuration& configuration() const noexcept { return configuration_; }
  plan::Plan& plan() noexcept { return plan_; }
  [[nodiscard]] const cloud::InfraFactory& make_infra() const noexcept { return make_infra_; }
  GroupProvider& group_provider() noexcept { return group_provider_; }

  /// Plans everything; extensions run in their order.
  void main(std::span<Extension* const> extensions = {});

  /// The dataset of that name, or null.
  CPGDatasetInfrastructure* dataset(std::string_view name);
  CPGDatasetInfrastructure& common_dataset();
  /// All datasets, each after those that it depends on, else by name.
  std::span<const std::unique_ptr<CPGDatasetInfrastructure>> datasets();

  /// The common dataset's side of a cloud; null where it is not deployed there.
  CloudInfraBase* common_infra(CloudName cloud);
  /// The side of the cloud that carries what the institute has once: Google Cloud's where the
  /// common dataset is there, else that of its first cloud.
  CloudInfraBase& common_infra();

  // What all datasets of a cloud share. Made on first use.
  const cloud::Bucket& members_cache_bucket(CloudName cloud);
  Group& config_viewer_group(CloudName cloud);
  Group& metamist_invoker_group(CloudName cloud);
  Group& internal_logs_access_group(CloudName cloud);
  /// Null where nothing requests temporary access for notebooks.
  [[nodiscard]] const cloud::MachineAccount* pam_broker_account() const noexcept {
    return pam_broker_;
  }
  /// Null where the common cloud has no such registry.
  const plan::Resource* python_registry();
  /// Whether a dataset's main bucket can be asked for: by its own people, or by those of a dataset
  /// that depends on it.
  bool needs_temporary_access(std::string_view dataset);

 private:
  static constexpr std::size_t kCloudCount = 3;
  template <typename T>
  using OfCloud = std::array<T, kCloudCount>;

  void setup_datasets();
  void setup_members_cache();
  void setup_metamist_invokers();
  void setup_pam_broker();
  void deploy_adhoc_groups();
  void finalize_groups();
  void finalize_group(CloudInfraBase& infra, Group& group);
  void setup_hail_batch_billing_project_members();
  void setup_hail_billing_members(CPGDatasetCloudInfrastructure& dataset);
  void update_metamist_members();
  cloud::MetamistMembers metamist_members(CPGDatasetInfrastructure& dataset, DatasetGroup read,
                                          DatasetGroup contribute, DatasetGroup write);
  plan::Value metamist_member_list(CPGDatasetInfrastructure& dataset, DatasetGroup group);
  void generate_dropbox_config();
  void output_infrastructure_config();
  void warn_of_kept_mistakes();
  void report_unused_adoptions();

  const Configuration& configuration_;
  plan::Plan& plan_;
  cloud::InfraFactory make_infra_;
  GroupProvider group_provider_;
  std::vector<std::unique_ptr<CPGDatasetInfrastructure>> datasets_;
  absl::flat_hash_map<std::string_view, CPGDatasetInfrastructure*> datasets_by_name_;
  OfCloud<const cloud::Bucket*> members_cache_buckets_{};
  OfCloud<Group*> config_viewer_groups_{};
  OfCloud<Group*> metamist_invoker_groups_{};
  OfCloud<Group*> internal_logs_access_groups_{};
  const cloud::MachineAccount* pam_broker_ = nullptr;
  const plan::Resource* python_registry_ = nullptr;
  bool python_registry_asked_ = false;
  absl::flat_hash_set<std::string_view> needing_temporary_access_;
  bool temporary_access_known_ = false;
};

}  // namespace cpginfra::driver

namespace cpginfra {
using driver::CPGInfrastructure;
}  // namespace cpginfra
