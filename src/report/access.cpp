// SPDX-License-Identifier: MIT
#include "cpginfra/report/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/search.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

struct LevelRow {
  TargetKind kind;
  AccessLevel level;
  std::string_view name;
};
constexpr std::array<LevelRow, 13> kLevels = {{
    {TargetKind::kBucket, AccessLevel::kList, "list"},
    {TargetKind::kBucket, AccessLevel::kRead, "read"},
    {TargetKind::kBucket, AccessLevel::kAppend, "append"},
    {TargetKind::kBucket, AccessLevel::kMutate, "mutate"},
    {TargetKind::kRegistry, AccessLevel::kPull, "pull"},
    {TargetKind::kRegistry, AccessLevel::kPush, "push"},
    {TargetKind::kSecret, AccessLevel::kReadSecret, "read"},
    {TargetKind::kSecret, AccessLevel::kManageSecret, "manage"},
    {TargetKind::kMachineAccount, AccessLevel::kUse, "use"},
    {TargetKind::kMachineAccount, AccessLevel::kImpersonate, "impersonate"},
    {TargetKind::kMachineAccount, AccessLevel::kMakeKeys, "make-keys"},
    {TargetKind::kMachineAccount, AccessLevel::kAdminister, "administer"},
    {TargetKind::kService, AccessLevel::kInvoke, "invoke"},
}};

constexpr std::string_view kRolePrefix = "roles/";

std::string_view without_role_prefix(std::string_view role) {
  if (role.starts_with(kRolePrefix)) role.remove_prefix(kRolePrefix.size());
  return role;
}

bool is_in(AccessLevel level, AccessLevel lowest, AccessLevel highest) {
  return lowest <= level && level <= highest;
}

/// Searches from principals. Whatever is reached is reached by the shortest path, of several the
/// first by the nodes on it: states are visited in just that order.
class ForwardSearch {
 public:
  ForwardSearch(const AccessGraph& graph, std::uint32_t scale_limit)
      : graph_(graph),
        scale_limit_(scale_limit),
        seen_(graph.nodes().size() * 2),
        touched_(graph.scale_count()),
        parents_(graph.nodes().size() * 2),
        best_(graph.scale_count()) {}

  /// Adds what the principal reaches on the scales below the limit.
  template <typename Keep>
  void add_rows(NodeId principal, Keep keep, AccessTable& table) {
    search(principal);
    std::sort(scales_.begin(), scales_.end());
    for (std::uint32_t scale : scales_) {
      int level_had = -1;
      for (std::size_t how = 0; how < kHows; ++how) {
        const Candidate& best = best_[scale][how];
        if (best.edge == nullptr) continue;
        const AccessLevel level = best.edge->grant->level;
        if (static_cast<int>(level) <= level_had) continue;
        level_had = static_cast<int>(level);
        if (!keep(best.edge->target)) continue;
        table.add_backwards({.principal = principal,
                             .target = best.edge->target,
                             .level = level,
                             .how = static_cast<How>(how),
                             .grant = best.edge->grant},
                            path_to(best.state, principal));
      }
    }
  }

 private:
  struct Candidate {
    const AccessEdge* edge = nullptr;
    State state = 0;
  };

  void search(NodeId principal) {
    seen_.clear();
    touched_.clear();
    scales_.clear();
    queue_.clear();
    visit(state_of(principal, false), state_of(principal, false));
    // NOLINTNEXTLINE(modernize-loop-convert): the queue grows on the way
    for (std::size_t place = 0; place < queue_.size(); ++place) {
      const State state = queue_[place];
      look_at_grants(state);
      for (const AccessStep& step : graph_.steps_from(node_of(state))) {
        visit(state_of(step.to, has_become(state) || step.becomes), state);
      }
    }
  }

  void visit(State state, State parent) {
    if (!seen_.set(state)) return;
    parents_[state] = parent;
    queue_.push_back(state);
  }

  void look_at_grants(State state) {
    for (const AccessEdge& edge : graph_.grants_of(node_of(state))) {
      if (edge.scale >= scale_limit_) break;  // they are in the order of their scales
      if (touched_.set(edge.scale)) {
        scales_.push_back(edge.scale);
        best_[edge.scale] = {};
      }
      const How how = how_of(has_become(state), edge.grant->availability);
      Candidate& best = best_[edge.scale][static_cast<std::size_t>(how)];
      if (best.edge == nullptr || best.edge->grant->level < edge.grant->level) {
        best = {.edge = &edge, .state = state};
      }
    }
  }

  std::span<const NodeId> path_to(State state, NodeId principal) {
    path_.clear();
    const State start = state_of(principal, false);
    for (; state != start; state = parents_[state]) path_.push_back(node_of(state));
    return path_;
  }

  const AccessGraph& graph_;
  std::uint32_t scale_limit_;
  Marks seen_;
  Marks touched_;
  std::vector<State> parents_;
  std::vector<std::array<Candidate, kHows>> best_;
  std::vector<State> queue_;
  std::vector<std::uint32_t> scales_;
  std::vector<NodeId> path_;
};

std::uint32_t bucket_scales(const AccessGraph& graph) {
  std::uint32_t limit = 0;
  for (TargetId id = 0; id < graph.bucket_count(); ++id) {
    for (const AccessEdge& edge : graph.grants_on(id)) limit = std::max(limit, edge.scale + 1);
  }
  return limit;
}

template <typename Keep>
AccessTable people_by_buckets(const AccessGraph& graph, Keep keep) {
  AccessTable table;
  ForwardSearch search(graph, bucket_scales(graph));
  for (NodeId node = 0; node < graph.nodes().size(); ++node) {
    if (graph.node(node).kind == plan::PrincipalKind::kPerson) search.add_rows(node, keep, table);
  }
  return table;
}

constexpr auto kKeepAll = [](TargetId) { return true; };

}  // namespace

void AccessTable::add(Access row, std::span<const NodeId> path) {
  row.path_start = static_cast<std::uint32_t>(steps_.size());
  row.path_size = static_cast<std::uint32_t>(path.size());
  steps_.insert(steps_.end(), path.begin(), path.end());
  rows_.push_back(row);
}

void AccessTable::add_backwards(Access row, std::span<const NodeId> path) {
  row.path_start = static_cast<std::uint32_t>(steps_.size());
  row.path_size = static_cast<std::uint32_t>(path.size());
  steps_.insert(steps_.end(), path.rbegin(), path.rend());
  rows_.push_back(row);
}

void AccessTable::append(const AccessTable& other) {
  for (const Access& row : other.rows()) add(row, other.path(row));
}

absl::StatusOr<LevelQuery> parse_level(std::string_view text, plan::TargetKind kind) {
  if (kind == TargetKind::kProject) {
    if (text.empty()) return absl::InvalidArgumentError("a role's name must not be empty");
    return LevelQuery{.level = AccessLevel::kRole, .role = std::string(text)};
  }
  std::string known;
  for (const LevelRow& row : kLevels) {
    if (row.kind != kind) continue;
    if (row.name == text) return LevelQuery{.level = row.level, .role = {}};
    known += fmt::format("{}{}", known.empty() ? "" : ", ", row.name);
  }
  if (known.empty()) {
    return absl::InvalidArgumentError(
        fmt::format("there are no levels of access to a thing of kind '{}'", to_text(kind)));
  }
  return absl::InvalidArgumentError(fmt::format(
      "'{}' is not a level of access to a {}; use one of {}", text, to_text(kind), known));
}

std::string_view level_text(const plan::Grant& grant) noexcept {
  if (grant.level == AccessLevel::kRole && !grant.role.empty()) return grant.role;
  for (const LevelRow& row : kLevels) {
    if (row.level == grant.level) return row.name;
  }
  return to_text(grant.level);
}

std::string_view to_text(How how) noexcept {
  switch (how) {
    case How::kHas:
      return "has";
    case How::kCanRequest:
      return "can-request";
    case How::kCanBecome:
      return "can-become";
  }
  return "";
}

bool gives(const plan::Grant& grant, const LevelQuery& query) noexcept {
  if (query.level == AccessLevel::kRole) {
    return grant.level == AccessLevel::kRole &&
           without_role_prefix(grant.role) == without_role_prefix(query.role);
  }
  if (is_in(query.level, AccessLevel::kList, AccessLevel::kMutate)) {
    return is_in(grant.level, query.level, AccessLevel::kMutate);
  }
  if (is_in(query.level, AccessLevel::kPull, AccessLevel::kPush)) {
    return is_in(grant.level, query.level, AccessLevel::kPush);
  }
  return grant.level == query.level;
}

AccessTable who_can(const AccessGraph& graph, const LevelQuery& query, TargetId target) {
  AccessTable table;
  BackwardSearch(graph).add_rows(query, target, table);
  return table;
}

AccessTable access_of(const AccessGraph& graph, NodeId principal) {
  return access_of_all(graph, {&principal, 1});
}

AccessTable access_of_all(const AccessGraph& graph, std::span<const NodeId> principals) {
  AccessTable table;
  ForwardSearch search(graph, graph.scale_count());
  for (NodeId principal : principals) search.add_rows(principal, kKeepAll, table);
  return table;
}

AccessTable matrix(const AccessGraph& graph) { return people_by_buckets(graph, kKeepAll); }

AccessTable matrix(const AccessGraph& graph, std::string_view dataset) {
  std::vector<bool> kept(graph.targets().size(), false);
  for (TargetId id = 0; id < graph.bucket_count(); ++id) kept[id] = graph.belongs_to(id, dataset);
  return people_by_buckets(graph, [&kept](TargetId id) { return kept[id]; });
}

}  // namespace cpginfra::report
