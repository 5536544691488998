// SPDX-License-Identifier: MIT
// The TOML text of an object, in the order and spelling of the files that the institute's tools
// already read.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "cpginfra/plan/value.hpp"

namespace cpginfra::plan {

/// Byte for byte what toml 0.10.2 and then toml-sort 0.25 (over tomlrt) write. The order of the
/// fields counts: tables are laid out level by level, and a table gathers its sub-tables behind it
/// only where its own entries were out of order.
///
/// InvalidArgument for what is not an object, for what TOML cannot say (null, something unknown, a
/// resource, an archive), for lists that mix objects with others or hold lists of objects, for two
/// fields of one name, and for nesting deeper than 100.
absl::StatusOr<std::string> sorted_toml(const Value& object);

}  // namespace cpginfra::plan
