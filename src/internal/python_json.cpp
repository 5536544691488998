// SPDX-License-Identifier: MIT
#include "internal/python_json.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <iterator>

namespace cpginfra::internal {

void PythonJson::separate() {
  if (needs_comma_) text_ += ", ";
  needs_comma_ = true;
}

void PythonJson::open(char bracket) {
  separate();
  text_ += bracket;
  needs_comma_ = false;
}

void PythonJson::close(char bracket) {
  text_ += bracket;
  needs_comma_ = true;
}

void PythonJson::key(std::string_view name) {
  separate();
  quote(name);
  text_ += ": ";
  needs_comma_ = false;
}

void PythonJson::value(std::string_view text) {
  separate();
  quote(text);
}

void PythonJson::value(std::int64_t number) {
  separate();
  fmt::format_to(std::back_inserter(text_), "{}", number);
}

void PythonJson::null() {
  separate();
  text_ += "null";
}

void PythonJson::quote(std::string_view text) {
  const auto escape = [&](std::uint32_t unit) {
    fmt::format_to(std::back_inserter(text_), "\\u{:04x}", unit);
  };
  constexpr std::int32_t kLastOfTheBasicPlane = 0xFFFF;
  text_ += '"';
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t c = 0;
    utf8proc_ssize_t used = utf8proc_iterate(bytes, left, &c);
    if (used < 1) {  // not UTF-8; the loaders let none through
      c = 0xFFFD;
      used = 1;
    }
    bytes += used;
    left -= used;
    switch (c) {
      case '"':
        text_ += "\\\"";
        break;
      case '\\':
        text_ += "\\\\";
        break;
      case '\n':
        text_ += "\\n";
        break;
      case '\r':
        text_ += "\\r";
        break;
      case '\t':
        text_ += "\\t";
        break;
      case '\b':
        text_ += "\\b";
        break;
      case '\f':
        text_ += "\\f";
        break;
      default:
        if (c >= ' ' && c <= '~') {
          text_ += static_cast<char>(c);
        } else if (c > kLastOfTheBasicPlane) {
          const auto offset = static_cast<std::uint32_t>(c) - 0x10000U;
          escape(0xD800U + (offset >> 10U));
          escape(0xDC00U + (offset & 0x3FFU));
        } else {
          escape(static_cast<std::uint32_t>(c));
        }
    }
  }
  text_ += '"';
}

}  // namespace cpginfra::internal
