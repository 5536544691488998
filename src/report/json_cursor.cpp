// SPDX-License-Identifier: MIT
#include "report/json_cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "report/json_buffer.hpp"

namespace cpginfra::report {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

void append_utf8(std::uint32_t code, std::string& text) {
  const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6);
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3F));
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

}  // namespace

bool JsonCursor::fail(std::string_view message) {
  if (!failed()) {
    message_ = message;
    failed_at_ = std::min(token_, text_.size());
  }
  return false;
}

absl::Status JsonCursor::status() const {
  if (!failed()) return absl::OkStatus();
  const std::string_view before = text_.substr(0, failed_at_);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_start = before.rfind('\n');
  const std::size_t column =
      line_start == std::string_view::npos ? failed_at_ + 1 : failed_at_ - line_start;
  return absl::InvalidArgumentError(fmt::format("line {}, column {}: {}", line, column, message_));
}

void JsonCursor::skip_space() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) {
    ++at_;
  }
  token_ = at_;
}

JsonKind JsonCursor::peek() {
  skip_space();
  if (failed() || at_ == text_.size()) return JsonKind::kNothing;
  switch (text_[at_]) {
    case '{':
      return JsonKind::kObject;
    case '[':
      return JsonKind::kList;
    case '"':
      return JsonKind::kText;
    case 't':
    case 'f':
      return JsonKind::kBool;
    case 'n':
      return JsonKind::kNull;
    default:
      return JsonKind::kNumber;
  }
}

bool JsonCursor::expect(char wanted, std::string_view what) {
  skip_space();
  if (failed()) return false;
  if (at_ == text_.size()) return fail(fmt::format("the file ends where {} is wanted", what));
  if (text_[at_] != wanted) return fail(fmt::format("{} is wanted here", what));
  ++at_;
  return true;
}

bool JsonCursor::begin(char bracket, std::string_view what) {
  if (!expect(bracket, what)) return false;
  if (open_.size() == kDeepest) return fail("objects and lists are nested too deep");
  open_.push_back(false);
  return true;
}

bool JsonCursor::begin_object() { return begin('{', "an object"); }
bool JsonCursor::begin_list() { return begin('[', "a list"); }

bool JsonCursor::next(char bracket) {
  skip_space();
  if (failed()) return false;
  if (at_ < text_.size() && text_[at_] == bracket) {
    ++at_;
    open_.pop_back();
    return false;
  }
  if (open_.back() && !expect(',', bracket == '}' ? "a comma or '}'" : "a comma or ']'")) {
    return false;
  }
  open_.back() = true;
  return true;
}

bool JsonCursor::next_key(std::string_view& key) {
  if (!next('}')) return false;
  key = text();
  if (failed()) return false;
  const std::size_t key_at = token_;
  if (!expect(':', "a colon")) return false;
  token_ = key_at;
  return true;
}

bool JsonCursor::next_item() { return next(']'); }

std::string_view JsonCursor::text() {
  if (!expect('"', "a text")) return {};
  const std::size_t from = at_;
  bool is_ascii = true;
  for (; at_ < text_.size(); ++at_) {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (byte == '"') {
      const std::string_view found = text_.substr(from, at_ - from);
      ++at_;
      if (!is_ascii && !is_utf8(found)) fail("a text is not UTF-8");
      return failed() ? std::string_view() : found;
    }
    if (byte == '\\') return escaped_text(from);
    if (byte < 0x20) break;
    is_ascii = is_ascii && byte < 0x80;
  }
  fail("a text has no end on its line");
  return {};
}

std::string_view JsonCursor::escaped_text(std::size_t from) {
  scratch_.assign(text_.substr(from, at_ - from));
  while (at_ < text_.size()) {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    if (byte < 0x20) break;
    ++at_;
    if (byte == '"') {
      if (!is_utf8(scratch_)) fail("a text is not UTF-8");
      return failed() ? std::string_view() : scratch_;
    }
    if (byte != '\\') {
      scratch_ += static_cast<char>(byte);
    } else if (!unescape()) {
      return {};
    }
  }
  fail("a text has no end on its line");
  return {};
}

bool JsonCursor::unescape() {
  if (at_ == text_.size()) return fail("a text has no end on its line");
  const char escape = text_[at_++];
  constexpr std::string_view kEscapes = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (const std::size_t found = kEscapes.find(escape); found != std::string_view::npos) {
    scratch_ += kMeanings[found];
    return true;
  }
  std::uint32_t code = 0;
  if (escape != 'u' || !four_digits(code)) return fail("a text has an escape that JSON has not");
  if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
    at_ += 2;
    std::uint32_t low = 0;
    if (!four_digits(low) || low < 0xDC00 || low > 0xDFFF) {
      return fail("a text has half of a surrogate pair");
    }
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  } else if (code >= 0xD800 && code <= 0xDFFF) {
    return fail("a text has half of a surrogate pair");
  }
  append_utf8(code, scratch_);
  return true;
}

bool JsonCursor::four_digits(std::uint32_t& code) {
  const std::string_view digits = text_.substr(at_, 4);
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, code, 16);
  at_ += digits.size();
  return digits.size() == 4 && error == std::errc() && stop == end;
}

bool JsonCursor::literal(std::string_view word) {
  if (text_.substr(at_, word.size()) != word) return fail("a value is wanted here");
  at_ += word.size();
  return true;
}

bool JsonCursor::boolean() {
  if (peek() != JsonKind::kBool) return fail("true or false is wanted here");
  if (text_[at_] == 't') return literal("true");
  literal("false");
  return false;
}

void JsonCursor::null() {
  if (peek() == JsonKind::kNull) {
    literal("null");
  } else {
    fail("null is wanted here");
  }
}

bool JsonCursor::number(std::int64_t& integer, double& number, bool& is_integer) {
  skip_space();
  std::size_t end = at_;
  const auto digits = [&] {
    const std::size_t from = end;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    return end > from;
  };
  const auto take = [&](std::string_view any_of) {
    if (end == text_.size() || any_of.find(text_[end]) == std::string_view::npos) return false;
    ++end;
    return true;
  };
  take("-");
  const bool leading_zero = end + 1 < text_.size() && text_[end] == '0' && is_digit(text_[end + 1]);
  bool good = digits() && !leading_zero;
  is_integer = true;
  if (take(".")) {
    is_integer = false;
    good = digits() && good;
  }
  if (take("eE")) {
    is_integer = false;
    take("+-");
    good = digits() && good;
  }
  if (!good) return fail("a value is wanted here");
  const char* const first = text_.data() + at_;
  const char* const last = text_.data() + end;
  const std::errc error = is_integer ? std::from_chars(first, last, integer).ec
                                     : std::from_chars(first, last, number).ec;
  at_ = end;
  return error == std::errc() || fail("a number is too large for 64 bits");
}

void JsonCursor::skip() {
  std::string_view key;
  switch (peek()) {
    case JsonKind::kObject:
      if (begin_object()) {
        while (next_key(key)) skip();
      }
      return;
    case JsonKind::kList:
      if (begin_list()) {
        while (next_item()) skip();
      }
      return;
    case JsonKind::kText:
      text();
      return;
    case JsonKind::kBool:
      boolean();
      return;
    case JsonKind::kNull:
      null();
      return;
    case JsonKind::kNumber: {
      std::int64_t integer = 0;
      double floating = 0;
      bool is_integer = false;
      number(integer, floating, is_integer);
      return;
    }
    case JsonKind::kNothing:
      fail("the file ends where a value is wanted");
  }
}

void JsonCursor::end() {
  skip_space();
  if (!failed() && at_ != text_.size()) fail("the file goes on after its end");
}

}  // namespace cpginfra::report
