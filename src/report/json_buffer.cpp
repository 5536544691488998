// SPDX-License-Identifier: MIT
#include "report/json_buffer.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace cpginfra::report {
namespace {

constexpr std::uint64_t kEachByte = 0x0101010101010101;
constexpr std::uint64_t kHighBits = 0x8080808080808080;

/// The high bit of each byte that is not below 0x80, is below 0x20, or is a quote or a backslash
/// (and perhaps of a byte beside such a one).
constexpr std::uint64_t unclean_bytes(std::uint64_t word) noexcept {
  const std::uint64_t quotes = word ^ (kEachByte * '"');
  const std::uint64_t backslashes = word ^ (kEachByte * '\\');
  return (word | (word - kEachByte * 0x20) | (quotes - kEachByte) | (backslashes - kEachByte)) &
         kHighBits;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  const auto* next = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t character = 0;
    const utf8proc_ssize_t size = utf8proc_iterate(next, left, &character);
    if (size <= 0) return false;
    next += size;
    left -= size;
  }
  return true;
}

JsonBuffer::JsonBuffer(Sink& sink) : sink_(sink) { buffer_.reserve(kSize); }

bool JsonBuffer::is_clean(std::string_view text) noexcept {
  const char* next = text.data();
  std::size_t left = text.size();
  std::uint64_t found = 0;
  for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, next, sizeof word);
    found |= unclean_bytes(word);
    next += sizeof word;
  }
  if (left > 0) {
    std::uint64_t word = kEachByte * 'a';
    std::memcpy(&word, next, left);
    found |= unclean_bytes(word);
  }
  return found == 0;
}

void JsonBuffer::raw_slowly(std::string_view bytes) {
  if (failed()) {
    buffer_.clear();
    return;
  }
  status_ = sink_.write(buffer_);
  buffer_.clear();
  if (bytes.size() <= kSize) {
    buffer_.append(bytes);
  } else if (status_.ok()) {
    status_ = sink_.write(bytes);
  }
}

void JsonBuffer::escaped(std::string_view text) {
  if (!is_utf8(text)) {
    fail(absl::InvalidArgumentError("a name in the plan is not UTF-8, so JSON cannot hold it"));
    return;
  }
  std::size_t clean_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    raw(text.substr(clean_from, i - clean_from));
    clean_from = i + 1;
    switch (byte) {
      case '"':
        raw("\\\"");
        break;
      case '\\':
        raw("\\\\");
        break;
      case '\n':
        raw("\\n");
        break;
      case '\t':
        raw("\\t");
        break;
      case '\r':
        raw("\\r");
        break;
      default:
        raw(fmt::format("\\u{:04x}", byte));
    }
  }
  raw(text.substr(clean_from));
}

void JsonBuffer::integer(std::int64_t integer) {
  const fmt::format_int digits(integer);
  raw({digits.data(), digits.size()});
}

void JsonBuffer::number(double number) {
  std::array<char, 32> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  raw(text);
  if (text.find_first_of(".e") == std::string_view::npos) raw(".0");
}

void JsonBuffer::fail(absl::Status status) {
  if (status_.ok()) status_ = std::move(status);
}

absl::Status JsonBuffer::finish() {
  if (status_.ok()) status_ = sink_.write(buffer_);
  buffer_.clear();
  return status_;
}

}  // namespace cpginfra::report
