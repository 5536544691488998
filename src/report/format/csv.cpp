// SPDX-License-Identifier: MIT
#include "report/format/csv.hpp"

#include <algorithm>
#include <array>

namespace cpginfra::report {
namespace {

/// What a formula can begin with, the full-width forms included. Spreadsheets skip white space
/// before it.
constexpr std::array<std::string_view, 8> kFormulaStarts = {"=",  "+",  "-",  "@",
                                                            "＝", "＋", "－", "＠"};
constexpr std::string_view kSkipped = " \t\r\n\v\f";
/// These alone are reason enough, whatever follows.
constexpr std::string_view kControlStarts = "\t\r\n";

bool looks_like_formula(std::string_view text) {
  if (text.empty()) return false;
  if (kControlStarts.find(text.front()) != std::string_view::npos) return true;
  text.remove_prefix(std::min(text.find_first_not_of(kSkipped), text.size()));
  return std::any_of(kFormulaStarts.begin(), kFormulaStarts.end(),
                     [text](std::string_view start) { return text.starts_with(start); });
}

}  // namespace

void append_csv_cell(std::string_view text, std::string& out) {
  out += '"';
  if (looks_like_formula(text)) out += '\'';
  for (char character : text) {
    if (character == '\0') continue;  // ends the file for some readers
    out += character;
    if (character == '"') out += '"';
  }
  out += '"';
}

}  // namespace cpginfra::report
