// SPDX-License-Identifier: MIT
// A dry run makes nothing, and says what it would make in lines that people know.
#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/cloud/dry_run.hpp"
#include "cpginfra/driver/build_plan.hpp"

namespace cpginfra::driver {
namespace {

Configuration dry_run_of(std::initializer_list<CPGDatasetComponents> components) {
  Configuration configuration;
  auto& config = configuration.infrastructure;
  config.domain = "institute.example";
  config.budget_currency = "AUD";
  config.common_dataset = "common";
  config.config_destination = "gs://config/a";
  config.gcp = {.customer_id = "C0",
                .region = "r",
                .groups_domain = "groups.example",
                .config_bucket_name = "config",
                .dataset_storage_prefix = "cpg-"};
  CPGDatasetConfig common{.dataset = "common"};
  common.gcp.project = "common-project";
  common.deploy_locations = {CloudName::kDryRun};
  common.setup_test = false;
  common.components.insert_or_assign(CloudName::kDryRun,
                                     std::vector<CPGDatasetComponents>(components));
  common.budgets.insert_or_assign(CloudName::kDryRun, {.monthly_budget = 7});
  configuration.datasets = {common};
  return configuration;
}

std::vector<std::string> lines_of(const plan::Plan& plan) {
  std::vector<std::string> lines;
  for (const plan::Note& line : plan.lines()) lines.emplace_back(line.text);
  return lines;
}

bool has(const std::vector<std::string>& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

TEST_CASE("a dry run declares nothing and says everything", "[driver][dry-run]") {
  auto plan = build_plan(dry_run_of({CPGDatasetComponents::kStorage}));
  REQUIRE(plan.ok());
  CHECK(plan->resources().empty());
  const auto lines = lines_of(*plan);
  CHECK(has(lines, "project :: Creating project: common-project"));
  CHECK(has(lines, "monthly-budget :: Create monthly budget for Project: common-project: $7 AUD"));
  CHECK(has(lines, "Creating Group: common-analysis"));
  CHECK(has(lines, "Create bucket: archive w/ rules: RULE:archive=0d, RULE:undelete=30d"));
  CHECK(has(lines, "Create bucket: main-tmp w/ rules: RULE:tmp=8d"));
  CHECK(has(lines,
            "main-list-archive-bucket :: Add common-main-list@groups.example to "
            "BUCKET://archive (list)"));
  CHECK(has(lines,
            "main-create-main-bucket-view-create :: Add common-main-create@groups.example "
            "to BUCKET://main (append)"));
  CHECK(has(lines,
            "common-dry-run-data-manager-in-analysis :: Add "
            "common-data-manager@groups.example to common-analysis@groups.example"));
  CHECK(has(lines, "Creating SA: main-upload"));
}

TEST_CASE("a dry run knows who reaches what", "[driver][dry-run]") {
  auto plan = build_plan(dry_run_of({CPGDatasetComponents::kStorage}));
  REQUIRE(plan.ok());
  std::vector<std::string> of_main;
  for (const plan::Grant& grant : plan->grants()) {
    if (grant.target->name != "common-main") continue;
    of_main.push_back(std::string(grant.member->label) + " " +
                      std::string(plan::to_text(grant.level)));
  }
  CHECK(of_main == std::vector<std::string>{"common-main-read@groups.example read",
                                            "common-main-create@groups.example append",
                                            "common-full@groups.example mutate"});
}

TEST_CASE("a dry run of every component goes to its end", "[driver][dry-run]") {
  Configuration configuration = dry_run_of({});
  configuration.datasets[0].components = {};
  configuration.datasets[0].setup_test = true;
  configuration.datasets[0].create_container_registry = true;
  auto plan = build_plan(configuration);
  REQUIRE(plan.ok());
  CHECK(plan->resources().empty());
  CHECK(has(lines_of(*plan), "ContainerRegistry: images"));
}

TEST_CASE("each line of a dry run has the form that it had upstream", "[cloud][dry-run]") {
  const Configuration configuration = dry_run_of({});
  plan::Plan plan;
  cloud::DryRunInfra infra(configuration.infrastructure, configuration.datasets[0], plan);
  const auto& account = infra.create_machine_account("robot");
  const auto& group = infra.create_group("g", "Some people");
  const auto& secret = infra.create_secret("s");
  infra.add_secret_member("k1", secret, infra.member("a@x"), SecretMembership::kAccessor,
                          infra.existing_project("p"));
  infra.add_member_to_machine_account_role("k2", account, group.principal,
                                           MachineAccountRole::kAccess);
  infra.create_fixed_budget("k3", infra.existing_project("p"), 9, cloud::kFixedBudgetStart);
  const std::vector<plan::Value> rules = {infra.bucket_rule_temporary(8, {"incomplete/"})};
  infra.create_bucket({.name = "b", .lifecycle_rules = rules});
  infra.create_bucket({.name = "c", .project = &infra.existing_project("p")});
  infra.create_monthly_budget("k4", infra.existing_project("p"), 8);
  infra.give_member_ability_to_list_buckets("k5", infra.member("a@x"), infra.existing_project("p"));
  CHECK(lines_of(plan) ==
        std::vector<std::string>{
            "Creating SA: robot",
            "Creating Group: g (description: Some people)",
            "project :: Creating project: common-project",
            "Creating secret: s",
            "k1 :: Allow a@x to read secret SECRET:s",
            "Allow g@groups.example to access robot@generated.service-account (use)",
            "k3 :: Create fixed budget for p: $9 AUD (from 2022-01-01)",
            "Create bucket: b w/ rules: RULE:tmp=8d,matches_prefixes=['incomplete/']",
            "Create bucket: c in p w/ rules: ",
            "k4 :: Create monthly budget for p: $8 AUD",
            "k5 :: a@x can list buckets in p",
        });
}

}  // namespace
}  // namespace cpginfra::driver
