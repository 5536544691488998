// SPDX-License-Identifier: MIT
#include "command/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "command/subcommand.hpp"

namespace cpginfra::command {
namespace {

absl::Status system_error(int error) {
  return absl::UnavailableError(std::generic_category().message(error));
}

/// A sink for what could not be opened.
class ClosedSink final : public report::Sink {
 public:
  explicit ClosedSink(absl::Status why) : why_(std::move(why)) {}
  absl::Status write(std::string_view /*bytes*/) override { return why_; }

 private:
  absl::Status why_;
};

/// The file that a path leads to, through symbolic links; the path itself where there is none.
std::string real_path(const std::string& path) {
  char* const found = ::realpath(path.c_str(), nullptr);
  if (found == nullptr) return path;
  std::string real = found;
  std::free(found);
  return real;
}

/// The permissions of a new file: what the user's mask leaves, or what the old file has.
mode_t permissions(const struct stat* old) {
  if (old != nullptr) return old->st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

Output::Output(std::string path, const Streams& streams)
    : path_(path == "-" ? std::string() : std::move(path)),
      streams_(streams),
      sink_(&streams.out.sink) {
  if (!path_.empty()) open();
}

Output::~Output() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_path_.empty()) ::unlink(temporary_path_.c_str());
  on_interrupt_.reset();
}

void Output::open() {
  const auto use = [this](std::unique_ptr<report::Sink> sink) {
    file_sink_ = std::move(sink);
    sink_ = file_sink_.get();
  };
  const std::string real = real_path(path_);
  struct stat old {};
  const bool exists = ::stat(real.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode)) {
    descriptor_ = ::open(real.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    std::string beside = real + ".XXXXXX";
    const InterruptsHeld held;
    descriptor_ = ::mkstemp(beside.data());
    if (descriptor_ >= 0) {
      temporary_path_ = beside;
      on_interrupt_.emplace(beside);
      if (::fchmod(descriptor_, permissions(exists ? &old : nullptr)) != 0) {
        use(std::make_unique<ClosedSink>(system_error(errno)));
        return;
      }
    }
  }
  if (descriptor_ < 0) {
    use(std::make_unique<ClosedSink>(system_error(errno)));
  } else {
    use(std::make_unique<DescriptorSink>(descriptor_));
  }
}

absl::Status Output::take_place() {
  const int descriptor = std::exchange(descriptor_, -1);
  if (temporary_path_.empty()) {
    return ::close(descriptor) == 0 ? absl::OkStatus() : system_error(errno);
  }
  if (::fsync(descriptor) != 0) {
    const int error = errno;
    ::close(descriptor);
    return system_error(error);
  }
  if (::close(descriptor) != 0) return system_error(errno);
  if (std::rename(temporary_path_.c_str(), real_path(path_).c_str()) != 0) {
    return system_error(errno);
  }
  temporary_path_.clear();
  on_interrupt_.reset();
  return absl::OkStatus();
}

int Output::finish(absl::Status written) {
  if (is_standard()) return end_of_output(written, streams_);
  if (written.ok()) written = take_place();
  if (written.ok()) return kGood;
  if (written.code() == absl::StatusCode::kAborted) return kClosedPipe;
  say(streams_.err, fmt::format("cpginfra: {} could not be written: {}\n", path_,
                                std::string(written.message())));
  return kWrongConfiguration;
}

}  // namespace cpginfra::command
