// SPDX-License-Identifier: MIT
#include "plan/sorted_toml.hpp"

#include "absl/status/status.h"

namespace cpginfra::plan {

absl::StatusOr<std::string> sorted_toml(const Value& /*object*/) {
  return absl::UnimplementedError("not yet");
}

}  // namespace cpginfra::plan
