// SPDX-License-Identifier: MIT
#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace cpginfra::cloud {

CloudInfraBase::CloudInfraBase(const CPGInfrastructureConfig& config,
                               const CPGDatasetConfig& dataset_config, plan::Plan& plan,
                               CloudName name)
    : config_(config),
      dataset_config_(dataset_config),
      plan_(plan),
      values_(plan.values()),
      origin_(plan.make_origin(dataset_config.dataset, config::to_string(name))),
      name_text_(config::to_string(name)),
      name_(name) {}

std::string_view CloudInfraBase::get_pulumi_name(std::string_view key) {
  const std::string_view dataset = origin_->dataset;
  if (key.size() > dataset.size() && key.starts_with(dataset) && key[dataset.size()] == '-') {
    key.remove_prefix(dataset.size() + 1);
  }
  return values_.text({dataset, "-", name_text_, "-", key});
}

bool CloudInfraBase::knows(std::string_view /*id*/) const noexcept { return true; }

const plan::Principal& CloudInfraBase::member(std::string_view id) {
  if (auto found = members_.find(id); found != members_.end()) return *found->second;
  const std::string_view kept = values_.shared_text(id);
  const plan::Principal* principal = values_.keep_one(principal_of(kept));
  members_.emplace(kept, principal);
  return *principal;
}

const plan::Principal& CloudInfraBase::member(const plan::Value& id, std::string_view label,
                                              const plan::Resource* resource) {
  return *values_.keep_one(plan::Principal{
      .kind = plan::PrincipalKind::kMachineAccount,
      .label = label,
      .id = id,
      .policy_member = policy_member_of(id),
      .resource = resource,
  });
}

const Project& CloudInfraBase::project() {
  if (project_ == nullptr) project_ = &make_dataset_project();
  return *project_;
}

const Project& CloudInfraBase::existing_project(std::string_view project_id) {
  if (project_id.empty()) return project();
  if (auto found = existing_projects_.find(project_id); found != existing_projects_.end()) {
    return *found->second;
  }
  const std::string_view id = values_.shared_text(project_id);
  const Project& project = *values_.keep_one(
      Project{.target = {.kind = plan::TargetKind::kProject, .name = id}, .id = id, .name = id});
  existing_projects_.emplace(id, &project);
  return project;
}

const Project& CloudInfraBase::existing_project(const plan::Value& project_id,
                                                std::string_view label,
                                                const plan::Resource* resource) {
  return *values_.keep_one(Project{
      .target = {.kind = plan::TargetKind::kProject, .name = label, .resource = resource},
      .id = project_id,
      .name = project_id,
  });
}

const Bucket& CloudInfraBase::existing_bucket(std::string_view bucket_name) {
  if (auto found = existing_buckets_.find(bucket_name); found != existing_buckets_.end()) {
    return *found->second;
  }
  const std::string_view name = values_.shared_text(bucket_name);
  const Bucket& bucket = *values_.keep_one(make_existing_bucket(name));
  existing_buckets_.emplace(name, &bucket);
  return bucket;
}

Bucket CloudInfraBase::make_existing_bucket(std::string_view name) {
  return {.target = {.kind = plan::TargetKind::kBucket, .name = name}, .name = name};
}

const ContainerRegistry& CloudInfraBase::existing_container_registry(
    std::string_view registry_name) {
  const std::string_view name = values_.shared_text(registry_name);
  return *values_.keep_one(ContainerRegistry{
      .target = {.kind = plan::TargetKind::kRegistry, .name = name}, .name = name});
}

void CloudInfraBase::add_project_role(std::string_view /*key*/, const plan::Principal& /*member*/,
                                      ProjectRole /*role*/, const Project& /*project*/) {}

void CloudInfraBase::create_temporary_bucket_access(
    std::string_view /*key*/, const Bucket& /*bucket*/,
    absl::Span<const plan::Principal* const> /*members*/, TemporaryBucketAccessType /*type*/,
    std::string_view /*max_duration*/) {}

const MachineAccount* CloudInfraBase::create_access_broker() { return nullptr; }

void CloudInfraBase::let_broker_act_as(std::string_view /*key*/, const MachineAccount& /*account*/,
                                       const MachineAccount& /*broker*/) {}

const plan::Resource* CloudInfraBase::create_python_registry() { return nullptr; }

void CloudInfraBase::add_service_invoker(std::string_view /*key*/, const plan::Value& /*service*/,
                                         std::string_view /*label*/, const Project& /*project*/,
                                         const plan::Principal& /*member*/) {}

void CloudInfraBase::record(const plan::Principal& member, const plan::Target& target,
                            plan::AccessLevel level, std::string_view role,
                            const plan::Resource* declared_by) {
  plan_.add_grant({.member = &member,
                   .target = &target,
                   .level = level,
                   .role = role,
                   .declared_by = declared_by,
                   .origin = origin_});
}

}  // namespace cpginfra::cloud
