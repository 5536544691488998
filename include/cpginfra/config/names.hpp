// SPDX-License-Identifier: MIT
//
// This header defines the value sets of the configuration (clouds, groups, components) and
// how their values are spelled in files.
//
//   to_string(CloudName::kDryRun);      // -> "dry-run"
//   parse_cloud_name("gcp");            // -> CloudName::kGcp
//   for (GroupName group : all_group_names()) ...
#pragma once

#include <optional>
#include <string_view>

#include "absl/types/span.h"

namespace cpginfra::config {

/// Where a dataset can be deployed.
enum class CloudName { kGcp, kAzure, kDryRun };

/// The groups of a dataset whose members people list.
enum class GroupName {
  kDataManager,
  kAnalysis,
  kMetadataAccess,
  kMetadataContribute,
  kMetadataWrite,
  kWebAccess,
  kReleaseAccess,
  kTmpMainReadAccess,
};

/// The parts of a dataset's infrastructure that can be chosen.
enum class CPGDatasetComponents {
  kStorage,
  kSpark,
  kCromwell,
  kNotebooks,
  kHailAccounts,
  kMetamist,
  kContainerRegistry,
  kAnalysisRunner,
};

/// The spelling in files. Never empty.
std::string_view to_string(CloudName value);
std::string_view to_string(GroupName value);
std::string_view to_string(CPGDatasetComponents value);

/// The value of a spelling; nothing where no value is spelled so (case matters).
std::optional<CloudName> parse_cloud_name(std::string_view text);
std::optional<GroupName> parse_group_name(std::string_view text);
std::optional<CPGDatasetComponents> parse_component(std::string_view text);

/// Every value, in the order of declaration.
absl::Span<const CloudName> all_cloud_names();
absl::Span<const GroupName> all_group_names();
absl::Span<const CPGDatasetComponents> all_components();

/// What a dataset gets on a cloud for which it lists no components.
absl::Span<const CPGDatasetComponents> default_components(CloudName cloud);

}  // namespace cpginfra::config

namespace cpginfra {
using config::CloudName;
using config::CPGDatasetComponents;
using config::GroupName;
}  // namespace cpginfra
