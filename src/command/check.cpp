// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command/configuration.hpp"
#include "command/output_file.hpp"
#include "command/saved_plan.hpp"
#include "command/subcommands.hpp"
#include "config/nearest_name.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/report/finding_output.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kFooter = R"(Examples:
  cpginfra check institute/                                        the clouds' limits
  cpginfra check institute/ --rules rules.toml                     and the team's own rules
  cpginfra check institute/ --rules rules.toml --format github     in a GitHub workflow
  cpginfra check institute/ --rules rules.toml --format sarif -o check.sarif
  cpginfra check --explain gcp-policy-groups                       where a number comes from

Exit codes: 0 nothing is over a limit and no rule is broken, 1 something is, 2 the command was called
wrongly. What is near a limit is a warning.)";

class Check final : public Subcommand {
 public:
  void describe(CLI::App& app) override {
    path_.describe(app);
    app.add_option("--rules", rules_path_, "Rules about access to hold the plan against (TOML)");
    app.add_option("--format", format_, "How to say it: text, json, sarif or github")
        ->check(CLI::IsMember({"text", "json", "sarif", "github"}))
        ->capture_default_str();
    app.add_option("-o,--output", output_, "Write to this file, which is replaced as a whole");
    app.add_flag("--all", all_,
                 "Say everything that breaks a rule, not only the shortest path that does");
    app.add_option("--explain", limit_, "Print a limit with its source; `all` for every limit");
    app.footer(kFooter);
  }

  int run(const Streams& streams) override {
    if (!limit_.empty()) return explain(streams);
    std::optional<report::Rules> rules;
    if (!rules_path_.empty()) {
      report::RulesResult loaded = report::load_rules(rules_path_);
      say(streams.err, use_colour("auto", streams.err) ? config::render_coloured(loaded.diagnostics)
                                                       : config::render_plain(loaded.diagnostics));
      if (!loaded.rules) return kWrongConfiguration;
      rules = std::move(loaded.rules);
    }
    const Step<plan::Plan> plan = read_or_build_plan(path_, streams);
    if (!plan.result) return plan.exit_code;

    const report::CheckResult result = check(*plan.result, rules ? &*rules : nullptr);
    Output output(output_, streams);
    const int written = output.finish(output.sink().write(text_of(result)));
    if (written != kGood) return written;
    return report::has_errors(result.findings) ? kWrongConfiguration : kGood;
  }

 private:
  [[nodiscard]] report::CheckResult check(const plan::Plan& plan,
                                          const report::Rules* rules) const {
    const report::AccessGraph graph(plan);
    report::LimitReport limits = report::check_limits(
        plan, graph, rules == nullptr ? report::GrantedLimits() : rules->limits);
    report::CheckResult result{.configuration = path_.name(),
                               .findings = {},
                               .limits = std::move(limits.uses),
                               .rules = rules};
    if (rules != nullptr) {
      result.findings = report::check_rules(
          graph, *rules, all_ ? report::Breaches::kAll : report::Breaches::kShortest);
    }
    result.findings.insert(result.findings.end(), std::make_move_iterator(limits.findings.begin()),
                           std::make_move_iterator(limits.findings.end()));
    return result;
  }

  [[nodiscard]] std::string text_of(const report::CheckResult& result) const {
    if (format_ == "json") return report::check_json(result);
    if (format_ == "sarif") return report::check_sarif(result);
    if (format_ == "github") return report::check_github(result);
    return report::check_text(result);
  }

  int explain(const Streams& streams) const {
    if (limit_ == "all") {
      return end_of_output(streams.out.sink.write(report::limit_rules_text()), streams);
    }
    const report::LimitRule* rule = report::find_limit_rule(limit_);
    if (rule == nullptr) {
      config::NearestName nearest(limit_);
      for (const report::LimitRule* known : report::limit_rules()) nearest.offer(known->id);
      const std::string hint = nearest.hint();
      say(streams.err, fmt::format("cpginfra check: there is no limit '{}'; {}\n", limit_,
                                   hint.empty() ? "--explain all lists them" : hint));
      return kWrongUsage;
    }
    return end_of_output(streams.out.sink.write(report::limit_rule_text(*rule)), streams);
  }

  ConfigurationPath path_;
  std::string rules_path_;
  std::string format_ = "text";
  std::string output_;
  std::string limit_;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<Subcommand> make_check() { return std::make_unique<Check>(); }

}  // namespace cpginfra::command
