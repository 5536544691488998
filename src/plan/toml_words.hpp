// SPDX-License-Identifier: MIT
// How single TOML texts, keys and numbers are spelled in the files that sorted_toml() writes.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace cpginfra::plan {

/// Appends a text in double quotes. Control characters and others below U+0100 that cannot be
/// printed keep the spelling of the files in use, "x01" for U+0001; InvalidArgument where the
/// text then is no TOML, or is not UTF-8.
absl::Status append_toml_text(std::string_view text, std::string& out);
/// Whether a key can stand without quotes.
[[nodiscard]] bool is_bare_toml_key(std::string_view key) noexcept;
/// Appends a key in double quotes, and to `name` what a reader takes it for.
absl::Status append_quoted_toml_key(std::string_view key, std::string& out, std::string& name);
/// Appends the shortest spelling that reads back as the same number.
void append_toml_number(double number, std::string& out);

}  // namespace cpginfra::plan
