// SPDX-License-Identifier: MIT
// Counts on policies, and around people and groups: all from the access graph.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "report/limits/counts.hpp"

namespace cpginfra::report {
namespace {

constexpr std::string_view kGcp = "gcp";
constexpr std::string_view kAzure = "azure";
constexpr std::string_view kLegacyRole = "roles/storage.legacy";

std::string_view dataset_of(const plan::Origin* origin) {
  return origin == nullptr ? std::string_view() : origin->dataset;
}

std::string_view dataset_of(const plan::Resource* resource) {
  return resource == nullptr ? std::string_view() : dataset_of(resource->origin);
}

/// The dataset that a grant is there for: its member's own, else the one that gives it.
std::string_view reason_of(const AccessNode& member, const plan::Grant& grant) {
  if (member.group != nullptr) return dataset_of(member.group->origin);
  if (member.resource != nullptr) return dataset_of(member.resource);
  return dataset_of(grant.origin);
}

std::string subject_of(const AccessTarget& target) {
  if (target.resource != nullptr) return resource_text(target.resource);
  return fmt::format("{} {}", to_text(target.kind), target.name);
}

bool is_on_policy(const plan::Grant& grant) {
  return grant.availability == plan::Availability::kStanding &&
         (grant.origin == nullptr || grant.origin->cloud == kGcp);
}

/// Counts the different `key`s of the grants on each target's policy that `keep` keeps.
template <typename Key, typename Keep>
std::vector<Tally> count_on_policies(const CountedPlan& counted, Key key, Keep keep) {
  const AccessGraph& graph = counted.graph;
  std::vector<Tally> tallies;
  std::vector<std::pair<decltype(key(AccessEdge())), std::string_view>> seen;
  for (TargetId id = 0; id < graph.targets().size(); ++id) {
    seen.clear();
    for (const AccessEdge& edge : graph.grants_on(id)) {
      if (!is_on_policy(*edge.grant) || !keep(graph, edge)) continue;
      seen.emplace_back(key(edge), reason_of(graph.node(edge.member), *edge.grant));
    }
    if (seen.empty()) continue;
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end(),
                           [](const auto& a, const auto& b) { return a.first == b.first; }),
               seen.end());
    const AccessTarget& target = graph.target(id);
    Tally tally{.subject = subject_of(target),
                .count = seen.size(),
                .by_dataset = {},
                .owner = dataset_of(target.resource),
                .detail = {}};
    for (const auto& [unused, dataset] : seen) ++tally.by_dataset[dataset];
    tallies.push_back(std::move(tally));
  }
  return tallies;
}

using Appearance = std::tuple<std::string_view, plan::AccessLevel, NodeId>;
Appearance appearance_of(const AccessEdge& edge) {
  if (edge.grant == nullptr) return {};
  return {edge.grant->role, edge.grant->level, edge.member};
}

bool is_individual(const AccessNode& node) {
  return node.kind == plan::PrincipalKind::kPerson ||
         node.kind == plan::PrincipalKind::kMachineAccount;
}

/// Whether the node is a group on that cloud. One that the plan only names counts as Google's.
bool is_group_on(const AccessNode& node, std::string_view cloud) {
  if (node.kind != plan::PrincipalKind::kGroup) return false;
  return node.group == nullptr ? cloud == kGcp : node.group->cloud == cloud;
}

enum class Depth : std::uint8_t { kDirect, kAll };

/// The groups on a cloud that each person and account is in.
std::vector<Tally> count_memberships(const AccessGraph& graph, std::string_view cloud,
                                     Depth depth) {
  std::vector<Tally> tallies;
  std::vector<NodeId> seen_by(graph.nodes().size(), kNoNode);
  std::vector<NodeId> groups;
  for (NodeId start = 0; start < graph.nodes().size(); ++start) {
    if (!is_individual(graph.node(start))) continue;
    groups.clear();
    const auto add_groups_of = [&](NodeId node) {
      for (const AccessStep& step : graph.steps_from(node)) {
        if (step.becomes || seen_by[step.to] == start) continue;
        if (!is_group_on(graph.node(step.to), cloud)) continue;
        seen_by[step.to] = start;
        groups.push_back(step.to);
      }
    };
    add_groups_of(start);
    for (std::size_t place = 0; depth == Depth::kAll && place < groups.size(); ++place) {
      add_groups_of(groups[place]);
    }
    if (groups.empty()) continue;
    Tally tally{.subject = std::string(graph.node(start).id),
                .count = groups.size(),
                .by_dataset = {},
                .owner = {},
                .detail = {}};
    for (NodeId group : groups) {
      if (const plan::Group* made = graph.node(group).group) {
        ++tally.by_dataset[dataset_of(made->origin)];
      }
    }
    tallies.push_back(std::move(tally));
  }
  return tallies;
}

/// How deep each group is nested, and which groups hold themselves: one walk through all groups.
class Nesting {
 public:
  explicit Nesting(const AccessGraph& graph)
      : graph_(graph), states_(graph.nodes().size()), next_(graph.nodes().size(), kNoNode) {
    for (NodeId node = 0; node < graph.nodes().size(); ++node) {
      if (graph.node(node).kind == plan::PrincipalKind::kGroup) walk(node);
    }
  }

  /// Cycles, each as the groups on it.
  [[nodiscard]] const std::vector<std::vector<NodeId>>& cycles() const { return cycles_; }

  /// How many groups stand one in the other from this one outwards, itself included.
  [[nodiscard]] std::uint64_t depth(NodeId node) const { return states_[node].depth; }

  /// Those groups, from the innermost.
  [[nodiscard]] std::string chain(NodeId node) const {
    std::string text;
    for (; node != kNoNode; node = next_[node]) {
      text += fmt::format("{}{}", text.empty() ? "" : " > ", graph_.node(node).label);
    }
    return text;
  }

 private:
  enum class Mark : std::uint8_t { kNew, kOpen, kDone };
  struct State {
    Mark mark = Mark::kNew;
    std::uint64_t depth = 1;
  };
  struct Frame {
    NodeId node;
    std::size_t step;
  };

  void walk(NodeId start) {
    if (states_[start].mark != Mark::kNew) return;
    std::vector<Frame> frames = {{start, 0}};
    states_[start].mark = Mark::kOpen;
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const NodeId node = frame.node;
      const auto steps = graph_.steps_from(node);
      if (frame.step == steps.size()) {
        states_[node].mark = Mark::kDone;
        frames.pop_back();
        if (!frames.empty()) take_depth(frames.back().node, node);
        continue;
      }
      const AccessStep& step = steps[frame.step++];
      if (step.becomes) continue;
      switch (states_[step.to].mark) {
        case Mark::kNew:
          states_[step.to].mark = Mark::kOpen;
          frames.push_back({step.to, 0});
          break;
        case Mark::kOpen:
          keep_cycle(frames, step.to);
          break;
        case Mark::kDone:
          take_depth(node, step.to);
          break;
      }
    }
  }

  void take_depth(NodeId inner, NodeId outer) {
    if (states_[inner].depth > states_[outer].depth) return;
    states_[inner].depth = states_[outer].depth + 1;
    next_[inner] = outer;
  }

  void keep_cycle(const std::vector<Frame>& frames, NodeId first) {
    std::vector<NodeId> cycle;
    for (std::size_t place = frames.size(); place > 0; --place) {
      cycle.push_back(frames[place - 1].node);
      if (frames[place - 1].node == first) break;
    }
    std::reverse(cycle.begin(), cycle.end());
    cycles_.push_back(std::move(cycle));
  }

  const AccessGraph& graph_;
  std::vector<State> states_;
  std::vector<NodeId> next_;
  std::vector<std::vector<NodeId>> cycles_;
};

}  // namespace

std::vector<Tally> count_policy_principals(const CountedPlan& counted) {
  return count_on_policies(counted, appearance_of,
                           [](const AccessGraph&, const AccessEdge&) { return true; });
}

std::vector<Tally> count_policy_groups(const CountedPlan& counted) {
  return count_on_policies(
      counted, [](const AccessEdge& edge) { return edge.member; },
      [](const AccessGraph& graph, const AccessEdge& edge) {
        return graph.node(edge.member).kind == plan::PrincipalKind::kGroup;
      });
}

std::vector<Tally> count_legacy_principals(const CountedPlan& counted) {
  return count_on_policies(counted, appearance_of, [](const AccessGraph&, const AccessEdge& edge) {
    return edge.grant->role.starts_with(kLegacyRole);
  });
}

std::vector<Tally> count_direct_memberships(const CountedPlan& counted) {
  return count_memberships(counted.graph, kGcp, Depth::kDirect);
}

std::vector<Tally> count_all_memberships(const CountedPlan& counted) {
  return count_memberships(counted.graph, kGcp, Depth::kAll);
}

std::vector<Tally> count_token_groups(const CountedPlan& counted) {
  return count_memberships(counted.graph, kAzure, Depth::kAll);
}

std::vector<Tally> count_cycles(const CountedPlan& counted) {
  const Nesting nesting(counted.graph);
  std::vector<Tally> tallies;
  for (const std::vector<NodeId>& cycle : nesting.cycles()) {
    std::string names;
    for (NodeId node : cycle) names += fmt::format("{} > ", counted.graph.node(node).label);
    const std::string first(counted.graph.node(cycle.front()).label);
    tallies.push_back({.subject = first,
                       .count = cycle.size(),
                       .by_dataset = {},
                       .owner = {},
                       .detail = names + first});
  }
  return tallies;
}

std::vector<Tally> count_nesting(const CountedPlan& counted) {
  const Nesting nesting(counted.graph);
  std::vector<Tally> tallies;
  for (NodeId node = 0; node < counted.graph.nodes().size(); ++node) {
    if (counted.graph.node(node).kind != plan::PrincipalKind::kGroup) continue;
    const auto members = counted.graph.steps_to(node);
    const bool is_innermost = std::none_of(members.begin(), members.end(), [&](auto& step) {
      return counted.graph.node(step.to).kind == plan::PrincipalKind::kGroup;
    });
    if (!is_innermost) continue;
    tallies.push_back({.subject = std::string(counted.graph.node(node).label),
                       .count = nesting.depth(node),
                       .by_dataset = {},
                       .owner = {},
                       .detail = nesting.chain(node)});
  }
  return tallies;
}

}  // namespace cpginfra::report
