// SPDX-License-Identifier: MIT
#include "config/read/coerce.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cpginfra::config {
namespace {

constexpr std::array<std::pair<std::string_view, bool>, 12> kWords = {{
    {"0", false},
    {"off", false},
    {"f", false},
    {"false", false},
    {"n", false},
    {"no", false},
    {"1", true},
    {"on", true},
    {"t", true},
    {"true", true},
    {"y", true},
    {"yes", true},
}};

// The blanks of Unicode beside those of ASCII.
constexpr std::array<std::string_view, 19> kWideBlanks = {
    "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
    "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A",
    "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};

bool is_narrow_blank(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

std::string_view trimmed(std::string_view text) {
  const auto drop_front = [&] {
    if (!text.empty() && is_narrow_blank(text.front())) {
      text.remove_prefix(1);
      return true;
    }
    for (std::string_view blank : kWideBlanks) {
      if (text.starts_with(blank)) {
        text.remove_prefix(blank.size());
        return true;
      }
    }
    return false;
  };
  const auto drop_back = [&] {
    if (!text.empty() && is_narrow_blank(text.back())) {
      text.remove_suffix(1);
      return true;
    }
    for (std::string_view blank : kWideBlanks) {
      if (text.ends_with(blank)) {
        text.remove_suffix(blank.size());
        return true;
      }
    }
    return false;
  };
  while (drop_front()) {
  }
  while (drop_back()) {
  }
  return text;
}

// Copies the digits at the front of `text` without the single underscores between them, and
// takes them off. False where an underscore does not stand between two of them.
bool take_digits(std::string_view& text, std::string& digits) {
  const std::size_t before = digits.size();
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      digits += text[at];
    } else if (text[at] == '_') {
      const bool between =
          at > 0 && is_digit(text[at - 1]) && at + 1 < text.size() && is_digit(text[at + 1]);
      if (!between) return false;
    } else {
      break;
    }
  }
  text.remove_prefix(at);
  return digits.size() > before;
}

void take_sign(std::string_view& text, std::string& digits) {
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return;
  if (text[0] == '-') digits += '-';
  text.remove_prefix(1);
}

Conversion integer_of_text(std::string_view text, std::int64_t& integer) {
  text = trimmed(text);
  std::string digits;
  take_sign(text, digits);
  if (!take_digits(text, digits)) return Conversion::kWrongType;
  if (!text.empty()) {
    const bool is_whole = text.size() > 1 && text[0] == '.' &&
                          text.find_first_not_of('0', 1) == std::string_view::npos;
    if (!is_whole) return Conversion::kWrongType;
  }
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), integer);
  return parsed.ec == std::errc() ? Conversion::kDone : Conversion::kOutOfRange;
}

bool names_no_finite_number(std::string_view text) {
  std::string word(text);
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  if (word.starts_with('-') || word.starts_with('+')) word.erase(0, 1);
  return word == "inf" || word == "infinity" || word == "nan";
}

// Takes the digits at the front of `text` off, and tells whether there were any.
bool drop_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  text.remove_prefix(count);
  return count > 0;
}

void drop_sign(std::string_view& text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
}

// Digits with a sign, a point and an exponent, each but the digits optional.
bool is_number(std::string_view text) {
  drop_sign(text);
  bool has_digits = drop_digits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    has_digits = drop_digits(text) || has_digits;
  }
  if (!has_digits) return false;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    drop_sign(text);
    if (!drop_digits(text)) return false;
  }
  return text.empty();
}

Conversion number_of_text(std::string_view text, double& number) {
  text = trimmed(text);
  // Single underscores between characters are passed over.
  if (text.starts_with('_') || text.ends_with('_') || text.find("__") != std::string_view::npos) {
    return Conversion::kWrongType;
  }
  std::string digits(text);
  digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
  if (names_no_finite_number(digits)) return Conversion::kOutOfRange;
  if (!is_number(digits)) return Conversion::kWrongType;
  if (digits.starts_with('+')) digits.erase(0, 1);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (parsed.ec == std::errc()) return Conversion::kDone;
  // The library does not say whether a number is too large or too small; too small is 0.
  if (digits.find("e-") == std::string::npos && digits.find("E-") == std::string::npos) {
    return Conversion::kOutOfRange;
  }
  number = digits.starts_with('-') ? -0.0 : 0.0;
  return Conversion::kDone;
}

}  // namespace

Conversion coerce(const Node& node, std::int64_t& integer) {
  // The first double past the integers.
  constexpr double kBound = 9223372036854775808.0;
  if (const std::int64_t* value = node.as_integer()) {
    integer = *value;
  } else if (const bool* flag = node.as_bool()) {
    integer = *flag ? 1 : 0;
  } else if (const double* number = node.as_number()) {
    if (!std::isfinite(*number)) return Conversion::kOutOfRange;
    if (*number != std::floor(*number)) return Conversion::kWrongType;
    if (*number < -kBound || *number >= kBound) return Conversion::kOutOfRange;
    integer = static_cast<std::int64_t>(*number);
  } else if (const std::string* text = node.as_text()) {
    return integer_of_text(*text, integer);
  } else {
    return Conversion::kWrongType;
  }
  return Conversion::kDone;
}

Conversion coerce(const Node& node, double& number) {
  if (const double* value = node.as_number()) {
    if (!std::isfinite(*value)) return Conversion::kOutOfRange;
    number = *value;
  } else if (const std::int64_t* integer = node.as_integer()) {
    number = static_cast<double>(*integer);
  } else if (const bool* flag = node.as_bool()) {
    number = *flag ? 1 : 0;
  } else if (const std::string* text = node.as_text()) {
    return number_of_text(*text, number);
  } else {
    return Conversion::kWrongType;
  }
  return Conversion::kDone;
}

Conversion coerce(const Node& node, bool& flag) {
  if (const bool* value = node.as_bool()) {
    flag = *value;
    return Conversion::kDone;
  }
  std::optional<double> number;
  if (const std::int64_t* integer = node.as_integer()) number = static_cast<double>(*integer);
  if (const double* value = node.as_number()) number = *value;
  if (number && (*number == 0 || *number == 1)) {
    flag = *number == 1;
    return Conversion::kDone;
  }
  const std::string* text = node.as_text();
  if (text == nullptr || text->size() > 5) return Conversion::kWrongType;
  std::string word = *text;
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  for (const auto& [spelling, value] : kWords) {
    if (!word.empty() && spelling == word) {
      flag = value;
      return Conversion::kDone;
    }
  }
  return Conversion::kWrongType;
}

}  // namespace cpginfra::config
