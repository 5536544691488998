// SPDX-License-Identifier: MIT
// Tables of text for a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cpginfra::report {

/// How many columns of a terminal the text takes.
std::size_t display_width(std::string_view text);
/// The text without what would move a terminal's cursor or change its colours: control characters
/// show as `\xNN`.
std::string printable(std::string_view text);

/// Rows of cells, the columns aligned, two spaces between them, nothing after the last.
class Columns {
 public:
  explicit Columns(std::vector<std::string> header);
  void add(std::vector<std::string> cells);
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace cpginfra::report
