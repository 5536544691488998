// SPDX-License-Identifier: MIT
#include "cpginfra/report/access_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

#include "internal/text.hpp"
#include "report/access_facts.hpp"
#include "report/access_names.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

/// Levels of equal ladders include those below them; levels alone on theirs have a ladder each.
std::uint32_t ladder_of(AccessLevel level) {
  if (level <= AccessLevel::kMutate) return 0;
  if (level <= AccessLevel::kPush) return static_cast<std::uint32_t>(AccessLevel::kPull);
  return static_cast<std::uint32_t>(level);
}

/// Equal for edges on one target that are on one scale.
std::pair<std::uint32_t, std::string_view> scale_key(const AccessEdge& edge) {
  const plan::Grant& grant = *edge.grant;
  return {ladder_of(grant.level),
          grant.level == AccessLevel::kRole ? grant.role : std::string_view()};
}

}  // namespace

/// Numbers facts by label and name, and puts them into rows.
class AccessGraph::Builder {
 public:
  Builder(AccessGraph& graph, AccessFacts& facts) : graph_(graph), facts_(facts) {}

  void build() {
    number_nodes();
    number_targets();
    fill_steps();
    fill_grants();
    graph_.texts_ = std::move(facts_.texts);
    graph_.nodes_ = std::move(facts_.nodes);
    graph_.targets_ = std::move(facts_.targets);
  }

 private:
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
    std::vector<AccessNode>& nodes = facts_.nodes;
    // Tells apart all nodes of a label, whatever else the plan says of them.
    const auto key = [](const AccessNode& node) {
      return std::make_tuple(node.kind == plan::PrincipalKind::kGroup,
                             node.group == nullptr ? std::string_view() : node.group->cloud,
                             node.id);
    };
    const auto ranks = ranks_by<NodeId>(nodes.size(), [&](NodeId a, NodeId b) {
      const int order = nodes[a].label.compare(nodes[b].label);
      return order != 0 ? order < 0 : key(nodes[a]) < key(nodes[b]);
    });
    move_to_ranks(nodes, ranks);
    for (AccessFacts::Step& step : facts_.steps) {
      step.from = ranks[step.from];
      step.step.to = ranks[step.step.to];
    }
    for (AccessEdge& edge : facts_.edges) edge.member = ranks[edge.member];
    for (AccessTarget& target : facts_.targets) {
      if (target.account != kNoNode) target.account = ranks[target.account];
    }
  }

  void number_targets() {
    std::vector<AccessTarget>& targets = facts_.targets;
    const auto key = [](const AccessTarget& target) {
      const plan::Resource* resource = target.resource;
      return std::make_tuple(target.kind, target.name,
                             resource == nullptr ? std::string_view() : resource->type->token,
                             resource == nullptr ? std::string_view() : resource->name);
    };
    const auto ranks = ranks_by<TargetId>(
        targets.size(), [&](TargetId a, TargetId b) { return key(targets[a]) < key(targets[b]); });
    move_to_ranks(targets, ranks);
    for (const AccessTarget& target : targets) {
      if (target.kind == TargetKind::kBucket) ++graph_.bucket_count_;
    }
    for (AccessEdge& edge : facts_.edges) edge.target = ranks[edge.target];
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
  static Rows<AccessStep> step_rows(std::size_t count,
                                    const std::vector<AccessFacts::Step>& steps) {
    const auto key = [](const AccessStep& step) { return std::pair(step.to, step.becomes); };
    Rows<AccessFacts::Step> rows =
        rows_of(count, steps, [](const AccessFacts::Step& step) { return step.from; });
    sort_rows(rows, [key](const AccessFacts::Step& a, const AccessFacts::Step& b) {
      return key(a.step) < key(b.step);
    });
    Rows<AccessStep> kept;
    kept.starts.reserve(count + 1);
    kept.items.reserve(steps.size());
    for (std::uint32_t row = 0; row < count; ++row) {
      kept.starts.push_back(static_cast<std::uint32_t>(kept.items.size()));
      const AccessStep* last = nullptr;
      for (const AccessFacts::Step& step : rows.row(row)) {
        if (last != nullptr && key(*last) == key(step.step)) continue;
        kept.items.push_back(step.step);
        last = &step.step;
      }
    }
    kept.starts.push_back(static_cast<std::uint32_t>(kept.items.size()));
    return kept;
  }

  void fill_steps() {
    graph_.steps_from_ = step_rows(facts_.nodes.size(), facts_.steps);
    for (AccessFacts::Step& step : facts_.steps) std::swap(step.from, step.step.to);
    graph_.steps_to_ = step_rows(facts_.nodes.size(), facts_.steps);
  }

  /// Numbers the scales of edges that are sorted by target, then by scale.
  void number_scales(std::vector<AccessEdge>& edges) {
    const AccessEdge* last = nullptr;
    for (AccessEdge& edge : edges) {
      const bool is_same =
          last != nullptr && last->target == edge.target && scale_key(edge) == scale_key(*last);
      if (!is_same) ++graph_.scale_count_;
      edge.scale = graph_.scale_count_ - 1;
      last = &edge;
    }
  }

  void fill_grants() {
    graph_.grants_on_ = rows_of(facts_.targets.size(), facts_.edges,
                                [](const AccessEdge& edge) { return edge.target; });
    // By scale, then the highest level first, then by role; of equals the one that the plan gives
    // first: they stand one after the other in the plan.
    sort_rows(graph_.grants_on_, [](const AccessEdge& a, const AccessEdge& b) {
      const auto key = [](const AccessEdge& edge) {
        return std::make_tuple(-static_cast<int>(edge.grant->level), edge.grant->role, edge.grant);
      };
      const auto scale_a = scale_key(a);
      const auto scale_b = scale_key(b);
      return scale_a != scale_b ? scale_a < scale_b : key(a) < key(b);
    });
    number_scales(graph_.grants_on_.items);
    // From here on that order is the one among the grants of one member on one target.
    graph_.grants_of_ = rows_of(facts_.nodes.size(), graph_.grants_on_.items,
                                [](const AccessEdge& edge) { return edge.member; });
    graph_.grants_on_ = rows_of(facts_.targets.size(), graph_.grants_of_.items,
                                [](const AccessEdge& edge) { return edge.target; });
  }

  AccessGraph& graph_;
  AccessFacts& facts_;
};

AccessGraph::AccessGraph(AccessFacts facts) { Builder(*this, facts).build(); }

AccessGraph::AccessGraph(const plan::Plan& plan) : AccessGraph(access_facts(plan)) {}

AccessGraph AccessGraph::leading_to(const plan::Plan& plan, std::string_view target) {
  return AccessGraph(access_facts(facts_leading_to(plan, target)));
}

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
  const TargetName name(text);
  std::vector<TargetId> found;
  for (TargetId id = 0; id < targets_.size(); ++id) {
    const AccessTarget& target = targets_[id];
    if (name.is_of({.kind = target.kind, .name = target.name, .resource = target.resource}))
      found.push_back(id);
  }
  return found;
}

bool AccessGraph::has_namesake(TargetId id) const noexcept {
  const auto is_alike = [this, id](TargetId other) {
    return targets_[other].kind == targets_[id].kind && targets_[other].name == targets_[id].name;
  };
  return (id > 0 && is_alike(id - 1)) || (id + 1 < targets_.size() && is_alike(id + 1));
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
  return fmt::format("{}::{}", resource->type->token, resource->name);
}

bool makes_resource(const plan::Plan& plan, std::string_view text) {
  if (text.empty()) return false;  // as a resource has no input 'name', that is empty too
  const auto resources = plan.resources();
  return std::any_of(resources.begin(), resources.end(), [text](const plan::Resource* resource) {
    return is_called(resource, text) || resource->input("name").text() == text;
  });
}

}  // namespace cpginfra::report
