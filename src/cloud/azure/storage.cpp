// SPDX-License-Identifier: MIT
// The dataset's storage account. A bucket is a container in it; what a bucket asks for that Azure
// has for the whole account only (versions, the lifecycle policy) is gathered, and declared once.
#include <fmt/format.h>

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
  if (storage_account_ == nullptr) {
    storage_account_ = &declare(azure::kStorageAccount, get_pulumi_name("storage-account"),
                                {{"accessTier", "Hot"},
                                 {"accountName", storage_account_name_},
                                 {"allowBlobPublicAccess", false},
                                 {"enableHttpsTrafficOnly", true},
                                 {"kind", "StorageV2"},
                                 {"location", region_},
                                 {"minimumTlsVersion", "TLS1_2"},
                                 {"resourceGroupName", project().id},
                                 {"sku", values_.object({{"name", "Standard_LRS"}})}});
  }
  return *storage_account_;
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
  const std::string_view name = values_.text(internal::azure_container_name(spec.name));
  const plan::Resource& resource =
      declare(azure::kBlobContainer, get_pulumi_name(fmt::format("{}-container", spec.name)),
              {{"accountName", plan_.attribute(storage_account(), "name")},
               {"containerName", name},
               {"publicAccess", "None"},
               {"resourceGroupName", project().id}});

  for (const plan::Value& rule : spec.lifecycle_rules) add_policy_rule(name, rule);
  if (spec.versioning) {
    keeps_versions_ = true;
  } else {
    // Versions are kept in the whole account: those of a bucket that wants none go at once.
    const plan::Value at_once = values_.object({{"daysAfterCreationGreaterThan", 0}});
    add_policy_rule(
        name,
        values_.object(
            {{"name", "no-versions"},
             {"actions", values_.object({{"version", values_.object({{"delete", at_once}})}})}}));
  }
  if (spec.autoclass) {
    tracks_access_ = true;
    const plan::Value unused =
        values_.object({{"daysAfterLastAccessTimeGreaterThan", kCoolAfterDays}});
    const plan::Value tiers =
        values_.object({{"enableAutoTierToHotFromCool", true}, {"tierToCool", unused}});
    add_policy_rule(name, values_.object({{"name", "autoclass"},
                                          {"actions", values_.object({{"baseBlob", tiers}})}}));
  }
  if (spec.requester_pays) {
    plan_.warn(origin_, fmt::format("Azure cannot let readers pay: what is read from '{}' is paid "
                                    "for by the dataset",
                                    name));
  }
  return *values_.keep_one(Bucket{
      .target = {.kind = plan::TargetKind::kBucket,
                 .name = values_.text({storage_account_name_, "/", name}),
                 .resource = &resource},
      .name = plan_.attribute(resource, "name"),
      .resource = &resource,
  });
}

/// A prefix of the policy begins with the container's name; without the slash it would fit all
/// containers whose names begin like this one's.
void AzureInfra::add_policy_rule(std::string_view container, const plan::Value& rule) {
  std::vector<plan::Value> prefixes;
  for (const plan::Value& prefix : rule.field("prefixes").items()) {
    prefixes.emplace_back(values_.text({container, "/", prefix.text()}));
  }
  if (prefixes.empty()) prefixes.emplace_back(values_.text({container, "/"}));
  const plan::Value filters = values_.object(
      {{"blobTypes", values_.list({"blockBlob"})}, {"prefixMatch", values_.list(prefixes)}});
  policy_rules_.push_back(values_.object(
      {{"definition", values_.object({{"actions", rule.field("actions")}, {"filters", filters}})},
       {"enabled", true},
       {"name", values_.text({container, "-", rule.field("name").text()})},
       {"type", "Lifecycle"}}));
}

void AzureInfra::declare_storage_policies() {
  if (storage_account_ == nullptr) return;
  const plan::Value account = plan_.attribute(*storage_account_, "name");
  const plan::Value tracking = values_.object({{"blobType", values_.list({"blockBlob"})},
                                               {"enable", true},
                                               {"name", "AccessTimeTracking"},
                                               {"trackingGranularityInDays", 1}});
  // Deleted files come back from their versions, for as long as each container's rule keeps them.
  // Soft deletion would keep those of temporary containers too, at several times their price.
  const plan::Resource& service =
      declare(azure::kBlobServiceProperties, get_pulumi_name("blob-service"),
              {{"accountName", account},
               {"blobServicesName", "default"},
               {"containerDeleteRetentionPolicy",
                values_.object({{"days", kUndeleteDays}, {"enabled", true}})},
               {"deleteRetentionPolicy", values_.object({{"enabled", false}})},
               {"isVersioningEnabled", keeps_versions_},
               {"lastAccessTimeTrackingPolicy", tracks_access_ ? tracking : plan::Value()},
               {"resourceGroupName", project().id}});
  if (policy_rules_.empty()) return;
  declare(azure::kManagementPolicy, get_pulumi_name("management-policy"),
          {{"accountName", account},
           {"managementPolicyName", "default"},
           {"policy", values_.object({{"rules", values_.list(policy_rules_)}})},
           {"resourceGroupName", project().id}},
          {&service});
}

plan::Value AzureInfra::bucket_output_path(const Bucket& bucket) {
  return plan_.concat(
      {"https://", bucket.resource->input("accountName"), ".blob.core.windows.net/", bucket.name});
}

void AzureInfra::add_blob_to_bucket(std::string_view resource_name, const Bucket& bucket,
                                    std::string_view output_name, const plan::Value& contents) {
  declare(azure::kBlob, resource_name,
          {{"accountName", bucket.resource->input("accountName")},
           {"blobName", values_.text(output_name)},
           {"containerName", bucket.name},
           {"contentType", "text/plain"},
           {"resourceGroupName", bucket.resource->input("resourceGroupName")},
           {"source", plan_.call(*plan::find_function("text-asset"), {contents})},
           {"type", "Block"}});
}

}  // namespace cpginfra::cloud
