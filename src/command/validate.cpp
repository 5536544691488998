// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>
#include <utility>

#include "command/configuration.hpp"
#include "command/subcommands.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/build_plan.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kFooter = R"(Examples:
  cpginfra validate institute/
  cpginfra validate institute/ --format json | jq '.diagnostics[].message')";

/// Adds what only shows when everything is put together.
void add_problems(const Configuration& configuration, config::Diagnostics& diagnostics) {
  plan::Plan plan;
  driver::CPGInfrastructure infrastructure(configuration, plan);
  infrastructure.main();
  for (const plan::Problem& problem : plan.problems()) {
    config::Diagnostic diagnostic;
    diagnostic.rule = problem.rule;
    if (!problem.origin->dataset.empty()) {
      diagnostic.path = fmt::format("datasets.{}", problem.origin->dataset);
    }
    diagnostic.message = problem.text;
    diagnostics.add(std::move(diagnostic));
  }
}

class Validate final : public Subcommand {
 public:
  void describe(CLI::App& app) override {
    path_.describe(app);
    app.add_option("--format", format_, "How to say it: text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    app.footer(kFooter);
  }

  int run(const Streams& streams) override {
    auto loaded = path_.load(streams);
    if (!loaded) return kWrongUsage;
    if (loaded->configuration) add_problems(*loaded->configuration, loaded->diagnostics);
    const bool good = !loaded->diagnostics.has_errors();
    const int written = format_ == "json" ? write_json(loaded->diagnostics, streams)
                                          : write_text(*loaded, good, streams);
    if (written != kGood) return written;
    return good ? kGood : kWrongConfiguration;
  }

 private:
  static int write_json(const config::Diagnostics& diagnostics, const Streams& streams) {
    return end_of_output(streams.out.sink.write(config::render_json(diagnostics)), streams);
  }

  int write_text(const config::LoadResult& loaded, bool good, const Streams& streams) const {
    const bool colour = use_colour("auto", streams.err);
    say(streams.err, colour ? config::render_coloured(loaded.diagnostics)
                            : config::render_plain(loaded.diagnostics));
    if (!good) return kGood;
    const std::size_t datasets = loaded.configuration->datasets.size();
    return end_of_output(
        streams.out.sink.write(fmt::format("{}: good, {} dataset{}\n", path_.name(), datasets,
                                           datasets == 1 ? "" : "s")),
        streams);
  }

  ConfigurationPath path_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Subcommand> make_validate() { return std::make_unique<Validate>(); }

}  // namespace cpginfra::command
