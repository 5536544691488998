// SPDX-License-Identifier: MIT
// JSON texts, for reports that are too long to be built as a tree first.
#pragma once

#include <string>
#include <string_view>

namespace cpginfra::report {

/// Adds the text as a JSON string; what is not UTF-8 becomes U+FFFD.
void append_json_text(std::string_view text, std::string& out);

}  // namespace cpginfra::report
