// SPDX-License-Identifier: MIT
// Where the tests find the repository's files. The one source that knows it is compiled apart, so
// that checkouts in several places share all other objects through the compiler cache.
#pragma once

#include <string>
#include <string_view>

namespace cpginfra::test {

/// The repository's root folder.
[[nodiscard]] std::string_view source_directory() noexcept;
/// The path of a file of the repository, such as `examples/institute`.
[[nodiscard]] std::string source_path(std::string_view path);

}  // namespace cpginfra::test
