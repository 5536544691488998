// SPDX-License-Identifier: MIT
// This header defines CPGDatasetCloudInfrastructure, one dataset on one cloud. Every tangible thing
// is made on first use, exactly once; what nobody asks for is not made, and another dataset may use
// a thing before this one has been set up.
//
//   auto& dataset = *infrastructure.dataset("cohort-a")->cloud(CloudName::kGcp);
//   const cloud::Bucket& bucket = dataset.main_bucket();
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/driver/dataset_parts.hpp"
#include "cpginfra/driver/group_provider.hpp"

namespace cpginfra::driver {

class CPGInfrastructure;
enum class Need : std::uint8_t;
struct BucketGrantRow;

/// A bucket that people upload to.
struct MainUploadBucket {
  /// The bucket's name after the dataset's, such as `main-upload-lab1`.
  std::string_view name;
  const cloud::Bucket* bucket = nullptr;
  std::vector<std::string> uploaders;
  /// Uploads to a dropbox go through its server.
  bool is_dropbox = false;
};

/// Where Hail Batch and its authentication service are; empty where nowhere.
struct HailUrls {
  std::string_view batch;
  std::string_view auth;
};

/// See the top of this file.
class CPGDatasetCloudInfrastructure {
 public:
  /// `root`, `config` and `dataset_config` must outlive it.
  CPGDatasetCloudInfrastructure(CPGInfrastructure& root, const CPGInfrastructureConfig& config,
                                const CPGDatasetConfig& dataset_config,
                                std::unique_ptr<CloudInfraBase> infra);

  CloudInfraBase& infra() noexcept { return *infra_; }
  [[nodiscard]] const CPGDatasetConfig& dataset_config() const noexcept { return dataset_config_; }
  [[nodiscard]] bool has(CPGDatasetComponents component) const noexcept;

  /// Sets the dataset up on this cloud.
  void main();

  Group& group(DatasetGroup group);
  const cloud::Bucket& bucket(DatasetBucket bucket);
  /// The group that machine accounts of a level are in.
  Group& access_level_group(AccessLevelName level);
  /// The levels that this dataset has: without `test` where it has no test namespace.
  [[nodiscard]] std::vector<AccessLevelName> access_levels() const;

  // The groups and buckets by their usual names.
  Group& data_manager_group() { return group(DatasetGroup::kDataManager); }
  Group& analysis_group() { return group(DatasetGroup::kAnalysis); }
  Group& metadata_access_group() { return group(DatasetGroup::kMetadataAccess); }
  Group& metadata_contribute_group() { return group(DatasetGroup::kMetadataContribute); }
  Group& metadata_write_group() { return group(DatasetGroup::kMetadataWrite); }
  Group& web_access_group() { return group(DatasetGroup::kWebAccess); }
  Group& upload_group() { return group(DatasetGroup::kUpload); }
  Group& release_access_group() { return group(DatasetGroup::kReleaseAccess); }
  Group& tmp_main_read_access_group() { return group(DatasetGroup::kTmpMainReadAccess); }
  Group& test_read_group() { return group(DatasetGroup::kTestRead); }
  Group& test_full_group() { return group(DatasetGroup::kTestFull); }
  Group& main_list_group() { return group(DatasetGroup::kMainList); }
  Group& main_read_group() { return group(DatasetGroup::kMainRead); }
  Group& main_create_group() { return group(DatasetGroup::kMainCreate); }
  Group& test_group() { return group(DatasetGroup::kTest); }
  Group& standard_group() { return group(DatasetGroup::kStandard); }
  Group& full_group() { return group(DatasetGroup::kFull); }
  Group& images_reader_group() { return group(DatasetGroup::kImagesReader); }
  Group& images_dev_reader_group() { return group(DatasetGroup::kImagesDevReader); }
  Group& images_writer_group() { return group(DatasetGroup::kImagesWriter); }
  Group& images_dev_writer_group() { return group(DatasetGroup::kImagesDevWriter); }
  const cloud::Bucket& archive_bucket() { return bucket(DatasetBucket::kArchive); }
  const cloud::Bucket& main_bucket() { return bucket(DatasetBucket::kMain); }
  const cloud::Bucket& main_tmp_bucket() { return bucket(DatasetBucket::kMainTmp); }
  const cloud::Bucket& main_analysis_bucket() { return bucket(DatasetBucket::kMainAnalysis); }
  const cloud::Bucket& main_web_bucket() { return bucket(DatasetBucket::kMainWeb); }
  const cloud::Bucket& test_bucket() { return bucket(DatasetBucket::kTest); }
  const cloud::Bucket& test_tmp_bucket() { return bucket(DatasetBucket::kTestTmp); }
  const cloud::Bucket& test_analysis_bucket() { return bucket(DatasetBucket::kTestAnalysis); }
  const cloud::Bucket& test_web_bucket() { return bucket(DatasetBucket::kTestWeb); }
  const cloud::Bucket& test_upload_bucket() { return bucket(DatasetBucket::kTestUpload); }
  const cloud::Bucket& release_bucket() { return bucket(DatasetBucket::kRelease); }
  const cloud::Bucket& hail_bucket() { return bucket(DatasetBucket::kHail); }

  /// The default upload bucket first, then the configured ones, then the dropboxes.
  const std::vector<MainUploadBucket>& main_upload_buckets();
  const cloud::MachineAccount& main_upload_account();
  const cloud::MachineAccount& notebook_account();
  const cloud::MachineAccount& cromwell_account(AccessLevelName level);
  const cloud::MachineAccount& dataproc_account(AccessLevelName level);
  const cloud::HailAccount& hail_account(AccessLevelName level);
  const cloud::HailBillingProject& hail_batch_billing_project();
  [[nodiscard]] HailUrls hail_urls() const noexcept;
  /// The storage configuration that tools read, once storage is set up; null before or without.
  /// `namespace_name` is `main` or `test`.
  [[nodiscard]] const plan::Value& storage_config(std::string_view namespace_name) const;

 private:
  struct AccountOfKind {
    std::string_view kind;
    AccessLevelName level;
    const plan::Principal* principal;
  };

  // One function for each part, in the file of that name.
  void setup_access_groups();
  void setup_access_level_group_memberships();
  void setup_externally_specified_members();
  void setup_dependencies();
  void setup_dependency(std::string_view dependency);
  void setup_readonly_dependency(std::string_view dependency);
  void setup_monitoring_access();
  void setup_billing();
  void setup_storage();
  void setup_upload_bucket(const MainUploadBucket& upload);
  void setup_storage_outputs();
  void write_storage_config(std::string_view namespace_name, const plan::Value& text);
  void setup_metamist();
  void setup_hail();
  void setup_hail_bucket();
  void setup_hail_wheels();
  void setup_cromwell();
  void setup_cromwell_secrets(AccessLevelName level);
  void setup_spark();
  void setup_notebooks();
  void setup_container_registry();
  void setup_dataset_container_registries();
  void setup_shared_project();
  void setup_analysis_runner();
  void setup_tmp_main_read_access();
  void add_people_who_may_ask(Group& askers);
  void setup_brokered_main_read_access(Group& askers);

  Group* group_of_dependency(std::string_view dependency, DatasetGroup group);
  std::vector<AccountOfKind> working_machine_accounts();
  [[nodiscard]] std::vector<AccessLevelName> hail_levels() const;
  [[nodiscard]] bool applies(Need need) const noexcept;
  /// Adds a person under `{key}-{hash}`.
  void add_person(Group& group, std::string_view key, std::string_view member_id);
  void grant(const BucketGrantRow& row);
  plan::Value storage_paths(std::string_view namespace_name);
  plan::Value storage_of_dependencies(std::string_view namespace_name, const plan::Value& own);
  std::string_view name(std::string_view key) { return infra_->get_pulumi_name(key); }

  CPGInfrastructure& root_;
  const CPGInfrastructureConfig& config_;
  const CPGDatasetConfig& dataset_config_;
  std::unique_ptr<CloudInfraBase> infra_;
  std::uint32_t components_ = 0;

  std::array<Group*, kDatasetGroupCount> groups_{};
  std::array<const cloud::Bucket*, kDatasetBucketCount> buckets_{};
  std::vector<MainUploadBucket> upload_buckets_;
  const cloud::MachineAccount* main_upload_account_ = nullptr;
  const cloud::MachineAccount* notebook_account_ = nullptr;
  std::array<const cloud::MachineAccount*, kAccessLevelCount> cromwell_accounts_{};
  std::array<const cloud::MachineAccount*, kAccessLevelCount> dataproc_accounts_{};
  std::array<std::optional<cloud::HailAccount>, kAccessLevelCount> hail_accounts_{};
  std::optional<cloud::HailBillingProject> hail_batch_billing_project_;
  plan::Value main_storage_config_;
  plan::Value test_storage_config_;
};

}  // namespace cpginfra::driver

namespace cpginfra {
using driver::CPGDatasetCloudInfrastructure;
}  // namespace cpginfra
