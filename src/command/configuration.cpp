// SPDX-License-Identifier: MIT
#include "command/configuration.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <utility>

#include "command/subcommand.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/github_wif.hpp"
#include "cpginfra/plugin/build_plan.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kPathVariable = "CPG_CONFIG_PATH";

/// The variable's value; empty where it is not set.
std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

void ConfigurationPath::describe(CLI::App& app) {
  app.add_option("PATH", path_,
                 "The configuration: a directory, or one file (TOML, YAML, JSON); without it, "
                 "CPG_CONFIG_PATH, a list of TOML files with commas");
  app.add_option("--kind", kind_, "What it is of: datasets, or github-wif, which is one file")
      ->check(CLI::IsMember({"datasets", "github-wif"}))
      ->capture_default_str();
}

std::string ConfigurationPath::name() const {
  return path_.empty() ? environment(kPathVariable) : path_;
}

std::optional<config::LoadResult> ConfigurationPath::load(const Streams& streams) const {
  if (!path_.empty()) return config::load_path(path_);
  if (const std::string list = environment(kPathVariable); !list.empty()) {
    return config::load_toml_list(list);
  }
  say(streams.err,
      fmt::format("cpginfra: no configuration is named; give a PATH, or set {}\n", kPathVariable));
  return std::nullopt;
}

std::optional<config::GitHubWIFResult> ConfigurationPath::load_github_wif(
    const Streams& streams) const {
  if (!path_.empty()) return config::load_github_wif(path_);
  say(streams.err, "cpginfra: no configuration is named; give a PATH\n");
  return std::nullopt;
}

namespace {

Step<plan::Plan> build_github_wif_plan(const ConfigurationPath& path, const Streams& streams) {
  const auto loaded = path.load_github_wif(streams);
  if (!loaded) return {.result = {}, .exit_code = kWrongUsage};
  show(loaded->diagnostics, streams);
  if (!loaded->config) return {.result = {}, .exit_code = kWrongConfiguration};
  absl::StatusOr<plan::Plan> plan = driver::build_plan(*loaded->config);
  if (!plan.ok()) {
    say(streams.err,
        fmt::format("cpginfra: {}: {}\n", path.name(), std::string(plan.status().message())));
    return {.result = {}, .exit_code = kWrongConfiguration};
  }
  return {.result = std::move(*plan), .exit_code = kGood};
}

}  // namespace

Step<config::LoadResult> load_configuration(const ConfigurationPath& path, const Streams& streams) {
  auto loaded = path.load(streams);
  if (!loaded) return {.result = {}, .exit_code = kWrongUsage};
  show(loaded->diagnostics, streams);
  if (!loaded->configuration) return {.result = {}, .exit_code = kWrongConfiguration};
  return {.result = std::move(loaded), .exit_code = kGood};
}

Step<plan::Plan> build_plan(const ConfigurationPath& path, const Streams& streams) {
  if (path.is_github_wif()) return build_github_wif_plan(path, streams);
  const Step<config::LoadResult> loaded = load_configuration(path, streams);
  if (!loaded.result) return {.result = {}, .exit_code = loaded.exit_code};
  plugin::PlanResult planned = plugin::build_plan(*loaded.result, plugin::shipped_plugins());
  show(planned.diagnostics, streams);
  if (!planned.plan) return {.result = {}, .exit_code = kWrongConfiguration};
  return {.result = std::move(planned.plan), .exit_code = kGood};
}

void show(const config::Diagnostics& diagnostics, const Streams& streams) {
  say(streams.err, use_colour("auto", streams.err) ? config::render_coloured(diagnostics)
                                                   : config::render_plain(diagnostics));
}

bool use_colour(const std::string& choice, const Stream& stream) {
  if (choice == "always" || choice == "never") return choice == "always";
  return stream.is_terminal && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

}  // namespace cpginfra::command
