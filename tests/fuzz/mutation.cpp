// SPDX-License-Identifier: MIT
#include "mutation.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace cpginfra::fuzz {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostEdits = 4;
constexpr std::size_t kLongest = std::size_t{16} << 10;
/// What has a meaning in one of the formats, and what is at the edge of a number's range.
constexpr std::array kWords = {
    "\0"sv,
    "\xff"sv,
    "\xc3"sv,
    "\xef\xbb\xbf"sv,
    "\xed\xa0\x80"sv,
    "\t"sv,
    "\n"sv,
    "\r\n"sv,
    "\""sv,
    "'"sv,
    "\\"sv,
    "\\u0000"sv,
    "\\ud800"sv,
    "#"sv,
    ","sv,
    ":"sv,
    "="sv,
    "."sv,
    "- "sv,
    "{"sv,
    "}"sv,
    "["sv,
    "]"sv,
    "[["sv,
    "]]"sv,
    "{}"sv,
    "[]"sv,
    "null"sv,
    "~"sv,
    "true"sv,
    "nan"sv,
    "-inf"sv,
    "&a "sv,
    "*a"sv,
    "<<: *a"sv,
    "!!binary "sv,
    "|\n"sv,
    "---\n"sv,
    "...\n"sv,
    "? "sv,
    "'''"sv,
    R"(""")"sv,
    "0"sv,
    "-1"sv,
    "1e400"sv,
    "1e-400"sv,
    "9223372036854775808"sv,
    "-9223372036854775808"sv,
    "0x7fffffff"sv,
    "1979-05-27"sv,
    "12:30:00"sv,
};

/// Random numbers by a rule that is the same everywhere, unlike the standard distributions.
std::size_t below(std::mt19937& random, std::size_t limit) {
  return limit == 0 ? 0 : random() % limit;
}

struct Range {
  std::size_t begin;
  std::size_t size;
};

Range any_range(const std::string& text, std::mt19937& random) {
  constexpr std::size_t kLongestRange = 64;
  const std::size_t begin = below(random, text.size() + 1);
  return {begin, below(random, std::min(kLongestRange, text.size() - begin) + 1)};
}

Range any_line(const std::string& text, std::mt19937& random) {
  const std::size_t place = below(random, text.size() + 1);
  const std::size_t before = place == 0 ? std::string::npos : text.rfind('\n', place - 1);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  const std::size_t end = text.find('\n', place);
  return {begin, (end == std::string::npos ? text.size() : end + 1) - begin};
}

void change_byte(std::string& text, const std::string& /*other*/, std::mt19937& random) {
  if (!text.empty()) text[below(random, text.size())] = static_cast<char>(random());
}
void flip_bit(std::string& text, const std::string& /*other*/, std::mt19937& random) {
  if (text.empty()) return;
  char& byte = text[below(random, text.size())];
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << below(random, 8)));
}
void put_word(std::string& text, const std::string& /*other*/, std::mt19937& random) {
  const Range range = any_range(text, random);
  const std::string_view word = kWords[below(random, kWords.size())];
  text.replace(range.begin, below(random, 2) * range.size, word);
}
void put_many(std::string& text, const std::string& /*other*/, std::mt19937& random) {
  constexpr std::size_t kMost = 200;
  const std::string_view word = kWords[below(random, kWords.size())];
  std::string many;
  for (std::size_t i = below(random, kMost); i > 0; --i) many += word;
  text.insert(below(random, text.size() + 1), many);
}
void take_range(std::string& text, const std::string& /*other*/, std::mt19937& random) {
  const Range range = any_range(text, random);
  text.erase(range.begin, range.size);
}
void put_range(std::string& text, const std::string& other, std::mt19937& random) {
  const Range range = any_range(other, random);
  text.insert(below(random, text.size() + 1), other.substr(range.begin, range.size));
}
void take_line(std::string& text, const std::string& /*other*/, std::mt19937& random) {
  const Range line = any_line(text, random);
  text.erase(line.begin, line.size);
}
void put_line(std::string& text, const std::string& other, std::mt19937& random) {
  const Range line = any_line(other, random);
  text.insert(any_line(text, random).begin, other.substr(line.begin, line.size));
}
void cut_end(std::string& text, const std::string& /*other*/, std::mt19937& random) {
  text.resize(below(random, text.size() + 1));
}

using Edit = void (*)(std::string& text, const std::string& other, std::mt19937& random);
constexpr std::array<Edit, 9> kEdits = {change_byte, flip_bit,  put_word, put_many, take_range,
                                        put_range,   take_line, put_line, cut_end};

}  // namespace

Mutator::Mutator(std::vector<std::string> corpus, std::uint32_t seed)
    : corpus_(std::move(corpus)), random_(seed) {}

std::string Mutator::next() {
  std::string text = corpus_[below(random_, corpus_.size())];
  for (std::size_t edits = 1 + below(random_, kMostEdits); edits > 0; --edits) {
    const std::string& other = corpus_[below(random_, corpus_.size())];
    kEdits[below(random_, kEdits.size())](text, other, random_);
  }
  text.resize(std::min(text.size(), kLongest));
  return text;
}

}  // namespace cpginfra::fuzz
