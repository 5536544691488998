// SPDX-License-Identifier: MIT
// A dataset's buckets, each made on first use.
#include <fmt/format.h>

#include <vector>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {
namespace {

/// Incomplete uploads to a dropbox are deleted after this many days.
constexpr int kIncompleteUploadDays = 8;

std::vector<plan::Value> lifecycle_rules(CloudInfraBase& infra, Lifecycle lifecycle) {
  switch (lifecycle) {
    case Lifecycle::kUndelete:
      return {infra.bucket_rule_undelete(cloud::kUndeleteDays)};
    case Lifecycle::kTemporary:
      return {infra.bucket_rule_temporary(cloud::kTemporaryDays, {})};
    case Lifecycle::kArchive:
      return {infra.bucket_rule_archive(infra.dataset_config().archive_age),
              infra.bucket_rule_undelete(cloud::kUndeleteDays)};
  }
  return {};
}

}  // namespace

const cloud::Bucket& CPGDatasetCloudInfrastructure::bucket(DatasetBucket bucket) {
  const cloud::Bucket*& made = buckets_[static_cast<std::size_t>(bucket)];
  if (made == nullptr) {
    const BucketRow& row = bucket_rows()[static_cast<std::size_t>(bucket)];
    const std::vector<plan::Value> rules = lifecycle_rules(*infra_, row.lifecycle);
    made = &infra_->create_bucket({
        .name = row.name,
        .lifecycle_rules = rules,
        .requester_pays = row.requester_pays,
        .versioning = row.protection == Protection::kFull,
        .autoclass = row.autoclass == AutoclassPolicy::kAsConfigured && dataset_config_.autoclass,
        .soft_delete_protection = row.protection == Protection::kFull,
    });
  }
  return *made;
}

const std::vector<MainUploadBucket>& CPGDatasetCloudInfrastructure::main_upload_buckets() {
  if (!upload_buckets_.empty()) return upload_buckets_;
  plan::ValueStore& values = infra_->plan().values();
  upload_buckets_.push_back(
      {.name = to_text(DatasetBucket::kMainUpload), .bucket = &bucket(DatasetBucket::kMainUpload)});
  if (!dataset_config_.upload_config) return upload_buckets_;

  const auto& uploads = *dataset_config_.upload_config;
  if (uploads.default_bucket && uploads.default_bucket->uploaders) {
    upload_buckets_.front().uploaders = *uploads.default_bucket->uploaders;
  }
  if (uploads.additional_buckets) {
    const std::vector<plan::Value> rules = lifecycle_rules(*infra_, Lifecycle::kUndelete);
    for (const auto& additional : *uploads.additional_buckets) {
      const std::string_view name = values.text({"main-upload-", additional.name});
      const cloud::Bucket& made = infra_->create_bucket(
          {.name = name, .lifecycle_rules = rules, .autoclass = dataset_config_.autoclass});
      upload_buckets_.push_back(
          {.name = name,
           .bucket = &made,
           .uploaders = additional.uploaders.value_or(std::vector<std::string>())});
    }
  }
  if (uploads.dropboxes) {
    const std::vector<plan::Value> rules = {
        infra_->bucket_rule_temporary(kIncompleteUploadDays, {"incomplete/"})};
    for (const auto& dropbox : *uploads.dropboxes) {
      const std::string_view name = values.text({"main-upload-db-", dropbox.id});
      const cloud::Bucket& made = infra_->create_bucket({.name = name,
                                                         .lifecycle_rules = rules,
                                                         .versioning = false,
                                                         .soft_delete_protection = false});
      upload_buckets_.push_back(
          {.name = name, .bucket = &made, .uploaders = dropbox.uploaders, .is_dropbox = true});
    }
  }
  return upload_buckets_;
}

}  // namespace cpginfra::driver
