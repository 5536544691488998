// SPDX-License-Identifier: MIT
// This header defines Group, a group whose members are still being collected, and GroupProvider,
// which keeps all of them and resolves nested ones. Groups' memberships reach the cloud only when
// everything has been added (CPGInfrastructure::finalize_groups).
//
//   driver::Group& readers = provider.create_group(infra, "cohort-a-readers", {});
//   readers.add_member("cohort-a-gcp-jane-in-readers", infra.member("jane@uni.edu"));
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace cpginfra::driver {

class Group;

/// One entry of a group: a person or account, or a nested group.
struct GroupMember {
  /// The logical name of the membership.
  std::string_view resource_key;
  const plan::Principal* principal = nullptr;
  /// Set where the member is a group.
  Group* group = nullptr;
  /// The configuration's account of a person; null for others.
  const CPGInfrastructureUser::Cloud* user = nullptr;
  /// Of the key, from when it was made: later, of many datasets, it is far from the processor.
  std::size_t key_hash = 0;
};

/// Whether a group's resolved members are written to the members cache.
enum class MembersCache : std::uint8_t { kNone, kWritten };

/// See the top of this file.
class Group {
 public:
  Group(std::string_view name, const plan::Group& group, MembersCache cache)
      : name_(name), group_(&group), cache_(cache) {}

  /// The name without the institute's prefix.
  [[nodiscard]] std::string_view name() const noexcept { return name_; }
  [[nodiscard]] const plan::Group& group() const noexcept { return *group_; }
  [[nodiscard]] const plan::Principal& principal() const noexcept { return group_->principal; }
  [[nodiscard]] MembersCache cache() const noexcept { return cache_; }

  /// Adds a member; a second one under the same key takes the first one's place. `resource_key`
  /// must live as long as the plan (CloudInfraBase::get_pulumi_name gives such texts).
  void add_member(std::string_view resource_key, const plan::Principal& principal);
  void add_member(std::string_view resource_key, const plan::Principal& principal,
                  const CPGInfrastructureUser::Cloud& user);
  void add_member(std::string_view resource_key, Group& group);
  /// In the order of adding, each key once.
  std::span<const GroupMember> members();

 private:
  friend class GroupProvider;
  enum class Progress : std::uint8_t { kNotStarted, kUnderWay, kDone };

  void add(GroupMember member);

  std::string_view name_;
  const plan::Group* group_;
  MembersCache cache_;
  bool may_repeat_keys_ = false;
  Progress check_ = Progress::kNotStarted;
  Progress resolution_ = Progress::kNotStarted;
  std::vector<GroupMember> members_;
  std::vector<GroupMember> resolved_;
};

/// All groups, by cloud and name.
class GroupProvider {
 public:
  GroupProvider(plan::Plan& plan, std::string_view group_prefix)
      : plan_(plan), group_prefix_(group_prefix) {}

  /// Makes a group in the cloud and its place here. A second one of a name on a cloud is a Problem
  /// of the plan, and the first one is given back.
  Group& create_group(CloudInfraBase& infra, std::string_view name, MembersCache cache,
                      std::optional<std::string_view> description = std::nullopt);
  /// The group of that name (without the prefix), or null.
  [[nodiscard]] Group* get_group(CloudName cloud, std::string_view name) const;
  /// The groups of a cloud in the order of their making.
  [[nodiscard]] std::span<Group* const> groups(CloudName cloud) const noexcept;

  /// The same with each group after those nested in it.
  std::vector<Group*> static_group_order(CloudName cloud) const;

  /// A group that contains itself, through others or not, is a Problem of the plan. Looked for once
  /// a group: members that are added later are not seen.
  void check_for_cycles(Group& group);
  /// The people and accounts in a group and in those nested in it, each once; after the check for
  /// cycles, and also once a group.
  std::span<const GroupMember> resolve_group_members(Group& group);

 private:
  void report_cycle(std::span<Group* const> path, const Group& again);
  static void collect_members(Group& group);

  struct OfCloud {
    absl::flat_hash_map<std::string_view, Group*> by_name;
    std::vector<Group*> in_order;
  };

  plan::Plan& plan_;
  std::string_view group_prefix_;
  std::deque<Group> groups_;
  std::array<OfCloud, 3> of_cloud_;
};

}  // namespace cpginfra::driver

namespace cpginfra {
using driver::Group;
using driver::GroupMember;
using driver::GroupProvider;
}  // namespace cpginfra
