// SPDX-License-Identifier: MIT
#include "config/read/key_path.hpp"

#include <algorithm>
#include <cctype>

#include "config/source/node.hpp"

namespace cpginfra::config {
namespace {

bool is_plain_word(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char byte) {
    return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_' || byte == '-';
  });
}

}  // namespace

void append_step(const PathStep& step, std::string& text) {
  if (step.is_index) {
    text += '[' + std::to_string(step.index) + ']';
  } else if (is_plain_word(step.key)) {
    if (!text.empty()) text += '.';
    text += step.key;
  } else {
    text += "[\"";
    for (char byte : shortened(step.key)) {
      if (byte == '"' || byte == '\\') text += '\\';
      text += byte;
    }
    text += "\"]";
  }
}

std::string KeyPath::text() const {
  std::string text;
  for (const PathStep& step : steps_) append_step(step, text);
  return text;
}

std::string KeyPath::text_with(std::string_view key) const {
  std::string path = text();
  append_step(key, path);
  return path;
}

}  // namespace cpginfra::config
