// SPDX-License-Identifier: MIT
#include "plugin/billing_aggregator/function_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_replace.h"
#include "internal/text.hpp"

namespace cpginfra::plugin {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kFileBytes = std::uintmax_t{16} << 20;

struct FolderRow {
  std::string_view name;
  SourceFolder FunctionSources::*member;
};
constexpr std::array<FolderRow, 3> kFolders = {{
    {"aggregate", &FunctionSources::aggregate},
    {"gcp_cost_control", &FunctionSources::gcp_cost_control},
    {"gcp_cost_report_slack_bot", &FunctionSources::gcp_cost_report_slack_bot},
}};

bool is_source(std::string_view name) {
  return name.ends_with(".py") || name.ends_with(".txt") || name.ends_with(".json");
}

absl::StatusOr<std::string> read_source(const fs::path& path) {
  std::error_code error;
  if (const std::uintmax_t size = fs::file_size(path, error); error || size > kFileBytes) {
    return absl::InvalidArgumentError(fmt::format("cannot read '{}': {}", path.string(),
                                                  error ? error.message() : "it is too large"));
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (stream.bad() || !stream.is_open()) {
    return absl::InvalidArgumentError(fmt::format("cannot read '{}'", path.string()));
  }
  if (!internal::is_utf8(text)) {
    return absl::InvalidArgumentError(
        fmt::format("'{}' is not text: its bytes are not UTF-8", path.string()));
  }
  return text;
}

absl::StatusOr<SourceFolder> read_folder(const fs::path& folder) {
  std::error_code error;
  SourceFolder::Files files;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const std::string name = entries->path().filename().string();
    if (!is_source(name)) continue;
    absl::StatusOr<std::string> text = read_source(entries->path());
    if (!text.ok()) return text.status();
    files.emplace_back(name, *std::move(text));
  }
  if (error) {
    return absl::NotFoundError(
        fmt::format("cannot list the folder '{}': {}", folder.string(), error.message()));
  }
  return SourceFolder(std::move(files));
}

}  // namespace

SourceFolder::SourceFolder(Files files) : files_(std::move(files)) {
  std::sort(files_.begin(), files_.end());
}

const std::string* SourceFolder::find(std::string_view name) const {
  for (const auto& [file, text] : files_) {
    if (file == name) return &text;
  }
  return nullptr;
}

absl::StatusOr<FunctionSources> read_function_sources(const std::string& folder) {
  FunctionSources sources;
  for (const FolderRow& row : kFolders) {
    absl::StatusOr<SourceFolder> read = read_folder(fs::path(folder) / row.name);
    if (!read.ok()) return read.status();
    sources.*row.member = *std::move(read);
  }
  return sources;
}

FunctionSources shipped_function_sources(const CPGInfrastructureConfig& config) {
  const std::string hail_batch_url = config.hail ? config.hail->gcp.hail_batch_url : "";
  FunctionSources sources;
  for (const FolderRow& row : kFolders) {
    SourceFolder::Files files;
    for (const ShippedFile& file : shipped_files()) {
      const std::size_t slash = file.path.find('/');
      if (file.path.substr(0, slash) != row.name) continue;
      files.emplace_back(
          file.path.substr(slash + 1),
          absl::StrReplaceAll(std::string(file.text),
                              {{"@HAIL_BATCH_URL@", hail_batch_url},
                               {"@SLACK_TOKEN_SECRET_NAME@",
                                config.billing->aggregator->slack_token_secret_name}}));
    }
    sources.*row.member = SourceFolder(std::move(files));
  }
  return sources;
}

}  // namespace cpginfra::plugin
