// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "command/configuration.hpp"
#include "command/output_file.hpp"
#include "command/saved_plan.hpp"
#include "command/subcommands.hpp"
#include "cpginfra/report/stack_comparison.hpp"
#include "internal/status.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kFooter = R"(Examples:
  cpginfra import institute/ state.json                       what the stack lacks, or calls otherwise
  cpginfra import plan.json state.json --import-file import.json
  cpginfra import institute/ state.json --former-names former_names.yaml

PLAN is a configuration, or a plan that `cpginfra plan --format json` saved; STATE is what `pulumi
stack export` wrote. Nothing is changed: the two files are new ones, for `pulumi import --file` and
for config-infrastructure.

Exit codes: 0 done, 1 a file is wrong, or with --exit-code there is a difference, 2 the command was
called wrongly.)";

class Import final : public Subcommand {
 public:
  void describe(CLI::App& app) override {
    app.add_option("PLAN", plan_, "What will be: a configuration, or a saved plan")->required();
    app.add_option("STATE", state_, "What the stack holds: an export of it")->required();
    app.add_option("--import-file", import_file_,
                   "Write what is missing to this new file, as 'pulumi import' reads it");
    app.add_option("--former-names", former_names_,
                   "Write what was renamed to this new file, as the configuration takes it");
    app.add_option("--format", format_, "How to say it: text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    app.add_option("-o,--output", output_, "Write to this file, which is replaced as a whole");
    app.add_flag("--exit-code", exit_code_, "End with 1 where there is a difference");
    app.footer(kFooter);
  }

  int run(const Streams& streams) override {
    for (const std::string& path : {import_file_, former_names_}) {
      if (!path.empty() && std::filesystem::exists(path)) return taken(path, streams);
    }
    const Step<plan::Plan> plan = read_or_build_plan(ConfigurationPath(plan_), streams);
    if (!plan.result) return plan.exit_code;
    const std::optional<report::StackState> state = read_state(streams);
    if (!state) return kWrongConfiguration;

    const report::StackComparison comparison = report::compare_with_stack(*plan.result, *state);
    int code = write(import_file_, report::bulk_import_json(comparison), streams);
    if (code != kGood) return code;
    code = write(former_names_, report::former_names_yaml(comparison), streams);
    if (code != kGood) return code;
    Output output(output_, streams);
    code =
        output.finish(output.sink().write(format_ == "json" ? report::comparison_json(comparison)
                                                            : report::comparison_text(comparison)));
    if (code != kGood) return code;
    return exit_code_ && !comparison.is_empty() ? kWrongConfiguration : kGood;
  }

 private:
  static int taken(const std::string& path, const Streams& streams) {
    say(streams.err, fmt::format("cpginfra import: {}: the file exists; name a new one\n", path));
    return kWrongUsage;
  }

  std::optional<report::StackState> read_state(const Streams& streams) const {
    std::error_code ignored;
    std::ifstream stream(state_, std::ios::binary);
    if (!stream || std::filesystem::is_directory(state_, ignored)) {
      say(streams.err, fmt::format("cpginfra import: {}: cannot read the file\n", state_));
      return std::nullopt;
    }
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    absl::StatusOr<report::StackState> state = report::read_stack_export(text);
    if (state.ok()) return std::move(*state);
    say(streams.err,
        fmt::format("cpginfra import: {}: {}\n", state_, internal::message_of(state.status())));
    return std::nullopt;
  }

  static int write(const std::string& path, const std::string& text, const Streams& streams) {
    if (path.empty()) return kGood;
    Output output(path, streams);
    return output.finish(output.sink().write(text));
  }

  std::string plan_;
  std::string state_;
  std::string import_file_;
  std::string former_names_;
  std::string format_ = "text";
  std::string output_;
  bool exit_code_ = false;
};

}  // namespace

std::unique_ptr<Subcommand> make_import() { return std::make_unique<Import>(); }

}  // namespace cpginfra::command
