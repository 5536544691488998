// SPDX-License-Identifier: MIT
// This header defines AccessGraph, the facts of a finished plan about access in the form that
// questions are answered from: everybody and everything that can be given access as numbered nodes,
// what access is given to as numbered targets, and the steps from one to the next.
//
//   const report::AccessGraph graph(plan);
//   for (report::NodeId node : graph.find_nodes("jane@example.org"))
//     for (const report::AccessStep& step : graph.steps_from(node)) use(graph.node(step.to).label);
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/plan/access.hpp"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/plan/value_store.hpp"

namespace cpginfra::report {

/// A place in AccessGraph::nodes(); smaller is earlier by label.
using NodeId = std::uint32_t;
/// A place in AccessGraph::targets(); buckets come first, then by kind and name.
using TargetId = std::uint32_t;
/// A number that stands for no node.
inline constexpr NodeId kNoNode = std::numeric_limits<NodeId>::max();

/// Somebody or something that can be given access. The same email is the same node whatever its
/// case and whichever dataset names it.
struct AccessNode {
  /// The name in a path: a group's name, else the email or id in lower case.
  std::string_view label;
  /// The email or id in lower case; the resource's name where only the cloud knows those.
  std::string_view id;
  plan::PrincipalKind kind = plan::PrincipalKind::kOther;
  /// The group of the plan that it is, if it is one. Other groups are only named by the plan: who
  /// else is in them is not known, so answers count them among the principals.
  const plan::Group* group = nullptr;
  /// The resource that makes it, if the plan does.
  const plan::Resource* resource = nullptr;
};

/// Something that access is given to. The same name of a bucket, project or machine account is the
/// same target whoever names it.
struct AccessTarget {
  plan::TargetKind kind = plan::TargetKind::kOther;
  std::string_view name;
  /// The resource that makes it, if the plan does.
  const plan::Resource* resource = nullptr;
  /// The node that a machine account is.
  NodeId account = kNoNode;
};

/// One step on the way to access: into a group, or into the role of a machine account.
struct AccessStep {
  NodeId to = kNoNode;
  /// Whether the step is to use, impersonate or make keys for the machine account `to`.
  bool becomes = false;
};

/// One grant, seen from its member or from its target. Levels of one `scale` include those below
/// them (mutate, append, read, list; push, pull); other levels and each role are scales of their
/// own.
struct AccessEdge {
  const plan::Grant* grant = nullptr;
  NodeId member = kNoNode;
  TargetId target = 0;
  std::uint32_t scale = 0;
};

struct AccessFacts;

/// See the top of this file. The plan must outlive the graph; reading it is safe from many threads.
class AccessGraph {
 public:
  explicit AccessGraph(const plan::Plan& plan);
  /// The part of the graph that leads to the targets of that name (see find_targets): they, and
  /// whoever reaches them. who_can gives the same answers from it as from the whole graph, at a
  /// fraction of the cost. What else people reach is not in it, nor what only other facts say of
  /// them (their kind, their resource).
  [[nodiscard]] static AccessGraph leading_to(const plan::Plan& plan, std::string_view target);

  [[nodiscard]] std::span<const AccessNode> nodes() const noexcept { return nodes_; }
  [[nodiscard]] std::span<const AccessTarget> targets() const noexcept { return targets_; }
  [[nodiscard]] const AccessNode& node(NodeId id) const noexcept { return nodes_[id]; }
  [[nodiscard]] const AccessTarget& target(TargetId id) const noexcept { return targets_[id]; }
  /// How many targets are buckets: the first so many.
  [[nodiscard]] TargetId bucket_count() const noexcept { return bucket_count_; }
  /// How many scales there are; those of buckets come first, as their targets do.
  [[nodiscard]] std::uint32_t scale_count() const noexcept { return scale_count_; }

  /// Groups that the node is in and accounts that it can become, by label.
  [[nodiscard]] std::span<const AccessStep> steps_from(NodeId id) const noexcept;
  /// The same seen from the other end: `to` is the member, or who can become the account.
  [[nodiscard]] std::span<const AccessStep> steps_to(NodeId id) const noexcept;
  /// The node's own grants, by scale, then the highest level first, then by role.
  [[nodiscard]] std::span<const AccessEdge> grants_of(NodeId id) const noexcept;
  /// The grants on a target, by member, then the highest level first, then by role.
  [[nodiscard]] std::span<const AccessEdge> grants_on(TargetId id) const noexcept;

  /// Nodes that are known by that text: an email or id in any case, or a group's name.
  [[nodiscard]] std::vector<NodeId> find_nodes(std::string_view text) const;
  /// Targets that are known by that text: their own name, their resource's `type::name` or its
  /// name. In any case for buckets, projects and accounts.
  [[nodiscard]] std::vector<TargetId> find_targets(std::string_view text) const;
  /// Whether another target of its kind has the same name: their resources tell them apart.
  [[nodiscard]] bool has_namesake(TargetId id) const noexcept;
  /// Whether the target belongs to the dataset: the plan makes it there, or, for one that the plan
  /// only names, the dataset gives access to it.
  [[nodiscard]] bool belongs_to(TargetId id, std::string_view dataset) const;

 private:
  class Builder;
  explicit AccessGraph(AccessFacts facts);

  /// Rows of several lengths, one after the other.
  template <typename Item>
  struct Rows {
    std::vector<std::uint32_t> starts;
    std::vector<Item> items;
    [[nodiscard]] std::span<const Item> row(std::uint32_t index) const noexcept {
      return {items.data() + starts[index], items.data() + starts[index + 1]};
    }
  };

  plan::ValueStore texts_;
  std::vector<AccessNode> nodes_;
  std::vector<AccessTarget> targets_;
  TargetId bucket_count_ = 0;
  std::uint32_t scale_count_ = 0;
  Rows<AccessStep> steps_from_;
  Rows<AccessStep> steps_to_;
  Rows<AccessEdge> grants_of_;
  Rows<AccessEdge> grants_on_;
};

/// Whether a principal's answers are worth listing: not a group of the plan, whose members are.
[[nodiscard]] bool is_answer(const AccessNode& node) noexcept;
/// `type::name`, or nothing for null.
[[nodiscard]] std::string resource_text(const plan::Resource* resource);
/// Whether the plan makes something that is known by that text, be it that nobody has access to it:
/// by its own name, its resource's, or `type::name`. Nothing is known by an empty text.
[[nodiscard]] bool makes_resource(const plan::Plan& plan, std::string_view text);

}  // namespace cpginfra::report
