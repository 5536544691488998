// SPDX-License-Identifier: MIT
// JSON that can stand in an HTML script element.
#pragma once

#include <string>
#include <string_view>

namespace cpginfra::report {

/// Adds the text as a JSON string without any `<`, `>`, `&` or JavaScript line break, so that no
/// text can end the element or begin another. What is not UTF-8 becomes U+FFFD.
void append_script_text(std::string_view text, std::string& out);

}  // namespace cpginfra::report
