// SPDX-License-Identifier: MIT
#include "report/search.hpp"

#include <algorithm>

namespace cpginfra::report {
namespace {

bool fits(const plan::Grant& grant, How how) {
  return how == How::kCanBecome || how_of(false, grant.availability) == how;
}

}  // namespace

How how_of(bool has_become, plan::Availability availability) {
  if (has_become) return How::kCanBecome;
  return availability == plan::Availability::kStanding ? How::kHas : How::kCanRequest;
}

BackwardSearch::BackwardSearch(const AccessGraph& graph)
    : graph_(graph),
      reaches_{Reach(graph.nodes().size() * 2), Reach(graph.nodes().size() * 2),
               Reach(graph.nodes().size() * 2)} {}

void BackwardSearch::add_rows(const LevelQuery& query, TargetId target, AccessTable& table) {
  edges_.clear();
  for (const AccessEdge& edge : graph_.grants_on(target)) {
    if (gives(*edge.grant, query)) edges_.push_back(edge);
  }
  principals_.clear();
  for (std::size_t how = 0; how < kHows; ++how) {
    search(static_cast<How>(how));
    for (State state : reaches_[how].queue) {
      if (!has_become(state) && is_answer(graph_.node(node_of(state)))) {
        principals_.push_back(node_of(state));
      }
    }
  }
  std::sort(principals_.begin(), principals_.end());
  principals_.erase(std::unique(principals_.begin(), principals_.end()), principals_.end());
  for (NodeId principal : principals_) {
    for (How how : {How::kHas, How::kCanRequest, How::kCanBecome}) {
      if (!reach(how).seen.is_set(state_of(principal, false))) continue;
      add_row(principal, how, target, table);
      break;
    }
  }
}

void BackwardSearch::search(How how) {
  const bool becomes = how == How::kCanBecome;
  Reach& reached = reach(how);
  reached.seen.clear();
  reached.queue.clear();
  const auto visit = [&reached](State state, std::uint32_t distance) {
    if (!reached.seen.set(state)) return;
    reached.distances[state] = distance;
    reached.queue.push_back(state);
  };
  for (const AccessEdge& edge : edges_) {
    if (fits(*edge.grant, how)) visit(state_of(edge.member, becomes), 0);
  }
  for (std::size_t place = 0; place < reached.queue.size(); ++place) {
    const State state = reached.queue[place];
    const std::uint32_t distance = reached.distances[state] + 1;
    for (const AccessStep& step : graph_.steps_to(node_of(state))) {
      if (step.becomes && !becomes) continue;
      // Before the step an account was become already, or one is become by this very step.
      if (has_become(state)) visit(state_of(step.to, true), distance);
      if (has_become(state) == step.becomes) visit(state_of(step.to, false), distance);
    }
  }
}

void BackwardSearch::add_row(NodeId principal, How how, TargetId target, AccessTable& table) {
  const Reach& reached = reach(how);
  path_.clear();
  State state = state_of(principal, false);
  for (std::uint32_t left = reached.distances[state]; left > 0; --left) {
    for (const AccessStep& step : graph_.steps_from(node_of(state))) {
      if (step.becomes && how != How::kCanBecome) continue;
      const State next = state_of(step.to, has_become(state) || step.becomes);
      if (!reached.seen.is_set(next) || reached.distances[next] != left - 1) continue;
      state = next;
      path_.push_back(step.to);
      break;
    }
  }
  const auto last = std::find_if(edges_.begin(), edges_.end(), [&](const AccessEdge& edge) {
    return edge.member == node_of(state) && fits(*edge.grant, how);
  });
  table.add({.principal = principal,
             .target = target,
             .level = last->grant->level,
             .how = how,
             .grant = last->grant},
            path_);
}

}  // namespace cpginfra::report
