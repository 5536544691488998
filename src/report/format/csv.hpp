// SPDX-License-Identifier: MIT
// CSV (RFC 4180) that a spreadsheet can open without running anything.
#pragma once

#include <string>
#include <string_view>

namespace cpginfra::report {

/// Adds the text as a quoted cell. A text that a spreadsheet would take for a formula gets an
/// apostrophe before it (OWASP, "CSV Injection").
void append_csv_cell(std::string_view text, std::string& out);

}  // namespace cpginfra::report
