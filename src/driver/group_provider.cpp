// SPDX-License-Identifier: MIT
#include "cpginfra/driver/group_provider.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace cpginfra::driver {
namespace {

/// So many members are compared one by one, which costs less than a hash table of them.
constexpr std::size_t kFew = 16;

/// What makes two members the same: equal texts are shared, deferred values are made once. Two
/// people with one email are two members, as their names elsewhere (at Hail Batch) may differ.
using Identity = std::pair<const void*, const void*>;

Identity identity(const GroupMember& member) {
  const plan::Value& id = member.principal->id;
  if (id.is_deferred()) return {id.deferred(), member.user};
  return {id.text().data(), member.user};
}

struct KeyHash {
  std::size_t operator()(const GroupMember* member) const noexcept { return member->key_hash; }
};
struct SameKey {
  bool operator()(const GroupMember* left, const GroupMember* right) const noexcept {
    return left->key_hash == right->key_hash && left->resource_key == right->resource_key;
  }
};

/// Keeps one member a key: the last one, in the place of the first. Returns how many there are.
std::size_t keep_one_a_key(std::span<GroupMember> members) {
  std::size_t count = 0;
  if (members.size() <= kFew) {
    for (GroupMember& member : members) {
      const auto kept = members.first(count);
      const auto same = std::find_if(kept.begin(), kept.end(), [&](const GroupMember& earlier) {
        return SameKey()(&earlier, &member);
      });
      if (same == kept.end()) {
        members[count++] = member;
      } else {
        *same = member;
      }
    }
    return count;
  }
  absl::flat_hash_set<GroupMember*, KeyHash, SameKey> kept;
  kept.reserve(members.size());
  for (GroupMember& member : members) {
    if (auto found = kept.find(&member); found != kept.end()) {
      **found = member;
      continue;
    }
    members[count] = member;
    kept.insert(&members[count++]);
  }
  return count;
}

/// Goes through a group and those nested in it, the innermost first, each once by `progress`, with
/// a path of its own: groups may be nested deeper than the stack allows. `again` is told of a group
/// that the path has come back to, `done` of each group after those in it.
template <typename Progress, typename Again, typename Done>
void walk(Group& start, const Progress& progress, const Again& again, const Done& done) {
  using Step = std::remove_reference_t<decltype(progress(start))>;
  if (progress(start) != Step::kNotStarted) return;
  std::vector<Group*> path = {&start};
  std::vector<std::size_t> next_member = {0};
  progress(start) = Step::kUnderWay;
  while (!path.empty()) {
    Group& current = *path.back();
    const auto members = current.members();
    if (next_member.back() == members.size()) {
      done(current);
      progress(current) = Step::kDone;
      path.pop_back();
      next_member.pop_back();
      continue;
    }
    Group* nested = members[next_member.back()++].group;
    if (nested == nullptr || progress(*nested) == Step::kDone) continue;
    if (progress(*nested) == Step::kUnderWay) {
      again(path, *nested);
      continue;
    }
    progress(*nested) = Step::kUnderWay;
    path.push_back(nested);
    next_member.push_back(0);
  }
}

}  // namespace

void Group::add(GroupMember member) {
  member.key_hash = XXH3_64bits(member.resource_key.data(), member.resource_key.size());
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
  if (may_repeat_keys_) {
    may_repeat_keys_ = false;
    members_.resize(keep_one_a_key(members_));
  }
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

std::vector<Group*> GroupProvider::static_group_order(CloudName cloud) const {
  std::vector<Group*> order;
  absl::flat_hash_map<const Group*, Group::Progress> progress;
  for (Group* group : groups(cloud)) {
    walk(
        *group, [&](Group& visited) -> Group::Progress& { return progress[&visited]; },
        [](std::span<Group* const>, const Group&) {},
        [&](Group& visited) { order.push_back(&visited); });
  }
  return order;
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

void GroupProvider::collect_members(Group& group) {
  std::vector<GroupMember>& resolved = group.resolved_;
  absl::flat_hash_set<Identity> seen;  // once there are more than a few
  const auto is_new = [&](const Identity& wanted) {
    if (resolved.size() <= kFew) {
      return std::none_of(resolved.begin(), resolved.end(),
                          [&](const GroupMember& member) { return identity(member) == wanted; });
    }
    if (seen.empty()) {
      for (const GroupMember& member : resolved) seen.insert(identity(member));
    }
    return seen.insert(wanted).second;
  };
  const auto add = [&](const GroupMember& member) {
    if (is_new(identity(member))) resolved.push_back(member);
  };
  for (const GroupMember& member : group.members()) {
    if (member.group == nullptr) {
      add(member);
    } else if (member.group != &group) {
      for (const GroupMember& inner : member.group->resolved_) add(inner);
    }
  }
}

void GroupProvider::check_for_cycles(Group& group) {
  walk(
      group, [](Group& visited) -> Group::Progress& { return visited.check_; },
      [this](std::span<Group* const> path, const Group& again) { report_cycle(path, again); },
      [](const Group&) {});
}

std::span<const GroupMember> GroupProvider::resolve_group_members(Group& group) {
  check_for_cycles(group);
  walk(
      group, [](Group& visited) -> Group::Progress& { return visited.resolution_; },
      [](std::span<Group* const>, const Group&) {}, collect_members);
  return group.resolved_;
}

}  // namespace cpginfra::driver
