// SPDX-License-Identifier: MIT
// Patterns of names.
#pragma once

#include <string>
#include <string_view>

namespace cpginfra::report {

/// Whether the whole text fits: `*` stands for any characters, `?` for one. Both in lower case.
bool fits_pattern(std::string_view text, std::string_view pattern);
/// The pattern with the dataset's name for each `{dataset}`.
std::string with_dataset(std::string_view pattern, std::string_view dataset);
/// Whether the pattern speaks of the resource's dataset.
bool names_dataset(std::string_view pattern);

}  // namespace cpginfra::report
