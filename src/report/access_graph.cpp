// SPDX-License-Identifier: MIT
#include "cpginfra/report/access_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "internal/text.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::PrincipalKind;
using plan::TargetKind;

constexpr std::string_view kGroupPrefix = "group:";
constexpr std::string_view kResourceSeparator = "::";

std::string_view cloud_of(const plan::Origin* origin) {
  return origin == nullptr ? std::string_view() : origin->cloud;
}

/// Whether things of this kind have names that are theirs alone in all the cloud, in any case.
bool has_global_name(TargetKind kind) {
  return kind == TargetKind::kBucket || kind == TargetKind::kProject ||
         kind == TargetKind::kMachineAccount;
}

bool lets_become(AccessLevel level) {
  return level == AccessLevel::kUse || level == AccessLevel::kImpersonate ||
         level == AccessLevel::kMakeKeys;
}

/// Levels of equal ladders include those below them; levels alone on theirs have a ladder each.
std::uint32_t ladder_of(AccessLevel level) {
  if (level <= AccessLevel::kMutate) return 0;
  if (level <= AccessLevel::kPush) return static_cast<std::uint32_t>(AccessLevel::kPull);
  return static_cast<std::uint32_t>(level);
}

std::string_view role_of(const plan::Grant& grant) {
  return grant.level == AccessLevel::kRole ? grant.role : std::string_view();
}

/// Whether the text is the resource's name or its `type::name`.
bool is_called(const plan::Resource* resource, std::string_view text) {
  if (resource == nullptr || !text.ends_with(resource->name)) return false;
  text.remove_suffix(resource->name.size());
  if (text.empty()) return true;
  if (!text.ends_with(kResourceSeparator)) return false;
  text.remove_suffix(kResourceSeparator.size());
  return text == resource->type->token;
}

}  // namespace

/// Gathers nodes and targets in the order in which the plan names them, then numbers them by label.
class AccessGraph::Builder {
 public:
  Builder(AccessGraph& graph, const plan::Plan& plan) : graph_(graph), plan_(plan) {}

  void build() {
    reserve();
    for (const plan::Group& group : plan_.groups()) add_group(group);
    for (const plan::Grant& grant : plan_.grants()) add_grant(grant);
    for (const plan::Membership& membership : plan_.memberships()) add_membership(membership);
    number_nodes();
    number_targets();
    fill_steps();
    fill_grants();
  }

 private:
  struct DraftStep {
    NodeId from;
    AccessStep step;
  };

  void reserve() {
    const std::size_t groups = plan_.groups().size();
    groups_.reserve(groups);
    group_ids_.reserve(groups);
    edges_.reserve(plan_.grants().size());
    scales_.reserve(plan_.grants().size());
    steps_.reserve(plan_.memberships().size());
  }

  /// The text in lower case; most are, and need no copy.
  std::string_view lower(std::string_view text) {
    const bool is_lower = std::none_of(text.begin(), text.end(), [](char letter) {
      return ('A' <= letter && letter <= 'Z') || static_cast<unsigned char>(letter) >= 0x80;
    });
    if (is_lower) return text;
    const auto [found, is_new] = lower_.try_emplace(text);
    if (is_new) found->second = graph_.texts_.shared_text(internal::lower_case(text));
    return found->second;
  }

  NodeId add_node(const AccessNode& node, std::string_view cloud) {
    graph_.nodes_.push_back(node);
    clouds_.push_back(cloud);
    return static_cast<NodeId>(graph_.nodes_.size() - 1);
  }

  void add_group(const plan::Group& group) {
    const std::string_view id =
        lower(group.principal.label.empty() ? group.name : group.principal.label);
    const NodeId node = add_node({.label = group.name,
                                  .id = id,
                                  .kind = PrincipalKind::kGroup,
                                  .group = &group,
                                  .resource = group.resource},
                                 group.cloud);
    groups_.emplace(&group, node);
    group_ids_.emplace(std::pair(group.cloud, id), node);
  }

  /// A group by its id: one of the plan on that cloud, else one that the plan only names.
  NodeId named_group(std::string_view name, std::string_view cloud) {
    std::string_view id = lower(name);
    if (id.starts_with(kGroupPrefix)) id.remove_prefix(kGroupPrefix.size());
    if (auto found = group_ids_.find(std::pair(cloud, id)); found != group_ids_.end()) {
      return found->second;
    }
    auto [found, is_new] = named_groups_.try_emplace(id, kNoNode);
    if (is_new)
      found->second = add_node({.label = id, .id = id, .kind = PrincipalKind::kGroup}, {});
    return found->second;
  }

  NodeId individual(PrincipalKind kind, std::string_view label, const plan::Resource* resource) {
    if (resource != nullptr) {
      if (auto found = by_resource_.find(resource); found != by_resource_.end()) {
        return found->second;
      }
    }
    const std::string_view id = lower(label);
    auto [found, is_new] = individuals_.try_emplace(id, kNoNode);
    if (is_new) {
      found->second = add_node({.label = id, .id = id, .kind = kind, .resource = resource}, {});
    }
    AccessNode& node = graph_.nodes_[found->second];
    if (node.kind == PrincipalKind::kOther) node.kind = kind;
    if (node.resource == nullptr) node.resource = resource;
    if (resource != nullptr) by_resource_.emplace(resource, found->second);
    return found->second;
  }

  NodeId node_of(const plan::Principal& principal, std::string_view cloud) {
    if (principal.group != nullptr) {
      if (auto found = groups_.find(principal.group); found != groups_.end()) return found->second;
    }
    if (principal.kind == PrincipalKind::kGroup) return named_group(principal.label, cloud);
    const auto [found, is_new] = principals_.try_emplace(&principal, kNoNode);
    if (is_new) {
      found->second = individual(principal.kind, principal.label, principal.resource);
    }
    return found->second;
  }

  TargetId add_target(const plan::Target& target) {
    AccessTarget kept{.kind = target.kind, .name = target.name, .resource = target.resource};
    if (target.kind == TargetKind::kMachineAccount) {
      kept.account = individual(PrincipalKind::kMachineAccount, target.name, target.resource);
    }
    graph_.targets_.push_back(kept);
    return static_cast<TargetId>(graph_.targets_.size() - 1);
  }

  /// Says of a target that so far was only named which resource makes it.
  void make_target(AccessTarget& target, const plan::Resource* resource) {
    target.resource = resource;
    if (target.account == kNoNode) return;
    target.account = individual(PrincipalKind::kMachineAccount, target.name, resource);
  }

  TargetId target_of(const plan::Target& target) {
    if (target.resource != nullptr) {
      if (auto found = made_targets_.find(target.resource); found != made_targets_.end()) {
        return found->second;
      }
    }
    const bool is_global = has_global_name(target.kind);
    const bool has_name_key = is_global || target.resource == nullptr;
    const std::pair name_key(target.kind, is_global ? lower(target.name) : target.name);
    TargetId id = 0;
    if (auto found = named_targets_.find(name_key);
        has_name_key && found != named_targets_.end() &&
        (target.resource == nullptr || graph_.targets_[found->second].resource == nullptr)) {
      id = found->second;
      if (target.resource != nullptr) make_target(graph_.targets_[id], target.resource);
    } else {
      id = add_target(target);
      if (has_name_key) named_targets_.emplace(name_key, id);
    }
    if (target.resource != nullptr) made_targets_.emplace(target.resource, id);
    return id;
  }

  std::uint32_t draft_scale(TargetId target, const plan::Grant& grant) {
    const auto key = std::make_tuple(target, ladder_of(grant.level), role_of(grant));
    return scales_.try_emplace(key, static_cast<std::uint32_t>(scales_.size())).first->second;
  }

  void add_grant(const plan::Grant& grant) {
    if (grant.member == nullptr || grant.target == nullptr) return;
    const NodeId member = node_of(*grant.member, cloud_of(grant.origin));
    const TargetId target = target_of(*grant.target);
    edges_.push_back(
        {.grant = &grant, .member = member, .target = target, .scale = draft_scale(target, grant)});
    const NodeId account = graph_.targets_[target].account;
    if (account != kNoNode && account != member && lets_become(grant.level)) {
      steps_.push_back({member, {.to = account, .becomes = true}});
    }
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
    if (member != group) steps_.push_back({member, {.to = group}});
  }

  template <typename Id, typename Less>
  static std::vector<Id> ranks_by(std::size_t count, Less less) {
    std::vector<Id> order(count);
    std::iota(order.begin(), order.end(), Id{0});
    std::stable_sort(order.begin(), order.end(), less);
    std::vector<Id> ranks(count);
    for (std::size_t place = 0; place < count; ++place) {
      ranks[order[place]] = static_cast<Id>(place);
    }
    return ranks;
  }

  template <typename Item, typename Id>
  static void move_to_ranks(std::vector<Item>& items, const std::vector<Id>& ranks) {
    std::vector<Item> sorted(items.size());
    for (std::size_t place = 0; place < items.size(); ++place) sorted[ranks[place]] = items[place];
    items = std::move(sorted);
  }

  void number_nodes() {
    std::vector<AccessNode>& nodes = graph_.nodes_;
    const auto key = [&](NodeId id) {
      return std::make_tuple(nodes[id].label, nodes[id].kind, clouds_[id], nodes[id].id);
    };
    const auto ranks =
        ranks_by<NodeId>(nodes.size(), [&](NodeId a, NodeId b) { return key(a) < key(b); });
    move_to_ranks(nodes, ranks);
    for (DraftStep& draft : steps_) {
      draft.from = ranks[draft.from];
      draft.step.to = ranks[draft.step.to];
    }
    for (AccessEdge& edge : edges_) edge.member = ranks[edge.member];
    for (AccessTarget& target : graph_.targets_) {
      if (target.account != kNoNode) target.account = ranks[target.account];
    }
  }

  void number_targets() {
    std::vector<AccessTarget>& targets = graph_.targets_;
    const auto key = [&](TargetId id) {
      const plan::Resource* resource = targets[id].resource;
      return std::make_tuple(targets[id].kind, targets[id].name,
                             resource == nullptr ? std::string_view() : resource->type->token,
                             resource == nullptr ? std::string_view() : resource->name);
    };
    const auto ranks =
        ranks_by<TargetId>(targets.size(), [&](TargetId a, TargetId b) { return key(a) < key(b); });
    move_to_ranks(targets, ranks);
    for (const AccessTarget& target : targets) {
      if (target.kind == TargetKind::kBucket) ++graph_.bucket_count_;
    }
    // Scales in the order of their targets, then ladders, then roles.
    std::vector<std::tuple<TargetId, std::uint32_t, std::string_view>> scales(scales_.size());
    for (const auto& [scale, draft] : scales_) {
      scales[draft] = {ranks[std::get<0>(scale)], std::get<1>(scale), std::get<2>(scale)};
    }
    const auto scale_ranks = ranks_by<std::uint32_t>(
        scales.size(), [&](std::uint32_t a, std::uint32_t b) { return scales[a] < scales[b]; });
    graph_.scale_count_ = static_cast<std::uint32_t>(scales.size());
    for (AccessEdge& edge : edges_) {
      edge.target = ranks[edge.target];
      edge.scale = scale_ranks[edge.scale];
    }
  }

  template <typename Item, typename RowOf>
  static Rows<Item> rows_of(std::size_t count, const std::vector<Item>& items, RowOf row_of) {
    Rows<Item> rows;
    rows.starts.assign(count + 1, 0);
    rows.items.resize(items.size());
    for (const Item& item : items) ++rows.starts[row_of(item) + 1];
    std::partial_sum(rows.starts.begin(), rows.starts.end(), rows.starts.begin());
    std::vector<std::uint32_t> next(rows.starts.begin(), rows.starts.end() - 1);
    for (const Item& item : items) rows.items[next[row_of(item)]++] = item;
    return rows;
  }

  /// Sorts each row.
  template <typename Item, typename Less>
  static void sort_rows(Rows<Item>& rows, Less less) {
    for (std::size_t row = 0; row + 1 < rows.starts.size(); ++row) {
      std::sort(rows.items.begin() + rows.starts[row], rows.items.begin() + rows.starts[row + 1],
                less);
    }
  }

  /// The steps from each node, sorted, each once.
  static Rows<AccessStep> step_rows(std::size_t count, const std::vector<DraftStep>& drafts) {
    const auto key = [](const AccessStep& step) { return std::pair(step.to, step.becomes); };
    Rows<DraftStep> rows =
        rows_of(count, drafts, [](const DraftStep& draft) { return draft.from; });
    sort_rows(rows,
              [key](const DraftStep& a, const DraftStep& b) { return key(a.step) < key(b.step); });
    Rows<AccessStep> kept;
    kept.starts.reserve(count + 1);
    kept.items.reserve(drafts.size());
    for (std::uint32_t row = 0; row < count; ++row) {
      kept.starts.push_back(static_cast<std::uint32_t>(kept.items.size()));
      const AccessStep* last = nullptr;
      for (const DraftStep& draft : rows.row(row)) {
        if (last != nullptr && key(*last) == key(draft.step)) continue;
        kept.items.push_back(draft.step);
        last = &draft.step;
      }
    }
    kept.starts.push_back(static_cast<std::uint32_t>(kept.items.size()));
    return kept;
  }

  void fill_steps() {
    graph_.steps_from_ = step_rows(graph_.nodes_.size(), steps_);
    for (DraftStep& draft : steps_) std::swap(draft.from, draft.step.to);
    graph_.steps_to_ = step_rows(graph_.nodes_.size(), steps_);
  }

  void fill_grants() {
    // The highest level first, then by role; of equals the one that the plan gives first.
    const auto is_before = [](const AccessEdge& a, const AccessEdge& b) {
      if (a.scale != b.scale) return a.scale < b.scale;
      if (a.grant->level != b.grant->level) return a.grant->level > b.grant->level;
      if (a.grant->role != b.grant->role) return a.grant->role < b.grant->role;
      return a.grant < b.grant;  // they stand one after the other in the plan
    };
    graph_.grants_of_ =
        rows_of(graph_.nodes_.size(), edges_, [](const AccessEdge& edge) { return edge.member; });
    sort_rows(graph_.grants_of_, is_before);
    graph_.grants_on_ =
        rows_of(graph_.targets_.size(), edges_, [](const AccessEdge& edge) { return edge.target; });
    sort_rows(graph_.grants_on_, [is_before](const AccessEdge& a, const AccessEdge& b) {
      return a.member != b.member ? a.member < b.member : is_before(a, b);
    });
  }

  AccessGraph& graph_;
  const plan::Plan& plan_;
  absl::flat_hash_map<std::string_view, std::string_view> lower_;
  std::vector<std::string_view> clouds_;
  absl::flat_hash_map<const plan::Group*, NodeId> groups_;
  absl::flat_hash_map<std::pair<std::string_view, std::string_view>, NodeId> group_ids_;
  absl::flat_hash_map<std::string_view, NodeId> named_groups_;
  absl::flat_hash_map<std::string_view, NodeId> individuals_;
  absl::flat_hash_map<const plan::Resource*, NodeId> by_resource_;
  absl::flat_hash_map<const plan::Principal*, NodeId> principals_;
  absl::flat_hash_map<const plan::Resource*, TargetId> made_targets_;
  absl::flat_hash_map<std::pair<TargetKind, std::string_view>, TargetId> named_targets_;
  absl::flat_hash_map<std::tuple<TargetId, std::uint32_t, std::string_view>, std::uint32_t> scales_;
  std::vector<DraftStep> steps_;
  std::vector<AccessEdge> edges_;
};

AccessGraph::AccessGraph(const plan::Plan& plan) { Builder(*this, plan).build(); }

std::span<const AccessStep> AccessGraph::steps_from(NodeId id) const noexcept {
  return steps_from_.row(id);
}
std::span<const AccessStep> AccessGraph::steps_to(NodeId id) const noexcept {
  return steps_to_.row(id);
}
std::span<const AccessEdge> AccessGraph::grants_of(NodeId id) const noexcept {
  return grants_of_.row(id);
}
std::span<const AccessEdge> AccessGraph::grants_on(TargetId id) const noexcept {
  return grants_on_.row(id);
}

std::vector<NodeId> AccessGraph::find_nodes(std::string_view text) const {
  const std::string id = internal::lower_case(text);
  std::vector<NodeId> found;
  for (NodeId node = 0; node < nodes_.size(); ++node) {
    const bool is_named = nodes_[node].group != nullptr && nodes_[node].label == text;
    if (nodes_[node].id == id || is_named) found.push_back(node);
  }
  return found;
}

std::vector<TargetId> AccessGraph::find_targets(std::string_view text) const {
  const std::string lower = internal::lower_case(text);
  std::vector<TargetId> found;
  for (TargetId id = 0; id < targets_.size(); ++id) {
    const AccessTarget& target = targets_[id];
    const bool is_named =
        target.name == text || (has_global_name(target.kind) && target.name.size() == text.size() &&
                                internal::lower_case(target.name) == lower);
    if (is_named || is_called(target.resource, text)) found.push_back(id);
  }
  return found;
}

bool AccessGraph::belongs_to(TargetId id, std::string_view dataset) const {
  if (const plan::Resource* resource = targets_[id].resource) {
    return resource->origin != nullptr && resource->origin->dataset == dataset;
  }
  const auto edges = grants_on(id);
  return std::any_of(edges.begin(), edges.end(), [dataset](const AccessEdge& edge) {
    return edge.grant->origin != nullptr && edge.grant->origin->dataset == dataset;
  });
}

bool is_answer(const AccessNode& node) noexcept { return node.group == nullptr; }

std::string resource_text(const plan::Resource* resource) {
  if (resource == nullptr) return {};
  return fmt::format("{}{}{}", resource->type->token, kResourceSeparator, resource->name);
}

}  // namespace cpginfra::report
