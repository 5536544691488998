// SPDX-License-Identifier: MIT
// What the library needs of absl::Status beside what it offers: Debian's build of Abseil has a
// string_view of its own, and its older releases have no macros.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace cpginfra::internal {

inline std::string_view message_of(const absl::Status& status) {
  return {status.message().data(), status.message().size()};
}

}  // namespace cpginfra::internal
