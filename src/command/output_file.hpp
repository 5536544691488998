// SPDX-License-Identifier: MIT
// The file that a result goes to: whole, or not at all.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "command/interrupt.hpp"
#include "command/streams.hpp"
#include "cpginfra/report/sink.hpp"

namespace cpginfra::command {

/// Where a subcommand writes its result: the standard output, or the file of `-o`. A file is
/// written beside its place and takes it with finish(); without that, and where an interrupt ends
/// the process, it leaves nothing behind. What is no regular file (a device, a pipe) is written to
/// directly.
class Output {
 public:
  /// An empty path, and `-`, stand for the standard output.
  Output(std::string path, const Streams& streams);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// What could not be opened tells so at the first write.
  report::Sink& sink() noexcept { return *sink_; }
  [[nodiscard]] bool is_standard() const noexcept { return path_.empty(); }
  /// To be called when all is written, with how that went. Gives the exit code, and says on stderr
  /// what went wrong.
  int finish(absl::Status written);

 private:
  void open();
  absl::Status take_place();

  std::string path_;
  std::string temporary_path_;
  std::optional<RemovedOnInterrupt> on_interrupt_;
  int descriptor_ = -1;
  const Streams& streams_;
  std::unique_ptr<report::Sink> file_sink_;
  report::Sink* sink_;
};

}  // namespace cpginfra::command
