// SPDX-License-Identifier: MIT
#include "cpginfra/driver/group_provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace cpginfra::driver {
namespace {

/// What makes two members the same: equal texts are shared, deferred values are made once. Two
/// people with one email are two members, as their names elsewhere (at Hail Batch) may differ.
std::pair<const void*, const void*> identity(const GroupMember& member) {
  const plan::Value& id = member.principal->id;
  if (id.is_deferred()) return {id.deferred(), member.user};
  return {id.text().data(), member.user};
}

}  // namespace

void Group::add(const GroupMember& member) {
  members_.push_back(member);
  may_repeat_keys_ = true;
}

void Group::add_member(std::string_view resource_key, const plan::Principal& principal) {
  add({.resource_key = resource_key, .principal = &principal});
}

void Group::add_member(std::string_view resource_key, const plan::Principal& principal,
                       const CPGInfrastructureUser::Cloud& user) {
  add({.resource_key = resource_key, .principal = &principal, .user = &user});
}

void Group::add_member(std::string_view resource_key, Group& group) {
  add({.resource_key = resource_key, .principal = &group.principal(), .group = &group});
}

std::span<const GroupMember> Group::members() {
  if (!may_repeat_keys_) return members_;
  may_repeat_keys_ = false;
  absl::flat_hash_map<std::string_view, std::size_t> places;
  places.reserve(members_.size());
  std::size_t count = 0;
  for (const GroupMember& member : members_) {
    auto [found, is_new] = places.emplace(member.resource_key, count);
    members_[found->second] = member;
    if (is_new) ++count;
  }
  members_.resize(count);
  return members_;
}

Group& GroupProvider::create_group(CloudInfraBase& infra, std::string_view name, MembersCache cache,
                                   std::optional<std::string_view> description) {
  OfCloud& of_cloud = of_cloud_[static_cast<std::size_t>(infra.name())];
  if (auto found = of_cloud.by_name.find(name); found != of_cloud.by_name.end()) {
    plan_.report_problem(infra.origin(), "duplicate-group",
                         fmt::format("two groups on {} are called '{}'; rename one of them",
                                     config::to_string(infra.name()), name));
    return *found->second;
  }
  const plan::Group& made =
      infra.create_group(fmt::format("{}{}", group_prefix_, name), description);
  Group& group = groups_.emplace_back(made.name.substr(group_prefix_.size()), made, cache);
  of_cloud.by_name.emplace(group.name(), &group);
  of_cloud.in_order.push_back(&group);
  return group;
}

Group* GroupProvider::get_group(CloudName cloud, std::string_view name) const {
  const auto& by_name = of_cloud_[static_cast<std::size_t>(cloud)].by_name;
  auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::span<Group* const> GroupProvider::groups(CloudName cloud) const noexcept {
  return of_cloud_[static_cast<std::size_t>(cloud)].in_order;
}

void GroupProvider::report_cycle(std::span<Group* const> path, const Group& again) {
  std::string names;
  const auto start =
      std::find_if(path.begin(), path.end(), [&](const Group* group) { return group == &again; });
  for (auto it = start; it != path.end(); ++it) {
    names += fmt::format("{} -> ", (*it)->name());
  }
  plan_.report_problem(again.group().origin, "membership-cycle",
                       fmt::format("groups are members of each other: {}{}; take one of these "
                                   "memberships away",
                                   names, again.name()));
}

void GroupProvider::finish(Group& group) {
  absl::flat_hash_set<std::pair<const void*, const void*>> seen;
  const auto add = [&](const GroupMember& member) {
    if (seen.insert(identity(member)).second) group.resolved_.push_back(member);
  };
  for (const GroupMember& member : group.members()) {
    if (member.group == nullptr) {
      add(member);
    } else {
      for (const GroupMember& inner : member.group->resolved_) add(inner);
    }
  }
  group.resolution_ = Group::Resolution::kDone;
}

std::span<const GroupMember> GroupProvider::resolve_group_members(Group& group) {
  if (group.resolution_ == Group::Resolution::kDone) return group.resolved_;
  // Depth first, with a path of its own: groups may be nested deeper than the stack allows.
  std::vector<Group*> path = {&group};
  std::vector<std::size_t> next_member = {0};
  group.resolution_ = Group::Resolution::kUnderWay;
  while (!path.empty()) {
    Group& current = *path.back();
    const auto members = current.members();
    if (next_member.back() == members.size()) {
      finish(current);
      path.pop_back();
      next_member.pop_back();
      continue;
    }
    Group* nested = members[next_member.back()++].group;
    if (nested == nullptr || nested->resolution_ == Group::Resolution::kDone) continue;
    if (nested->resolution_ == Group::Resolution::kUnderWay) {
      report_cycle(path, *nested);
      continue;
    }
    nested->resolution_ = Group::Resolution::kUnderWay;
    path.push_back(nested);
    next_member.push_back(0);
  }
  return group.resolved_;
}

}  // namespace cpginfra::driver
