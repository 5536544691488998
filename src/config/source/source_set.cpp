// SPDX-License-Identifier: MIT
#include "config/source/source_set.hpp"

#include <algorithm>
#include <utility>

#include "config/source/hide_secrets.hpp"

namespace cpginfra::config {
namespace {

// What of a long line is shown: so many bytes before and after the place.
constexpr std::size_t kBefore = 60;
constexpr std::size_t kAfter = 80;
constexpr std::string_view kEllipsis = "…";

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// The byte at which the character of `column` (from 1) starts.
std::size_t byte_of_column(std::string_view line, std::uint32_t column) {
  std::size_t byte = 0;
  for (std::uint32_t passed = 1; passed < column && byte < line.size(); ++passed) {
    ++byte;
    while (byte < line.size() && continues_character(line[byte])) ++byte;
  }
  return byte;
}

std::uint32_t characters_in(std::string_view text) {
  std::uint32_t count = 0;
  for (char byte : text) count += continues_character(byte) ? 0U : 1U;
  return count;
}

// What is read of a long line to tell whether there is a secret in what is shown.
constexpr std::size_t kContext = 1024;

// A part of the line with its secrets hidden, those that begin in the context before it included.
std::string shown(std::string_view line, std::size_t begin, std::size_t end) {
  const std::size_t from = begin > kContext ? begin - kContext : 0;
  const std::size_t to = std::min(end + kContext, line.size());
  return hide_secrets(line.substr(from, to - from)).substr(begin - from, end - begin);
}

// Hides in what was said of a value what is hidden of the value.
void hide_in_words(const std::string& value, const std::string& hidden, std::string& words) {
  for (std::size_t at = words.find(value); at != std::string::npos;
       at = words.find(value, at + hidden.size())) {
    words.replace(at, value.size(), hidden);
  }
}

// Fills in the excerpt: the whole line, or a window of a long one around the column.
void add_excerpt(std::string_view line, Diagnostic& diagnostic) {
  if (line.size() <= kBefore + kAfter) {
    diagnostic.excerpt = shown(line, 0, line.size());
    diagnostic.excerpt_column = diagnostic.column;
    return;
  }
  const std::size_t at = byte_of_column(line, diagnostic.column);
  std::size_t begin = at > kBefore ? at - kBefore : 0;
  while (begin > 0 && continues_character(line[begin])) --begin;
  std::size_t end = at + kAfter < line.size() ? at + kAfter : line.size();
  while (end < line.size() && continues_character(line[end])) ++end;
  if (begin > 0) diagnostic.excerpt = kEllipsis;
  diagnostic.excerpt += shown(line, begin, end);
  if (end < line.size()) diagnostic.excerpt += kEllipsis;
  diagnostic.excerpt_column = characters_in(line.substr(begin, at - begin)) + (begin > 0 ? 2U : 1U);
}

}  // namespace

std::string_view SourceFile::line(std::uint32_t number) const {
  if (line_starts_.empty()) {
    line_starts_.push_back(0);
    for (std::size_t at = text_.find('\n'); at != std::string::npos;
         at = text_.find('\n', at + 1)) {
      line_starts_.push_back(at + 1);
    }
  }
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[number - 1];
  std::size_t end = text_.find('\n', begin);
  if (end == std::string::npos) end = text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

std::uint32_t SourceSet::add(std::string name, std::string text) {
  total_bytes_ += text.size();
  files_.emplace_back(std::move(name), std::move(text));
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::string Reporter::word_at(Place place, std::string_view otherwise) const {
  const std::string_view line = sources_.file(place.file).line(place.line);
  const std::size_t begin = std::min(byte_of_column(line, place.column), line.size());
  const std::string rest = shown(line, begin, std::min(begin + kContext, line.size()));
  const std::string_view word = std::string_view(rest).substr(0, rest.find_first_of(" \t,]}#:"));
  return shortened(word.empty() ? otherwise : word);
}

void Reporter::report(Finding finding) {
  Diagnostic diagnostic;
  diagnostic.severity = finding.severity;
  if (keeps_more()) {
    const SourceFile& file = sources_.file(finding.place.file);
    diagnostic.rule = std::string(finding.rule);
    diagnostic.file = file.name();
    diagnostic.line = finding.place.line;
    diagnostic.column = finding.place.column;
    diagnostic.path = std::move(finding.path);
    diagnostic.message = std::move(finding.message);
    diagnostic.value = hide_secret_value(finding.value, diagnostic.path);
    diagnostic.mend = std::move(finding.mend);
    if (diagnostic.value != finding.value) {
      hide_in_words(finding.value, diagnostic.value, diagnostic.message);
      hide_in_words(finding.value, diagnostic.value, diagnostic.mend);
    }
    if (diagnostic.line > 0) add_excerpt(file.line(diagnostic.line), diagnostic);
  }
  diagnostics_.add(std::move(diagnostic));
}

}  // namespace cpginfra::config
