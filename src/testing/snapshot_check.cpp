// SPDX-License-Identifier: MIT
#include "cpginfra/testing/snapshot_check.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "testing/changed_lines.hpp"

namespace cpginfra::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLinesShown = 60;

bool is_to_be_written() {
  const char* value = std::getenv(kUpdateSnapshots);
  return value != nullptr && *value != '\0' && std::string_view(value) != "0";
}

std::optional<std::string> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path)) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Writes beside the file, then renames, so that an interrupted run leaves the old one.
Outcome write(const std::string& path, const std::string& text) {
  std::error_code error;
  const fs::path directory = fs::path(path).parent_path();
  if (!directory.empty()) fs::create_directories(directory, error);
  const std::string beside = path + ".new";
  if (!error) {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << text << std::flush;
    if (!file) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) fs::rename(beside, path, error);
  if (!error) return {.holds = true, .evidence = fmt::format("  {} has been written", path)};
  std::error_code ignored;
  fs::remove(beside, ignored);
  return {.holds = false,
          .evidence = fmt::format("  {} could not be written: {}", path, error.message())};
}

}  // namespace

SnapshotCheck::SnapshotCheck(std::string path, SnapshotOptions options)
    : path_(std::move(path)), options_(std::move(options)) {}

std::string SnapshotCheck::description() const { return fmt::format("is as {} says", path_); }

Outcome SnapshotCheck::check(const plan::Plan& plan) const {
  const std::string now = snapshot_text(plan, options_);
  const std::optional<std::string> before = read(path_);
  if (before == now) return {.holds = true, .evidence = {}};
  if (is_to_be_written()) return write(path_, now);
  if (!before) {
    return {
        .holds = false,
        .evidence = fmt::format("  there is no such file yet; run once with {}=1, and review what "
                                "is written",
                                kUpdateSnapshots)};
  }
  std::string changes = changed_lines(*before, now, kLinesShown);
  if (changes.empty()) changes = "    the same lines in another order, or white space";
  return {
      .holds = false,
      .evidence = fmt::format("  it differs (- the snapshot, + the plan):\n{}\n  if that is meant, "
                              "run with {}=1",
                              changes, kUpdateSnapshots)};
}

}  // namespace cpginfra::testing
