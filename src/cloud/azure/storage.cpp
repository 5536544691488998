// SPDX-License-Identifier: MIT
// The dataset's storage accounts: one in each resource group in which it has buckets. A bucket is a
// container; what it asks for that Azure has for a whole account only (versions, the lifecycle
// policy) is gathered, and declared once.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cloud/azure/resource_types.hpp"
#include "cpginfra/cloud/azure.hpp"
#include "internal/azure_names.hpp"

namespace cpginfra::cloud {
namespace {

/// Files that nobody has opened for so long move to cool storage, as autoclass does on Google
/// Cloud.
constexpr int kCoolAfterDays = 30;

}  // namespace

const plan::Resource& AzureInfra::storage_account() {
  return *storage_account_in(project()).resource;
}

bool AzureInfra::is_own(const Project& project) {
  return project.target.name == this->project().target.name;
}

AzureInfra::StorageAccount& AzureInfra::storage_account_in(const Project& project) {
  const std::string_view group = project.target.name;
  const auto found = std::find_if(
      storage_accounts_.begin(), storage_accounts_.end(),
      [&](const StorageAccount& account) { return account.project->target.name == group; });
  if (found != storage_accounts_.end()) return *found;

  const bool is_own = this->is_own(project);
  StorageAccount& account = storage_accounts_.emplace_back(
      StorageAccount{.project = is_own ? &this->project() : &project,
                     .key = is_own ? std::string_view() : values_.text({group, "-"})});
  // Several datasets may have buckets in one resource group, each in an account of its own.
  const std::string name = internal::azure_storage_account_name(
      config_.azure->dataset_storage_prefix,
      is_own ? dataset() : fmt::format("{}-{}", dataset(), group));
  account.resource = &declare(azure::kStorageAccount,
                              get_pulumi_name(fmt::format("{}storage-account", account.key)),
                              {{"accessTier", "Hot"},
                               {"accountName", values_.text(name)},
                               {"allowBlobPublicAccess", false},
                               {"enableHttpsTrafficOnly", true},
                               {"kind", "StorageV2"},
                               {"location", region_},
                               {"minimumTlsVersion", "TLS1_2"},
                               {"resourceGroupName", account.project->id},
                               {"sku", values_.object({{"name", "Standard_LRS"}})}});
  return account;
}

// Rules. Each is a name, what is done, and, where not all of a container is meant, prefixes in it.

plan::Value AzureInfra::bucket_rule_undelete(int days) {
  const plan::Value old = values_.object({{"daysAfterCreationGreaterThan", days}});
  return values_.object(
      {{"name", "undelete"},
       {"actions", values_.object({{"version", values_.object({{"delete", old}})}})}});
}

plan::Value AzureInfra::bucket_rule_temporary(int days,
                                              absl::Span<const std::string_view> prefixes) {
  const plan::Value unchanged = values_.object({{"daysAfterModificationGreaterThan", days}});
  const plan::Value old = values_.object({{"daysAfterCreationGreaterThan", days}});
  plan::Value matches;
  if (!prefixes.empty()) {
    matches = values_.list(std::vector<plan::Value>(prefixes.begin(), prefixes.end()));
  }
  return values_.object(
      {{"name", "temporary"},
       {"actions", values_.object({{"baseBlob", values_.object({{"delete", unchanged}})},
                                   {"version", values_.object({{"delete", old}})}})},
       {"prefixes", matches}});
}

plan::Value AzureInfra::bucket_rule_archive(std::int64_t days) {
  const plan::Value unchanged = values_.object({{"daysAfterModificationGreaterThan", days}});
  return values_.object(
      {{"name", "archive"},
       {"actions",
        values_.object({{"baseBlob", values_.object({{"tierToArchive", unchanged}})}})}});
}

// Containers.

const Bucket& AzureInfra::create_bucket(const BucketSpec& spec) { return make_container(spec); }

const Bucket& AzureInfra::create_unique_bucket(const BucketSpec& spec) {
  return make_container(spec);
}

/// What stands outside of the datasets on Google Cloud stands in the common account here.
Bucket AzureInfra::make_existing_bucket(std::string_view name) {
  return make_container({.name = name});
}

const Bucket& AzureInfra::make_container(const BucketSpec& spec) {
  StorageAccount& account = storage_account_in(spec.project != nullptr ? *spec.project : project());
  const std::string_view name = values_.text(internal::azure_container_name(spec.name));
  const plan::Resource& resource =
      declare(azure::kBlobContainer, get_pulumi_name(fmt::format("{}-container", spec.name)),
              {{"accountName", plan_.attribute(*account.resource, "name")},
               {"containerName", name},
               {"publicAccess", "None"},
               {"resourceGroupName", account.project->id}});

  for (const plan::Value& rule : spec.lifecycle_rules) add_policy_rule(account, name, rule);
  if (spec.versioning) {
    account.keeps_versions = true;
  } else {
    // Versions are kept in the whole account: those of a bucket that wants none go at once.
    const plan::Value at_once = values_.object({{"daysAfterCreationGreaterThan", 0}});
    add_policy_rule(
        account, name,
        values_.object(
            {{"name", "no-versions"},
             {"actions", values_.object({{"version", values_.object({{"delete", at_once}})}})}}));
  }
  if (spec.autoclass) {
    account.tracks_access = true;
    const plan::Value unused =
        values_.object({{"daysAfterLastAccessTimeGreaterThan", kCoolAfterDays}});
    const plan::Value tiers =
        values_.object({{"enableAutoTierToHotFromCool", true}, {"tierToCool", unused}});
    add_policy_rule(account, name,
                    values_.object({{"name", "autoclass"},
                                    {"actions", values_.object({{"baseBlob", tiers}})}}));
  }
  if (spec.requester_pays) {
    plan_.warn(origin_, fmt::format("Azure cannot let readers pay: what is read from '{}' is paid "
                                    "for by the dataset",
                                    name));
  }
  return *values_.keep_one(Bucket{
      .target = {.kind = plan::TargetKind::kBucket,
                 .name = values_.text({account.resource->input("accountName").text(), "/", name}),
                 .resource = &resource},
      .name = plan_.attribute(resource, "name"),
      .resource = &resource,
  });
}

/// A prefix of the policy begins with the container's name; without the slash it would fit all
/// containers whose names begin like this one's.
void AzureInfra::add_policy_rule(StorageAccount& account, std::string_view container,
                                 const plan::Value& rule) {
  std::vector<plan::Value> prefixes;
  for (const plan::Value& prefix : rule.field("prefixes").items()) {
    prefixes.emplace_back(values_.text({container, "/", prefix.text()}));
  }
  if (prefixes.empty()) prefixes.emplace_back(values_.text({container, "/"}));
  const plan::Value filters = values_.object(
      {{"blobTypes", values_.list({"blockBlob"})}, {"prefixMatch", values_.list(prefixes)}});
  account.policy_rules.push_back(values_.object(
      {{"definition", values_.object({{"actions", rule.field("actions")}, {"filters", filters}})},
       {"enabled", true},
       {"name", values_.text({container, "-", rule.field("name").text()})},
       {"type", "Lifecycle"}}));
}

void AzureInfra::declare_storage_policies(const StorageAccount& account) {
  const plan::Value account_name = plan_.attribute(*account.resource, "name");
  const plan::Value tracking = values_.object({{"blobType", values_.list({"blockBlob"})},
                                               {"enable", true},
                                               {"name", "AccessTimeTracking"},
                                               {"trackingGranularityInDays", 1}});
  // Deleted files come back from their versions, for as long as each container's rule keeps them.
  // Soft deletion would keep those of temporary containers too, at several times their price.
  const plan::Resource& service = declare(
      azure::kBlobServiceProperties, get_pulumi_name(fmt::format("{}blob-service", account.key)),
      {{"accountName", account_name},
       {"blobServicesName", "default"},
       {"containerDeleteRetentionPolicy",
        values_.object({{"days", kUndeleteDays}, {"enabled", true}})},
       {"deleteRetentionPolicy", values_.object({{"enabled", false}})},
       {"isVersioningEnabled", account.keeps_versions},
       {"lastAccessTimeTrackingPolicy", account.tracks_access ? tracking : plan::Value()},
       {"resourceGroupName", account.project->id}});
  if (account.policy_rules.empty()) return;
  declare(azure::kManagementPolicy,
          get_pulumi_name(fmt::format("{}management-policy", account.key)),
          {{"accountName", account_name},
           {"managementPolicyName", "default"},
           {"policy", values_.object({{"rules", values_.list(account.policy_rules)}})},
           {"resourceGroupName", account.project->id}},
          {&service});
}

plan::Value AzureInfra::bucket_output_path(const Bucket& bucket) {
  return plan_.concat(
      {"https://", bucket.resource->input("accountName"), ".blob.core.windows.net/", bucket.name});
}

void AzureInfra::add_blob_to_bucket(std::string_view resource_name, const Bucket& bucket,
                                    const plan::Value& output_name, const plan::Value& contents) {
  declare(azure::kBlob, resource_name,
          {{"accountName", bucket.resource->input("accountName")},
           {"blobName", output_name},
           {"containerName", bucket.name},
           {"contentType", "text/plain"},
           {"resourceGroupName", bucket.resource->input("resourceGroupName")},
           {"source", plan_.call(*plan::find_function("text-asset"), {contents})},
           {"type", "Block"}});
}

}  // namespace cpginfra::cloud
