// SPDX-License-Identifier: MIT
#include "report/format/columns.hpp"

#include <fmt/format.h>

#include <utf8proc.h>

#include <algorithm>
#include <utility>

namespace cpginfra::report {
namespace {

constexpr std::size_t kGap = 2;

/// The first code point of the text and its length in bytes; -1 and one byte where it is not UTF-8.
std::pair<utf8proc_int32_t, std::size_t> first_code_point(std::string_view text) {
  utf8proc_int32_t code_point = -1;
  const utf8proc_ssize_t used =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (used < 1) return {-1, 1};
  return {code_point, static_cast<std::size_t>(used)};
}

/// Control characters, and those that reorder or hide what stands next to them.
bool is_printable(utf8proc_int32_t code_point) {
  if (code_point < 0) return false;
  const utf8proc_category_t category = utf8proc_category(code_point);
  return category != UTF8PROC_CATEGORY_CC && category != UTF8PROC_CATEGORY_CF &&
         category != UTF8PROC_CATEGORY_ZL && category != UTF8PROC_CATEGORY_ZP;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const auto [code_point, used] = first_code_point(text);
    const int columns = code_point < 0 ? 1 : utf8proc_charwidth(code_point);
    width += static_cast<std::size_t>(std::max(columns, 0));
    text.remove_prefix(used);
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [code_point, used] = first_code_point(text);
    if (is_printable(code_point)) {
      out += text.substr(0, used);
    } else {
      for (const char byte : text.substr(0, used)) {
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
      }
    }
    text.remove_prefix(used);
  }
  return out;
}

Columns::Columns(std::vector<std::string> header) { rows_.push_back(std::move(header)); }

void Columns::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back(std::move(cells));
}

std::string Columns::text() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t column = 0; column < row.size(); ++column) {
      widths[column] = std::max(widths[column], display_width(row[column]));
    }
  }
  std::string out;
  for (const auto& row : rows_) {
    std::size_t owed = 0;  // spaces that are only written if something follows
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (!row[column].empty()) {
        out.append(owed, ' ');
        out += row[column];
        owed = 0;
      }
      owed += widths[column] - display_width(row[column]) + kGap;
    }
    out += '\n';
  }
  return out;
}

}  // namespace cpginfra::report
