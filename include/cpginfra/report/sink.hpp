// SPDX-License-Identifier: MIT
// This header defines Sink, where a rendering of a plan goes piece by piece, so that a plan of
// hundreds of megabytes is never a text in memory:
//
//   report::StringSink text;
//   absl::Status status = report::write_json(plan, text);
//   use(text.text());
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace cpginfra::report {

/// Takes bytes in order. After a failure the writer stops and hands the failure on.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual absl::Status write(std::string_view bytes) = 0;
};

/// Keeps everything in memory.
class StringSink final : public Sink {
 public:
  absl::Status write(std::string_view bytes) override {
    text_ += bytes;
    return absl::OkStatus();
  }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
};

}  // namespace cpginfra::report
