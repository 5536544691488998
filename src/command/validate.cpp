// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>
#include <utility>

#include "command/configuration.hpp"
#include "command/subcommands.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/plugin/build_plan.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kFooter = R"(Examples:
  cpginfra validate institute/
  cpginfra validate github_wif.yaml --kind github-wif
  cpginfra validate institute/ --format json | jq '.diagnostics[].message')";

/// Adds what only shows when everything is put together.
void add_problems(config::LoadResult& loaded) {
  const plugin::PlanResult planned = plugin::build_plan(loaded, plugin::shipped_plugins());
  for (const config::Diagnostic& problem : planned.diagnostics.all()) {
    loaded.diagnostics.add(problem);
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
    return path_.is_github_wif() ? validate_github_wif(streams) : validate_datasets(streams);
  }

 private:
  int validate_datasets(const Streams& streams) const {
    auto loaded = path_.load(streams);
    if (!loaded) return kWrongUsage;
    if (loaded->configuration) add_problems(*loaded);
    const std::size_t datasets = loaded->configuration ? loaded->configuration->datasets.size() : 0;
    return finish(loaded->diagnostics, datasets, "dataset", streams);
  }

  int validate_github_wif(const Streams& streams) const {
    const auto loaded = path_.load_github_wif(streams);
    if (!loaded) return kWrongUsage;
    const std::size_t projects = loaded->config ? loaded->config->projects.size() : 0;
    return finish(loaded->diagnostics, projects, "project", streams);
  }

  int finish(const config::Diagnostics& diagnostics, std::size_t count, std::string_view noun,
             const Streams& streams) const {
    const bool good = !diagnostics.has_errors();
    const std::string summary =
        fmt::format("{}: good, {} {}{}\n", path_.name(), count, noun, count == 1 ? "" : "s");
    const int written = format_ == "json" ? write_json(diagnostics, streams)
                                          : write_text(diagnostics, good ? summary : "", streams);
    if (written != kGood) return written;
    return good ? kGood : kWrongConfiguration;
  }

  static int write_json(const config::Diagnostics& diagnostics, const Streams& streams) {
    return end_of_output(streams.out.sink.write(config::render_json(diagnostics)), streams);
  }

  static int write_text(const config::Diagnostics& diagnostics, const std::string& summary,
                        const Streams& streams) {
    show(diagnostics, streams);
    if (summary.empty()) return kGood;
    return end_of_output(streams.out.sink.write(summary), streams);
  }

  ConfigurationPath path_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Subcommand> make_validate() { return std::make_unique<Validate>(); }

}  // namespace cpginfra::command
