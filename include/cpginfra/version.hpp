// SPDX-License-Identifier: MIT
// This header defines the version of cpginfra: of the headers that a program was compiled with and
// of the library that it runs with. They are the same unless an installation is mixed up.
//
//   if (cpginfra::version() != cpginfra::kVersion) { ... }
#pragma once

#include <string_view>

namespace cpginfra {

/// The version of the headers, as major.minor.patch.
inline constexpr std::string_view kVersion = "0.1.0";

/// The version of the library, as major.minor.patch.
std::string_view version();

}  // namespace cpginfra
