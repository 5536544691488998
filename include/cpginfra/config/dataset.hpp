// SPDX-License-Identifier: MIT
//
// This header defines CPGDatasetConfig: one dataset, where it is deployed, who may use it and
// what it depends on.
//
//   CPGDatasetConfig dataset;
//   dataset.dataset = "fewgenomes";
//   dataset.gcp.project = "fewgenomes-1234";
//   dataset.budgets.insert_or_assign(CloudName::kGcp, {.monthly_budget = 100});
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cpginfra/config/names.hpp"
#include "cpginfra/config/ordered_map.hpp"

namespace cpginfra::config {

/// One dataset.
struct CPGDatasetConfig {
  /// Its project on Google Cloud.
  struct Gcp {
    std::string project;
    std::optional<std::string> region;
    std::optional<std::string> hail_service_account_dataset_name_override;
    friend bool operator==(const Gcp&, const Gcp&) = default;
  };

  /// Its place on Azure.
  struct Azure {
    std::optional<std::string> region;
    friend bool operator==(const Azure&, const Azure&) = default;
  };

  /// What it may cost on one cloud.
  struct Budget {
    std::int64_t monthly_budget = 0;
    std::optional<std::int64_t> shared_total_budget;
    std::optional<std::string> currency;
    friend bool operator==(const Budget&, const Budget&) = default;
  };

  /// Who may upload, and where to.
  struct UploadConfig {
    /// The bucket that every dataset has.
    struct DefaultUploadBucketConfig {
      std::optional<std::vector<std::string>> uploaders;
      friend bool operator==(const DefaultUploadBucketConfig&,
                             const DefaultUploadBucketConfig&) = default;
    };
    /// A further upload bucket.
    struct AdditionalUploadBucketConfig {
      std::string name;
      std::optional<std::vector<std::string>> uploaders;
      friend bool operator==(const AdditionalUploadBucketConfig&,
                             const AdditionalUploadBucketConfig&) = default;
    };
    /// A place where people drop files through the dropbox server.
    struct UploadDropboxConfig {
      std::string id;
      std::string name;
      std::vector<std::string> allowed_filetypes;
      std::vector<std::string> uploaders;
      std::optional<std::int64_t> max_concurrent_files;
      std::optional<std::string> description;
      std::optional<std::string> max_file_size;
      std::optional<std::string> move_to_bucket;
      std::optional<std::string> slack_notification_channel_id;
      friend bool operator==(const UploadDropboxConfig&, const UploadDropboxConfig&) = default;
    };

    std::optional<DefaultUploadBucketConfig> default_bucket;
    std::optional<std::vector<AdditionalUploadBucketConfig>> additional_buckets;
    std::optional<std::vector<UploadDropboxConfig>> dropboxes;
    friend bool operator==(const UploadConfig&, const UploadConfig&) = default;
  };

  std::string dataset;
  OrderedMap<CloudName, Budget> budgets;
  Gcp gcp;
  std::optional<Azure> azure;
  bool setup_test = true;
  std::optional<std::string> deployment_service_account_test;
  std::optional<std::string> deployment_service_account_standard;
  std::optional<std::string> deployment_service_account_full;
  bool create_container_registry = false;
  std::vector<CloudName> deploy_locations = {CloudName::kGcp};
  bool is_internal_dataset = false;
  bool enable_release = false;
  bool enable_shared_project = false;
  bool enable_metamist_project = true;
  bool allow_notebook_tmp_main_read = false;
  std::vector<std::string> depends_on;
  std::vector<std::string> depends_on_readonly;
  std::vector<std::string> sm_read_only_sas;
  std::vector<std::string> sm_read_write_sas;
  std::int64_t archive_age = 0;
  bool autoclass = true;
  OrderedMap<CloudName, std::vector<CPGDatasetComponents>> components;
  OrderedMap<GroupName, std::vector<std::string>> members;
  std::optional<UploadConfig> upload_config;
  friend bool operator==(const CPGDatasetConfig&, const CPGDatasetConfig&) = default;
};

}  // namespace cpginfra::config

namespace cpginfra {
using config::CPGDatasetConfig;
}  // namespace cpginfra
