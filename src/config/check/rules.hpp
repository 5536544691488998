// SPDX-License-Identifier: MIT
//
// This header defines the tables of the rules that span models. A rule names the fields that it
// reads, and is left out where one of them could not be read: what is said about it already
// should not be said again in other words.
#pragma once

#include <array>
#include <string_view>

#include "absl/types/span.h"
#include "config/check/context.hpp"

namespace cpginfra::config {

/// Up to so many fields, the rest empty.
using FieldNames = std::array<std::string_view, 4>;

/// Stands for the keys of `users`, which are there even where a user has a mistake.
inline constexpr std::string_view kUserKeys = "users (keys)";

/// A rule about each dataset.
struct DatasetRule {
  std::string_view name;
  FieldNames dataset_fields;
  FieldNames infrastructure_fields;
  void (*check)(CheckContext& context, const CheckedDataset& dataset);
};

/// A rule about the whole. `dataset_fields` must be good in every dataset.
struct WholeRule {
  std::string_view name;
  FieldNames dataset_fields;
  FieldNames infrastructure_fields;
  void (*check)(CheckContext& context);
};

absl::Span<const DatasetRule> member_rules();
absl::Span<const DatasetRule> upload_rules();
absl::Span<const DatasetRule> deployment_rules();
absl::Span<const DatasetRule> dependency_rules();
absl::Span<const DatasetRule> name_rules();
absl::Span<const WholeRule> institute_rules();
absl::Span<const WholeRule> azure_rules();
absl::Span<const DatasetRule> azure_dataset_rules();
absl::Span<const WholeRule> dataset_list_rules();
absl::Span<const WholeRule> collision_rules();

/// Runs every rule.
void run_rules(CheckContext& context);

}  // namespace cpginfra::config
