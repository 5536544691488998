// SPDX-License-Identifier: MIT
// A line for a terminal: pieces of text with styles, broken at spaces where it is too long.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cpginfra::report {

enum class Style : std::uint8_t { kPlain, kHeading, kKind, kName, kKey, kDeferred, kWarning };

/// The pieces of one line. May be used again after append_to.
class StyledLine {
 public:
  void add(std::string_view text, Style style = Style::kPlain);
  /// Adds a value's text, in which `${…}` is deferred.
  void add_value(std::string_view text);

  /// Writes the line, and empties it. Lines after the first are indented by `hanging` columns.
  /// Nothing is broken where `width` is 0; a word that is too long stands on a line of its own.
  void append_to(std::string& out, std::size_t width, std::size_t hanging, bool colour);

 private:
  struct Piece {
    std::size_t end;
    Style style;
  };

  void append_range(std::string& out, std::size_t from, std::size_t to, bool colour) const;

  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace cpginfra::report
