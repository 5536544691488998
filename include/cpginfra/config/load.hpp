// SPDX-License-Identifier: MIT
//
// This header defines the loaders: from a directory in the production layout, one file, a list
// of TOML files, text or a value in memory, to a Configuration that is right in itself and
// across files, or to all that is wrong with it.
//
//   LoadResult result = load_path("institute/");
//   if (!result.configuration) std::cerr << render_plain(result.diagnostics);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cpginfra/config/any_value.hpp"
#include "cpginfra/config/configuration.hpp"
#include "cpginfra/config/diagnostic.hpp"

namespace cpginfra::config {

/// Where the infrastructure's values stand in their files, for what is found wrong with them only
/// after loading.
class Locations {
 public:
  /// Fills in the file, the place, the path and the excerpt: those of the value that the keys lead
  /// to from the infrastructure's top, or of what is there of the way to it. An element of a list
  /// is named by its index, in decimal.
  void locate(Diagnostic& diagnostic, absl::Span<const std::string_view> keys) const;

  struct Source;
  /// Of nothing: what is located has a path, but no place.
  Locations() = default;
  explicit Locations(std::shared_ptr<const Source> source) : source_(std::move(source)) {}

 private:
  std::shared_ptr<const Source> source_;
};

/// A configuration unless there are errors, and everything found on the way.
struct LoadResult {
  std::optional<Configuration> configuration;
  Diagnostics diagnostics;
  Locations locations;
};

/// The formats of configuration files.
enum class Format { kToml, kYaml, kJson };

/// Loads a directory (`config-infrastructure`, `config-datasets`, and `members`, `budgets` and
/// `upload` in `datasets/NAME`, each as .yaml, .yml, .toml or .json) or one file that holds
/// `config` (or `infrastructure`) and `datasets`. Reads nothing outside the directory.
LoadResult load_path(const std::string& path);

/// Loads a comma-separated list of TOML files, merged from left to right: where both files give
/// a key, tables are merged and anything else is the later file's.
LoadResult load_toml_list(std::string_view paths);

/// Loads one file's text; `name` is what diagnostics call it.
LoadResult load_text(std::string_view text, Format format, const std::string& name);

/// Loads a value that holds `config` (or `infrastructure`) and `datasets`.
LoadResult load_value(const AnyValue& value);

/// Runs every rule that spans models over models made in memory.
LoadResult load_models(CPGInfrastructureConfig infrastructure,
                       std::vector<CPGDatasetConfig> datasets);

/// Like load_path; the error's message is the plain rendering of the diagnostics.
absl::StatusOr<Configuration> load_configuration(const std::string& path);

}  // namespace cpginfra::config
