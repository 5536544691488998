// SPDX-License-Identifier: MIT
// The bytes of a JSON text on their way to a sink, in a buffer of bounded size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "cpginfra/report/sink.hpp"

namespace cpginfra::report {

/// Whether the text is valid UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Appends to a sink. After a failure everything is ignored, and finish() tells.
class JsonBuffer {
 public:
  explicit JsonBuffer(Sink& sink);

  /// Bytes as they are.
  void raw(std::string_view bytes) {
    if (bytes.size() > kSize - buffer_.size()) {
      raw_slowly(bytes);
    } else {
      buffer_.append(bytes);
    }
  }
  /// A text in quotes; InvalidArgument where it is not UTF-8.
  void text(std::string_view text) {
    raw("\"");
    inner_text(text);
    raw("\"");
  }
  /// A text's characters without the quotes.
  void inner_text(std::string_view text) {
    if (is_clean(text)) {
      raw(text);
    } else {
      escaped(text);
    }
  }
  void integer(std::int64_t integer);
  /// A finite number, so that it stays a number with a point or an exponent.
  void number(double number);

  /// The first failure wins.
  void fail(absl::Status status);
  [[nodiscard]] bool failed() const noexcept { return !status_.ok(); }
  /// Hands on what is left.
  absl::Status finish();

 private:
  static constexpr std::size_t kSize = std::size_t{64} * 1024;

  /// Whether it is ASCII that stands for itself in JSON.
  static bool is_clean(std::string_view text) noexcept;
  void raw_slowly(std::string_view bytes);
  void escaped(std::string_view text);

  Sink& sink_;
  std::string buffer_;
  absl::Status status_;
};

}  // namespace cpginfra::report
