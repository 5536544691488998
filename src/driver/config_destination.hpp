// SPDX-License-Identifier: MIT
// Where the generated configuration is written to.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace cpginfra::driver {

/// A bucket, and the folder in it.
struct ConfigDestination {
  std::string_view bucket;
  std::string_view path;
};

/// The parts of `gs://bucket/path`, or of `https://account.blob.core.windows.net/container/path`.
inline ConfigDestination split_config_destination(std::string_view url) {
  constexpr std::string_view kScheme = "gs://";
  constexpr std::string_view kAzureScheme = "https://";
  if (url.starts_with(kScheme)) url.remove_prefix(kScheme.size());
  if (url.starts_with(kAzureScheme)) {
    url.remove_prefix(kAzureScheme.size());
    url.remove_prefix(std::min(url.find('/'), url.size()));
    while (url.starts_with('/')) url.remove_prefix(1);
  }
  const std::size_t slash = url.find('/');
  if (slash == std::string_view::npos) return {.bucket = url};
  return {.bucket = url.substr(0, slash), .path = url.substr(slash + 1)};
}

/// `folder/name`, with one slash between them, and none before the name where there is no folder.
inline std::string join_path(std::string_view folder, std::string_view name) {
  if (folder.empty() || folder.ends_with('/')) return fmt::format("{}{}", folder, name);
  return fmt::format("{}/{}", folder, name);
}

}  // namespace cpginfra::driver
