// SPDX-License-Identifier: MIT
#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/access_graph.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/report/plan_text.hpp"
#include "cpginfra/report/rules.hpp"
#include "cpginfra/report/summary.hpp"
#include "plan/parse_toml.hpp"
#include "plan/sorted_toml.hpp"
#include "support/json_value.hpp"
#include "targets.hpp"

namespace cpginfra::fuzz {
namespace {

using plan::Field;
using plan::Kind;
using plan::Value;

/// Whether the files in use spell the text as TOML does: not so the characters that cannot be
/// printed, nor a backslash before an x, of which they make escapes that only TOML 1.1 has (see
/// toml_words.hpp).
bool is_spelled_plainly(std::string_view text) {
  if (text.find("\\x") != std::string_view::npos) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7F) return false;
    if (c == 0xC2 && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[i + 1]);
      if (next <= 0xA0 || next == 0xAD) return false;
    }
  }
  return true;
}

bool is_plain(const Value& value) {
  if (value.kind() == Kind::kText) return is_spelled_plainly(value.text());
  const auto items = value.items();
  const auto fields = value.fields();
  return std::all_of(items.begin(), items.end(), is_plain) &&
         std::all_of(fields.begin(), fields.end(), [](const Field& field) {
           return is_spelled_plainly(field.name) && is_plain(field.value);
         });
}

/// A table without entries, or with nothing but such tables.
bool is_empty_table(const Value& value) {
  return value.kind() == Kind::kObject &&
         std::all_of(value.fields().begin(), value.fields().end(),
                     [](const Field& field) { return is_empty_table(field.value); });
}

/// Equal but for the order of fields, and for empty tables: the files in use leave those out that
/// are inside of lists.
bool same(const Value& left, const Value& right) {
  if (left.kind() == Kind::kDouble || right.kind() == Kind::kDouble) {
    return left.kind() == right.kind() && left.number() == right.number();
  }
  if (left.kind() == Kind::kList) {
    return right.kind() == Kind::kList &&
           std::equal(left.items().begin(), left.items().end(), right.items().begin(),
                      right.items().end(), same);
  }
  if (left.kind() == Kind::kObject && right.kind() == Kind::kObject) {
    const auto holds_all = [](const Value& some, const Value& other) {
      return std::all_of(some.fields().begin(), some.fields().end(), [&](const Field& field) {
        return is_empty_table(field.value) || same(field.value, other.field(field.name));
      });
    };
    return holds_all(left, right) && holds_all(right, left);
  }
  return left == right;
}

constexpr std::string_view kInstitute = R"(
[config]
domain = "x.org"
common_dataset = "common"
config_destination = "gs://x-config/x"
budget_currency = "AUD"
plugins_enabled = []
[config.gcp]
customer_id = "C0"
region = "us-central1"
budget_notification_pubsub = ""
groups_domain = "groups.x.org"
config_bucket_name = "x-config"
dataset_storage_prefix = "x-"
[config.billing]
coordinator_machine_account = "c@x.iam.gserviceaccount.com"
[config.billing.gcp]
project_id = "x-billing"
account_id = "012345-6789AB-CDEF01"
[config.users.ada]
id = "ada"
[config.users.ada.clouds.gcp]
id = "ada@x.org"
[datasets.common]
gcp.project = "x-common"
budgets.gcp.monthly_budget = 1
[datasets.a]
gcp.project = "x-dataset"
budgets.gcp.monthly_budget = 1
members.analysis = ["ada"]
)";

const plan::Plan& example_plan() {
  static const plan::Plan kPlan = [] {
    config::LoadResult loaded =
        config::load_text(kInstitute, config::Format::kToml, "institute.toml");
    if (!loaded.configuration) {
      require(false, config::render_plain(loaded.diagnostics).c_str());
    }
    return *driver::build_plan(*loaded.configuration);
  }();
  return kPlan;
}

}  // namespace

void plan_json(std::string_view input) {
  const auto plan = report::read_json(input);
  if (!plan.ok()) {
    require(!plan.status().message().empty(), "a plan that cannot be read says why");
    return;
  }
  const auto written = report::to_json(*plan);
  require(written.ok(), "a plan that was read can be written");
  const auto again = report::read_json(*written);
  require(again.ok(), "a plan that was written can be read");
  require(*report::to_json(*again) == *written, "it is written alike again");
  report::StringSink sink;
  require(report::write_text(*plan, {.width = 80}, sink).ok(), "a plan can be shown");
  require(!report::to_text(report::summarize(*plan, {})).empty(), "a plan can be counted");
  const report::AccessGraph graph(*plan);
}

void sorted_toml(std::string_view input) {
  plan::ValueStore values;
  Value value;
  try {
    value = testing_support::value_of(nlohmann::ordered_json::parse(input), values);
  } catch (const std::exception&) {
    return;  // not a value
  }
  const auto text = plan::sorted_toml(value);
  if (!text.ok()) return;
  const auto parsed = plan::parse_toml(*text, values);
  if (!is_plain(value)) return;
  require(parsed.ok(), "what is written as TOML is TOML");
  require(same(value, *parsed), "TOML reads back as what was written");
}

void rules(std::string_view input) {
  const report::RulesResult result = report::parse_rules(input, "rules.toml");
  require(result.rules.has_value() != result.diagnostics.has_errors(),
          "there are rules or an error");
  require(nlohmann::json::accept(config::render_json(result.diagnostics)), "diagnostics are JSON");
  config::render_plain(result.diagnostics);
  if (!result.rules) return;
  static const report::AccessGraph kGraph(example_plan());
  const auto shortest = report::check_rules(kGraph, *result.rules, report::Breaches::kShortest);
  const auto all = report::check_rules(kGraph, *result.rules, report::Breaches::kAll);
  require(shortest.empty() == all.empty(), "a rule is broken or not, however much is said of it");
}

}  // namespace cpginfra::fuzz
