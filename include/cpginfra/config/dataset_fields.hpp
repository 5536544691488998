// SPDX-License-Identifier: MIT
//
// This header defines the field tables of CPGDatasetConfig and the models inside it.
//
//   ModelTraits<CPGDatasetConfig::Budget>::kName;   // -> "CPGDatasetConfig.Budget"
#pragma once

#include <string_view>
#include <tuple>

#include "cpginfra/config/dataset.hpp"
#include "cpginfra/config/field.hpp"

namespace cpginfra::config {

template <>
struct ModelTraits<CPGDatasetConfig::Gcp> {
  using M = CPGDatasetConfig::Gcp;
  static constexpr std::string_view kName = "CPGDatasetConfig.Gcp";
  static constexpr std::string_view kDoc = "The dataset on Google Cloud.";
  static constexpr auto fields() {
    return std::tuple{
        required("project", &M::project, "The project's id; empty for the dataset's name."),
        defaulted("region", &M::region, "The region, unless it is the institute's."),
        defaulted("hail_service_account_dataset_name_override",
                  &M::hail_service_account_dataset_name_override,
                  "What the Hail users are called instead of the dataset's name."),
    };
  }
};

template <>
struct ModelTraits<CPGDatasetConfig::Azure> {
  using M = CPGDatasetConfig::Azure;
  static constexpr std::string_view kName = "CPGDatasetConfig.Azure";
  static constexpr std::string_view kDoc = "The dataset on Azure.";
  static constexpr auto fields() {
    return std::tuple{
        defaulted("region", &M::region, "The location, unless it is the institute's.")};
  }
};

template <>
struct ModelTraits<CPGDatasetConfig::Budget> {
  using M = CPGDatasetConfig::Budget;
  static constexpr std::string_view kName = "CPGDatasetConfig.Budget";
  static constexpr std::string_view kDoc = "What the dataset may cost on one cloud.";
  static constexpr auto fields() {
    return std::tuple{
        required("monthly_budget", &M::monthly_budget, "What a month may cost."),
        defaulted("shared_total_budget", &M::shared_total_budget,
                  "What the shared project may cost in all."),
        defaulted("currency", &M::currency, "The currency, unless it is the institute's."),
    };
  }
};

template <>
struct ModelTraits<CPGDatasetConfig::UploadConfig::DefaultUploadBucketConfig> {
  using M = CPGDatasetConfig::UploadConfig::DefaultUploadBucketConfig;
  static constexpr std::string_view kName =
      "CPGDatasetConfig.UploadConfig.DefaultUploadBucketConfig";
  static constexpr std::string_view kDoc = "The upload bucket that every dataset has.";
  static constexpr auto fields() {
    return std::tuple{
        defaulted("uploaders", &M::uploaders, "Users who may write to this bucket alone.")};
  }
};

template <>
struct ModelTraits<CPGDatasetConfig::UploadConfig::AdditionalUploadBucketConfig> {
  using M = CPGDatasetConfig::UploadConfig::AdditionalUploadBucketConfig;
  static constexpr std::string_view kName =
      "CPGDatasetConfig.UploadConfig.AdditionalUploadBucketConfig";
  static constexpr std::string_view kDoc = "A further upload bucket.";
  static constexpr auto fields() {
    return std::tuple{
        required("name", &M::name, "What follows `main-upload-` in the bucket's name."),
        defaulted("uploaders", &M::uploaders, "Users who may write to this bucket alone."),
    };
  }
};

template <>
struct ModelTraits<CPGDatasetConfig::UploadConfig::UploadDropboxConfig> {
  using M = CPGDatasetConfig::UploadConfig::UploadDropboxConfig;
  static constexpr std::string_view kName = "CPGDatasetConfig.UploadConfig.UploadDropboxConfig";
  static constexpr std::string_view kDoc = "A place where people drop files in the browser.";
  static constexpr auto fields() {
    return std::tuple{
        required("id", &M::id, "What follows `main-upload-db-` in the bucket's name."),
        required("name", &M::name, "What people see it called."),
        required("allowed_filetypes", &M::allowed_filetypes, "File endings, as `.bam`."),
        required("uploaders", &M::uploaders, "Users who may drop files."),
        defaulted("max_concurrent_files", &M::max_concurrent_files,
                  "How many files are sent at once."),
        defaulted("description", &M::description, "What people are told."),
        defaulted("max_file_size", &M::max_file_size, "The largest file, as `100GB`."),
        defaulted("move_to_bucket", &M::move_to_bucket,
                  "The additional bucket that files are moved to, or `default`."),
        defaulted("slack_notification_channel_id", &M::slack_notification_channel_id,
                  "The Slack channel that hears of new files."),
    };
  }
};

template <>
struct ModelTraits<CPGDatasetConfig::UploadConfig> {
  using M = CPGDatasetConfig::UploadConfig;
  static constexpr std::string_view kName = "CPGDatasetConfig.UploadConfig";
  static constexpr std::string_view kDoc = "Who may upload, and where to.";
  static constexpr auto fields() {
    return std::tuple{
        defaulted("default_bucket", &M::default_bucket, "The bucket that every dataset has."),
        defaulted("additional_buckets", &M::additional_buckets, "Further upload buckets."),
        defaulted("dropboxes", &M::dropboxes, "Places where people drop files."),
    };
  }
};

template <>
struct ModelTraits<CPGDatasetConfig> {
  using M = CPGDatasetConfig;
  static constexpr std::string_view kName = "CPGDatasetConfig";
  static constexpr std::string_view kDoc = "One dataset.";
  static constexpr auto fields() {
    return std::tuple{
        required("dataset", &M::dataset, "The dataset's name."),
        required("budgets", &M::budgets, "What it may cost, for each cloud."),
        required("gcp", &M::gcp, "The dataset on Google Cloud."),
        defaulted("azure", &M::azure, "The dataset on Azure."),
        defaulted("setup_test", &M::setup_test, "Whether it gets a test namespace."),
        defaulted("deployment_service_account_test", &M::deployment_service_account_test,
                  "An older account that has test access."),
        defaulted("deployment_service_account_standard", &M::deployment_service_account_standard,
                  "An older account that has standard access."),
        defaulted("deployment_service_account_full", &M::deployment_service_account_full,
                  "An older account that has full access."),
        defaulted("create_container_registry", &M::create_container_registry,
                  "Whether its project gets container registries."),
        defaulted("deploy_locations", &M::deploy_locations, "The clouds to deploy to."),
        defaulted("is_internal_dataset", &M::is_internal_dataset,
                  "Whether users with access to internal logs may read its batch logs."),
        defaulted("enable_release", &M::enable_release,
                  "Whether it gets a release bucket, whose readers pay."),
        defaulted("enable_shared_project", &M::enable_shared_project,
                  "Whether it gets a project that pays for readers of the release bucket."),
        defaulted("enable_metamist_project", &M::enable_metamist_project,
                  "Whether it gets projects in metamist."),
        defaulted("allow_notebook_tmp_main_read", &M::allow_notebook_tmp_main_read,
                  "Whether notebooks may ask for temporary read access to main."),
        defaulted("depends_on", &M::depends_on, "Datasets that its people get full access to."),
        defaulted("depends_on_readonly", &M::depends_on_readonly,
                  "Datasets that its people get read access to."),
        defaulted("sm_read_only_sas", &M::sm_read_only_sas,
                  "Further accounts that read its metadata."),
        defaulted("sm_read_write_sas", &M::sm_read_write_sas,
                  "Further accounts that read and write its metadata."),
        defaulted("archive_age", &M::archive_age,
                  "Days until objects of the archive bucket are archived."),
        defaulted("autoclass", &M::autoclass, "Whether buckets choose storage classes themselves."),
        defaulted("components", &M::components,
                  "What to set up on a cloud, where it is not the default."),
        defaulted("members", &M::members, "Who is in which group, by key in `users`."),
        defaulted("upload_config", &M::upload_config, "Who may upload, and where to."),
    };
  }
};

}  // namespace cpginfra::config
