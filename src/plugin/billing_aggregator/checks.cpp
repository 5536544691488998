// SPDX-License-Identifier: MIT
#include "plugin/billing_aggregator/checks.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "config/nearest_name.hpp"

namespace cpginfra::plugin {
namespace {

using Keys = absl::Span<const std::string_view>;

/// Says what is wrong, and counts.
class Checker {
 public:
  explicit Checker(Setup& setup) : setup_(setup) {}

  void error(std::string_view rule, Keys keys, std::string message, std::string value = "",
             std::string mend = "") {
    setup_.error(rule, keys, std::move(message), std::move(value), std::move(mend));
    is_good_ = false;
  }
  [[nodiscard]] bool is_good() const noexcept { return is_good_; }

 private:
  Setup& setup_;
  bool is_good_ = true;
};

void check_table(const CPGInfrastructureConfig::Billing& billing, Checker& checker) {
  static constexpr std::array<std::string_view, 3> kKeys = {"billing", "aggregator",
                                                            "destination_bq_table"};
  const std::string& table = billing.aggregator->destination_bq_table;
  const TableName parts = split_table_name(table);
  if (parts.table.empty()) {
    checker.error("billing-table", kKeys,
                  fmt::format("expected a table as project.dataset.table, got '{}'", table), table,
                  fmt::format("write it like {}.billing.aggregate", billing.gcp.project_id));
  } else if (parts.project != billing.gcp.project_id) {
    checker.error(
        "billing-table", kKeys,
        fmt::format("the table is in the project '{}', and billing is in '{}'", parts.project,
                    billing.gcp.project_id),
        table,
        fmt::format("write it like {}.{}.{}", billing.gcp.project_id, parts.dataset, parts.table));
  }
}

void check_functions(const std::vector<std::string>& functions, Checker& checker) {
  absl::flat_hash_set<std::string_view> seen;
  for (std::size_t index = 0; index < functions.size(); ++index) {
    if (seen.insert(functions[index]).second) continue;
    const std::string place = std::to_string(index);
    checker.error("duplicate-function", {"billing", "aggregator", "functions", place},
                  fmt::format("the function '{}' is listed already", functions[index]),
                  functions[index], "list each function once");
  }
}

void check_main(std::string_view folder, const SourceFolder& sources, Checker& checker) {
  if (sources.find("main.py") != nullptr) return;
  checker.error("missing-source", {"billing", "aggregator", "functions_folder"},
                fmt::format("the folder '{}' has no main.py", folder), "",
                "add the function's sources, or leave functions_folder out for those shipped");
}

}  // namespace

TableName split_table_name(std::string_view name) {
  const std::size_t first = name.find('.');
  const std::size_t last = name.rfind('.');
  if (first == std::string_view::npos || first == last) return {};
  const TableName parts = {name.substr(0, first), name.substr(first + 1, last - first - 1),
                           name.substr(last + 1)};
  const bool is_whole = !parts.project.empty() && !parts.dataset.empty() && !parts.table.empty() &&
                        parts.dataset.find('.') == std::string_view::npos;
  return is_whole ? parts : TableName{};
}

bool check_billing(Setup& setup) {
  Checker checker(setup);
  const CPGInfrastructureConfig& config = setup.config();
  const auto& aggregator = *config.billing->aggregator;
  if (!config.gcp) {
    checker.error("missing-section", {"gcp"},
                  "the section 'gcp' is missing, and the plugin 'billing_aggregator' needs it");
  }
  if (!config.billing->gcp_cost_controls) {
    checker.error("missing-section", {"billing", "gcp_cost_controls"},
                  "the section 'gcp_cost_controls' is missing, and the plugin 'billing_aggregator' "
                  "needs it",
                  "", "add it: who watches budgets, and where they report to");
  }
  if (aggregator.interval_hours < 1 || aggregator.interval_hours > 24) {
    const std::string value = std::to_string(aggregator.interval_hours);
    checker.error("billing-interval", {"billing", "aggregator", "interval_hours"},
                  fmt::format("expected between 1 and 24 hours, got {}", value), value,
                  "give a number that divides 24, so that all intervals are of one length");
  }
  check_table(*config.billing, checker);
  check_functions(aggregator.functions, checker);
  return checker.is_good();
}

bool check_sources(const FunctionSources& sources, Setup& setup) {
  Checker checker(setup);
  const std::vector<std::string>& functions = setup.config().billing->aggregator->functions;
  for (std::size_t index = 0; index < functions.size(); ++index) {
    if (sources.aggregate.find(functions[index] + ".py") != nullptr) continue;
    config::NearestName nearest(functions[index]);
    for (const auto& [file, text] : sources.aggregate.files()) {
      if (file.ends_with(".py")) nearest.offer(file.substr(0, file.size() - 3));
    }
    const std::string place = std::to_string(index);
    checker.error("missing-source", {"billing", "aggregator", "functions", place},
                  fmt::format("the folder 'aggregate' has no {}.py", functions[index]),
                  functions[index], nearest.hint());
  }
  const std::string* schema = sources.aggregate.find("aggregate_schema.json");
  if (schema == nullptr || !nlohmann::json::parse(*schema, nullptr, false).is_array()) {
    checker.error(
        "missing-source", {"billing", "aggregator", "functions_folder"},
        "the folder 'aggregate' has no aggregate_schema.json that holds a list of fields");
  }
  check_main("gcp_cost_control", sources.gcp_cost_control, checker);
  check_main("gcp_cost_report_slack_bot", sources.gcp_cost_report_slack_bot, checker);
  return checker.is_good();
}

}  // namespace cpginfra::plugin
