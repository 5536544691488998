// SPDX-License-Identifier: MIT
#include "report/access_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

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
  if (id.starts_with("group:")) id = id.substr(6);
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
  return node.substr(node.find_first_of(node.starts_with("group ") ? "/" : " ") + 1);
}

bool is_global(TargetKind kind) {
  return kind == TargetKind::kBucket || kind == TargetKind::kProject ||
         kind == TargetKind::kMachineAccount;
}

/// The first resource of that kind that makes a thing of that name, else the name as it is first
/// spelled.
std::string target_key(const plan::Plan& plan, const plan::Target& target) {
  if (target.resource != nullptr) return resource_key(target.resource);
  std::string_view spelled = target.name;
  if (is_global(target.kind)) {
    bool is_first = true;
    for (const plan::Grant& grant : plan.grants()) {
      const plan::Target& other = *grant.target;
      if (other.kind != target.kind || lower(other.name) != lower(target.name)) continue;
      if (other.resource != nullptr) return resource_key(other.resource);
      if (std::exchange(is_first, false)) spelled = other.name;
    }
  }
  return fmt::format("{} {}", to_text(target.kind), spelled);
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

/// The node that a machine account is: as a principal it has the label that it has as a target.
std::string account_key(const plan::Target& target) { return "who " + lower(target.name); }

using Labels = std::vector<std::string>;
bool is_shorter(const Labels& left, const Labels& right) {
  return std::make_tuple(left.size(), left) < std::make_tuple(right.size(), right);
}

using State = std::pair<std::string, bool>;  // a node, and whether an account was become
using Paths = std::map<State, Labels>;

/// A step from one node into another: a group, or an account that is become.
struct Step {
  std::string to;
  bool becomes;
};

/// The facts with their nodes as texts, each looked up once.
struct Facts {
  std::map<std::string, std::vector<Step>> steps;
  struct NamedGrant {
    const plan::Grant* grant;
    std::string member;
    std::string target;
  };
  std::vector<NamedGrant> grants;
  std::set<std::string> everybody;
};

Facts facts_of(const plan::Plan& plan) {
  Facts facts;
  for (const plan::Membership& membership : plan.memberships()) {
    const std::string from = node_key(plan, *membership.member, membership.origin);
    const std::string group =
        membership.group != nullptr
            ? fmt::format("group {}/{}", membership.group->cloud, membership.group->name)
            : group_key(plan, membership.group_name, membership.origin->cloud);
    facts.everybody.insert(from);
    facts.everybody.insert(group);
    if (group != from) facts.steps[from].push_back({group, false});
  }
  for (const plan::Grant& grant : plan.grants()) {
    const std::string from = node_key(plan, *grant.member, grant.origin);
    facts.everybody.insert(from);
    facts.grants.push_back({&grant, from, target_key(plan, *grant.target)});
    if (grant.target->kind != TargetKind::kMachineAccount) continue;
    const std::string account = account_key(*grant.target);
    facts.everybody.insert(account);
    const bool is_become = grant.level == AccessLevel::kUse ||
                           grant.level == AccessLevel::kImpersonate ||
                           grant.level == AccessLevel::kMakeKeys;
    if (is_become && account != from) facts.steps[from].push_back({account, true});
  }
  std::erase_if(facts.everybody,
                [](const std::string& node) { return node.starts_with("group "); });
  return facts;
}

/// The best path to each state: takes the best path that is left, again and again.
Paths paths_from(const Facts& facts, const std::string& start) {
  const auto is_before = [](const std::pair<Labels, State>& left,
                            const std::pair<Labels, State>& right) {
    if (left.first != right.first) return is_shorter(left.first, right.first);
    return left.second < right.second;
  };
  std::set<std::pair<Labels, State>, decltype(is_before)> open(is_before);
  Paths best;
  open.insert({{}, {start, false}});
  while (!open.empty()) {
    const auto [path, state] = *open.begin();
    open.erase(open.begin());
    if (!best.emplace(state, path).second) continue;
    const auto found = facts.steps.find(state.first);
    if (found == facts.steps.end()) continue;
    for (const Step& step : found->second) {
      const State next{step.to, state.second || step.becomes};
      if (best.contains(next)) continue;
      Labels longer = path;
      longer.push_back(label_of(step.to));
      open.insert({longer, next});
    }
  }
  return best;
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
  const Facts facts = facts_of(plan);
  std::set<ReferenceRow> rows;
  for (const std::string& node : facts.everybody) {
    const Paths paths = paths_from(facts, node);
    std::map<std::tuple<std::string, std::string, int>, Best> best;
    for (const Facts::NamedGrant& fact : facts.grants) {
      for (bool become : {false, true}) {
        const auto found = paths.find({fact.member, become});
        if (found == paths.end()) continue;
        Labels whole = found->second;
        whole.emplace_back(fact.grant->role);
        Best& kept = best[{fact.target, scale_of(*fact.grant), how_of(*fact.grant, become)}];
        if (kept.grant == nullptr || kept.grant->level < fact.grant->level ||
            (kept.grant->level == fact.grant->level && is_shorter(whole, kept.path))) {
          kept = {fact.grant, whole};
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
  const Facts facts = facts_of(plan);
  std::set<ReferenceRow> rows;
  for (const std::string& node : facts.everybody) {
    const Paths paths = paths_from(facts, node);
    std::map<int, Best> best;
    for (const Facts::NamedGrant& fact : facts.grants) {
      const plan::Grant& grant = *fact.grant;
      if (fact.target != target || !levels.contains(grant.level) ||
          (!role.empty() && grant.role != role)) {
        continue;
      }
      for (bool become : {false, true}) {
        const auto found = paths.find({fact.member, become});
        if (found == paths.end()) continue;
        const Labels& path = found->second;
        Labels whole = path;
        whole.emplace_back(grant.role);
        // Of the grants at a path's end the highest level is shown.
        Best& kept = best[how_of(grant, become)];
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
