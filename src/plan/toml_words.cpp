// SPDX-License-Identifier: MIT
#include "plan/toml_words.hpp"

#include <fmt/format.h>

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>

namespace cpginfra::plan {
namespace {

constexpr std::string_view kHexEscape = "\\x";

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char byte) {
    return byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\';
  });
}

bool is_printable(utf8proc_int32_t code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    case UTF8PROC_CATEGORY_ZS:
      return code_point == ' ';
    default:
      return true;
  }
}

void append_escape(utf8proc_int32_t code_point, std::string& out) {
  const auto number = static_cast<std::uint32_t>(code_point);
  const auto end = std::back_inserter(out);
  switch (number) {
    case '\\':
      out += "\\\\";
      return;
    case '"':
      out += "\\\"";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (number < 0x100) {
    fmt::format_to(end, "\\x{:02x}", number);
  } else if (number < 0x10000) {
    fmt::format_to(end, "\\u{:04x}", number);
  } else {
    fmt::format_to(end, "\\U{:08x}", number);
  }
}

// The text as it stands between the quotes, with \xNN for what the files spell otherwise; nothing
// where it is not UTF-8.
std::optional<std::string> escaped(std::string_view text) {
  std::string body;
  body.reserve(text.size() + 16);
  while (!text.empty()) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t used =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    if (used < 1) return std::nullopt;
    if (code_point == '\\' || code_point == '"' || !is_printable(code_point)) {
      append_escape(code_point, body);
    } else {
      body += text.substr(0, static_cast<std::size_t>(used));
    }
    text.remove_prefix(static_cast<std::size_t>(used));
  }
  return body;
}

void halve_backslashes(std::string& text) {
  std::string halved;
  halved.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    halved += text[i];
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\\') ++i;
  }
  text = std::move(halved);
}

// Whether what follows stands after an even number of backslashes. The first character never
// counts as one of a longer run.
bool joins_plainly(std::string_view text) {
  bool plainly = text.back() != '\\';
  for (std::size_t left = text.size(); left > 1 && text[left - 1] == '\\'; --left) {
    plainly = !plainly;
  }
  return plainly;
}

// Respells each "\x" the way of the files in use: "x", or "u00" where backslashes precede it, and
// halves the backslashes before it each time; one at the start goes without a trace. Nothing where
// that has no result: there is no other one than that.
std::optional<std::string> respell_hex_escapes(std::string_view body) {
  if (body.starts_with(kHexEscape)) body.remove_prefix(kHexEscape.size());
  std::size_t at = body.find(kHexEscape);
  if (at == 0 || at == std::string_view::npos) return std::nullopt;
  std::string joined(body.substr(0, at));
  while (at != std::string_view::npos) {
    const std::size_t begin = at + kHexEscape.size();
    at = body.find(kHexEscape, begin);
    halve_backslashes(joined);
    joined += joins_plainly(joined) ? "x" : "u00";
    joined += body.substr(begin, at == std::string_view::npos ? at : at - begin);
  }
  return joined;
}

// How many hexadecimal digits an escape of that letter has; 0 for the others.
std::size_t digits_of(char letter) {
  switch (letter) {
    case 'x':
      return 2;
    case 'u':
      return 4;
    case 'U':
      return 8;
    default:
      return 0;
  }
}

std::optional<char> simple_escape(char letter) {
  constexpr std::string_view kLetters = "btnfre\"\\";
  constexpr std::string_view kMeanings = "\b\t\n\f\r\x1b\"\\";
  const std::size_t at = kLetters.find(letter);
  if (at == std::string_view::npos) return std::nullopt;
  return kMeanings[at];
}

// What a TOML reader takes the text between the quotes for; nothing where it is an error to it.
std::optional<std::string> read_back(std::string_view body) {
  std::string text;
  text.reserve(body.size());
  while (!body.empty()) {
    const char byte = body.front();
    body.remove_prefix(1);
    if (byte == '"') return std::nullopt;
    if (byte != '\\') {
      text += byte;
      continue;
    }
    if (body.empty()) return std::nullopt;
    const char letter = body.front();
    body.remove_prefix(1);
    if (const std::optional<char> meaning = simple_escape(letter)) {
      text += *meaning;
      continue;
    }
    const std::size_t digits = digits_of(letter);
    if (digits == 0 || body.size() < digits) return std::nullopt;
    std::uint32_t code_point = 0;
    const char* end = body.data() + digits;
    const auto [stop, error] = std::from_chars(body.data(), end, code_point, 16);
    if (error != std::errc() || stop != end) return std::nullopt;
    if (!utf8proc_codepoint_valid(static_cast<utf8proc_int32_t>(code_point))) return std::nullopt;
    std::array<utf8proc_uint8_t, 4> encoded{};
    const utf8proc_ssize_t size =
        utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), encoded.data());
    text.append(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size));
    body.remove_prefix(digits);
  }
  return text;
}

struct Spelling {
  std::string body;
  // What a reader takes it for, where that is not the text itself.
  std::optional<std::string> meaning;
};

absl::Status spell(std::string_view text, Spelling& spelling) {
  std::optional<std::string> body = escaped(text);
  if (!body.has_value()) return absl::InvalidArgumentError("a text of TOML must be UTF-8");
  if (body->find(kHexEscape) == std::string::npos) {
    spelling.body = *std::move(body);
    return absl::OkStatus();
  }
  body = respell_hex_escapes(*body);
  if (body.has_value()) spelling.meaning = read_back(*body);
  if (!spelling.meaning.has_value()) {
    return absl::InvalidArgumentError(
        "a text of TOML must not have control characters or a backslash before an x here; "
        "leave them out");
  }
  spelling.body = *std::move(body);
  return absl::OkStatus();
}

void append_quoted(std::string_view body, std::string& out) {
  out += '"';
  out += body;
  out += '"';
}

}  // namespace

absl::Status append_toml_text(std::string_view text, std::string& out) {
  if (is_plain(text)) {
    append_quoted(text, out);
    return absl::OkStatus();
  }
  Spelling spelling;
  if (absl::Status status = spell(text, spelling); !status.ok()) return status;
  append_quoted(spelling.body, out);
  return absl::OkStatus();
}

bool is_bare_toml_key(std::string_view key) noexcept {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
  });
}

absl::Status append_quoted_toml_key(std::string_view key, std::string& out, std::string& name) {
  if (key.ends_with('\n') && is_bare_toml_key(key.substr(0, key.size() - 1))) {
    return absl::InvalidArgumentError("a key of TOML must not end with a line break here");
  }
  Spelling spelling;
  if (absl::Status status = spell(key, spelling); !status.ok()) return status;
  append_quoted(spelling.body, out);
  name += spelling.meaning.has_value() ? *spelling.meaning : key;
  return absl::OkStatus();
}

void append_toml_number(double number, std::string& out) {
  if (std::isnan(number)) {
    out += "nan";
    return;
  }
  if (std::isinf(number)) {
    out += number < 0 ? "-inf" : "inf";
    return;
  }
  constexpr double kFirstScientific = 1e16;
  constexpr double kFirstFixed = 1e-4;
  const double size = std::abs(number);
  const bool is_fixed = size == 0 || (size >= kFirstFixed && size < kFirstScientific);
  std::array<char, 64> buffer{};
  const auto result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                    is_fixed ? std::chars_format::fixed : std::chars_format::scientific);
  const std::string_view digits(buffer.data(),
                                static_cast<std::size_t>(result.ptr - buffer.data()));
  const std::size_t exponent = digits.find('e');
  if (exponent == std::string_view::npos) {
    out += digits;
    if (digits.find('.') == std::string_view::npos) out += ".0";
    return;
  }
  // One sign and no leading zero: 1e-5, 1e+16.
  const std::string_view power = digits.substr(exponent + 2);
  out += digits.substr(0, exponent + 2);
  out += power.substr(power.starts_with('0') ? 1 : 0);
}

}  // namespace cpginfra::plan
