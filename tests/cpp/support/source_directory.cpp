// SPDX-License-Identifier: MIT
#include "support/source_directory.hpp"

namespace cpginfra::test {

std::string_view source_directory() noexcept { return CPGINFRA_SOURCE_DIR; }

std::string source_path(std::string_view path) {
  return std::string(source_directory()).append("/").append(path);
}

}  // namespace cpginfra::test
