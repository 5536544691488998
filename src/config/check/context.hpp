// SPDX-License-Identifier: MIT
//
// This header defines CheckContext, what the rules that span models see: the models, which of
// their fields can be trusted, and where each value stands.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "config/read/key_path.hpp"
#include "config/read/outcome.hpp"
#include "config/source/node.hpp"
#include "config/source/source_set.hpp"
#include "cpginfra/config/configuration.hpp"

namespace cpginfra::config {

/// A model with the value it was made of, if it was, and how that went.
struct CheckedInfrastructure {
  const CPGInfrastructureConfig* config = nullptr;
  const Node* node = nullptr;
  std::string key = "infrastructure";
  FieldOutcomes outcomes;
};

/// Likewise for a dataset; `path` is its key path.
struct CheckedDataset {
  const CPGDatasetConfig* config = nullptr;
  const Node* node = nullptr;
  std::string path;
  FieldOutcomes outcomes;
};

/// A value's place and its key path.
struct Spot {
  Place place;
  std::string path;
};

/// Where a value stands below `node`, or what is there of the way to it. `path` is that of `node`,
/// which may be null.
Spot find_spot(const Node* node, std::string path, absl::Span<const PathStep> steps);

/// What a rule works with.
class CheckContext {
 public:
  CheckContext(CheckedInfrastructure infrastructure, std::vector<CheckedDataset> datasets,
               Reporter& reporter);

  const CPGInfrastructureConfig& infrastructure() const { return *infrastructure_.config; }
  const CheckedInfrastructure& checked_infrastructure() const { return infrastructure_; }
  absl::Span<const CheckedDataset> datasets() const { return datasets_; }
  /// Whether a dataset's name could not be read, so that it may be any that is missing.
  bool has_nameless_dataset() const { return has_nameless_dataset_; }
  /// The first dataset of that name, or null.
  const CheckedDataset* find_dataset(std::string_view name) const;

  /// Where a value stands, or what is there of the way to it.
  Spot spot(std::initializer_list<PathStep> steps) const;
  Spot spot(const CheckedDataset& dataset, std::initializer_list<PathStep> steps) const;

  void error(std::string_view rule, Spot spot, std::string message, std::string value = "",
             std::string mend = "");
  void warning(std::string_view rule, Spot spot, std::string message, std::string value = "",
               std::string mend = "");

  /// `did you mean …?` among the users' keys, or the datasets' names.
  std::string user_hint(std::string_view name) const;
  std::string dataset_hint(std::string_view name) const;

 private:
  CheckedInfrastructure infrastructure_;
  std::vector<CheckedDataset> datasets_;
  absl::flat_hash_map<std::string, std::size_t, TextHash, std::equal_to<>> dataset_index_;
  bool has_nameless_dataset_ = false;
  Reporter& reporter_;
};

/// CheckContext::error or CheckContext::warning.
using ReportFunction = void (CheckContext::*)(std::string_view rule, Spot spot, std::string message,
                                              std::string value, std::string mend);

/// Whether `dataset` is deployed on `cloud`.
bool is_deployed_on(const CPGDatasetConfig& dataset, CloudName cloud);

/// Whether any dataset is.
bool deploys_to(const CheckContext& context, CloudName cloud);

/// The cloud that what the institute has once stands on: gcp where the common dataset is there,
/// else azure where that is.
CloudName institute_cloud(const CheckContext& context);

/// Whether `dataset` gets `component` on `cloud`.
bool has_component(const CheckContext& context, const CPGDatasetConfig& dataset, CloudName cloud,
                   CPGDatasetComponents component);

}  // namespace cpginfra::config
