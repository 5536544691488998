// SPDX-License-Identifier: MIT
//
// This header defines the readers: from a file of the set, or from a value in memory, to a
// node. What is wrong with the file's syntax is reported, and then there is no node.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "config/source/node.hpp"
#include "config/source/source_set.hpp"
#include "cpginfra/config/any_value.hpp"
#include "cpginfra/config/load.hpp"

namespace cpginfra::config {

/// What every reader works with.
struct ReadingRun {
  SourceSet& sources;
  Reporter& reporter;
  NodeBudget& budget;
};

/// The format that a file's name ends in; nothing for any other.
std::optional<Format> format_of(std::string_view file_name);

/// Checks the text (UTF-8, no NUL) and reads it. A file without a value gives null.
std::optional<Node> read_text(std::uint32_t file, Format format, ReadingRun& run);

/// The readers of the formats, for text that has been checked.
std::optional<Node> read_json(std::uint32_t file, ReadingRun& run);
std::optional<Node> read_yaml(std::uint32_t file, ReadingRun& run);
std::optional<Node> read_toml(std::uint32_t file, ReadingRun& run);

/// A value in memory as a node without a place.
std::optional<Node> read_any_value(const AnyValue& value, ReadingRun& run);

/// Reads the regular file `path` into the set under the name `name`. Anything else, and a file
/// that is too large, is reported.
std::optional<std::uint32_t> read_file(const std::string& path, const std::string& name,
                                       ReadingRun& run);

/// Reports that a bound was passed; the text names the bound.
void report_too_deep(Place place, ReadingRun& run);
void report_too_many(Place place, ReadingRun& run);

}  // namespace cpginfra::config
