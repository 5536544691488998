// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "absl/container/flat_hash_set.h"
#include "config/check/people.hpp"
#include "config/check/rules.hpp"
#include "config/nearest_name.hpp"

namespace cpginfra::config {
namespace {

using Upload = CPGDatasetConfig::UploadConfig;

constexpr std::string_view kDefaultBucket = "default";

// Upload buckets are made only where storage is.
bool has_storage(const CheckContext& context, const CPGDatasetConfig& dataset, CloudName cloud) {
  return has_component(context, dataset, cloud, CPGDatasetComponents::kStorage);
}

// What is wrong with something that is not used is only worth a warning.
ReportFunction severity_if(bool is_used) {
  return is_used ? &CheckContext::error : &CheckContext::warning;
}

// The uploaders of one bucket, where `steps` lead to them.
struct Uploaders {
  const std::vector<std::string>* keys;
  std::vector<PathStep> steps;
};

std::vector<Uploaders> bucket_uploaders(const CPGDatasetConfig& dataset) {
  std::vector<Uploaders> all;
  if (!dataset.upload_config) return all;
  const Upload& upload = *dataset.upload_config;
  if (upload.default_bucket && upload.default_bucket->uploaders) {
    all.push_back({&*upload.default_bucket->uploaders, {"default_bucket", "uploaders"}});
  }
  if (upload.additional_buckets) {
    for (std::size_t index = 0; index < upload.additional_buckets->size(); ++index) {
      const auto& uploaders = (*upload.additional_buckets)[index].uploaders;
      if (uploaders) all.push_back({&*uploaders, {"additional_buckets", index, "uploaders"}});
    }
  }
  return all;
}

Spot uploader_spot(const CheckContext& context, const CheckedDataset& dataset,
                   const Uploaders& uploaders, std::size_t index) {
  if (uploaders.steps.size() == 2) {
    return context.spot(dataset, {"upload_config", uploaders.steps[0], uploaders.steps[1], index});
  }
  return context.spot(dataset, {"upload_config", uploaders.steps[0], uploaders.steps[1],
                                uploaders.steps[2], index});
}

void check_uploaders(CheckContext& context, const CheckedDataset& dataset) {
  const CPGDatasetConfig& config = *dataset.config;
  const bool on_gcp = has_storage(context, config, CloudName::kGcp);
  const bool on_azure = has_storage(context, config, CloudName::kAzure);
  const bool is_used = on_gcp || on_azure || has_storage(context, config, CloudName::kDryRun);
  for (const Uploaders& uploaders : bucket_uploaders(config)) {
    absl::flat_hash_set<std::string> seen;
    for (std::size_t index = 0; index < uploaders.keys->size(); ++index) {
      const std::string& key = (*uploaders.keys)[index];
      const CPGInfrastructureUser* user = known_user(
          context, key, uploader_spot(context, dataset, uploaders, index), severity_if(is_used));
      if (user == nullptr) continue;
      const auto spot = [&] { return uploader_spot(context, dataset, uploaders, index); };
      if (on_gcp) check_account(context, key, *user, CloudName::kGcp, spot());
      if (on_azure) check_account(context, key, *user, CloudName::kAzure, spot());
      if (!seen.insert(user->id).second) {
        (context.*severity_if(is_used))(
            "duplicate-uploader", spot(),
            fmt::format("'{}' is an uploader of this bucket already", shortened(key)),
            shortened(key), "list each uploader once");
      }
      if (is_used && !user->id.empty() && !has_initials(user->id)) {
        context.error("unusable-user-id", spot(),
                      fmt::format("the id '{}' of the user '{}' has an empty part between its "
                                  "points",
                                  shortened(user->id), shortened(key)),
                      shortened(user->id), "give the user an id like 'first.last'");
      }
    }
  }
}

void check_bucket_names(CheckContext& context, const CheckedDataset& dataset) {
  if (!dataset.config->upload_config || !dataset.config->upload_config->additional_buckets) return;
  const auto& buckets = *dataset.config->upload_config->additional_buckets;
  absl::flat_hash_set<std::string> seen;
  for (std::size_t index = 0; index < buckets.size(); ++index) {
    if (seen.insert(buckets[index].name).second) continue;
    context.error(
        "duplicate-bucket",
        context.spot(dataset, {"upload_config", "additional_buckets", index, "name"}),
        fmt::format("there is an upload bucket '{}' already", shortened(buckets[index].name)),
        shortened(buckets[index].name), "give each additional bucket a name of its own");
  }
}

void check_dropbox_ids(CheckContext& context, const CheckedDataset& dataset) {
  if (!dataset.config->upload_config || !dataset.config->upload_config->dropboxes) return;
  const auto& dropboxes = *dataset.config->upload_config->dropboxes;
  absl::flat_hash_set<std::string> seen;
  for (std::size_t index = 0; index < dropboxes.size(); ++index) {
    if (seen.insert(dropboxes[index].id).second) continue;
    context.error("duplicate-dropbox",
                  context.spot(dataset, {"upload_config", "dropboxes", index, "id"}),
                  fmt::format("there is a dropbox '{}' already", shortened(dropboxes[index].id)),
                  shortened(dropboxes[index].id), "give each dropbox of a dataset its own id");
  }
}

// The server that moves files out of dropboxes is the only one to ask where to.
void check_dropbox_moves(CheckContext& context, const CheckedDataset& dataset) {
  if (!dataset.config->upload_config || !dataset.config->upload_config->dropboxes) return;
  const Upload& upload = *dataset.config->upload_config;
  std::vector<std::string_view> buckets = {kDefaultBucket};
  if (upload.additional_buckets) {
    for (const auto& bucket : *upload.additional_buckets) buckets.push_back(bucket.name);
  }
  const bool is_used = context.infrastructure().data_dropbox.has_value();
  for (std::size_t index = 0; index < upload.dropboxes->size(); ++index) {
    const std::string target = (*upload.dropboxes)[index].move_to_bucket.value_or("");
    if (target.empty() || std::find(buckets.begin(), buckets.end(), target) != buckets.end()) {
      continue;
    }
    std::string mend = nearest_hint(target, buckets);
    if (mend.empty()) mend = "name one of the additional buckets, or 'default'";
    (context.*severity_if(is_used))(
        "unknown-bucket",
        context.spot(dataset, {"upload_config", "dropboxes", index, "move_to_bucket"}),
        fmt::format("'{}' is not one of the dataset's upload buckets", shortened(target)),
        shortened(target), std::move(mend));
  }
}

void check_dropbox_uploaders(CheckContext& context, const CheckedDataset& dataset) {
  if (!dataset.config->upload_config || !dataset.config->upload_config->dropboxes) return;
  const auto& dropboxes = *dataset.config->upload_config->dropboxes;
  const bool is_used = context.infrastructure().data_dropbox.has_value();
  for (std::size_t box = 0; box < dropboxes.size(); ++box) {
    for (std::size_t index = 0; index < dropboxes[box].uploaders.size(); ++index) {
      const std::string& key = dropboxes[box].uploaders[index];
      const auto spot = [&] {
        return context.spot(dataset, {"upload_config", "dropboxes", box, "uploaders", index});
      };
      const CPGInfrastructureUser* user = known_user(context, key, spot(), severity_if(is_used));
      if (user != nullptr && is_used) {
        check_account(context, key, *user, institute_cloud(context), spot());
      }
    }
  }
}

constexpr std::array kRules = {
    DatasetRule{"uploader",
                {"upload_config", "deploy_locations", "components"},
                {kUserKeys},
                check_uploaders},
    DatasetRule{"duplicate-bucket", {"upload_config"}, {}, check_bucket_names},
    DatasetRule{"duplicate-dropbox", {"upload_config"}, {}, check_dropbox_ids},
    DatasetRule{"unknown-bucket", {"upload_config"}, {}, check_dropbox_moves},
    DatasetRule{"dropbox-uploader", {"upload_config"}, {kUserKeys}, check_dropbox_uploaders},
};

}  // namespace

absl::Span<const DatasetRule> upload_rules() { return kRules; }

}  // namespace cpginfra::config
