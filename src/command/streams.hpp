// SPDX-License-Identifier: MIT
// Where the command writes to, and what it knows of the terminal there. A test gives it texts in
// memory in their place.
#pragma once

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "cpginfra/report/sink.hpp"

namespace cpginfra::command {

/// One stream, and whether a person watches it.
struct Stream {
  report::Sink& sink;
  bool is_terminal = false;
};

/// Both streams.
struct Streams {
  Stream out;
  Stream err;
  /// How many columns the terminal has; 0 where there is none.
  std::size_t width = 0;
};

/// A sink that writes to a file descriptor, which it does not own. A closed pipe is Aborted; every
/// other failure is Unavailable with the system's reason.
class DescriptorSink final : public report::Sink {
 public:
  explicit DescriptorSink(int descriptor) noexcept : descriptor_(descriptor) {}
  absl::Status write(std::string_view bytes) override;

 private:
  int descriptor_;
};

/// The width of the terminal on that descriptor; 0 where it is none.
std::size_t terminal_width(int descriptor);

}  // namespace cpginfra::command
