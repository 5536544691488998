// SPDX-License-Identifier: MIT
// What most subcommands begin with: a configuration, and the plan of it.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "command/streams.hpp"
#include "cpginfra/config/configuration.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/load_github_wif.hpp"
#include "cpginfra/plan/plan.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace cpginfra::command {

/// Where a configuration is: a PATH, or where that is not given, CPG_CONFIG_PATH; and what it is
/// of.
class ConfigurationPath {
 public:
  ConfigurationPath() = default;
  explicit ConfigurationPath(std::string path) : path_(std::move(path)) {}
  /// Adds PATH and --kind to a subcommand.
  void describe(CLI::App& app);
  /// Loads it; null, with the mistake said on stderr, where neither is given.
  [[nodiscard]] std::optional<config::LoadResult> load(const Streams& streams) const;
  /// How messages call it.
  [[nodiscard]] std::string name() const;
  /// Whether it is of GitHub's workload identity, and not of datasets.
  [[nodiscard]] bool is_github_wif() const { return kind_ == "github-wif"; }
  /// Loads such a one, with the mistake said on stderr where no PATH is given.
  [[nodiscard]] std::optional<config::GitHubWIFResult> load_github_wif(
      const Streams& streams) const;

 private:
  std::string path_;
  std::string kind_ = "datasets";
};

/// What a step gives, or the code that the command ends with.
template <typename T>
struct Step {
  std::optional<T> result;
  int exit_code = 0;
};

/// Says what was found on the way on stderr. The code is that of a wrong configuration or usage.
Step<config::LoadResult> load_configuration(const ConfigurationPath& path, const Streams& streams);
/// The plan of a configuration, with the plugins that it enables.
Step<plan::Plan> build_plan(const ConfigurationPath& path, const Streams& streams);

/// Says diagnostics on stderr, in colour where a person reads it.
void show(const config::Diagnostics& diagnostics, const Streams& streams);

/// Whether to use colours on a stream: `choice` is `always`, `never` or `auto`, which asks whether
/// it is a terminal and minds NO_COLOR (https://no-color.org).
bool use_colour(const std::string& choice, const Stream& stream);

}  // namespace cpginfra::command
