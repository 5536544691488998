// SPDX-License-Identifier: MIT
// The TOML text of an object, in the order and spelling of the files that the institute's tools
// already read.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "cpginfra/plan/value.hpp"

namespace cpginfra::plan {

/// InvalidArgument for what TOML cannot say (null, something unknown).
absl::StatusOr<std::string> sorted_toml(const Value& object);

}  // namespace cpginfra::plan
