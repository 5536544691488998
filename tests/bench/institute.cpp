// SPDX-License-Identifier: MIT
#include "institute.hpp"

#include <fmt/format.h>

#include <string>

namespace cpginfra::bench {
namespace {

using Config = CPGInfrastructureConfig;

constexpr int kUsersOfADataset = 3;
/// One dataset in so many depends on the one before it.
constexpr std::size_t kDependsEach = 10;

Config make_infrastructure() {
  Config config;
  config.domain = "example.org";
  config.budget_currency = "AUD";
  config.common_dataset = "common";
  config.config_destination = "gs://example-config/config";
  config.gcp = Config::GCP{
      .customer_id = "C0example",
      .region = "australia-southeast1",
      .groups_domain = "groups.example.org",
      .budget_notification_pubsub = "projects/billing/topics/budget",
      .config_bucket_name = "example-config",
      .dataset_storage_prefix = "example-",
  };
  config.hail = Config::Hail{.gcp = {.hail_batch_url = "https://batch.hail.example.org",
                                     .hail_auth_url = "https://auth.hail.example.org",
                                     .git_credentials_secret_name = "hail-git",
                                     .git_credentials_secret_project = "hail-123",
                                     .wheel_bucket_name = "example-wheels"}};
  config.analysis_runner = Config::AnalysisRunner{
      .gcp = {.project = "analysis-runner",
              .cloud_run_instance_name = "server",
              .server_machine_account = "server@analysis-runner.iam.gserviceaccount.com",
              .logger_machine_account = "logger@analysis-runner.iam.gserviceaccount.com",
              .container_registry_name = "images"}};
  config.web_service = Config::WebService{
      .gcp = {.server_machine_account = "web@analysis-runner.iam.gserviceaccount.com"},
      .web_url_template = "https://{namespace}-web.example.org/{dataset}"};
  config.notebooks = Config::Notebooks{.gcp = {.project = "notebooks-123"}};
  config.cromwell = Config::Cromwell{
      .gcp = {.access_group_id = "groups/0example",
              .runner_machine_account = "runner@cromwell-123.iam.gserviceaccount.com"}};
  config.metamist = Config::Metamist{
      .gcp = {.project = "metamist-123",
              .service_name = "metamist-api",
              .machine_account = "api@metamist-123.iam.gserviceaccount.com",
              .legacy_machine_account = "old-api@metamist-123.iam.gserviceaccount.com"}};
  config.billing = Config::Billing{
      .gcp = {.project_id = "billing-123", .account_id = "012345-6789AB-CDEF01"},
      .coordinator_machine_account = "aggregate@billing-123.iam.gserviceaccount.com",
      .hail_aggregator_username = "billing-aggregator"};
  return config;
}

void add_user(Config& config, const std::string& id) {
  CPGInfrastructureUser user{.id = id};
  user.clouds.insert_or_assign(
      config::CloudName::kGcp,
      {.id = fmt::format("{}@example.org", id), .hail_batch_username = fmt::format("{}-hail", id)});
  config.users.insert_or_assign(id, user);
}

CPGDatasetConfig make_dataset(const std::string& name) {
  constexpr std::int64_t kBudget = 100;
  CPGDatasetConfig dataset;
  dataset.dataset = name;
  dataset.gcp.project = fmt::format("{}-123", name);
  dataset.budgets.insert_or_assign(config::CloudName::kGcp, {.monthly_budget = kBudget});
  return dataset;
}

void add_people(CPGDatasetConfig& dataset, std::size_t number, Config& config) {
  std::vector<std::string> users;
  for (int user = 0; user < kUsersOfADataset; ++user) {
    users.push_back(fmt::format("person-{:04}-{}", number, user));
    add_user(config, users.back());
  }
  dataset.members.insert_or_assign(config::GroupName::kAnalysis, users);
  dataset.members.insert_or_assign(config::GroupName::kDataManager, {users.front()});
}

}  // namespace

Configuration make_institute(std::size_t datasets) {
  Configuration configuration{.infrastructure = make_infrastructure(), .datasets = {}};
  for (std::size_t i = 0; i < datasets; ++i) {
    CPGDatasetConfig dataset = make_dataset(i == 0 ? "common" : fmt::format("cohort-{:04}", i));
    add_people(dataset, i, configuration.infrastructure);
    dataset.create_container_registry = i == 0;
    if (i > 0 && i % kDependsEach == 0)
      dataset.depends_on = {configuration.datasets.back().dataset};
    configuration.datasets.push_back(std::move(dataset));
  }
  return configuration;
}

}  // namespace cpginfra::bench
