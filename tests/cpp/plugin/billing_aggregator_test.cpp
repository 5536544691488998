// SPDX-License-Identifier: MIT
// The billing aggregator: what it refuses, where its sources come from, and its secret. That its
// resources are right is for the golden case to show.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/plugin/build_plan.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "plugin/support.hpp"

namespace cpginfra::plugin {
namespace {

constexpr std::string_view kBucketObject = "gcp:storage/bucketObject:BucketObject";
constexpr std::string_view kChannel = "gcp:monitoring/notificationChannel:NotificationChannel";

std::vector<std::string> problems_of(const Json& source) {
  std::vector<std::string> lines;
  const config::LoadResult loaded = load(source);
  REQUIRE(loaded.configuration.has_value());
  const PlanResult result = build_plan(loaded, shipped_plugins());
  for (const auto& each : result.diagnostics.all()) {
    lines.push_back(each.rule + " " + each.path + ": " + each.message);
  }
  return lines;
}

std::vector<std::string> archive_of(const plan::Plan& plan, std::string_view name) {
  std::vector<std::string> files;
  const plan::Resource* object = plan.find(kBucketObject, name);
  REQUIRE(object != nullptr);
  for (const plan::Field& file : object->input("source").fields()) {
    files.push_back(std::string(file.name) + "=" + std::string(file.value.text()));
  }
  return files;
}

TEST_CASE("the Slack token is asked for when deployed, and stays a secret", "[plugin][billing]") {
  const auto plan = build_plan(*load(golden_case()).configuration);
  REQUIRE(plan.ok());
  const plan::Resource* channel =
      plan->find(kChannel, "billing-aggregator-slack-notification-channel");
  REQUIRE(channel != nullptr);
  const plan::Value token = channel->input("sensitiveLabels").field("authToken");
  REQUIRE(token.is_deferred());
  CHECK(token.deferred()->form == plan::DeferredForm::kInvoke);
  CHECK(token.deferred()->token == "gcp:secretmanager/getSecretVersion:getSecretVersion");
  CHECK(plan::secret_paths(*channel) == std::vector<std::string>{"sensitiveLabels.authToken"});
}

TEST_CASE("what is wrong with the aggregator's settings is said at once", "[plugin][billing]") {
  Json source = golden_case();
  Json& billing = source["config"]["billing"];
  billing.erase("gcp_cost_controls");
  billing["aggregator"]["interval_hours"] = 0;
  billing["aggregator"]["destination_bq_table"] = "elsewhere.costs.all";
  billing["aggregator"]["functions"] = {"gcp", "gcp"};
  CHECK(problems_of(source) ==
        std::vector<std::string>{
            "missing-section config.billing.gcp_cost_controls: the section 'gcp_cost_controls' is "
            "missing, and the plugin 'billing_aggregator' needs it",
            "billing-table config.billing.aggregator.destination_bq_table: the table is in the "
            "project 'elsewhere', and billing is in 'billing-admin-290403'",
            "duplicate-function config.billing.aggregator.functions[1]: the function 'gcp' is "
            "listed already",
            "billing-interval config.billing.aggregator.interval_hours: expected between 1 and 24 "
            "hours, got 0"});
  source = golden_case();
  source["config"]["billing"]["aggregator"]["destination_bq_table"] = "costs.all";
  source["config"]["billing"]["aggregator"]["functions"] = {"gpc"};
  CHECK(problems_of(source) ==
        std::vector<std::string>{"billing-table config.billing.aggregator.destination_bq_table: "
                                 "expected a table as project.dataset.table, got 'costs.all'"});
  source["config"]["billing"]["aggregator"]["destination_bq_table"] =
      "billing-admin-290403.costs.all";
  CHECK(problems_of(source) ==
        std::vector<std::string>{"missing-source config.billing.aggregator.functions[0]: the "
                                 "folder 'aggregate' has no gpc.py"});
}

TEST_CASE("an interval that does not divide a day, and no aggregator, are warnings",
          "[plugin][billing]") {
  Json source = golden_case();
  source["config"]["billing"]["aggregator"]["interval_hours"] = 5;
  source["config"]["gcp"]["region"] = "us-central1";
  auto plan = build_plan(*load(source).configuration);
  REQUIRE(plan.ok());
  std::vector<std::string> warnings;
  for (const plan::Note& note : plan->warnings()) warnings.emplace_back(note.text);
  const auto has = [&](std::string_view part) {
    return std::any_of(warnings.begin(), warnings.end(), [&](const std::string& warning) {
      return warning.find(part) != std::string::npos;
    });
  };
  CHECK(has("interval_hours is 5, which does not divide 24"));
  CHECK(has("images are kept in australia-southeast1, as in upstream, and not in us-central1"));

  source["config"]["billing"].erase("aggregator");
  plan = build_plan(*load(source).configuration);
  REQUIRE(plan.ok());
  warnings.clear();
  for (const plan::Note& note : plan->warnings()) warnings.emplace_back(note.text);
  CHECK(has("'billing_aggregator' is enabled, but adds nothing"));
  CHECK(plan->find(kChannel, "billing-aggregator-slack-notification-channel") == nullptr);
}

TEST_CASE("shipped functions know their institute", "[plugin][billing]") {
  const auto plan = build_plan(*load(golden_case()).configuration);
  REQUIRE(plan.ok());
  bool knows_hail = false;
  for (const std::string& file : archive_of(*plan, "billing-aggregator-functions-source-code")) {
    CHECK(file.find("@HAIL_BATCH_URL@") == std::string::npos);
    knows_hail = knows_hail || file.find("BATCH_URL = \"https://batch.hail.") != std::string::npos;
  }
  CHECK(knows_hail);
  for (const char* name :
       {"billing-gcp-cost-control-source-code", "billing-gcp-cost-report-source-code"}) {
    for (const std::string& file : archive_of(*plan, name)) {
      if (!file.starts_with("main.py")) continue;
      CHECK(file.find("TOKEN_SECRET = \"slack-aggregator-token\"") != std::string::npos);
    }
  }
}

TEST_CASE("a folder of one's own is read beside the file that names it", "[plugin][billing]") {
  const config::TemporaryDirectory directory;
  Json source = golden_case();
  source["config"]["billing"]["aggregator"]["functions"] = {"mine"};
  source["config"]["billing"]["aggregator"]["functions_folder"] = "functions";
  const std::string path = directory.write("config.json", source.dump());
  const auto planned = [&] { return build_plan(config::load_path(path), shipped_plugins()); };

  PlanResult result = planned();
  REQUIRE_FALSE(result.plan.has_value());
  CHECK(result.diagnostics.all()[0].message == "cannot list the folder '" +
                                                   directory.path("functions/aggregate") +
                                                   "': No such file or directory");
  CHECK(result.diagnostics.all()[0].line == 1);

  directory.write("functions/aggregate/mine.py", "mine");
  directory.write("functions/aggregate/aggregate_schema.json", "{}");
  directory.write("functions/aggregate/notes.md", "left out");
  directory.write("functions/gcp_cost_control/main.py", "control");
  directory.write("functions/gcp_cost_report_slack_bot/other.py", "report");
  result = planned();
  REQUIRE(result.diagnostics.all().size() == 2);
  CHECK(result.diagnostics.all()[0].message.find("aggregate_schema.json") != std::string::npos);
  CHECK(result.diagnostics.all()[1].message ==
        "the folder 'gcp_cost_report_slack_bot' has no main.py");

  directory.write("functions/aggregate/aggregate_schema.json", "[]\n");
  directory.write("functions/gcp_cost_report_slack_bot/main.py", "main");
  result = planned();
  REQUIRE(result.plan.has_value());
  CHECK(archive_of(*result.plan, "billing-aggregator-functions-source-code") ==
        std::vector<std::string>{"aggregate_schema.json=[]\n", "mine.py=mine"});
  CHECK(archive_of(*result.plan, "billing-gcp-cost-report-source-code") ==
        std::vector<std::string>{"main.py=main", "other.py=report"});

  directory.write("functions/aggregate/mine.py", "\xff");
  result = planned();
  REQUIRE_FALSE(result.plan.has_value());
  CHECK(result.diagnostics.all()[0].message.find("its bytes are not UTF-8") != std::string::npos);
}

TEST_CASE("a plan with the aggregator survives being saved", "[plugin][billing]") {
  const auto plan = build_plan(*load(golden_case()).configuration);
  REQUIRE(plan.ok());
  report::StringSink first;
  REQUIRE(report::write_json(*plan, {}, first).ok());
  const auto again = report::read_json(first.text());
  REQUIRE(again.ok());
  report::StringSink second;
  REQUIRE(report::write_json(*again, {}, second).ok());
  CHECK(first.text() == second.text());
}

}  // namespace
}  // namespace cpginfra::plugin
