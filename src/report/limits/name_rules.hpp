// SPDX-License-Identifier: MIT
// Limits of texts: names, descriptions, payloads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "cpginfra/report/limits.hpp"

namespace cpginfra::report {

/// Sets of characters, to be added up.
using Characters = std::uint16_t;
inline constexpr Characters kLower = 1;
inline constexpr Characters kUpper = 2;
inline constexpr Characters kDigit = 4;
inline constexpr Characters kHyphen = 8;
inline constexpr Characters kUnderscore = 16;
inline constexpr Characters kDot = 32;
inline constexpr Characters kProjectName = 64;  ///< ' " space !
inline constexpr Characters kParentheses = 128;
inline constexpr Characters kInternational = 256;  ///< whatever is not ASCII
inline constexpr Characters kAny = 0xFFFF;
inline constexpr Characters kAlphanumeric = kLower | kUpper | kDigit;

enum class TextUnit : std::uint8_t { kCharacters, kBytes };

/// What else is wrong with a text; empty for nothing.
using FurtherRule = std::string_view (*)(std::string_view text);

/// What a text must look like.
struct TextShape {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  TextUnit unit = TextUnit::kCharacters;
  Characters first = kAny;
  Characters inner = kAny;
  Characters last = kAny;
  FurtherRule further = nullptr;
};

/// Which text of a resource is held against a limit.
struct TextRule {
  LimitRule rule;
  std::string_view token;
  /// The path of the input, such as `groupKey.id`; `labels` and `tags` have rows of their own.
  std::string_view input;
  TextShape shape;
  /// Which part of the input's text; null for all of it.
  std::string_view (*part)(std::string_view text) = nullptr;
};

/// The table.
std::span<const TextRule> text_rules();

/// What is wrong with the text; empty for nothing.
std::string wrong_with(std::string_view text, const TextShape& shape);
/// How long it is, in the shape's unit.
std::uint64_t length_of(std::string_view text, TextUnit unit);

/// The resource types that have labels, and what labels must look like.
std::span<const std::string_view> labelled_tokens();
const LimitRule& label_key_rule();
const LimitRule& label_value_rule();
const TextShape& label_key_shape();
const TextShape& label_value_shape();

}  // namespace cpginfra::report
