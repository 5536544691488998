// SPDX-License-Identifier: MIT
#include "cpginfra/report/access.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command/configuration.hpp"
#include "command/output_file.hpp"
#include "command/saved_plan.hpp"
#include "command/subcommands.hpp"
#include "config/nearest_name.hpp"
#include "config/source/node.hpp"
#include "cpginfra/report/access_output.hpp"
#include "internal/status.hpp"
#include "internal/text.hpp"
#include "report/format/columns.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kFooter = R"(Examples:
  cpginfra access institute/ who-can read ieg-cardiac-main
  cpginfra access institute/ who-can roles/compute.viewer ieg-cardiac
  cpginfra access institute/ of jo.kealoha@harbour-university.example
  cpginfra access institute/ matrix --dataset cardiac --format csv -o cardiac.csv

LEVEL is list, read, append or mutate on a bucket; pull or push on a registry; read or manage on a
secret; use, impersonate, make-keys or administer on a machine account; invoke on a service; a
role's name on a project. RESOURCE is its own name, its resource's name, or type::name.

An access is one that somebody `has`, `can-request` for a limited time, or `can-become` through a
machine account that they may use, impersonate or make keys for.)";

/// A level as people type it: `make keys` and `make_keys` are `make-keys`.
std::string level_word(std::string text) {
  if (text.find('/') != std::string::npos || text.find('.') != std::string::npos) return text;
  std::replace_if(
      text.begin(), text.end(), [](char letter) { return letter == ' ' || letter == '_'; }, '-');
  return text;
}

class Access final : public Subcommand {
 public:
  void describe(CLI::App& app) override {
    path_.describe(app);
    app.add_option("--format", format_, "How to say it: text, json or csv")
        ->check(CLI::IsMember({"text", "json", "csv"}))
        ->capture_default_str();
    app.add_option("-o,--output", output_, "Write to this file, which is replaced as a whole");
    who_can_ = app.add_subcommand("who-can", "Who reaches a resource, and by which path");
    who_can_->add_option("LEVEL", level_, "What they can do")->required();
    who_can_->add_option("RESOURCE", resource_, "To what")->required();
    of_ = app.add_subcommand("of", "What a person, machine account or group reaches");
    of_->add_option("PRINCIPAL", principal_, "An email or id, or a group's name")->required();
    matrix_ = app.add_subcommand("matrix", "All people by all buckets, with the highest level");
    matrix_->add_option("--dataset", dataset_, "Only the buckets of this dataset");
    for (CLI::App* question : {who_can_, of_, matrix_}) question->fallthrough();
    app.require_subcommand(1);
    app.footer(kFooter);
  }

  int run(const Streams& streams) override {
    const Step<plan::Plan> plan = read_or_build_plan(path_, streams);
    if (!plan.result) return plan.exit_code;
    const report::AccessGraph graph = graph_of(*plan.result);
    const std::optional<report::AccessTable> table = answer(*plan.result, graph, streams);
    if (!table) return kWrongUsage;
    Output output(output_, streams);
    return output.finish(output.sink().write(text_of(graph, *table)));
  }

 private:
  /// As much of it as the question needs.
  [[nodiscard]] report::AccessGraph graph_of(const plan::Plan& plan) const {
    return who_can_->parsed() ? report::AccessGraph::leading_to(plan, resource_)
                              : report::AccessGraph(plan);
  }

  std::optional<report::AccessTable> answer(const plan::Plan& plan,
                                            const report::AccessGraph& graph,
                                            const Streams& streams) const {
    if (who_can_->parsed()) return who_can(plan, graph, streams);
    if (of_->parsed()) return of(graph, streams);
    return matrix(plan, graph, streams);
  }

  std::optional<report::AccessTable> who_can(const plan::Plan& plan,
                                             const report::AccessGraph& graph,
                                             const Streams& streams) const {
    report::AccessTable table;
    const std::vector<report::TargetId> targets = graph.find_targets(resource_);
    if (targets.empty()) {
      if (report::makes_resource(plan, resource_))
        return table;  // nobody has been given access to it
      config::NearestName nearest(resource_);
      const report::AccessGraph whole(plan);
      for (const report::AccessTarget& target : whole.targets()) nearest.offer(target.name);
      complain(streams, fmt::format("the plan has no resource '{}'", config::shortened(resource_)),
               nearest.hint());
      return std::nullopt;
    }
    absl::Status problem;
    bool has_meaning = false;
    for (report::TargetId target : targets) {
      const auto level = report::parse_level(level_word(level_), graph.target(target).kind);
      if (!level.ok()) {
        problem = level.status();
        continue;
      }
      has_meaning = true;
      table.append(report::who_can(graph, *level, target));
    }
    if (!has_meaning) {
      complain(streams, std::string(internal::message_of(problem)), "");
      return std::nullopt;
    }
    return table;
  }

  std::optional<report::AccessTable> of(const report::AccessGraph& graph,
                                        const Streams& streams) const {
    const std::vector<report::NodeId> nodes = graph.find_nodes(principal_);
    if (nodes.empty()) {
      // No mistake: somebody who has left should have nothing.
      config::NearestName nearest(internal::lower_case(principal_));
      for (const report::AccessNode& node : graph.nodes()) nearest.offer(node.id);
      complain(streams, fmt::format("the plan does not name '{}'", config::shortened(principal_)),
               nearest.hint());
    }
    return report::access_of_all(graph, nodes);
  }

  std::optional<report::AccessTable> matrix(const plan::Plan& plan,
                                            const report::AccessGraph& graph,
                                            const Streams& streams) const {
    if (dataset_.empty()) return report::matrix(graph);
    const bool is_known =
        std::any_of(plan.origins().begin(), plan.origins().end(),
                    [&](const plan::Origin& origin) { return origin.dataset == dataset_; });
    if (!is_known) {
      config::NearestName nearest(dataset_);
      for (const plan::Origin& origin : plan.origins()) nearest.offer(origin.dataset);
      complain(streams, fmt::format("there is no dataset '{}'", config::shortened(dataset_)),
               nearest.hint());
      return std::nullopt;
    }
    return report::matrix(graph, dataset_);
  }

  static void complain(const Streams& streams, const std::string& message,
                       const std::string& hint) {
    say(streams.err, fmt::format("cpginfra access: {}{}{}\n", report::printable(message),
                                 hint.empty() ? "" : "; ", report::printable(hint)));
  }

  [[nodiscard]] std::string text_of(const report::AccessGraph& graph,
                                    const report::AccessTable& table) const {
    if (format_ == "json") return report::access_json(graph, table);
    if (format_ == "csv") return report::access_csv(graph, table);
    return report::access_text(graph, table);
  }

  ConfigurationPath path_;
  std::string format_ = "text";
  std::string output_;
  std::string level_;
  std::string resource_;
  std::string principal_;
  std::string dataset_;
  CLI::App* who_can_ = nullptr;
  CLI::App* of_ = nullptr;
  CLI::App* matrix_ = nullptr;
};

}  // namespace

std::unique_ptr<Subcommand> make_access() { return std::make_unique<Access>(); }

}  // namespace cpginfra::command
