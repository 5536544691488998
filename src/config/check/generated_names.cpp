// SPDX-License-Identifier: MIT
#include "config/check/generated_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "internal/azure_names.hpp"

namespace cpginfra::config {
namespace {

using Component = CPGDatasetComponents;

constexpr std::array<std::string_view, 6> kMainBuckets = {
    "main-analysis", "archive", "main", "main-tmp", "main-web", "main-upload"};
constexpr std::array<std::string_view, 5> kTestBuckets = {"test-analysis", "test", "test-tmp",
                                                          "test-web", "test-upload"};

constexpr std::array<std::string_view, 20> kGroups = {"tmp-main-read-access",
                                                      "metadata-contribute",
                                                      "images-dev-reader",
                                                      "images-dev-writer",
                                                      "metadata-access",
                                                      "metadata-write",
                                                      "release-access",
                                                      "images-reader",
                                                      "images-writer",
                                                      "data-manager",
                                                      "main-create",
                                                      "web-access",
                                                      "main-list",
                                                      "main-read",
                                                      "test-full",
                                                      "analysis",
                                                      "standard",
                                                      "upload",
                                                      "full",
                                                      "test"};
constexpr std::array<std::string_view, 6> kMetamistGroups = {
    "sample-metadata-main-contribute", "sample-metadata-main-read", "sample-metadata-main-write",
    "sample-metadata-test-contribute", "sample-metadata-test-read", "sample-metadata-test-write"};
constexpr std::string_view kTestReadGroup = "test-read";
constexpr std::string_view kWheelsGroup = "sm-hail-wheels-viewers";

constexpr std::array<std::string_view, 3> kAccessLevels = {"standard", "full", "test"};

bool may_ask_for_main(const CPGDatasetConfig& dataset) {
  const auto* members = dataset.members.find(GroupName::kTmpMainReadAccess);
  return dataset.allow_notebook_tmp_main_read || (members != nullptr && !members->empty());
}

// What follows the dataset's name in the names of its groups.
std::vector<std::string_view> group_suffixes(const CheckContext& context,
                                             const CPGDatasetConfig& dataset, CloudName cloud) {
  std::vector<std::string_view> suffixes;
  const auto has = [&](Component component) {
    return has_component(context, dataset, cloud, component);
  };
  if (has(Component::kMetamist)) {
    suffixes.insert(suffixes.end(), kMetamistGroups.begin(), kMetamistGroups.end());
  }
  const auto& hail = context.infrastructure().hail;
  if (cloud == CloudName::kGcp && has(Component::kHailAccounts) && hail &&
      !hail->gcp.wheel_bucket_name.value_or("").empty()) {
    suffixes.push_back(kWheelsGroup);
  }
  suffixes.insert(suffixes.end(), kGroups.begin(), kGroups.end());
  if (dataset.setup_test) suffixes.push_back(kTestReadGroup);
  return suffixes;
}

// Collects the names of one dataset.
class Names {
 public:
  Names(const CheckContext& context, const CheckedDataset& dataset)
      : context_(context), dataset_(dataset) {}

  void add(NameKind kind, std::string name, std::initializer_list<PathStep> steps) {
    names_.push_back({kind, std::move(name), context_.spot(dataset_, steps)});
  }

  // A bucket's or container's name, made of the part that follows the dataset's.
  template <class Name>
  void add_buckets(NameKind kind, CloudName cloud, Name full_name) {
    const CPGDatasetConfig& config = *dataset_.config;
    const auto add_fixed = [&](std::string_view suffix) {
      add(kind, full_name(suffix), {"dataset"});
    };
    if (has_component(context_, config, cloud, Component::kStorage)) {
      for (std::string_view suffix : kMainBuckets) add_fixed(suffix);
      if (config.setup_test) {
        for (std::string_view suffix : kTestBuckets) add_fixed(suffix);
      }
      if (config.enable_release) add_fixed("release");
      add_upload_buckets(kind, full_name);
    } else {
      // What is shared, or can be asked for, is made without the component too.
      if (config.enable_release && config.enable_shared_project) add_fixed("release");
      if (may_ask_for_main(config)) add_fixed("main");
    }
    if (has_component(context_, config, cloud, Component::kHailAccounts)) add_fixed("hail");
  }

  void add_groups(NameKind kind, CloudName cloud) {
    const std::string prefix = context_.infrastructure().group_prefix.value_or("");
    for (std::string_view suffix : group_suffixes(context_, *dataset_.config, cloud)) {
      add(kind, fmt::format("{}{}-{}", prefix, dataset_.config->dataset, suffix), {"dataset"});
    }
  }

  std::vector<GeneratedName> take() { return std::move(names_); }

 private:
  template <class Name>
  void add_upload_buckets(NameKind kind, Name full_name) {
    if (!dataset_.config->upload_config) return;
    const CPGDatasetConfig::UploadConfig& upload = *dataset_.config->upload_config;
    if (upload.additional_buckets) {
      for (std::size_t index = 0; index < upload.additional_buckets->size(); ++index) {
        add(kind,
            full_name(fmt::format("main-upload-{}", (*upload.additional_buckets)[index].name)),
            {"upload_config", "additional_buckets", index, "name"});
      }
    }
    if (upload.dropboxes) {
      for (std::size_t index = 0; index < upload.dropboxes->size(); ++index) {
        add(kind, full_name(fmt::format("main-upload-db-{}", (*upload.dropboxes)[index].id)),
            {"upload_config", "dropboxes", index, "id"});
      }
    }
  }

  const CheckContext& context_;
  const CheckedDataset& dataset_;
  std::vector<GeneratedName> names_;
};

}  // namespace

std::string_view project_id(const CPGDatasetConfig& dataset) {
  return dataset.gcp.project.empty() ? dataset.dataset : dataset.gcp.project;
}

std::vector<GeneratedName> names_on_gcp(const CheckContext& context,
                                        const CheckedDataset& dataset) {
  const CPGInfrastructureConfig& infrastructure = context.infrastructure();
  const CPGDatasetConfig& config = *dataset.config;
  const std::string_view prefix =
      infrastructure.gcp ? infrastructure.gcp->dataset_storage_prefix : std::string_view();
  Names names(context, dataset);
  names.add(NameKind::kGcpProject, std::string(project_id(config)), {"gcp", "project"});
  if (config.enable_shared_project) {
    names.add(NameKind::kGcpProject, fmt::format("{}-shared", project_id(config)),
              {"gcp", "project"});
  }
  names.add_buckets(NameKind::kGcpBucket, CloudName::kGcp, [&](std::string_view suffix) {
    return fmt::format("{}{}-{}", prefix, config.dataset, suffix);
  });
  names.add_groups(NameKind::kGcpGroup, CloudName::kGcp);
  if (has_component(context, config, CloudName::kGcp, Component::kNotebooks)) {
    names.add(NameKind::kGcpServiceAccount, fmt::format("notebook-{}", config.dataset),
              {"dataset"});
  }
  if (has_component(context, config, CloudName::kGcp, Component::kCromwell)) {
    names.add(NameKind::kGcpSecret, fmt::format("{}-cromwell-standard-key", config.dataset),
              {"dataset"});
  }
  if (may_ask_for_main(config)) {
    names.add(NameKind::kGcpEntitlement, fmt::format("pam-{}-read", config.dataset), {"dataset"});
  }
  return names.take();
}

std::vector<GeneratedName> names_on_azure(const CheckContext& context,
                                          const CheckedDataset& dataset) {
  const CPGDatasetConfig& config = *dataset.config;
  const auto& azure = context.infrastructure().azure;
  const std::string prefix = azure ? azure->dataset_storage_prefix : std::string();
  const std::string group = internal::azure_resource_group_name(prefix, config.dataset);
  Names names(context, dataset);
  names.add(NameKind::kAzureResourceGroup, group, {"dataset"});
  if (config.enable_shared_project) {
    names.add(NameKind::kAzureResourceGroup,
              internal::azure_resource_group_name("", group + "-shared"), {"dataset"});
  }
  names.add(NameKind::kAzureStorageAccount,
            internal::azure_storage_account_name(prefix, config.dataset), {"dataset"});
  names.add(NameKind::kAzureKeyVault, internal::azure_key_vault_name("", group), {"dataset"});
  names.add_buckets(NameKind::kAzureContainer, CloudName::kAzure, internal::azure_container_name);
  names.add_groups(NameKind::kAzureGroup, CloudName::kAzure);
  return names.take();
}

std::vector<std::string> hail_usernames(const CheckContext& context,
                                        const CPGDatasetConfig& dataset) {
  std::vector<std::string> usernames;
  const auto& hail = context.infrastructure().hail;
  if (!hail || !has_component(context, dataset, CloudName::kGcp, Component::kHailAccounts)) {
    return usernames;
  }
  for (std::string_view level : kAccessLevels) {
    if (level == "test" && !dataset.setup_test) continue;
    usernames.push_back(fmt::format(
        "{}{}-{}", hail->username_prefix.value_or(""),
        dataset.gcp.hail_service_account_dataset_name_override.value_or(dataset.dataset), level));
  }
  return usernames;
}

}  // namespace cpginfra::config
