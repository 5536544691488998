// SPDX-License-Identifier: MIT
//
// This header defines RawConfiguration, the values of a whole configuration before they become
// models, and how each kind of source is put together into one. Every value keeps the place of
// the file that it came from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/source/node.hpp"
#include "config/source/readers.hpp"

namespace cpginfra::config {

/// A dataset's value, as a mapping that names the dataset.
struct RawDataset {
  Node node;
  /// The name that the value was filed under, or else that it gives itself; may be empty.
  std::string name;
};

/// The values of a configuration. What could not be read is absent and has been reported.
struct RawConfiguration {
  std::optional<Node> infrastructure;
  /// What the source calls the infrastructure: `config` or `infrastructure`.
  std::string infrastructure_key = "infrastructure";
  std::optional<std::vector<RawDataset>> datasets;
};

/// From a value that holds everything. Other keys are reported.
RawConfiguration assemble_whole(Node root, ReadingRun& run);
/// The same, for files that other programs keep their settings in too.
RawConfiguration assemble_shared(Node root, ReadingRun& run);

/// From a directory in the production layout.
RawConfiguration assemble_directory(const std::string& path, ReadingRun& run);

/// From a comma-separated list of TOML files.
RawConfiguration assemble_toml_list(std::string_view paths, ReadingRun& run);

/// From one file, by its ending.
RawConfiguration assemble_file(const std::string& path, ReadingRun& run);

/// Merges `later` into `base`: mappings key by key, anything else replaced.
void merge_into(Node& base, Node later);

/// The datasets of a value that is a list of them or a mapping from their names.
std::optional<std::vector<RawDataset>> split_datasets(Node node, ReadingRun& run);

}  // namespace cpginfra::config
