// SPDX-License-Identifier: MIT
#include "command/configuration.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <utility>

#include "command/subcommand.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/build_plan.hpp"

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

Step<Configuration> load_configuration(const ConfigurationPath& path, const Streams& streams) {
  auto loaded = path.load(streams);
  if (!loaded) return {.result = {}, .exit_code = kWrongUsage};
  const bool colour = use_colour("auto", streams.err);
  say(streams.err, colour ? config::render_coloured(loaded->diagnostics)
                          : config::render_plain(loaded->diagnostics));
  if (!loaded->configuration) return {.result = {}, .exit_code = kWrongConfiguration};
  return {.result = std::move(loaded->configuration), .exit_code = kGood};
}

Step<plan::Plan> build_plan(const ConfigurationPath& path, const Streams& streams) {
  const Step<Configuration> loaded = load_configuration(path, streams);
  if (!loaded.result) return {.result = {}, .exit_code = loaded.exit_code};
  absl::StatusOr<plan::Plan> plan = driver::build_plan(*loaded.result);
  if (!plan.ok()) {
    say(streams.err, fmt::format("cpginfra: {}: the parts of the configuration do not fit:\n{}\n",
                                 path.name(), std::string(plan.status().message())));
    return {.result = {}, .exit_code = kWrongConfiguration};
  }
  return {.result = std::move(*plan), .exit_code = kGood};
}

bool use_colour(const std::string& choice, const Stream& stream) {
  if (choice == "always" || choice == "never") return choice == "always";
  return stream.is_terminal && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

}  // namespace cpginfra::command
