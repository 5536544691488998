// SPDX-License-Identifier: MIT
#include "internal/text.hpp"

#include <fmt/format.h>

#include <utf8proc.h>
#include <xxhash.h>

#include <array>

namespace cpginfra::internal {
namespace {

template <typename Convert>
void append_converted(std::string_view text, Convert convert, std::string& out) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, left, &code_point);
    if (used < 1) {
      out += static_cast<char>(*bytes);
      ++bytes;
      --left;
      continue;
    }
    std::array<utf8proc_uint8_t, 4> encoded{};
    const utf8proc_ssize_t size = utf8proc_encode_char(convert(code_point), encoded.data());
    out.append(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size));
    bytes += used;
    left -= used;
  }
}

std::string_view first_character(std::string_view text) {
  if (text.empty()) return {};
  utf8proc_int32_t code_point = 0;
  const utf8proc_ssize_t used =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  return text.substr(0, used < 1 ? 1 : static_cast<std::size_t>(used));
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  bool is_ascii = true;
  for (char& letter : lower) {
    if ('A' <= letter && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    is_ascii = is_ascii && static_cast<unsigned char>(letter) < 0x80;
  }
  if (is_ascii) return lower;
  lower.clear();
  append_converted(text, utf8proc_tolower, lower);
  return lower;
}

bool is_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, left, &code_point);
    if (used <= 0) return false;
    bytes += used;
    left -= used;
  }
  return true;
}

std::string upper_first(std::string_view text) {
  const std::string_view first = first_character(text);
  if (first == "\u00DF") return "SS";  // the one letter among names' that becomes two
  std::string upper;
  append_converted(first, utf8proc_toupper, upper);
  return upper;
}

std::string xxh32_hex(std::string_view text) {
  return fmt::format("{:08x}", XXH32(text.data(), text.size(), 0));
}

std::string_view gcp_member_prefix(std::string_view member) {
  if (member.ends_with(".iam.gserviceaccount.com") && !member.starts_with("serviceAccount:")) {
    return "serviceAccount:";
  }
  if (member.find(':') == std::string_view::npos && member.find('@') != std::string_view::npos) {
    return "user:";
  }
  return {};
}

}  // namespace cpginfra::internal
