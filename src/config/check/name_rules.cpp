// SPDX-License-Identifier: MIT
//
// Rules about the names that will be made: within the clouds' limits, and each only once.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "config/check/generated_names.hpp"
#include "config/check/rules.hpp"
#include "internal/azure_names.hpp"

namespace cpginfra::config {
namespace {

bool is_dataset_name(std::string_view name) {
  const auto is_letter_or_digit = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
  };
  return !name.empty() && is_letter_or_digit(name.front()) &&
         name.find("..") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(), [&](char byte) {
           return is_letter_or_digit(byte) ||
                  std::string_view("-_.").find(byte) != std::string_view::npos;
         });
}

void check_dataset_name(CheckContext& context, const CheckedDataset& dataset) {
  const std::string& name = dataset.config->dataset;
  if (is_dataset_name(name)) return;
  context.error("dataset-name", context.spot(dataset, {"dataset"}),
                fmt::format("'{}' is not a name for a dataset", shortened(name)), shortened(name),
                "it is made of letters, digits and - _ ., starting with a letter or digit");
}

// Of the names that stand or fall with one value, the first bad one of each kind is named.
void report_bad_names(CheckContext& context, std::vector<GeneratedName> names) {
  std::set<std::pair<NameKind, std::string>> reported;
  for (GeneratedName& name : names) {
    NameFault fault = find_fault(name.kind, name.name);
    if (!fault.is_bad() || !reported.emplace(name.kind, name.spot.path).second) continue;
    context.error("name-limit", std::move(name.spot), std::move(fault.message),
                  shortened(name.name), std::move(fault.mend));
  }
}

void check_gcp_names(CheckContext& context, const CheckedDataset& dataset) {
  if (!is_deployed_on(*dataset.config, CloudName::kGcp)) return;
  if (!is_dataset_name(dataset.config->dataset)) return;
  report_bad_names(context, names_on_gcp(context, dataset));
}

void check_azure_names(CheckContext& context, const CheckedDataset& dataset) {
  if (!is_deployed_on(*dataset.config, CloudName::kAzure)) return;
  if (!is_dataset_name(dataset.config->dataset)) return;
  report_bad_names(context, names_on_azure(context, dataset));
}

// Remembers who has a name already.
class NameOwners {
 public:
  NameOwners(CheckContext& context, std::string_view rule, std::string_view noun,
             ReportFunction report = &CheckContext::error)
      : context_(context), rule_(rule), noun_(noun), report_(report) {}

  // Of the names that two owners share because of one value, the first is reported.
  void claim(std::string&& name, std::string_view owner, Spot spot) {
    const auto [found, is_new] = owners_.emplace(std::move(name), owner);
    if (is_new || !reported_.emplace(found->second, spot.path).second) return;
    (context_.*report_)(
        rule_, std::move(spot),
        found->second == owner
            ? fmt::format("{} would get the {} '{}' twice", owner, noun_, found->first)
            : fmt::format("{} and {} would both get the {} '{}'", found->second, owner, noun_,
                          found->first),
        found->first, "rename one of the two");
  }

 private:
  CheckContext& context_;
  std::string_view rule_;
  std::string_view noun_;
  ReportFunction report_;
  absl::flat_hash_map<std::string, std::string> owners_;
  std::set<std::pair<std::string, std::string>> reported_;
};

// Datasets of the same name are reported as such, and not again for each of their names.
template <class Visit>
void for_each_distinct_dataset(const CheckContext& context, CloudName cloud, Visit visit) {
  for (const CheckedDataset& dataset : context.datasets()) {
    if (!is_deployed_on(*dataset.config, cloud)) continue;
    if (context.find_dataset(dataset.config->dataset) != &dataset) continue;
    visit(dataset, fmt::format("the dataset '{}'", dataset.config->dataset));
  }
}

// Whether a later additional bucket or dropbox repeats the value of an earlier one, which has
// a rule of its own.
bool is_repeated(const CPGDatasetConfig& dataset, const std::string& path) {
  const auto repeats = [&](const auto& list, auto member, std::string_view field) {
    if (!list) return false;
    for (std::size_t index = 0; index < list->size(); ++index) {
      if (!path.ends_with(
              fmt::format(".{}[{}].{}", field, index, field == "dropboxes" ? "id" : "name"))) {
        continue;
      }
      for (std::size_t before = 0; before < index; ++before) {
        if ((*list)[before].*member == (*list)[index].*member) return true;
      }
    }
    return false;
  };
  using Upload = CPGDatasetConfig::UploadConfig;
  return dataset.upload_config &&
         (repeats(dataset.upload_config->additional_buckets,
                  &Upload::AdditionalUploadBucketConfig::name, "additional_buckets") ||
          repeats(dataset.upload_config->dropboxes, &Upload::UploadDropboxConfig::id, "dropboxes"));
}

// They stand where the institute has what it has once.
void claim_adhoc_groups(const CheckContext& context, CloudName cloud, NameOwners& groups) {
  const CPGInfrastructureConfig& infrastructure = context.infrastructure();
  if (!infrastructure.adhoc_groups || institute_cloud(context) != cloud) return;
  for (std::size_t index = 0; index < infrastructure.adhoc_groups->size(); ++index) {
    const std::string& name = (*infrastructure.adhoc_groups)[index].name;
    groups.claim(infrastructure.group_prefix.value_or("") + name, "the ad hoc groups",
                 context.spot({"adhoc_groups", index, "name"}));
  }
}

void check_bucket_collisions(CheckContext& context) {
  NameOwners buckets(context, "bucket-collision", "bucket");
  NameOwners projects(context, "project-collision", "project");
  NameOwners groups(context, "group-collision", "group");
  for_each_distinct_dataset(
      context, CloudName::kGcp, [&](const CheckedDataset& dataset, const std::string& owner) {
        for (GeneratedName& name : names_on_gcp(context, dataset)) {
          if (name.kind == NameKind::kGcpBucket && !is_repeated(*dataset.config, name.spot.path)) {
            buckets.claim(std::move(name.name), owner, std::move(name.spot));
          } else if (name.kind == NameKind::kGcpProject) {
            projects.claim(std::move(name.name), owner, std::move(name.spot));
          } else if (name.kind == NameKind::kGcpGroup) {
            groups.claim(std::move(name.name), owner, std::move(name.spot));
          }
        }
      });
  claim_adhoc_groups(context, CloudName::kGcp, groups);
}

void check_adhoc_names(CheckContext& context) {
  const CPGInfrastructureConfig& infrastructure = context.infrastructure();
  if (!infrastructure.adhoc_groups) return;
  const NameKind kind =
      institute_cloud(context) == CloudName::kAzure ? NameKind::kAzureGroup : NameKind::kGcpGroup;
  for (std::size_t index = 0; index < infrastructure.adhoc_groups->size(); ++index) {
    const std::string name =
        infrastructure.group_prefix.value_or("") + (*infrastructure.adhoc_groups)[index].name;
    NameFault fault = find_fault(kind, name);
    if (!fault.is_bad()) continue;
    context.error("name-limit", context.spot({"adhoc_groups", index, "name"}),
                  std::move(fault.message), shortened(name), std::move(fault.mend));
  }
}

// Hail Batch takes over a user that is there already, so datasets can share theirs, though
// each then gets the access of both.
void check_hail_collisions(CheckContext& context) {
  NameOwners usernames(context, "shared-hail-user", "Hail user", &CheckContext::warning);
  for_each_distinct_dataset(
      context, CloudName::kGcp, [&](const CheckedDataset& dataset, const std::string& owner) {
        const auto& chosen = dataset.config->gcp.hail_service_account_dataset_name_override;
        for (std::string& username : hail_usernames(context, *dataset.config)) {
          usernames.claim(
              std::move(username), owner,
              chosen ? context.spot(dataset, {"gcp", "hail_service_account_dataset_name_override"})
                     : context.spot(dataset, {"dataset"}));
        }
      });
}

// Metamist knows a dataset's test namespace as a project of its own.
void check_metamist_collisions(CheckContext& context) {
  NameOwners projects(context, "metamist-project-collision", "metamist project");
  for (const CheckedDataset& dataset : context.datasets()) {
    const CPGDatasetConfig& config = *dataset.config;
    if (!config.enable_metamist_project || context.find_dataset(config.dataset) != &dataset) {
      continue;
    }
    const std::string owner = fmt::format("the dataset '{}'", config.dataset);
    projects.claim(std::string(config.dataset), owner, context.spot(dataset, {"dataset"}));
    if (config.setup_test) {
      projects.claim(config.dataset + "-test", owner, context.spot(dataset, {"dataset"}));
    }
  }
}

// Names on azure are made so that datasets do not share them, short of two equal hashes. A shared
// project can still be called as a dataset is.
void check_azure_collisions(CheckContext& context) {
  NameOwners groups(context, "azure-name-collision", "resource group");
  NameOwners accounts(context, "azure-name-collision", "storage account");
  NameOwners vaults(context, "azure-name-collision", "key vault");
  NameOwners containers(context, "bucket-collision", "container");
  NameOwners principals(context, "group-collision", "group");
  // What two datasets share on gcp too has been said of them there.
  absl::flat_hash_set<std::string> on_both;
  for_each_distinct_dataset(
      context, CloudName::kAzure, [&](const CheckedDataset& dataset, const std::string& owner) {
        const bool is_on_gcp = is_deployed_on(*dataset.config, CloudName::kGcp);
        for (GeneratedName& name : names_on_azure(context, dataset)) {
          if (name.kind == NameKind::kAzureResourceGroup) {
            groups.claim(std::move(name.name), owner, std::move(name.spot));
          } else if (name.kind == NameKind::kAzureStorageAccount) {
            accounts.claim(std::move(name.name), owner, std::move(name.spot));
          } else if (name.kind == NameKind::kAzureKeyVault) {
            vaults.claim(std::move(name.name), owner, std::move(name.spot));
          } else if (name.kind == NameKind::kAzureGroup) {
            if (is_on_gcp && !on_both.insert(name.name).second) continue;
            principals.claim(std::move(name.name), owner, std::move(name.spot));
          } else if (name.kind == NameKind::kAzureContainer &&
                     !is_repeated(*dataset.config, name.spot.path)) {
            containers.claim(fmt::format("{}/{}", dataset.config->dataset, name.name), owner,
                             std::move(name.spot));
          }
        }
      });
  claim_adhoc_groups(context, CloudName::kAzure, principals);
  const auto& azure = context.infrastructure().azure;
  if (!azure) return;
  containers.claim(fmt::format("{}/{}", context.infrastructure().common_dataset,
                               internal::azure_container_name(azure->config_bucket_name)),
                   "the configuration of the analysis runner",
                   context.spot({"azure", "config_bucket_name"}));
}

constexpr std::array kDatasetRules = {
    DatasetRule{"dataset-name", {"dataset"}, {}, check_dataset_name},
    DatasetRule{"name-limit",
                {"dataset", "gcp", "upload_config", "deploy_locations"},
                {"gcp", "group_prefix"},
                check_gcp_names},
    DatasetRule{"name-limit",
                {"dataset", "upload_config", "deploy_locations"},
                {"azure", "group_prefix"},
                check_azure_names},
};

constexpr std::array kCollisionRules = {
    WholeRule{"bucket-collision",
              {"dataset", "gcp", "upload_config", "deploy_locations"},
              {"gcp", "group_prefix", "adhoc_groups", "common_dataset"},
              check_bucket_collisions},
    WholeRule{"name-limit",
              {"deploy_locations"},
              {"group_prefix", "adhoc_groups", "common_dataset"},
              check_adhoc_names},
    WholeRule{"shared-hail-user",
              {"dataset", "gcp", "deploy_locations", "components"},
              {"hail"},
              check_hail_collisions},
    WholeRule{"metamist-project-collision",
              {"dataset", "enable_metamist_project", "setup_test"},
              {},
              check_metamist_collisions},
    WholeRule{"azure-name-collision",
              {"dataset", "upload_config", "deploy_locations"},
              {"azure", "common_dataset", "group_prefix", "adhoc_groups"},
              check_azure_collisions},
};

}  // namespace

absl::Span<const DatasetRule> name_rules() { return kDatasetRules; }
absl::Span<const WholeRule> collision_rules() { return kCollisionRules; }

}  // namespace cpginfra::config
