// SPDX-License-Identifier: MIT
// The sources of the cloud functions that the billing aggregator uploads: those shipped with the
// library, or a folder laid out like them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "cpginfra/config/infrastructure.hpp"

namespace cpginfra::plugin {

/// The files of one folder by their name, sorted.
class SourceFolder {
 public:
  using Files = std::vector<std::pair<std::string, std::string>>;

  explicit SourceFolder(Files files = {});
  [[nodiscard]] const Files& files() const noexcept { return files_; }
  /// The text of the file of that name, or null.
  [[nodiscard]] const std::string* find(std::string_view name) const;

 private:
  Files files_;
};

/// What the plugin uploads: one archive for the functions that aggregate costs, and one for each of
/// the two that watch budgets.
struct FunctionSources {
  SourceFolder aggregate;
  SourceFolder gcp_cost_control;
  SourceFolder gcp_cost_report_slack_bot;
};

/// The shipped ones, with what they must know of the institute filled in.
FunctionSources shipped_function_sources(const CPGInfrastructureConfig& config);

/// Those of a folder: its subfolders are called as the members above, and of each the .json, .py
/// and .txt files are taken. NotFound or InvalidArgument with what cannot be read.
absl::StatusOr<FunctionSources> read_function_sources(const std::string& folder);

/// A file built into the library: its path below plugins/billing_aggregator, and its text.
struct ShippedFile {
  std::string_view path;
  std::string_view text;
};
/// All of them. Made by cmake/embed_files.cmake.
[[nodiscard]] std::span<const ShippedFile> shipped_files() noexcept;

}  // namespace cpginfra::plugin
