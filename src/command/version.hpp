// SPDX-License-Identifier: MIT
// What `cpginfra --version` prints.
#pragma once

#include <string>

namespace cpginfra::command {

/// The library's version, then what a bug report needs, one a line: the format of plans, the
/// system, the compiler, and each dependency.
std::string version_report();

}  // namespace cpginfra::command
