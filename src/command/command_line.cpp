// SPDX-License-Identifier: MIT
#include "command/command_line.hpp"

#include <CLI/CLI.hpp>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "command/subcommand.hpp"
#include "command/subcommands.hpp"
#include "command/version.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kDescription =
    "Turns one description of an institute's datasets into cloud infrastructure.";
constexpr const char* kFooter = R"(Examples:
  cpginfra validate institute/                 is the configuration right?
  cpginfra plan institute/                     everything that would be built
  cpginfra plan institute/ --dataset common    the same, of one dataset
  cpginfra plan institute/ --format json -o plan.json
  CPG_CONFIG_PATH=base.toml,prod.toml cpginfra plan

Exit codes: 0 good, 1 the configuration is wrong, 2 the command was called wrongly.)";

struct Choice {
  const CLI::App* app;
  std::unique_ptr<Subcommand> subcommand;
};

int usage_error(const CLI::App& app, const CLI::ParseError& error, const Streams& streams) {
  const CLI::App* chosen = &app;
  for (const CLI::App* sub : app.get_subcommands()) chosen = sub;
  const std::string name = chosen == &app ? "cpginfra" : "cpginfra " + chosen->get_name();
  say(streams.err, name + ": " + error.what() + "\ntry '" + name + " --help'\n");
  return kWrongUsage;
}

int parse_and_run(int argc, const char* const* argv, const Streams& streams) {
  CLI::App app(kDescription, "cpginfra");
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  bool version = false;
  app.add_flag("--version", version, "Print the version, with what a bug report needs");

  std::vector<Choice> choices;
  for (const SubcommandRow& row : subcommands()) {
    CLI::App* sub = app.add_subcommand(std::string(row.name), std::string(row.summary));
    auto subcommand = row.make();
    subcommand->describe(*sub);
    choices.push_back({.app = sub, .subcommand = std::move(subcommand)});
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    const std::string help = chosen.empty() ? app.help() : chosen.front()->help();
    return end_of_output(streams.out.sink.write(help), streams);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error, streams);
  }

  if (version) return end_of_output(streams.out.sink.write(version_report()), streams);
  for (Choice& choice : choices) {
    if (app.got_subcommand(choice.app)) return choice.subcommand->run(streams);
  }
  say(streams.err, app.help());
  return kWrongUsage;
}

}  // namespace

int run(int argc, const char* const* argv, const Streams& streams) {
  try {
    return parse_and_run(argc, argv, streams);
  } catch (const std::exception& error) {
    say(streams.err, std::string("cpginfra: ") + error.what() + "\n");
    return kWrongConfiguration;
  }
}

int end_of_output(const absl::Status& status, const Streams& streams) {
  if (status.ok()) return kGood;
  if (status.code() == absl::StatusCode::kAborted) return kClosedPipe;
  say(streams.err,
      "cpginfra: the output could not be written: " + std::string(status.message()) + "\n");
  return kWrongConfiguration;
}

void say(const Stream& stream, std::string_view text) { stream.sink.write(text).IgnoreError(); }

}  // namespace cpginfra::command
