// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>

#include "command/configuration.hpp"
#include "command/output_file.hpp"
#include "command/subcommands.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/report/plan_text.hpp"
#include "cpginfra/report/summary.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kFooter = R"(Examples:
  cpginfra plan institute/                       everything, by dataset and kind
  cpginfra plan institute/ --dataset fewgenomes  one dataset
  cpginfra plan institute/ --format summary      in numbers
  cpginfra plan institute/ --format json -o plan.json
  cpginfra plan github_wif.yaml --kind github-wif)";

/// Whether anything in the plan comes from there.
bool is_in_plan(const plan::Plan& plan, const report::PlanSelection& selection) {
  return selection.is_everything() ||
         std::any_of(plan.origins().begin(), plan.origins().end(),
                     [&](const plan::Origin& origin) { return selection.holds(&origin); });
}

class Plan final : public Subcommand {
 public:
  void describe(CLI::App& app) override {
    path_.describe(app);
    app.add_option("--format", format_, "How to say it: text, json or summary")
        ->check(CLI::IsMember({"text", "json", "summary"}))
        ->capture_default_str();
    app.add_option("-o,--output", output_, "Write to this file, which is replaced as a whole");
    app.add_option("--dataset", selection_.dataset, "Only what belongs to this dataset");
    app.add_option("--cloud", selection_.cloud, "Only what is on this cloud: gcp, azure, dry-run")
        ->check(CLI::IsMember({"gcp", "azure", "dry-run"}));
    app.add_option("--color", colour_, "Use colours: auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str();
    app.footer(kFooter);
  }

  int run(const Streams& streams) override {
    const Step<plan::Plan> plan = build_plan(path_, streams);
    if (!plan.result) return plan.exit_code;
    if (!is_in_plan(*plan.result, selection_)) return nothing_selected(streams);
    Output output(output_, streams);
    return output.finish(write(*plan.result, output, streams));
  }

 private:
  absl::Status write(const plan::Plan& plan, Output& output, const Streams& streams) const {
    if (format_ == "json") return report::write_json(plan, selection_, output.sink());
    if (format_ == "summary") {
      return output.sink().write(report::to_text(report::summarize(plan, selection_)));
    }
    const bool colour =
        output.is_standard() ? use_colour(colour_, streams.out) : colour_ == "always";
    return report::write_text(plan,
                              {.width = output.is_standard() ? streams.width : 0,
                               .colour = colour,
                               .selection = selection_},
                              output.sink());
  }

  int nothing_selected(const Streams& streams) const {
    std::string what;
    if (!selection_.dataset.empty()) what += fmt::format(" of dataset '{}'", selection_.dataset);
    if (!selection_.cloud.empty()) what += fmt::format(" on cloud '{}'", selection_.cloud);
    say(streams.err,
        fmt::format("cpginfra plan: the plan has nothing{}; '--format summary' lists what it has\n",
                    what));
    return kWrongUsage;
  }

  ConfigurationPath path_;
  std::string format_ = "text";
  std::string output_;
  std::string colour_ = "auto";
  report::PlanSelection selection_;
};

}  // namespace

std::unique_ptr<Subcommand> make_plan() { return std::make_unique<Plan>(); }

}  // namespace cpginfra::command
