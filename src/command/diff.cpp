// SPDX-License-Identifier: MIT
#include "cpginfra/report/diff.hpp"

#include <CLI/CLI.hpp>
#include <string>

#include "command/configuration.hpp"
#include "command/output_file.hpp"
#include "command/saved_plan.hpp"
#include "command/subcommands.hpp"
#include "cpginfra/report/diff_output.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kFooter = R"(Examples:
  cpginfra diff main/institute/ institute/               who gains and loses access, then resources
  cpginfra diff plan.json institute/ --exit-code         1 where the configuration moved on
  cpginfra diff main/institute/ institute/ --format markdown -o comment.md

OLD and NEW are each a configuration (a directory or a file) or a plan that `cpginfra plan --format
json` saved. Markdown is short enough for a comment on GitHub: what does not fit is counted.

Exit codes: 0 done, 1 a configuration is wrong, or with --exit-code there is a difference, 2 the
command was called wrongly.)";

class Diff final : public Subcommand {
 public:
  void describe(CLI::App& app) override {
    app.add_option("OLD", before_, "What was: a configuration, or a saved plan")->required();
    app.add_option("NEW", after_, "What will be: a configuration, or a saved plan")->required();
    app.add_option("--format", format_, "How to say it: text, markdown or json")
        ->check(CLI::IsMember({"text", "markdown", "json"}))
        ->capture_default_str();
    app.add_option("-o,--output", output_, "Write to this file, which is replaced as a whole");
    app.add_option("--color", colour_, "Use colours: auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str();
    app.add_flag("--exit-code", exit_code_, "End with 1 where there is a difference");
    app.footer(kFooter);
  }

  int run(const Streams& streams) override {
    const Step<plan::Plan> before = read_or_build_plan(ConfigurationPath(before_), streams);
    if (!before.result) return before.exit_code;
    const Step<plan::Plan> after = read_or_build_plan(ConfigurationPath(after_), streams);
    if (!after.result) return after.exit_code;

    const report::PlanDiff diff = report::diff_plans(*before.result, *after.result);
    Output output(output_, streams);
    const bool colour =
        output.is_standard() ? use_colour(colour_, streams.out) : colour_ == "always";
    const int written = output.finish(output.sink().write(colour ? coloured(diff) : text_of(diff)));
    if (written != kGood) return written;
    return exit_code_ && !diff.is_empty() ? kWrongConfiguration : kGood;
  }

 private:
  [[nodiscard]] std::string text_of(const report::PlanDiff& diff) const {
    if (format_ == "json") return report::diff_json(diff);
    if (format_ == "markdown") return report::diff_markdown(diff);
    return report::diff_text(diff);
  }

  [[nodiscard]] std::string coloured(const report::PlanDiff& diff) const {
    return format_ == "text" ? report::diff_coloured(diff) : text_of(diff);
  }

  std::string before_;
  std::string after_;
  std::string format_ = "text";
  std::string output_;
  std::string colour_ = "auto";
  bool exit_code_ = false;
};

}  // namespace

std::unique_ptr<Subcommand> make_diff() { return std::make_unique<Diff>(); }

}  // namespace cpginfra::command
