// SPDX-License-Identifier: MIT
//
// This header defines the names that the drivers will make for a dataset, as far as clouds
// limit them or datasets could come to share them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/check/context.hpp"
#include "config/check/name_limits.hpp"

namespace cpginfra::config {

/// One name, and the value that it stands or falls with.
struct GeneratedName {
  NameKind kind;
  std::string name;
  Spot spot;
};

/// The project's id: as configured, or else the dataset's name.
std::string_view project_id(const CPGDatasetConfig& dataset);

/// The names that a dataset gets on gcp, or on azure.
std::vector<GeneratedName> names_on_gcp(const CheckContext& context, const CheckedDataset& dataset);
std::vector<GeneratedName> names_on_azure(const CheckContext& context,
                                          const CheckedDataset& dataset);

/// The names of the dataset's users in Hail Batch.
std::vector<std::string> hail_usernames(const CheckContext& context,
                                        const CPGDatasetConfig& dataset);

}  // namespace cpginfra::config
