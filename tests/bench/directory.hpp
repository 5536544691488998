// SPDX-License-Identifier: MIT
// A configuration as the files that people keep it in.
#pragma once

#include <string>
#include <vector>

#include "cpginfra/config/configuration.hpp"

namespace cpginfra::bench {

/// Writes the configuration as YAML in the production layout: two files, and for each dataset a
/// folder with its members and budgets. Returns the paths of all files.
std::vector<std::string> write_directory(const Configuration& configuration,
                                         const std::string& directory);

/// Reads the files and has yaml-cpp parse them, and nothing more. Returns how many events it saw.
std::size_t parse_files(const std::vector<std::string>& paths);

}  // namespace cpginfra::bench
