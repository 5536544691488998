// SPDX-License-Identifier: MIT
#include "config/source/yaml_scalar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace cpginfra::config {
namespace {

constexpr std::array<std::string_view, 9> kTrue = {"yes",  "Yes", "YES", "true", "True",
                                                   "TRUE", "on",  "On",  "ON"};
constexpr std::array<std::string_view, 9> kFalse = {"no",    "No",  "NO",  "false", "False",
                                                    "FALSE", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 3> kInfinity = {".inf", ".Inf", ".INF"};
constexpr std::array<std::string_view, 3> kNan = {".nan", ".NaN", ".NAN"};

template <std::size_t kCount>
bool is_one_of(const std::array<std::string_view, kCount>& words, std::string_view text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_digit_or_gap(char byte) { return is_digit(byte) || byte == '_'; }
bool all(std::string_view text, bool (*is_good)(char)) {
  return std::all_of(text.begin(), text.end(), is_good);
}

std::string_view without_sign(std::string_view text) {
  return text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
}

// 12, 1_000; also 010, which is told apart later.
bool is_decimal(std::string_view digits) {
  return !digits.empty() && is_digit(digits[0]) && all(digits, is_digit_or_gap);
}

bool is_octal(std::string_view digits) {
  return digits.size() > 1 && digits[0] == '0' &&
         all(digits, [](char byte) { return (byte >= '0' && byte <= '7') || byte == '_'; });
}

// 1:30 or 1:30.5, counted in sixties.
bool is_in_sixties(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_decimal(text.substr(0, colon))) return false;
  std::string_view rest = text.substr(colon);
  const std::size_t point = rest.find('.');
  if (point != std::string_view::npos) {
    if (!all(rest.substr(point + 1), is_digit_or_gap)) return false;
    rest = rest.substr(0, point);
  } else if (text[0] == '0') {
    return false;
  }
  while (!rest.empty()) {
    const std::size_t next = rest.find(':', 1);
    const std::string_view part = rest.substr(1, next == std::string_view::npos ? next : next - 1);
    if (part.empty() || part.size() > 2 || !all(part, is_digit)) return false;
    if (part.size() == 2 && part[0] > '5') return false;
    rest = next == std::string_view::npos ? std::string_view() : rest.substr(next);
  }
  return true;
}

// Digits with a point, and an exponent only with its sign: 1.5, 1., .5, 1.5e+3.
bool is_fraction(std::string_view text) {
  const bool is_signed = text != without_sign(text);
  std::string_view rest = without_sign(text);
  const std::size_t point = rest.find('.');
  if (point == std::string_view::npos) return false;
  const std::string_view whole = rest.substr(0, point);
  if (whole.empty() ? is_signed : !is_decimal(whole)) return false;
  rest = rest.substr(point + 1);
  if (whole.empty() && (rest.empty() || !is_digit(rest[0]))) return false;
  const std::size_t exponent = rest.find_first_of("eE");
  if (exponent != std::string_view::npos) {
    const std::string_view power = rest.substr(exponent + 1);
    if (power.size() < 2 || power == without_sign(power) || !all(power.substr(1), is_digit)) {
      return false;
    }
    rest = rest.substr(0, exponent);
  }
  return all(rest, is_digit_or_gap);
}

// 2024-01-31, alone or with a time of day.
bool is_date(std::string_view text) {
  if (text.size() < 8 || !all(text.substr(0, 4), is_digit) || text[4] != '-') return false;
  const std::size_t dash = text.find('-', 5);
  if (dash == std::string_view::npos || dash > 7 || dash == 5) return false;
  if (!all(text.substr(5, dash - 5), is_digit)) return false;
  std::size_t end = dash + 1;
  while (end < text.size() && is_digit(text[end])) ++end;
  const std::size_t days = end - dash - 1;
  if (end == text.size()) return dash == 7 && days == 2;
  if (days < 1 || days > 2) return false;
  const std::size_t hour = text.find_first_not_of(" \tTt", end);
  if (hour == end || hour == std::string_view::npos || !is_digit(text[hour])) return false;
  return text.find(':', hour) != std::string_view::npos;
}

std::string without_gaps(std::string_view text) {
  std::string digits(text.starts_with('+') ? text.substr(1) : text);
  digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
  return digits;
}

YamlScalar out_of_range(std::string_view text) {
  return {Node::Broken(), "number-out-of-range",
          fmt::format("the number {} is out of range", shortened(text)), ""};
}

YamlScalar ambiguous(std::string_view text, std::string mend) {
  return {Node::Broken(), "ambiguous-number",
          fmt::format("readers of YAML do not agree on what {} means", shortened(text)),
          std::move(mend)};
}

YamlScalar resolve_integer(std::string_view text, std::string_view digits, int base) {
  std::string number;
  if (text.starts_with('-')) number.push_back('-');
  number.append(without_gaps(digits));
  std::int64_t integer = 0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), integer, base);
  if (parsed.ec != std::errc()) return out_of_range(text);
  return {integer, {}, {}, {}};
}

YamlScalar resolve_fraction(std::string_view text) {
  const std::string number = without_gaps(text);
  double value = 0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
  if (parsed.ec != std::errc()) return out_of_range(text);
  return {value, {}, {}, {}};
}

bool has_prefix_and_digits(std::string_view digits, std::string_view prefix,
                           bool (*is_good)(char)) {
  return digits.size() > prefix.size() && digits.starts_with(prefix) &&
         all(digits.substr(prefix.size()), is_good) &&
         digits.find_first_not_of('_', prefix.size()) != std::string_view::npos;
}

bool is_hex_or_gap(char byte) {
  return is_digit_or_gap(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}
bool is_bit_or_gap(char byte) { return byte == '0' || byte == '1' || byte == '_'; }

// Whether the first byte can start anything but text; most scalars end here.
bool may_be_special(std::string_view text) {
  return text.empty() ||
         std::string_view("yYnNtTfFoO~+-.0123456789").find(text[0]) != std::string_view::npos;
}

}  // namespace

YamlScalar resolve_yaml_scalar(std::string_view text) {
  if (!may_be_special(text)) return {std::string(text), {}, {}, {}};
  if (is_one_of(kNull, text)) return {std::monostate(), {}, {}, {}};
  if (is_one_of(kTrue, text)) return {true, {}, {}, {}};
  if (is_one_of(kFalse, text)) return {false, {}, {}, {}};
  const std::string_view digits = without_sign(text);
  if (digits == "0") return resolve_integer(text, digits, 10);
  if (is_octal(digits)) return ambiguous(text, "quote it, or write it without the leading 0");
  if (is_decimal(digits) && digits[0] != '0') return resolve_integer(text, digits, 10);
  if (has_prefix_and_digits(digits, "0x", is_hex_or_gap)) {
    return resolve_integer(text, digits.substr(2), 16);
  }
  if (has_prefix_and_digits(digits, "0b", is_bit_or_gap)) {
    return resolve_integer(text, digits.substr(2), 2);
  }
  if (is_in_sixties(digits)) return ambiguous(text, "quote it");
  if (is_fraction(text)) return resolve_fraction(text);
  if (is_one_of(kInfinity, digits)) {
    const double infinity = std::numeric_limits<double>::infinity();
    return {text.starts_with('-') ? -infinity : infinity, {}, {}, {}};
  }
  if (is_one_of(kNan, text)) return {std::numeric_limits<double>::quiet_NaN(), {}, {}, {}};
  if (is_date(text)) return {Node::Other{"a date", std::string(text)}, {}, {}, {}};
  return {std::string(text), {}, {}, {}};
}

bool is_yaml_text(std::string_view text) {
  if (!may_be_special(text)) return true;
  return std::holds_alternative<std::string>(resolve_yaml_scalar(text).value);
}

}  // namespace cpginfra::config
