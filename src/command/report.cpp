// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

#include "command/configuration.hpp"
#include "command/output_file.hpp"
#include "command/saved_plan.hpp"
#include "command/subcommands.hpp"
#include "config/nearest_name.hpp"
#include "cpginfra/report/diagram.hpp"
#include "cpginfra/report/html.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kFooter = R"(Examples:
  cpginfra report institute/ -o report.html      a page to look things up, complete in itself
  cpginfra report plan.json -o report.html       the same of a saved plan
  cpginfra report institute/ --format mermaid --dataset cardiac     a dataset's groups and buckets
  cpginfra report institute/ --format dot --dataset cardiac | dot -Tsvg -o cardiac.svg

PATH is a configuration (a directory or a file) or a plan that `cpginfra plan --format json` saved.
In the page every view has an address that can be sent to others, such as
report.html#dataset=cardiac; it loads nothing, so it can be read without a network.)";

class Report final : public Subcommand {
 public:
  void describe(CLI::App& app) override {
    path_.describe(app);
    app.add_option("--format", format_, "What to write: html, mermaid or dot")
        ->check(CLI::IsMember({"html", "mermaid", "dot"}))
        ->capture_default_str();
    app.add_option("-o,--output", output_, "Write to this file, which is replaced as a whole");
    app.add_option("--dataset", dataset_, "The dataset to draw, for mermaid and dot");
    app.add_option("--title", title_, "What the page calls the configuration; its path otherwise");
    app.footer(kFooter);
  }

  int run(const Streams& streams) override {
    if (const std::string mistake = usage_mistake(streams); !mistake.empty()) {
      say(streams.err, fmt::format("cpginfra report: {}\n", mistake));
      return kWrongUsage;
    }
    const Step<plan::Plan> plan = read_or_build_plan(path_, streams);
    if (!plan.result) return plan.exit_code;
    if (!is_html() && !has_dataset(*plan.result)) return unknown_dataset(*plan.result, streams);
    Output output(output_, streams);
    return output.finish(write(*plan.result, output.sink()));
  }

 private:
  [[nodiscard]] bool is_html() const { return format_ == "html"; }

  [[nodiscard]] std::string usage_mistake(const Streams& streams) const {
    if (!is_html()) {
      return dataset_.empty()
                 ? fmt::format("--format {} draws one dataset; name it with --dataset", format_)
                 : std::string();
    }
    if (!dataset_.empty()) {
      return fmt::format(
          "the page has all datasets; open it at one by '#dataset={}', or draw one by --format "
          "mermaid or dot",
          dataset_);
    }
    if (streams.out.is_terminal && (output_.empty() || output_ == "-")) {
      return "a page is nothing to read in a terminal; name a file with -o report.html";
    }
    return {};
  }

  [[nodiscard]] bool has_dataset(const plan::Plan& plan) const {
    return std::any_of(plan.origins().begin(), plan.origins().end(),
                       [&](const plan::Origin& origin) { return origin.dataset == dataset_; });
  }

  int unknown_dataset(const plan::Plan& plan, const Streams& streams) const {
    config::NearestName nearest(dataset_);
    for (const plan::Origin& origin : plan.origins()) nearest.offer(origin.dataset);
    const std::string hint = nearest.hint();
    say(streams.err, fmt::format("cpginfra report: there is no dataset '{}'{}{}\n", dataset_,
                                 hint.empty() ? "" : "; ", hint));
    return kWrongUsage;
  }

  /// The last part of the path.
  [[nodiscard]] std::string base_name() const {
    const std::filesystem::path path = std::filesystem::absolute(path_.name()).lexically_normal();
    return (path.has_filename() ? path : path.parent_path()).filename().string();
  }

  [[nodiscard]] absl::Status write(const plan::Plan& plan, report::Sink& sink) const {
    if (is_html()) {
      return report::write_html(plan, {.title = title_.empty() ? base_name() : title_}, sink);
    }
    const report::AccessGraph graph(plan);
    return sink.write(format_ == "dot" ? report::diagram_dot(graph, dataset_)
                                       : report::diagram_mermaid(graph, dataset_));
  }

  ConfigurationPath path_;
  std::string format_ = "html";
  std::string output_;
  std::string dataset_;
  std::string title_;
};

}  // namespace

std::unique_ptr<Subcommand> make_report() { return std::make_unique<Report>(); }

}  // namespace cpginfra::command
