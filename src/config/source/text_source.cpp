// SPDX-License-Identifier: MIT
//
// What is the same for files of every format: finding out the format, reading the bytes within
// bounds, and refusing text that is not UTF-8.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "config/source/readers.hpp"

namespace cpginfra::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Ending {
  std::string_view text;
  Format format;
};
constexpr Ending kEndings[] = {{".toml", Format::kToml},
                               {".yaml", Format::kYaml},
                               {".yml", Format::kYaml},
                               {".json", Format::kJson}};

// The length of the UTF-8 character that starts at `at`, or 0 where there is none.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t offset) {
    return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
  };
  const auto continues = [&](std::size_t offset) { return (byte(offset) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return continues(1) ? 2 : 0;
  if (first < 0xF0) {
    if (!continues(1) || !continues(2)) return 0;
    if (first == 0xE0 && byte(1) < 0xA0) return 0;
    if (first == 0xED && byte(1) >= 0xA0) return 0;
    return 3;
  }
  if (first > 0xF4 || !continues(1) || !continues(2) || !continues(3)) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) >= 0x90) return 0;
  return 4;
}

// Where the bad byte at `at` stands. The characters before it are good.
Place place_of_byte(std::uint32_t file, std::string_view text, std::size_t at) {
  Place place{file, 1, 1};
  for (std::size_t passed = 0; passed < at; ++passed) {
    const auto byte = static_cast<unsigned char>(text[passed]);
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((byte & 0xC0U) != 0x80U) {
      ++place.column;
    }
  }
  return place;
}

// Whether the text is UTF-8 without NUL. Reports the first byte that is not.
bool check_text(std::uint32_t file, ReadingRun& run) {
  const std::string_view text = run.sources.file(file).text();
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    run.reporter.report({"encoding",
                         {file, 0, 0},
                         "",
                         "the file is UTF-16, not UTF-8",
                         "",
                         "save the file as UTF-8"});
    return false;
  }
  bool is_ascii = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte != 0 && byte < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = byte == 0 ? 0 : character_length(text, at);
    if (length == 0) {
      run.reporter.report({"encoding", place_of_byte(file, text, at), "",
                           byte == 0 ? "the file contains a NUL byte"
                                     : fmt::format("the byte 0x{:02x} is not UTF-8", byte),
                           "", "save the file as UTF-8 text"});
      return false;
    }
    is_ascii = false;
    at += length;
  }
  run.sources.file(file).set_is_ascii(is_ascii);
  if (text.starts_with(kByteOrderMark)) {
    run.sources.file(file).drop_front(kByteOrderMark.size());
    Finding finding{"byte-order-mark", {file, 1, 1}, "", "the file starts with a byte order mark"};
    finding.mend = "save the file as UTF-8 without a byte order mark";
    finding.severity = Severity::kWarning;
    run.reporter.report(std::move(finding));
  }
  return true;
}

std::string describe_error(int error) { return std::generic_category().message(error); }

// A file descriptor that is closed at the end of the scope.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

bool report_unreadable(const std::string& name, std::string message, std::string mend,
                       ReadingRun& run) {
  const std::uint32_t file = run.sources.add(name, "");
  run.reporter.report(
      {"unreadable-file", {file, 0, 0}, "", std::move(message), "", std::move(mend)});
  return false;
}

bool read_bytes(const std::string& path, const std::string& name, std::string& text,
                ReadingRun& run) {
  const OpenFile file(path);
  if (file.descriptor() < 0) {
    return report_unreadable(name, "cannot open the file: " + describe_error(errno), "", run);
  }
  struct stat status {};
  if (::fstat(file.descriptor(), &status) != 0) {
    return report_unreadable(name, "cannot read the file: " + describe_error(errno), "", run);
  }
  if (!S_ISREG(status.st_mode)) {
    return report_unreadable(
        name, S_ISDIR(status.st_mode) ? "expected a file, got a directory" : "not a regular file",
        "", run);
  }
  const std::size_t room = run.sources.total_bytes() < Limits::kTotalBytes
                               ? Limits::kTotalBytes - run.sources.total_bytes()
                               : 0;
  const std::size_t bound = room < Limits::kFileBytes ? room : Limits::kFileBytes;
  const auto too_large = [&] {
    return report_unreadable(
        name,
        bound < Limits::kFileBytes
            ? fmt::format("the files have more than {} MiB in all", Limits::kTotalBytes >> 20U)
            : fmt::format("the file is larger than {} MiB", Limits::kFileBytes >> 20U),
        "split the configuration", run);
  };
  if (std::cmp_greater(status.st_size, bound)) return too_large();
  // One byte more than the size tells a file that grows from one that does not.
  text.resize(static_cast<std::size_t>(status.st_size) + 1);
  std::size_t filled = 0;
  while (true) {
    if (filled == text.size()) {
      if (filled > bound) return too_large();
      text.resize(filled * 2);
    }
    const ssize_t count = ::read(file.descriptor(), text.data() + filled, text.size() - filled);
    if (count == 0) break;
    if (count < 0 && errno != EINTR) {
      return report_unreadable(name, "cannot read the file: " + describe_error(errno), "", run);
    }
    if (count > 0) filled += static_cast<std::size_t>(count);
  }
  text.resize(filled);
  return filled <= bound || too_large();
}

}  // namespace

std::optional<Format> format_of(std::string_view file_name) {
  for (const Ending& ending : kEndings) {
    if (file_name.size() > ending.text.size() && file_name.ends_with(ending.text)) {
      return ending.format;
    }
  }
  return std::nullopt;
}

std::optional<Node> read_text(std::uint32_t file, Format format, ReadingRun& run) {
  if (!check_text(file, run)) return std::nullopt;
  switch (format) {
    case Format::kToml:
      return read_toml(file, run);
    case Format::kYaml:
      return read_yaml(file, run);
    case Format::kJson:
      break;
  }
  return read_json(file, run);
}

std::optional<std::uint32_t> read_file(const std::string& path, const std::string& name,
                                       ReadingRun& run) {
  std::string text;
  if (!read_bytes(path, name, text, run)) return std::nullopt;
  return run.sources.add(name, std::move(text));
}

void report_too_deep(Place place, ReadingRun& run) {
  run.reporter.report(
      {"too-deep", place, "", fmt::format("values are nested more than {} deep", Limits::kDepth)});
}

void report_too_many(Place place, ReadingRun& run) {
  run.reporter.report(
      {"too-many-values", place, "", fmt::format("there are more than {} values", Limits::kNodes)});
}

}  // namespace cpginfra::config
