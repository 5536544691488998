// SPDX-License-Identifier: MIT
//
// This header defines the published JSON Schemas (draft 2020-12) of the configuration files,
// made from the field tables. They describe the plain spelling; the loaders also take what can
// be converted without loss, as "5" for an integer.
//
//   for (std::string_view name : schema_names()) save(name, *json_schema(name));
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace cpginfra::config {

/// `configuration` (one file), `infrastructure`, `dataset`, `datasets` (config-datasets),
/// `members`, `budgets`, `upload` and `github-wif`.
absl::Span<const std::string_view> schema_names();

/// The schema as JSON text, ending in a newline; kNotFound for a name that is not listed.
absl::StatusOr<std::string> json_schema(std::string_view name);

}  // namespace cpginfra::config
