// SPDX-License-Identifier: MIT
//
// This header defines the loaders of GitHub's workload identity configuration, which is one file.
//
//   GitHubWIFResult result = load_github_wif("github_wif.yaml");
//   if (!result.config) std::cerr << render_plain(result.diagnostics);
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cpginfra/config/any_value.hpp"
#include "cpginfra/config/diagnostic.hpp"
#include "cpginfra/config/github_wif.hpp"
#include "cpginfra/config/load.hpp"

namespace cpginfra::config {

/// A configuration unless there are errors, and everything found on the way.
struct GitHubWIFResult {
  std::optional<GitHubWIFConfig> config;
  Diagnostics diagnostics;
};

/// Loads a file, by its ending.
GitHubWIFResult load_github_wif(const std::string& path);
/// Loads one file's text; `name` is what diagnostics call it.
GitHubWIFResult load_github_wif_text(std::string_view text, Format format, const std::string& name);
/// Loads a value in memory.
GitHubWIFResult load_github_wif_value(const AnyValue& value);

/// The id of the machine account of an environment: `{name}-img-{environment}-deployer`, with
/// `development` and `production` shortened, and the name cut so that it has 30 characters at most.
std::string github_account_id(std::string_view repository, std::string_view environment);

/// The parts of `organization/name`; both empty where it is not written so.
struct GitHubRepositoryName {
  std::string_view organization;
  std::string_view name;
};
GitHubRepositoryName split_github_repository(std::string_view repository);

}  // namespace cpginfra::config
