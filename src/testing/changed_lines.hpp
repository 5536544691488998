// SPDX-License-Identifier: MIT
// What changes from one indented text to another, line by line.
#pragma once

#include <string>
#include <string_view>

namespace cpginfra::testing {

/// The lines that are in one text only, `-` for the first and `+` for the second, each below the
/// lines that it is indented under. The order of lines does not count. Empty where all are the
/// same; what goes beyond `most` lines is counted.
[[nodiscard]] std::string changed_lines(std::string_view before, std::string_view after,
                                        std::size_t most);

}  // namespace cpginfra::testing
