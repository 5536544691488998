// SPDX-License-Identifier: MIT
// Writes JSON as Python's json.dumps does by default: `, ` and `: ` between things, and everything
// beyond ASCII escaped. Texts that stacks already hold must stay the same to the byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cpginfra::internal {

class PythonJson {
 public:
  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  void value(std::string_view text);
  void value(std::int64_t number);
  void null();

  template <typename T>
  void member(std::string_view name, const T& content) {
    key(name);
    write(content);
  }

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();
  void quote(std::string_view text);

  void write(std::string_view text) { value(text); }
  void write(std::int64_t number) { value(number); }
  void write(const std::vector<std::string>& texts) {
    begin_array();
    for (const std::string& item : texts) value(item);
    end_array();
  }
  template <typename T>
  void write(const std::optional<T>& content) {
    if (content) {
      write(*content);
    } else {
      null();
    }
  }

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace cpginfra::internal
