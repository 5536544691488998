// SPDX-License-Identifier: MIT
// Which plugins run, when, and what is said where one cannot.
#include "cpginfra/plugin/registry.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/plugin/build_plan.hpp"
#include "plugin/support.hpp"

namespace cpginfra::plugin {
namespace {

/// Writes down when it is called, and adds a member to a group while groups can grow.
class Witness final : public CpgInfrastructurePlugin {
 public:
  Witness(std::string name, std::vector<std::string>& calls)
      : name_(std::move(name)), calls_(calls) {}

  void main(CPGInfrastructure& infrastructure) override {
    calls_.push_back(name_ + " main");
    CloudInfraBase& infra = infrastructure.common_infra();
    infra.create_bucket({.name = infrastructure.plan().values().text(name_)});
    driver::Group& group =
        infrastructure.group_provider().create_group(infra, name_, driver::MembersCache::kNone);
    group.add_member(infra.get_pulumi_name(name_ + "-ann"), infra.member("ann@example.org"));
  }
  void on_group_finalisation(CPGInfrastructure& infrastructure) override {
    const bool is_final = infrastructure.plan().find("pulumi-python:dynamic:Resource",
                                                     "common-gcp-" + name_ + "-ann") != nullptr;
    calls_.push_back(name_ + (is_final ? " finalised" : " not final"));
  }

 private:
  std::string name_;
  std::vector<std::string>& calls_;
};

/// Two plugins, `first` and `second`, that write down their calls.
Registry witnesses(std::vector<std::string>& calls) {
  Registry registry;
  for (const char* name : {"first", "second"}) {
    CHECK(registry
              .add(name, [name, &calls](Setup&) { return std::make_unique<Witness>(name, calls); })
              .ok());
  }
  return registry;
}

TEST_CASE("enabled plugins run in their order, at both moments", "[plugin]") {
  std::vector<std::string> calls;
  const Registry registry = witnesses(calls);
  Json source = golden_case();
  source["config"]["plugins_enabled"] = {"second", "first"};
  const PlanResult result = build_plan(load(source), registry);
  REQUIRE(result.plan.has_value());
  CHECK(calls == std::vector<std::string>{"second main", "first main", "second finalised",
                                          "first finalised"});
  CHECK(result.plan->find("gcp:storage/bucket:Bucket", "common-gcp-first-bucket") != nullptr);
}

TEST_CASE("a plugin that is not enabled does not run", "[plugin]") {
  std::vector<std::string> calls;
  Json source = golden_case();
  source["config"]["plugins_enabled"] = {"first"};
  REQUIRE(build_plan(load(source), witnesses(calls)).plan.has_value());
  CHECK(calls == std::vector<std::string>{"first main", "first finalised"});
}

TEST_CASE("a name is taken once", "[plugin]") {
  Registry registry = shipped_plugins();
  const absl::Status status = registry.add("billing_aggregator", [](Setup&) { return nullptr; });
  CHECK(status.code() == absl::StatusCode::kAlreadyExists);
  CHECK(status.message() == "a plugin is called 'billing_aggregator' already");
}

TEST_CASE("a plugin that nobody has is an error at its place", "[plugin]") {
  const std::string text = R"(config:
  domain: example.org
  budget_currency: AUD
  common_dataset: common
  config_destination: gs://config/config
  plugins_enabled: [billing_agregator, other]
  users: {}
  gcp:
    customer_id: C0
    region: australia-southeast1
    groups_domain: example.org
    budget_notification_pubsub: null
    config_bucket_name: config
    dataset_storage_prefix: ex-
  billing: {gcp: {project_id: billing, account_id: "01"}}
datasets:
  common: {budgets: {gcp: {monthly_budget: 1}}, gcp: {project: ex-common}}
)";
  const config::LoadResult loaded = config::load_text(text, config::Format::kYaml, "config.yaml");
  REQUIRE(loaded.configuration.has_value());
  const PlanResult result = build_plan(loaded, shipped_plugins());
  CHECK_FALSE(result.plan.has_value());
  CHECK(config::render_plain(result.diagnostics) ==
        R"(config.yaml:6:21: error: no plugin is called 'billing_agregator' [unknown-plugin]
    6 |   plugins_enabled: [billing_agregator, other]
      |                     ^
  in: config.plugins_enabled[0]
  help: did you mean 'billing_aggregator'?

config.yaml:6:40: error: no plugin is called 'other' [unknown-plugin]
    6 |   plugins_enabled: [billing_agregator, other]
      |                                        ^
  in: config.plugins_enabled[1]
  help: the plugins are 'billing_aggregator'

2 errors
)");
  // Without places, the path and the message remain.
  const auto plan = build_plan(*loaded.configuration);
  CHECK(plan.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(plan.status().message().find("in: infrastructure.plugins_enabled[1]") != std::string::npos);
}

TEST_CASE("imports of a plugin that is not there are not called unused", "[plugin][imports]") {
  Json source = golden_case();
  source["config"]["plugins_enabled"] = {"other"};
  source["config"]["imports"]["gcp:storage/bucket:Bucket"] = {{"of-other", "bucket"}};
  const PlanResult result = build_plan(load(source), shipped_plugins());
  REQUIRE(result.diagnostics.all().size() == 1);
  CHECK(result.diagnostics.all()[0].rule == "unknown-plugin");
}

TEST_CASE("the driver alone does not leave enabled plugins out in silence", "[plugin]") {
  Json source = golden_case();
  source["config"]["plugins_enabled"] = {"billing_aggregator"};
  const auto plan = driver::build_plan(*load(source).configuration);
  REQUIRE_FALSE(plan.ok());
  CHECK(plan.status().message().find("[plugins-not-given]") != std::string::npos);
}

TEST_CASE("what exists is taken over by the resource of that type and name", "[plugin][imports]") {
  Json source = golden_case();
  source["config"]["imports"]["gcp:storage/bucket:Bucket"] = {{"common-gcp-main-bucket", "old"}};
  source["config"]["imports"]["gcp:cloudidentity/group:Group"] = {
      {"common-gcp-analysis-group", "groups/0abc"}};
  const auto result = build_plan(load(source), shipped_plugins());
  REQUIRE(result.plan.has_value());
  std::size_t imported = 0;
  for (const plan::Resource* resource : result.plan->resources()) {
    imported += resource->options->import_id.empty() ? 0 : 1;
  }
  CHECK(imported == 2);
  const plan::Resource* group =
      result.plan->find("gcp:cloudidentity/group:Group", "common-gcp-analysis-group");
  REQUIRE(group != nullptr);
  CHECK(group->options->import_id == "groups/0abc");
  CHECK(group->options->ignore_changes.size() == 1);  // its other options stay
}

TEST_CASE("what was renamed keeps its place in the stack", "[plugin][imports]") {
  Json source = golden_case();
  source["config"]["former_names"]["gcp:storage/bucket:Bucket"] = {
      {"common-gcp-main-bucket", "main"}};
  source["config"]["imports"]["gcp:storage/bucket:Bucket"] = {{"common-gcp-main-bucket", "b"}};
  const auto result = build_plan(load(source), shipped_plugins());
  REQUIRE(result.plan.has_value());
  const plan::Resource* bucket =
      result.plan->find("gcp:storage/bucket:Bucket", "common-gcp-main-bucket");
  REQUIRE(bucket != nullptr);
  REQUIRE(bucket->options->aliases.size() == 1);
  CHECK(bucket->options->aliases[0].name == "main");
  CHECK(bucket->options->aliases[0].type.empty());
  CHECK(bucket->options->import_id == "b");
}

TEST_CASE("imports that no resource takes are errors at their places", "[plugin][imports]") {
  const std::string text = R"([config.imports]
"gcp:storage/bucket:Bucket" = { common-gcp-mian-bucket = "a", common-gcp-main-bucket = "b" }
"gcp:storage/buckets:Bucket" = { common-gcp-main-bucket = "b" }

[config.former_names]
"gcp:storage/bucket:Bucket" = { common-gcp-main-bucket = "common-gcp-archive-bucket" }

[config]
domain = "example.org"
budget_currency = "AUD"
common_dataset = "common"
config_destination = "gs://config/config"
plugins_enabled = []
users = {}
billing.gcp = { project_id = "billing", account_id = "01" }

[config.gcp]
customer_id = "C0"
region = "australia-southeast1"
groups_domain = "example.org"
budget_notification_pubsub = ""
config_bucket_name = "config"
dataset_storage_prefix = "ex-"

[datasets.common]
budgets.gcp.monthly_budget = 1
gcp.project = "ex-common"
)";
  const config::LoadResult loaded = config::load_text(text, config::Format::kToml, "config.toml");
  REQUIRE(config::render_plain(loaded.diagnostics) == "");
  CHECK(
      config::render_plain(build_plan(loaded, shipped_plugins()).diagnostics) ==
      R"(config.toml:2:58: error: the plan has no gcp:storage/bucket:Bucket called 'common-gcp-mian-bucket' [unused-adoption]
    2 | "gcp:storage/bucket:Bucket" = { common-gcp-mian-bucket = "a", common-gcp-main-bucket = "b" }
      |                                                          ^
  in: config.imports["gcp:storage/bucket:Bucket"].common-gcp-mian-bucket
  help: did you mean 'common-gcp-main-bucket'?

config.toml:3:59: error: the plan has no gcp:storage/buckets:Bucket called 'common-gcp-main-bucket' [unused-adoption]
    3 | "gcp:storage/buckets:Bucket" = { common-gcp-main-bucket = "b" }
      |                                                           ^
  in: config.imports["gcp:storage/buckets:Bucket"].common-gcp-main-bucket
  help: did you mean 'gcp:storage/bucket:Bucket'?

config.toml:6:58: error: the plan itself has a resource 'common-gcp-archive-bucket' of that type [former-name-in-use]
    6 | "gcp:storage/bucket:Bucket" = { common-gcp-main-bucket = "common-gcp-archive-bucket" }
      |                                                          ^
  in: config.former_names["gcp:storage/bucket:Bucket"].common-gcp-main-bucket
  help: take the entry out: what is called so in the stack stays what it is

3 errors
)");
}

}  // namespace
}  // namespace cpginfra::plugin
