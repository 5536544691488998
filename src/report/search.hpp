// SPDX-License-Identifier: MIT
// What the searches through an access graph share, and the search from a target back to whoever
// reaches it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "cpginfra/report/access.hpp"

namespace cpginfra::report {

/// A node, and whether a machine account was become on the way to it: what a search walks over.
using State = std::uint32_t;
constexpr State state_of(NodeId node, bool has_become) { return node * 2 + (has_become ? 1 : 0); }
constexpr NodeId node_of(State state) { return state / 2; }
constexpr bool has_become(State state) { return state % 2 == 1; }

inline constexpr std::size_t kHows = 3;
How how_of(bool has_become, plan::Availability availability);

/// Marks of numbered things that are all taken away at once.
class Marks {
 public:
  explicit Marks(std::size_t count) : marks_(count, 0) {}
  void clear() { ++current_; }
  /// Whether the mark is new.
  bool set(std::size_t place) {
    if (marks_[place] == current_) return false;
    marks_[place] = current_;
    return true;
  }
  [[nodiscard]] bool is_set(std::size_t place) const { return marks_[place] == current_; }

 private:
  std::vector<std::uint32_t> marks_;
  std::uint32_t current_ = 1;
};

/// Searches from the grants on a target back to whoever reaches it. Can be used for one target
/// after the other: a search costs what it finds.
class BackwardSearch {
 public:
  explicit BackwardSearch(const AccessGraph& graph);

  /// Adds a row for every principal that reaches the target at the level, as who_can says.
  void add_rows(const LevelQuery& query, TargetId target, AccessTable& table);

 private:
  /// How far each state is from the target, one way. A search for kCanBecome ends where an account
  /// has been become; the others never become one.
  struct Reach {
    explicit Reach(std::size_t states) : seen(states), distances(states) {}
    Marks seen;
    std::vector<std::uint32_t> distances;
    std::vector<State> queue;
  };

  Reach& reach(How how) { return reaches_[static_cast<std::size_t>(how)]; }
  void search(How how);
  void add_row(NodeId principal, How how, TargetId target, AccessTable& table);

  const AccessGraph& graph_;
  std::array<Reach, kHows> reaches_;
  std::vector<AccessEdge> edges_;
  std::vector<NodeId> principals_;
  std::vector<NodeId> path_;
};

}  // namespace cpginfra::report
