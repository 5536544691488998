// SPDX-License-Identifier: MIT
#include "report/access_facts.hpp"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "report/access_names.hpp"

namespace cpginfra::report {
namespace {

using plan::PrincipalKind;
using plan::TargetKind;

/// Tells apart whom and what facts are about. Groups must be added before what names them.
class Gatherer {
 public:
  void reserve(std::size_t groups, std::size_t grants, std::size_t memberships) {
    groups_.reserve(groups);
    group_ids_.reserve(groups);
    facts_.nodes.reserve(groups);
    facts_.edges.reserve(grants);
    facts_.steps.reserve(memberships);
  }

  void add_group(const plan::Group& group) {
    const std::string_view id = lower_.kept(group_id(group), facts_.texts);
    const NodeId node = add_node({.label = group.name,
                                  .id = id,
                                  .kind = PrincipalKind::kGroup,
                                  .group = &group,
                                  .resource = group.resource});
    groups_.emplace(&group, node);
    group_ids_.emplace(std::pair(group.cloud, id), node);
  }

  void add_grant(const plan::Grant& grant) {
    if (grant.member == nullptr || grant.target == nullptr) return;
    const NodeId member = node_of(*grant.member, cloud_of(grant.origin));
    const TargetId target = target_of(*grant.target);
    facts_.edges.push_back({.grant = &grant, .member = member, .target = target});
    const NodeId account = facts_.targets[target].account;
    if (account != kNoNode && lets_become(grant.level)) add_way_through(member, account);
  }

  /// The step into the machine account that the grant is on, without the grant itself.
  void add_way_through(const plan::Grant& grant) {
    const NodeId member = node_of(*grant.member, cloud_of(grant.origin));
    add_way_through(member, account_of(*grant.target));
  }

  void add_membership(const plan::Membership& membership) {
    if (membership.member == nullptr) return;
    const std::string_view cloud = cloud_of(membership.origin);
    NodeId group = kNoNode;
    if (membership.group != nullptr) {
      if (auto found = groups_.find(membership.group); found != groups_.end()) {
        group = found->second;
      }
    }
    if (group == kNoNode) group = named_group(membership.group_name, cloud);
    const NodeId member = node_of(*membership.member, cloud);
    if (member != group) facts_.steps.push_back({member, {.to = group}});
  }

  AccessFacts finish() { return std::move(facts_); }

 private:
  NodeId add_node(const AccessNode& node) {
    facts_.nodes.push_back(node);
    return static_cast<NodeId>(facts_.nodes.size() - 1);
  }

  void add_way_through(NodeId member, NodeId account) {
    if (account != member) facts_.steps.push_back({member, {.to = account, .becomes = true}});
  }

  /// A group by its id: one of the plan on that cloud, else one that the plan only names.
  NodeId named_group(std::string_view name, std::string_view cloud) {
    std::string_view id = without_group_prefix(lower_.of(name));
    if (auto found = group_ids_.find(std::pair(cloud, id)); found != group_ids_.end()) {
      return found->second;
    }
    if (auto found = named_groups_.find(id); found != named_groups_.end()) return found->second;
    id = facts_.texts.text(id);
    const NodeId node = add_node({.label = id, .id = id, .kind = PrincipalKind::kGroup});
    named_groups_.emplace(id, node);
    return node;
  }

  NodeId individual(PrincipalKind kind, std::string_view label, const plan::Resource* resource) {
    NodeId id = kNoNode;
    if (auto found = individuals_.find(lower_.of(label)); found != individuals_.end()) {
      id = found->second;
    } else {
      const std::string_view kept = lower_.kept(label, facts_.texts);
      id = add_node({.label = kept, .id = kept, .kind = kind});
      individuals_.emplace(kept, id);
    }
    AccessNode& node = facts_.nodes[id];
    if (node.kind == PrincipalKind::kOther) node.kind = kind;
    if (node.resource == nullptr) node.resource = resource;
    return id;
  }

  NodeId node_of(const plan::Principal& principal, std::string_view cloud) {
    if (principal.group != nullptr) {
      if (auto found = groups_.find(principal.group); found != groups_.end()) return found->second;
    }
    if (principal.kind == PrincipalKind::kGroup) return named_group(principal.label, cloud);
    const auto [found, is_new] = principals_.try_emplace(&principal, kNoNode);
    if (is_new) found->second = individual(principal.kind, principal.label, principal.resource);
    return found->second;
  }

  NodeId account_of(const plan::Target& target) {
    if (target.kind != TargetKind::kMachineAccount) return kNoNode;
    return individual(PrincipalKind::kMachineAccount, target.name, target.resource);
  }

  TargetId add_target(const plan::Target& target) {
    facts_.targets.push_back({.kind = target.kind,
                              .name = target.name,
                              .resource = target.resource,
                              .account = account_of(target)});
    return static_cast<TargetId>(facts_.targets.size() - 1);
  }

  TargetId target_of(const plan::Target& target) {
    const auto [found, is_new] = targets_.try_emplace(&target, 0);
    if (is_new) found->second = find_or_add_target(target);
    return found->second;
  }

  TargetId find_or_add_target(const plan::Target& target) {
    if (target.resource == nullptr) return named_target(target);
    if (auto found = made_targets_.find(target.resource); found != made_targets_.end()) {
      return found->second;
    }
    const TargetId id = has_global_name(target.kind) ? named_target(target) : add_target(target);
    made_targets_.emplace(target.resource, id);
    return id;
  }

  /// The thing of that name. A second resource that makes one of the same name makes another.
  TargetId named_target(const plan::Target& target) {
    const std::pair key(target.kind, has_global_name(target.kind)
                                         ? lower_.kept(target.name, facts_.texts)
                                         : target.name);
    if (auto found = named_targets_.find(key); found != named_targets_.end()) {
      AccessTarget& known = facts_.targets[found->second];
      if (target.resource == nullptr) return found->second;
      if (known.resource == nullptr) {  // so far it was only named
        known.resource = target.resource;
        known.account = account_of(target);
        return found->second;
      }
    }
    const TargetId id = add_target(target);
    named_targets_.emplace(key, id);
    return id;
  }

  AccessFacts facts_;
  LowerCase lower_;
  absl::flat_hash_map<const plan::Group*, NodeId> groups_;
  absl::flat_hash_map<std::pair<std::string_view, std::string_view>, NodeId> group_ids_;
  absl::flat_hash_map<std::string_view, NodeId> named_groups_;
  absl::flat_hash_map<std::string_view, NodeId> individuals_;
  absl::flat_hash_map<const plan::Principal*, NodeId> principals_;
  absl::flat_hash_map<const plan::Target*, TargetId> targets_;
  absl::flat_hash_map<const plan::Resource*, TargetId> made_targets_;
  absl::flat_hash_map<std::pair<TargetKind, std::string_view>, TargetId> named_targets_;
};

}  // namespace

AccessFacts access_facts(const plan::Plan& plan) {
  Gatherer gatherer;
  gatherer.reserve(plan.groups().size(), plan.grants().size(), plan.memberships().size());
  for (const plan::Group& group : plan.groups()) gatherer.add_group(group);
  for (const plan::Grant& grant : plan.grants()) gatherer.add_grant(grant);
  for (const plan::Membership& membership : plan.memberships()) gatherer.add_membership(membership);
  return gatherer.finish();
}

AccessFacts access_facts(const FactSelection& selection) {
  Gatherer gatherer;
  for (const plan::Group* group : selection.groups) gatherer.add_group(*group);
  for (const plan::Grant* grant : selection.grants) gatherer.add_grant(*grant);
  for (const plan::Grant* grant : selection.ways_through) gatherer.add_way_through(*grant);
  for (const plan::Membership* membership : selection.memberships) {
    gatherer.add_membership(*membership);
  }
  return gatherer.finish();
}

}  // namespace cpginfra::report
