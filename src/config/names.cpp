// SPDX-License-Identifier: MIT
#include "cpginfra/config/names.hpp"

#include <array>
#include <cstddef>

namespace cpginfra::config {
namespace {

using Component = CPGDatasetComponents;

// Each table lists the values in the order of their declaration, so that a value is its index.
template <class Enum, std::size_t kCount>
struct NameTable {
  std::array<Enum, kCount> values;
  std::array<std::string_view, kCount> names;

  std::string_view name_of(Enum value) const { return names[static_cast<std::size_t>(value)]; }
  std::optional<Enum> value_of(std::string_view text) const {
    for (std::size_t index = 0; index < kCount; ++index) {
      if (names[index] == text) return values[index];
    }
    return std::nullopt;
  }
};

constexpr NameTable<CloudName, 3> kClouds = {
    {CloudName::kGcp, CloudName::kAzure, CloudName::kDryRun},
    {"gcp", "azure", "dry-run"},
};

constexpr NameTable<GroupName, 8> kGroups = {
    {GroupName::kDataManager, GroupName::kAnalysis, GroupName::kMetadataAccess,
     GroupName::kMetadataContribute, GroupName::kMetadataWrite, GroupName::kWebAccess,
     GroupName::kReleaseAccess, GroupName::kTmpMainReadAccess},
    {"data-manager", "analysis", "metadata-access", "metadata-contribute", "metadata-write",
     "web-access", "release-access", "tmp-main-read-access"},
};

constexpr NameTable<Component, 8> kComponents = {
    {Component::kStorage, Component::kSpark, Component::kCromwell, Component::kNotebooks,
     Component::kHailAccounts, Component::kMetamist, Component::kContainerRegistry,
     Component::kAnalysisRunner},
    {"storage", "spark", "cromwell", "notebooks", "hail-accounts", "metamist", "container-registry",
     "analysis-runner"},
};

constexpr std::array kAzureDefaults = {Component::kStorage, Component::kHailAccounts,
                                       Component::kAnalysisRunner, Component::kContainerRegistry};

}  // namespace

std::string_view to_string(CloudName value) { return kClouds.name_of(value); }
std::string_view to_string(GroupName value) { return kGroups.name_of(value); }
std::string_view to_string(CPGDatasetComponents value) { return kComponents.name_of(value); }

std::optional<CloudName> parse_cloud_name(std::string_view text) { return kClouds.value_of(text); }
std::optional<GroupName> parse_group_name(std::string_view text) { return kGroups.value_of(text); }
std::optional<CPGDatasetComponents> parse_component(std::string_view text) {
  return kComponents.value_of(text);
}

absl::Span<const CloudName> all_cloud_names() { return kClouds.values; }
absl::Span<const GroupName> all_group_names() { return kGroups.values; }
absl::Span<const CPGDatasetComponents> all_components() { return kComponents.values; }

absl::Span<const CPGDatasetComponents> default_components(CloudName cloud) {
  if (cloud == CloudName::kAzure) return kAzureDefaults;
  return kComponents.values;
}

}  // namespace cpginfra::config
