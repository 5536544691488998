// SPDX-License-Identifier: MIT
#include "report/rules/pattern.hpp"

namespace cpginfra::report {
namespace {

constexpr std::string_view kDataset = "{dataset}";

}  // namespace

bool fits_pattern(std::string_view text, std::string_view pattern) {
  // Where a `*` was last met, and how much of the text it has taken so far: going back to that one
  // alone is enough.
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  std::size_t at = 0;
  std::size_t place = 0;
  while (place < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = place;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[place])) {
      ++at;
      ++place;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      place = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

std::string with_dataset(std::string_view pattern, std::string_view dataset) {
  std::string text;
  for (std::size_t place = pattern.find(kDataset); place != std::string_view::npos;
       place = pattern.find(kDataset)) {
    text += pattern.substr(0, place);
    text += dataset;
    pattern.remove_prefix(place + kDataset.size());
  }
  text += pattern;
  return text;
}

bool names_dataset(std::string_view pattern) {
  return pattern.find(kDataset) != std::string_view::npos;
}

}  // namespace cpginfra::report
