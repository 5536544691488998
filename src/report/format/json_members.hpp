// SPDX-License-Identifier: MIT
// A JSON object's members, for reports of which each element stands on a line of its own.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "report/format/json.hpp"

namespace cpginfra::report {

/// Writes an object's members, with what stands between them.
class JsonMembers {
 public:
  explicit JsonMembers(std::string& out) : out_(out) { out_ += '{'; }
  void text(std::string_view key, std::string_view value) {
    begin(key);
    append_json_text(value, out_);
  }
  void optional_text(std::string_view key, const std::optional<std::string>& value) {
    begin(key);
    if (value) {
      append_json_text(*value, out_);
    } else {
      out_ += "null";
    }
  }
  void flag(std::string_view key, bool value) {
    begin(key);
    out_ += value ? "true" : "false";
  }
  /// Each element by `write(element, out)`, after `line_start` where there is one.
  template <typename Range, typename Write>
  void list(std::string_view key, const Range& range, std::string_view line_start, Write write) {
    begin(key);
    out_ += '[';
    std::string_view comma;
    for (const auto& each : range) {
      out_ += comma;
      out_ += line_start;
      write(each, out_);
      comma = line_start.empty() ? ", " : ",";
    }
    if (!line_start.empty() && !comma.empty()) out_ += '\n';
    out_ += ']';
  }
  void number(std::string_view key, std::size_t value) {
    begin(key);
    out_ += std::to_string(value);
  }
  void end() { out_ += '}'; }

 private:
  void begin(std::string_view key) {
    if (!is_first_) out_ += ", ";
    is_first_ = false;
    append_json_text(key, out_);
    out_ += ": ";
  }

  std::string& out_;
  bool is_first_ = true;
};

}  // namespace cpginfra::report
