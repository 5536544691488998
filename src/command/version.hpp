// SPDX-License-Identifier: MIT
// What `cpginfra --version` prints.
#pragma once

#include <string>

namespace cpginfra::command {

/// The library's version, then the compiler's and each dependency's, one a line.
std::string version_report();

}  // namespace cpginfra::command
