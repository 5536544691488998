// SPDX-License-Identifier: MIT
#include "support/random_configuration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace cpginfra::testing_support {
namespace {

class Draw {
 public:
  explicit Draw(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t count) { return below(count) == 0; }
  template <typename T>
  T one_of(std::initializer_list<T> options) {
    return *(options.begin() + below(options.size()));
  }
  std::vector<std::string> some_of(const std::vector<std::string>& all, std::size_t most) {
    std::vector<std::string> left = all;
    std::vector<std::string> drawn;
    for (std::size_t count = below(most + 1); count > 0 && !left.empty(); --count) {
      const auto place = static_cast<std::ptrdiff_t>(below(left.size()));
      drawn.push_back(left[static_cast<std::size_t>(place)]);
      left.erase(left.begin() + place);
    }
    return drawn;
  }

 private:
  std::mt19937 random_;
};

std::optional<std::string> maybe(Draw& draw, std::string text) {
  return draw.one_in(2) ? std::optional<std::string>(std::move(text)) : std::nullopt;
}

std::vector<std::string> add_people(Draw& draw, CPGInfrastructureConfig& config,
                                    const std::string& prefix, std::size_t count) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string id = fmt::format("{}.p{}", prefix, i);
    CPGInfrastructureUser user{.id = id};
    user.can_access_internal_dataset_logs = draw.one_in(3);
    const std::string email =
        draw.one_in(5) ? fmt::format("{}-robot{}@lab.iam.gserviceaccount.com", prefix, i)
                       : fmt::format("{}.{}@{}", prefix, i,
                                     draw.one_of<const char*>({"Uni.edu", "institute.example"}));
    for (CloudName cloud : config::all_cloud_names()) {
      user.clouds.insert_or_assign(
          cloud, {.id = email, .hail_batch_username = maybe(draw, fmt::format("{}{}", prefix, i))});
    }
    config.users.insert_or_assign(id, user);
    ids.push_back(id);
  }
  return ids;
}

CPGInfrastructureConfig random_institute(Draw& draw) {
  CPGInfrastructureConfig config;
  config.domain = "institute.example";
  config.budget_currency = draw.one_of<const char*>({"AUD", "EUR"});
  config.common_dataset = "common";
  config.config_destination = draw.one_of<const char*>({"gs://config/a", "gs://config/a/b/"});
  config.disable_group_memberships = draw.one_in(6);
  if (draw.one_in(4)) config.group_prefix = "dev-";
  if (draw.one_in(3)) config.budget_notification_thresholds = {0.25, 1.0};
  config.gcp = {.customer_id = "C012ab3cd",
                .region = "europe-west1",
                .groups_domain = "groups.example",
                .budget_notification_pubsub = maybe(draw, "projects/p/topics/t"),
                .config_bucket_name = "config",
                .dataset_storage_prefix = "inst-",
                .allow_external_group_members = draw.one_in(2),
                .create_empty_groups = draw.one_in(2)};
  config.billing = {.gcp = {.project_id = "billing-admin", .account_id = "0-1-2"}};
  config.billing->coordinator_machine_account =
      maybe(draw, "coordinator@b.iam.gserviceaccount.com");
  config.billing->hail_aggregator_username = maybe(draw, "aggregator");
  if (!draw.one_in(4)) {
    config.hail = {.gcp = {.hail_batch_url = "https://batch", .hail_auth_url = "https://auth"}};
    config.hail->gcp.git_credentials_secret_name = maybe(draw, "git");
    config.hail->gcp.git_credentials_secret_project = maybe(draw, "git-project");
    config.hail->gcp.wheel_bucket_name = maybe(draw, "wheels");
    config.hail->username_prefix = maybe(draw, "i-");
  }
  if (!draw.one_in(4)) {
    config.analysis_runner = {.gcp = {.project = "analysis-runner",
                                      .cloud_run_instance_name = "server",
                                      .server_machine_account = "s@r.iam.gserviceaccount.com",
                                      .logger_machine_account = "l@r.iam.gserviceaccount.com",
                                      .container_registry_name = "images"}};
  }
  if (draw.one_in(2)) {
    config.data_dropbox = {
        .gcp = {.project = "dropbox-project", .server_machine_account = "d@d.example"}};
  }
  if (draw.one_in(2)) {
    config.web_service = {.gcp = {.server_machine_account = "w@w.iam.gserviceaccount.com"}};
    config.web_service->web_url_template = maybe(draw, "https://{namespace}.web/{dataset}");
  }
  if (!draw.one_in(4)) config.notebooks = {.gcp = {.project = "notebooks"}};
  if (!draw.one_in(4)) {
    config.cromwell = {.gcp = {.access_group_id = "groups/x", .runner_machine_account = "c@c.x"}};
  }
  if (!draw.one_in(4)) {
    config.metamist = {.gcp = {.project = "metamist",
                               .service_name = "api",
                               .machine_account = "m@m.iam.gserviceaccount.com",
                               .legacy_machine_account = "old@m.iam.gserviceaccount.com"}};
  }
  return config;
}

CPGDatasetConfig::UploadConfig random_uploads(Draw& draw, const std::vector<std::string>& people) {
  using Upload = CPGDatasetConfig::UploadConfig;
  Upload upload;
  if (draw.one_in(2)) upload.default_bucket = {.uploaders = draw.some_of(people, 2)};
  if (draw.one_in(2)) {
    upload.additional_buckets = {{.name = "lab1", .uploaders = draw.some_of(people, 2)},
                                 {.name = "lab2"}};
  }
  if (draw.one_in(2)) {
    Upload::UploadDropboxConfig dropbox{.id = "fac",
                                        .name = "Facility \"1\"",
                                        .allowed_filetypes = {".cram"},
                                        .uploaders = draw.some_of(people, 2)};
    dropbox.max_concurrent_files = 3;
    dropbox.move_to_bucket = "default";
    upload.dropboxes = {dropbox};
  }
  return upload;
}

CPGDatasetConfig random_dataset(Draw& draw, const CPGInfrastructureConfig& config,
                                const std::string& name, const std::vector<std::string>& people) {
  CPGDatasetConfig dataset;
  dataset.dataset = name;
  dataset.gcp = {.project = name + "-project"};
  dataset.gcp.region = maybe(draw, "us-central1");
  dataset.gcp.hail_service_account_dataset_name_override = maybe(draw, name + "x");
  dataset.budgets.insert_or_assign(CloudName::kGcp,
                                   {.monthly_budget = 100, .shared_total_budget = 50});
  dataset.setup_test = !draw.one_in(4);
  dataset.create_container_registry = draw.one_in(2);
  dataset.is_internal_dataset = draw.one_in(3);
  dataset.enable_release = draw.one_in(2);
  dataset.enable_shared_project = dataset.enable_release && draw.one_in(2);
  dataset.enable_metamist_project = !draw.one_in(3);
  dataset.allow_notebook_tmp_main_read = draw.one_in(3);
  dataset.archive_age = static_cast<std::int64_t>(draw.below(60));
  dataset.autoclass = draw.one_in(2);
  dataset.deployment_service_account_full = maybe(draw, name + "-deploy@x.iam.gserviceaccount.com");
  if (draw.one_in(3)) dataset.sm_read_only_sas = {name + ".reader+1@x.org"};
  if (draw.one_in(3)) dataset.sm_read_write_sas = {name + "-writer@x.iam.gserviceaccount.com"};
  if (draw.one_in(2)) {
    std::vector<CPGDatasetComponents> components;
    for (CPGDatasetComponents component : config::all_components()) {
      if (config::component_is_available(config, component, CloudName::kGcp) && draw.one_in(2)) {
        components.push_back(component);
      }
    }
    dataset.components.insert_or_assign(CloudName::kGcp, components);
  }
  for (config::GroupName group : config::all_group_names()) {
    if (draw.one_in(2)) dataset.members.insert_or_assign(group, draw.some_of(people, 3));
  }
  if (draw.one_in(2)) dataset.upload_config = random_uploads(draw, people);
  return dataset;
}

}  // namespace

Configuration random_configuration(std::uint32_t seed) {
  Draw draw(seed);
  Configuration configuration{.infrastructure = random_institute(draw)};
  auto& config = configuration.infrastructure;
  const std::vector<std::string> people = add_people(draw, config, "person", 6);
  if (draw.one_in(2)) {
    config.adhoc_groups = {{.name = "lab", .description = "", .members = draw.some_of(people, 3)},
                           {.name = "none", .description = "Nobody"}};
  }
  std::vector<std::string> names = {"common"};
  const std::size_t count = 1 + draw.below(4);
  configuration.datasets.push_back(random_dataset(draw, config, "common", people));
  for (std::size_t i = 0; i < count; ++i) {
    CPGDatasetConfig dataset = random_dataset(draw, config, fmt::format("data{}", i), people);
    dataset.depends_on = draw.some_of(names, 2);
    dataset.depends_on_readonly = draw.some_of(names, 1);
    names.push_back(dataset.dataset);
    configuration.datasets.push_back(std::move(dataset));
  }
  return configuration;
}

Configuration random_separate_datasets(std::uint32_t seed) {
  Draw draw(seed);
  Configuration configuration{.infrastructure = random_institute(draw)};
  auto& config = configuration.infrastructure;
  config.disable_group_memberships = false;
  for (const std::string name : {"common", "red", "green", "blue"}) {
    const std::vector<std::string> people = add_people(draw, config, name, 3);
    configuration.datasets.push_back(random_dataset(draw, config, name, people));
    configuration.datasets.back().is_internal_dataset = false;
  }
  return configuration;
}

Configuration shuffled(const Configuration& configuration, std::uint32_t seed) {
  std::mt19937 random(seed);
  Configuration other = configuration;
  std::shuffle(other.datasets.begin(), other.datasets.end(), random);
  std::vector<std::pair<std::string, CPGInfrastructureUser>> users(
      configuration.infrastructure.users.begin(), configuration.infrastructure.users.end());
  std::shuffle(users.begin(), users.end(), random);
  other.infrastructure.users = {};
  for (auto& [id, user] : users) other.infrastructure.users.insert_or_assign(id, user);
  return other;
}

}  // namespace cpginfra::testing_support
