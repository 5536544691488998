// SPDX-License-Identifier: MIT
#include "report/access_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <tuple>

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return out;
}

std::string resource_key(const plan::Resource* resource) {
  return fmt::format("{}::{}", resource->type->token, resource->name);
}

/// A node is a text: `group CLOUD/NAME`, `outside ID` or `who ID`.
std::string group_key(const plan::Plan& plan, std::string_view name, std::string_view cloud) {
  std::string id = lower(name);
  if (id.rfind("group:", 0) == 0) id = id.substr(6);
  for (const plan::Group& group : plan.groups()) {
    if (group.cloud == cloud && lower(group.principal.label) == id) {
      return fmt::format("group {}/{}", cloud, group.name);
    }
  }
  return "outside " + id;
}

std::string node_key(const plan::Plan& plan, const plan::Principal& member,
                     const plan::Origin* origin) {
  if (member.group != nullptr) {
    return fmt::format("group {}/{}", member.group->cloud, member.group->name);
  }
  if (member.kind == plan::PrincipalKind::kGroup) {
    return group_key(plan, member.label, origin->cloud);
  }
  return "who " + lower(member.label);
}

std::string label_of(const std::string& node) {
  return node.substr(node.find_first_of(node.rfind("group ", 0) == 0 ? "/" : " ") + 1);
}

bool is_global(TargetKind kind) {
  return kind == TargetKind::kBucket || kind == TargetKind::kProject ||
         kind == TargetKind::kMachineAccount;
}

/// The first resource of that kind that makes a thing of that name, else the name.
std::string target_key(const plan::Plan& plan, const plan::Target& target) {
  if (target.resource != nullptr) return resource_key(target.resource);
  if (is_global(target.kind)) {
    for (const plan::Grant& grant : plan.grants()) {
      if (grant.target->kind == target.kind && grant.target->resource != nullptr &&
          lower(grant.target->name) == lower(target.name)) {
        return resource_key(grant.target->resource);
      }
    }
  }
  return fmt::format("{} {}", to_text(target.kind), target.name);
}

std::string scale_of(const plan::Grant& grant) {
  if (grant.level <= AccessLevel::kMutate) return "bucket";
  if (grant.level <= AccessLevel::kPush) return "registry";
  if (grant.level == AccessLevel::kRole) return fmt::format("role {}", grant.role);
  return std::string(to_text(grant.level));
}

std::string level_name(const plan::Grant& grant) {
  if (grant.level == AccessLevel::kRole) return std::string(grant.role);
  if (grant.level == AccessLevel::kReadSecret) return "read";
  if (grant.level == AccessLevel::kManageSecret) return "manage";
  return std::string(to_text(grant.level));
}

using Labels = std::vector<std::string>;
bool is_shorter(const Labels& left, const Labels& right) {
  return std::make_tuple(left.size(), left) < std::make_tuple(right.size(), right);
}

using State = std::pair<std::string, bool>;  // a node, and whether an account was become
using Paths = std::map<State, Labels>;

/// Improves paths until nothing is left to improve.
Paths paths_from(const plan::Plan& plan, const std::string& start) {
  Paths paths{{{start, false}, {}}};
  bool has_changed = true;
  const auto improve = [&](const State& from, const State& to, const std::string& label) {
    Labels path = paths.at(from);
    path.push_back(label);
    const auto found = paths.find(to);
    if (found != paths.end() && !is_shorter(path, found->second)) return;
    paths[to] = path;
    has_changed = true;
  };
  while (has_changed) {
    has_changed = false;
    for (bool become : {false, true}) {
      for (const plan::Membership& membership : plan.memberships()) {
        const State from{node_key(plan, *membership.member, membership.origin), become};
        const std::string group =
            membership.group != nullptr
                ? fmt::format("group {}/{}", membership.group->cloud, membership.group->name)
                : group_key(plan, membership.group_name, membership.origin->cloud);
        if (group != from.first && paths.count(from) > 0) {
          improve(from, {group, become}, label_of(group));
        }
      }
      for (const plan::Grant& grant : plan.grants()) {
        const State from{node_key(plan, *grant.member, grant.origin), become};
        const bool is_become = grant.level == AccessLevel::kUse ||
                               grant.level == AccessLevel::kImpersonate ||
                               grant.level == AccessLevel::kMakeKeys;
        const std::string account = "who " + lower(grant.target->name);
        if (grant.target->kind == TargetKind::kMachineAccount && is_become &&
            account != from.first && paths.count(from) > 0) {
          improve(from, {account, true}, label_of(account));
        }
      }
    }
  }
  return paths;
}

std::set<std::string> everybody(const plan::Plan& plan) {
  std::set<std::string> nodes;
  for (const plan::Membership& membership : plan.memberships()) {
    nodes.insert(node_key(plan, *membership.member, membership.origin));
    if (membership.group == nullptr) {
      nodes.insert(group_key(plan, membership.group_name, membership.origin->cloud));
    }
  }
  for (const plan::Grant& grant : plan.grants()) {
    nodes.insert(node_key(plan, *grant.member, grant.origin));
    if (grant.target->kind == TargetKind::kMachineAccount) {
      nodes.insert("who " + lower(grant.target->name));
    }
  }
  std::set<std::string> kept;
  for (const std::string& node : nodes) {
    if (node.rfind("group ", 0) != 0) kept.insert(node);
  }
  return kept;
}

int how_of(const plan::Grant& grant, bool become) {
  if (become) return 2;
  return grant.availability == plan::Availability::kStanding ? 0 : 1;
}

constexpr const char* kHows[] = {"has", "can-request", "can-become"};

struct Best {
  const plan::Grant* grant = nullptr;
  Labels path;
};

}  // namespace

std::set<ReferenceRow> reference_access(const plan::Plan& plan) {
  std::set<ReferenceRow> rows;
  for (const std::string& node : everybody(plan)) {
    std::map<std::tuple<std::string, std::string, int>, Best> best;
    for (const auto& [state, path] : paths_from(plan, node)) {
      for (const plan::Grant& grant : plan.grants()) {
        if (node_key(plan, *grant.member, grant.origin) != state.first) continue;
        Labels whole = path;
        whole.emplace_back(grant.role);
        Best& kept =
            best[{target_key(plan, *grant.target), scale_of(grant), how_of(grant, state.second)}];
        if (kept.grant == nullptr || kept.grant->level < grant.level ||
            (kept.grant->level == grant.level && is_shorter(whole, kept.path))) {
          kept = {&grant, whole};
        }
      }
    }
    for (const auto& [key, kept] : best) {
      const auto& [target, scale, how] = key;
      bool is_given_nearer = false;
      for (int nearer = 0; nearer < how; ++nearer) {
        const auto found = best.find({target, scale, nearer});
        is_given_nearer = is_given_nearer ||
                          (found != best.end() && found->second.grant->level >= kept.grant->level);
      }
      if (is_given_nearer) continue;
      rows.insert({label_of(node), target, level_name(*kept.grant), kHows[how], kept.path});
    }
  }
  return rows;
}

std::set<ReferenceRow> reference_who_can(const plan::Plan& plan, std::string_view target,
                                         const std::set<AccessLevel>& levels,
                                         std::string_view role) {
  std::set<ReferenceRow> rows;
  for (const std::string& node : everybody(plan)) {
    std::map<int, Best> best;
    for (const auto& [state, path] : paths_from(plan, node)) {
      for (const plan::Grant& grant : plan.grants()) {
        if (node_key(plan, *grant.member, grant.origin) != state.first ||
            target_key(plan, *grant.target) != target || levels.count(grant.level) == 0 ||
            (!role.empty() && grant.role != role)) {
          continue;
        }
        // Of the grants at a path's end the highest level is shown.
        Best& kept = best[how_of(grant, state.second)];
        Labels whole = path;
        whole.emplace_back(grant.role);
        const bool is_same_place = kept.grant != nullptr && kept.path.size() == whole.size() &&
                                   std::equal(path.begin(), path.end(), kept.path.begin());
        const bool is_better =
            kept.grant == nullptr ||
            (is_same_place && kept.grant->level != grant.level ? kept.grant->level < grant.level
                                                               : is_shorter(whole, kept.path));
        if (is_better) kept = {&grant, whole};
      }
    }
    if (best.empty()) continue;
    const auto& [how, kept] = *best.begin();
    rows.insert(
        {label_of(node), std::string(target), level_name(*kept.grant), kHows[how], kept.path});
  }
  return rows;
}

}  // namespace cpginfra::report
