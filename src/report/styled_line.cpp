// SPDX-License-Identifier: MIT
#include "report/styled_line.hpp"

#include <algorithm>
#include <array>

#include "report/format/columns.hpp"

namespace cpginfra::report {
namespace {

/// SGR sequences (ECMA-48) in the order of Style.
constexpr std::array<std::string_view, 7> kColours = {"",         "\x1b[1m",  "\x1b[36m", "\x1b[1m",
                                                      "\x1b[34m", "\x1b[32m", "\x1b[33m"};
constexpr std::string_view kReset = "\x1b[0m";

/// The place after the `}` that closes the `${` at the beginning.
std::size_t end_of_deferred(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i + 1;
  }
  return text.size();
}

}  // namespace

void StyledLine::add(std::string_view text, Style style) {
  text_ += text;
  pieces_.push_back({.end = text_.size(), .style = style});
}

void StyledLine::add_value(std::string_view text) {
  for (;;) {
    const std::size_t start = text.find("${");
    if (start == std::string_view::npos) break;
    if (start > 0 && text[start - 1] == '\\') {  // a text's own
      add(text.substr(0, start + 2));
      text.remove_prefix(start + 2);
      continue;
    }
    add(text.substr(0, start));
    text.remove_prefix(start);
    const std::size_t end = end_of_deferred(text);
    add(text.substr(0, end), Style::kDeferred);
    text.remove_prefix(end);
  }
  add(text);
}

void StyledLine::append_range(std::string& out, std::size_t from, std::size_t to,
                              bool colour) const {
  if (!colour) {
    out.append(text_, from, to - from);
    return;
  }
  auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), from,
                                [](std::size_t at, const Piece& p) { return at < p.end; });
  for (; from < to; ++piece) {
    const std::size_t end = std::min(piece->end, to);
    const std::string_view code = kColours[static_cast<std::size_t>(piece->style)];
    out += code;
    out.append(text_, from, end - from);
    if (!code.empty()) out += kReset;
    from = end;
  }
}

void StyledLine::append_to(std::string& out, std::size_t width, std::size_t hanging, bool colour) {
  std::size_t start = 0;
  while (width > 0) {
    const std::size_t indent = start == 0 ? 0 : hanging;
    const std::size_t room = width > indent ? width - indent : 1;
    if (text_.size() - start <= room) break;  // never fewer bytes than columns
    const std::size_t first_word = text_.find_first_not_of(' ', start);
    std::size_t break_at = std::string::npos;
    for (std::size_t space = text_.find(' ', first_word); space != std::string::npos;
         space = text_.find(' ', space + 1)) {
      const std::string_view until = std::string_view(text_).substr(start, space - start);
      if (break_at != std::string::npos && display_width(until) > room) break;
      break_at = space;
    }
    constexpr std::size_t kLongestCharacter = 4;
    const bool rest_may_fit = text_.size() - start <= room * kLongestCharacter;
    if (break_at == std::string::npos ||
        (rest_may_fit && display_width(std::string_view(text_).substr(start)) <= room)) {
      break;
    }
    out.append(indent, ' ');
    append_range(out, start, break_at, colour);
    out += '\n';
    start = text_.find_first_not_of(' ', break_at);
    if (start == std::string::npos) start = text_.size();
  }
  if (start < text_.size() || start == 0) {
    if (start > 0) out.append(hanging, ' ');
    append_range(out, start, text_.size(), colour);
    out += '\n';
  }
  text_.clear();
  pieces_.clear();
}

}  // namespace cpginfra::report
