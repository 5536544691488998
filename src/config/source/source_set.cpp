// SPDX-License-Identifier: MIT
#include "config/source/source_set.hpp"

#include <algorithm>
#include <utility>

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

// Fills in the excerpt: the whole line, or a window of a long one around the column.
void add_excerpt(std::string_view line, Diagnostic& diagnostic) {
  if (line.size() <= kBefore + kAfter) {
    diagnostic.excerpt = std::string(line);
    diagnostic.excerpt_column = diagnostic.column;
    return;
  }
  const std::size_t at = byte_of_column(line, diagnostic.column);
  std::size_t begin = at > kBefore ? at - kBefore : 0;
  while (begin > 0 && continues_character(line[begin])) --begin;
  std::size_t end = at + kAfter < line.size() ? at + kAfter : line.size();
  while (end < line.size() && continues_character(line[end])) ++end;
  if (begin > 0) diagnostic.excerpt = kEllipsis;
  diagnostic.excerpt += line.substr(begin, end - begin);
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
  const std::string_view rest =
      line.substr(std::min(byte_of_column(line, place.column), line.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t,]}#:"));
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
    diagnostic.value = std::move(finding.value);
    diagnostic.mend = std::move(finding.mend);
    if (diagnostic.line > 0) add_excerpt(file.line(diagnostic.line), diagnostic);
  }
  diagnostics_.add(std::move(diagnostic));
}

}  // namespace cpginfra::config
