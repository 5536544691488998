// SPDX-License-Identifier: MIT
#include "cpginfra/driver/infrastructure.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "config/nearest_name.hpp"
#include "cpginfra/driver/names.hpp"
#include "driver/config_destination.hpp"

namespace cpginfra::driver {
namespace {

/// A section of the configuration that says what exists.
struct AdoptionSection {
  plan::AdoptionKind kind;
  std::string_view key;
  decltype(CPGInfrastructureConfig::imports) CPGInfrastructureConfig::*member;
};
constexpr std::array<AdoptionSection, 2> kAdoptionSections = {{
    {plan::AdoptionKind::kImport, "imports", &CPGInfrastructureConfig::imports},
    {plan::AdoptionKind::kFormerName, "former_names", &CPGInfrastructureConfig::former_names},
}};

std::size_t place(CloudName cloud) { return static_cast<std::size_t>(cloud); }

/// The datasets, each after those it depends on, else by name: the plan does not depend on the
/// order in which they are listed. The configuration has no cycle (the loader has seen to that).
std::vector<const CPGDatasetConfig*> in_order_of_dependency(const Configuration& configuration) {
  const auto& datasets = configuration.datasets;
  const std::string& common = configuration.infrastructure.common_dataset;
  absl::flat_hash_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < datasets.size(); ++i) places.emplace(datasets[i].dataset, i);

  std::vector<std::vector<std::size_t>> dependents(datasets.size());
  std::vector<std::size_t> waiting_for(datasets.size(), 0);
  const auto depends = [&](std::size_t dataset, std::string_view on) {
    auto found = places.find(on);
    if (found == places.end() || found->second == dataset) return;
    dependents[found->second].push_back(dataset);
    ++waiting_for[dataset];
  };
  for (std::size_t i = 0; i < datasets.size(); ++i) {
    if (datasets[i].dataset == common) continue;
    for (const std::string& on : datasets[i].depends_on) depends(i, on);
    for (const std::string& on : datasets[i].depends_on_readonly) depends(i, on);
    depends(i, common);
  }

  const auto later = [&](std::size_t a, std::size_t b) {
    return datasets[a].dataset > datasets[b].dataset;
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> ready(later);
  for (std::size_t i = 0; i < datasets.size(); ++i) {
    if (waiting_for[i] == 0) ready.push(i);
  }
  std::vector<const CPGDatasetConfig*> ordered;
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    ordered.push_back(&datasets[next]);
    for (std::size_t dependent : dependents[next]) {
      if (--waiting_for[dependent] == 0) ready.push(dependent);
    }
  }
  return ordered;
}

/// Of two resources of the plan, none can be what the other was.
void report_former_names_in_use(const CPGInfrastructureConfig& config, plan::Plan& plan) {
  for (const auto& [type, by_name] : config.former_names) {
    for (const auto& [name, former] : by_name) {
      if (plan.find(type, former) == nullptr) continue;
      const std::array<std::string_view, 3> keys = {"former_names", type, name};
      plan.report_problem(
          {.rule = "former-name-in-use",
           .text = fmt::format("the plan itself has a resource '{}' of that type", former),
           .keys = keys,
           .value = former,
           .mend = "take the entry out: what is called so in the stack stays what "
                   "it is"});
    }
  }
}

}  // namespace

CPGInfrastructure::CPGInfrastructure(const Configuration& configuration, plan::Plan& plan,
                                     cloud::InfraFactory make_infra)
    : configuration_(configuration),
      plan_(plan),
      make_infra_(std::move(make_infra)),
      group_provider_(plan, configuration.infrastructure.group_prefix
                                ? std::string_view(*configuration.infrastructure.group_prefix)
                                : std::string_view()) {
  constexpr std::size_t kResourcesOfADataset = 400;  // with all default components
  plan_.reserve(configuration.datasets.size() * kResourcesOfADataset);
  for (const AdoptionSection& section : kAdoptionSections) {
    for (const auto& [type, by_name] : config().*section.member) {
      for (const auto& [name, of] : by_name) plan_.adopt({section.kind, type, name, of});
    }
  }
}

CPGInfrastructure::~CPGInfrastructure() = default;

void CPGInfrastructure::main(std::span<Extension* const> extensions) {
  setup_datasets();
  setup_members_cache();
  setup_metamist_invokers();
  python_registry();
  setup_pam_broker();
  for (const auto& dataset : datasets_) dataset->main();
  deploy_adhoc_groups();
  for (Extension* extension : extensions) extension->main(*this);

  finalize_groups();
  for (Extension* extension : extensions) extension->on_group_finalisation(*this);

  setup_hail_batch_billing_project_members();
  update_metamist_members();
  generate_dropbox_config();
  output_infrastructure_config();
  for (const auto& dataset : datasets_) {
    for (const auto& cloud : dataset->clouds()) cloud->infra().complete();
  }
  warn_of_kept_mistakes();
  report_unused_adoptions();
  report_former_names_in_use(config(), plan_);
}

void CPGInfrastructure::setup_datasets() {
  if (!datasets_.empty()) return;
  for (const CPGDatasetConfig* dataset : in_order_of_dependency(configuration_)) {
    datasets_.push_back(std::make_unique<CPGDatasetInfrastructure>(*this, config(), *dataset));
    datasets_by_name_.emplace(dataset->dataset, datasets_.back().get());
  }
}

CPGDatasetInfrastructure* CPGInfrastructure::dataset(std::string_view name) {
  setup_datasets();
  auto found = datasets_by_name_.find(name);
  return found == datasets_by_name_.end() ? nullptr : found->second;
}

CPGDatasetInfrastructure& CPGInfrastructure::common_dataset() {
  return *dataset(config().common_dataset);
}

std::span<const std::unique_ptr<CPGDatasetInfrastructure>> CPGInfrastructure::datasets() {
  setup_datasets();
  return datasets_;
}

CloudInfraBase* CPGInfrastructure::common_infra(CloudName cloud) {
  CPGDatasetCloudInfrastructure* found = common_dataset().cloud(cloud);
  return found == nullptr ? nullptr : &found->infra();
}

CloudInfraBase& CPGInfrastructure::common_infra() {
  if (CloudInfraBase* gcp = common_infra(CloudName::kGcp); gcp != nullptr) return *gcp;
  return common_dataset().clouds().front()->infra();
}

const cloud::Bucket& CPGInfrastructure::members_cache_bucket(CloudName cloud) {
  const cloud::Bucket*& made = members_cache_buckets_[place(cloud)];
  if (made == nullptr) {
    CloudInfraBase& infra = *common_infra(cloud);
    made = &infra.create_unique_bucket(
        {.name = plan_.values().text({infra.storage_prefix(), "members-group-cache"})});
    if (&infra == &common_infra()) {
      plan_.export_value("members-cache-bucket", infra.bucket_output_path(*made));
    }
  }
  return *made;
}

void CPGInfrastructure::setup_members_cache() {
  CloudInfraBase& infra = common_infra();
  const cloud::Bucket& bucket = members_cache_bucket(infra.name());
  const auto allow = [&](std::string_view key, std::string_view account) {
    if (!infra.knows(account)) return;
    infra.add_member_to_bucket(fmt::format("{}-members-group-cache-accessor", key), bucket,
                               infra.member(account), BucketMembership::kRead);
  };
  if (config().analysis_runner) {
    allow("analysis-runner", config().analysis_runner->gcp.server_machine_account);
  }
  if (config().metamist) {
    allow("sample-metadata", config().metamist->gcp.legacy_machine_account);
  }
  if (config().web_service) {
    allow("web-service", config().web_service->gcp.server_machine_account);
  }
}

Group& CPGInfrastructure::config_viewer_group(CloudName cloud) {
  Group*& made = config_viewer_groups_[place(cloud)];
  if (made == nullptr) {
    CloudInfraBase& infra = *common_infra(cloud);
    made = &group_provider_.create_group(infra, "analysis-runner-config-viewers-group",
                                         MembersCache::kNone);
    infra.add_member_to_bucket("analysis-runner-config-viewers",
                               infra.existing_bucket(infra.config_bucket_name()), made->principal(),
                               BucketMembership::kRead);
  }
  return *made;
}

Group& CPGInfrastructure::metamist_invoker_group(CloudName cloud) {
  Group*& made = metamist_invoker_groups_[place(cloud)];
  if (made == nullptr) {
    made = &group_provider_.create_group(*common_infra(cloud), "sample-metadata-invokers",
                                         MembersCache::kNone);
  }
  return *made;
}

void CPGInfrastructure::setup_metamist_invokers() {
  CloudInfraBase& infra = common_infra();
  if (!config().metamist || !infra.supports(cloud::Feature::kServices)) return;
  const auto& metamist = config().metamist->gcp;
  const std::string_view service = plan_.values().shared_text(metamist.service_name);
  infra.add_service_invoker("sample-metadata-cloudrun-invokers", service, service,
                            infra.existing_project(metamist.project),
                            metamist_invoker_group(infra.name()).principal());
}

Group& CPGInfrastructure::internal_logs_access_group(CloudName cloud) {
  Group*& made = internal_logs_access_groups_[place(cloud)];
  if (made == nullptr) {
    CloudInfraBase& infra = *common_infra(cloud);
    made = &group_provider_.create_group(infra, "internal-logs-access", MembersCache::kWritten);
    for (const auto& [key, user] : config().users) {
      const auto* account = user.clouds.find(cloud);
      if (!user.can_access_internal_dataset_logs || account == nullptr || account->id.empty()) {
        continue;
      }
      const std::string hash = compute_hash("", user.id, config::to_string(cloud));
      made->add_member(infra.get_pulumi_name(fmt::format("internal-logs-access-{}", hash)),
                       infra.member(account->id), *account);
    }
  }
  return *made;
}

const plan::Resource* CPGInfrastructure::python_registry() {
  if (!python_registry_asked_) {
    python_registry_asked_ = true;
    python_registry_ = common_infra().create_python_registry();
  }
  return python_registry_;
}

void CPGInfrastructure::setup_pam_broker() {
  for (const CPGDatasetConfig& dataset : configuration_.datasets) {
    if (!dataset.allow_notebook_tmp_main_read) continue;
    pam_broker_ = common_infra().create_access_broker();
    return;
  }
}

bool CPGInfrastructure::needs_temporary_access(std::string_view dataset) {
  if (!temporary_access_known_) {
    temporary_access_known_ = true;
    for (const CPGDatasetConfig& other : configuration_.datasets) {
      const auto* people = other.members.find(config::GroupName::kTmpMainReadAccess);
      if (!other.allow_notebook_tmp_main_read && (people == nullptr || people->empty())) continue;
      needing_temporary_access_.insert(other.dataset);
      needing_temporary_access_.insert(other.depends_on.begin(), other.depends_on.end());
      needing_temporary_access_.insert(other.depends_on_readonly.begin(),
                                       other.depends_on_readonly.end());
    }
  }
  return needing_temporary_access_.contains(dataset);
}

void CPGInfrastructure::deploy_adhoc_groups() {
  if (!config().adhoc_groups) return;
  CloudInfraBase& infra = common_infra();
  const std::string_view cloud = config::to_string(infra.name());
  for (const CPGInfrastructureGroup& adhoc : *config().adhoc_groups) {
    Group& group =
        group_provider_.create_group(infra, adhoc.name, MembersCache::kNone, adhoc.description);
    for (const std::string& member_id : adhoc.members) {
      const CPGInfrastructureUser* user = config().users.find(member_id);
      const auto* account = user == nullptr ? nullptr : user->clouds.find(infra.name());
      if (account == nullptr) continue;
      group.add_member(infra.get_pulumi_name(
                           fmt::format("{}-{}", adhoc.name, compute_hash("", member_id, cloud))),
                       infra.member(account->id), *account);
    }
  }
}

void CPGInfrastructure::output_infrastructure_config() {
  CloudInfraBase& infra = common_infra();
  std::vector<plan::Field> fields = {
      {"members_cache_location", infra.bucket_output_path(members_cache_bucket(infra.name()))}};
  if (config().hail) {
    const auto& hail = config().hail->gcp;
    if (hail.git_credentials_secret_name) {
      fields.push_back(
          {"git_credentials_secret_name", plan_.values().text(*hail.git_credentials_secret_name)});
    }
    if (hail.git_credentials_secret_project) {
      fields.push_back({"git_credentials_secret_project",
                        plan_.values().text(*hail.git_credentials_secret_project)});
    }
  }
  const plan::Value content =
      plan_.values().object({{"infrastructure", plan_.values().object(fields)}});
  const ConfigDestination destination = split_config_destination(config().config_destination);
  infra.add_blob_to_bucket("infrastructure-config", infra.existing_bucket(destination.bucket),
                           plan_.values().text(join_path(destination.path, "infrastructure.toml")),
                           plan_.call(*plan::find_function("toml"), {content}));
}

void CPGInfrastructure::report_unused_adoptions() {
  constexpr std::size_t kHints = 20;  // each looks at all resources
  std::size_t hints = 0;
  for (const plan::Adoption& unused : plan_.unused_adoptions()) {
    config::NearestName nearest(unused.name);
    config::NearestName nearest_type(unused.type);
    bool has_type = false;
    if (hints++ < kHints) {
      for (const plan::Resource* resource : plan_.resources()) {
        nearest_type.offer(resource->type->token);
        if (resource->type->token != unused.type) continue;
        has_type = true;
        nearest.offer(resource->name);
      }
    }
    const auto& section = kAdoptionSections[static_cast<std::size_t>(unused.kind)];
    const std::array<std::string_view, 3> keys = {section.key, unused.type, unused.name};
    const std::string hint = has_type ? nearest.hint() : nearest_type.hint();
    plan_.report_problem(
        {.rule = kUnusedAdoption,
         .text = fmt::format("the plan has no {} called '{}'", unused.type, unused.name),
         .keys = keys,
         .value = unused.name,
         .mend = hint.empty() ? "take the entry out, or name a resource as 'cpginfra plan' does"
                              : std::string_view(hint)});
  }
}

/// Upstream's mistakes that stacks already contain: correcting them would show in a preview, so
/// they stay, and whoever reads the plan is told.
void CPGInfrastructure::warn_of_kept_mistakes() {
  bool has_images = false;
  bool has_metamist = false;
  for (const auto& dataset : datasets_) {
    CPGDatasetCloudInfrastructure* gcp = dataset->cloud(CloudName::kGcp);
    if (gcp == nullptr) continue;
    has_images = has_images || (gcp->has(CPGDatasetComponents::kContainerRegistry) &&
                                dataset->dataset_config().setup_test);
    has_metamist = has_metamist || gcp->has(CPGDatasetComponents::kMetamist);
  }
  if (has_images) {
    plan_.warn(nullptr,
               "no dataset's test group is put into its images-dev-reader group, as upstream means "
               "to but does not");
  }
  if (has_metamist && config().metamist &&
      config().metamist->gcp.machine_account != config().metamist->gcp.legacy_machine_account) {
    plan_.warn(nullptr,
               fmt::format("of metamist's accounts only {} is put into the main-list groups, as in "
                           "upstream, where both have one key",
                           config().metamist->gcp.legacy_machine_account));
  }
}

}  // namespace cpginfra::driver
