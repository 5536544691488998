// SPDX-License-Identifier: MIT
#include "report/estate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace cpginfra::report {
namespace {

using config::CloudName;
using config::CPGInfrastructureConfig;
using config::GroupName;

constexpr std::array<GroupName, 8> kGroupNames = {
    GroupName::kDataManager,   GroupName::kAnalysis,           GroupName::kMetadataAccess,
    GroupName::kMetadataWrite, GroupName::kMetadataContribute, GroupName::kWebAccess,
    GroupName::kReleaseAccess, GroupName::kTmpMainReadAccess};

std::string person(std::size_t number) { return fmt::format("person{:04}.x", number); }
std::string dataset_name(std::size_t number) { return fmt::format("data{:04}", number); }

CPGInfrastructureConfig infrastructure(std::size_t people) {
  CPGInfrastructureConfig config;
  config.domain = "institute.example";
  config.budget_currency = "AUD";
  config.common_dataset = "common";
  config.config_destination = "gs://config/infrastructure";
  config.gcp = {.customer_id = "C012ab3cd",
                .region = "australia-southeast1",
                .groups_domain = "groups.institute.example",
                .budget_notification_pubsub = std::nullopt,
                .config_bucket_name = "config",
                .dataset_storage_prefix = "cpg-"};
  config.hail = {.gcp = {.hail_batch_url = "https://batch.example",
                         .hail_auth_url = "https://auth.example",
                         .git_credentials_secret_name = "git-credentials",
                         .git_credentials_secret_project = "hail",
                         .wheel_bucket_name = "hail-wheels"},
                 .azure = std::nullopt,
                 .username_prefix = std::nullopt};
  config.analysis_runner = {
      .gcp = {.project = "analysis-runner",
              .cloud_run_instance_name = "server",
              .server_machine_account = "server@runner.iam.gserviceaccount.com",
              .logger_machine_account = "logger@runner.iam.gserviceaccount.com",
              .container_registry_name = "images"}};
  config.web_service = {.gcp = {.server_machine_account = "web@web.iam.gserviceaccount.com"},
                        .web_url_template = "https://{namespace}.example/{dataset}"};
  config.metamist = {.gcp = {.project = "metamist",
                             .service_name = "metamist-api",
                             .machine_account = "api@metamist.iam.gserviceaccount.com",
                             .legacy_machine_account = "old@metamist.iam.gserviceaccount.com"},
                     .etl = std::nullopt,
                     .slack_channel = std::nullopt};
  config.notebooks = {.gcp = {.project = "notebooks"}};
  config.cromwell = {.gcp = {.access_group_id = "groups/01abc",
                             .runner_machine_account = "cromwell@runner.iam.gserviceaccount.com"}};
  config.billing = {.gcp = {.project_id = "billing",
                            .account_id = "012345-6789AB-CDEF01",
                            .source_bq_table = std::nullopt},
                    .coordinator_machine_account = "billing@billing.iam.gserviceaccount.com",
                    .aggregator = std::nullopt,
                    .gcp_cost_controls = std::nullopt,
                    .hail_aggregator_username = "aggregator"};
  for (std::size_t number = 0; number < people; ++number) {
    const std::string id = person(number);
    CPGInfrastructureUser user{.id = id, .clouds = {}};
    user.clouds.insert_or_assign(CloudName::kGcp,
                                 {.id = fmt::format("Person{:04}@institute.example", number),
                                  .hail_batch_username = std::nullopt});
    config.users.insert_or_assign(id, user);
  }
  return config;
}

CPGDatasetConfig dataset(const std::string& name) {
  CPGDatasetConfig dataset;
  dataset.dataset = name;
  dataset.gcp.project = name;
  dataset.budgets.insert_or_assign(
      CloudName::kGcp,
      {.monthly_budget = 100, .shared_total_budget = 1000, .currency = std::nullopt});
  return dataset;
}

/// Draws the options of make_random_institute.
class Draw {
 public:
  explicit Draw(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t count) { return below(count) == 0; }
  std::vector<std::string> people(std::size_t all, std::size_t most) {
    std::vector<std::string> drawn;
    for (std::size_t count = below(most + 1); count > 0; --count) {
      const std::string one = person(below(all));
      if (std::find(drawn.begin(), drawn.end(), one) == drawn.end()) drawn.push_back(one);
    }
    return drawn;
  }

 private:
  std::mt19937 random_;
};

}  // namespace

Configuration make_estate(std::size_t datasets, std::size_t people) {
  constexpr std::size_t kMembersOfAGroup = 5;
  Configuration configuration{.infrastructure = infrastructure(people), .datasets = {}};
  configuration.datasets.push_back(dataset("common"));
  std::size_t next = 0;
  for (std::size_t number = 0; number < datasets; ++number) {
    CPGDatasetConfig made = dataset(dataset_name(number));
    for (GroupName group : kGroupNames) {
      std::vector<std::string> members;
      for (std::size_t count = 0; count < kMembersOfAGroup && count < people; ++count) {
        members.push_back(person(next++ % people));
      }
      made.members.insert_or_assign(group, members);
    }
    configuration.datasets.push_back(std::move(made));
  }
  return configuration;
}

Configuration make_random_institute(std::uint32_t seed) {
  constexpr std::size_t kPeople = 6;
  Draw draw(seed);
  Configuration configuration{.infrastructure = infrastructure(kPeople), .datasets = {}};
  configuration.datasets.push_back(dataset("common"));
  const std::size_t count = 1 + draw.below(3);
  for (std::size_t number = 0; number < count; ++number) {
    CPGDatasetConfig made = dataset(dataset_name(number));
    for (GroupName group : kGroupNames) {
      if (draw.one_in(2)) made.members.insert_or_assign(group, draw.people(kPeople, 2));
    }
    for (std::size_t earlier = 0; earlier < number; ++earlier) {
      if (draw.one_in(3)) {
        made.depends_on.push_back(dataset_name(earlier));
      } else if (draw.one_in(3)) {
        made.depends_on_readonly.push_back(dataset_name(earlier));
      }
    }
    made.setup_test = !draw.one_in(4);
    made.enable_release = draw.one_in(2);
    made.enable_shared_project = made.enable_release && draw.one_in(2);
    made.is_internal_dataset = draw.one_in(3);
    made.allow_notebook_tmp_main_read = draw.one_in(2);
    made.create_container_registry = draw.one_in(3);
    configuration.datasets.push_back(std::move(made));
  }
  return configuration;
}

}  // namespace cpginfra::report
