// SPDX-License-Identifier: MIT
// TOML text as an object whose fields are in the order of the text.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "cpginfra/plan/value.hpp"
#include "cpginfra/plan/value_store.hpp"

namespace cpginfra::plan {

/// InvalidArgument, with the place, for what is not TOML. Dates and times become texts.
absl::StatusOr<Value> parse_toml(std::string_view text, ValueStore& store);

}  // namespace cpginfra::plan
