// SPDX-License-Identifier: MIT
// This header defines the questions about access: who can reach a thing, what somebody reaches, and
// the table of people by buckets. Each answer says how the access comes about, and by which path.
//
//   const report::AccessGraph graph(plan);
//   const report::AccessTable table = report::access_of(graph, graph.find_nodes("jane@x.org")[0]);
//   for (const report::Access& row : table.rows()) use(graph.target(row.target).name);
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "cpginfra/report/access_graph.hpp"

namespace cpginfra::report {

/// How access comes about, the nearest first.
enum class How : std::uint8_t {
  kHas,         ///< it stands
  kCanRequest,  ///< by asking for temporary access
  kCanBecome,   ///< through a machine account that one may use, impersonate or make keys for
};

/// One answer: a principal's access to a target, by the shortest path there is; of several, the
/// first by the labels on it and then by the role.
struct Access {
  NodeId principal = kNoNode;
  TargetId target = 0;
  plan::AccessLevel level = plan::AccessLevel::kList;
  How how = How::kHas;
  /// What the path ends with.
  const plan::Grant* grant = nullptr;
  std::uint32_t path_start = 0;
  std::uint32_t path_size = 0;
};

/// Answers with their paths.
class AccessTable {
 public:
  [[nodiscard]] std::span<const Access> rows() const& noexcept { return rows_; }
  /// Groups and machine accounts from the principal's side; the grant comes after them.
  [[nodiscard]] std::span<const NodeId> path(const Access& row) const& noexcept {
    return {steps_.data() + row.path_start, row.path_size};
  }
  /// They would be gone before they could be read: keep the table.
  std::span<const Access> rows() const&& = delete;
  std::span<const NodeId> path(const Access& row) const&& = delete;

  /// For whoever fills it: adds a row with its path.
  void add(Access row, std::span<const NodeId> path);
  /// The same with the path from its end.
  void add_backwards(Access row, std::span<const NodeId> path);
  /// Adds all rows of another table.
  void append(const AccessTable& other);

 private:
  std::vector<Access> rows_;
  std::vector<NodeId> steps_;
};

/// A level that is asked for: of a project's roles, which.
struct LevelQuery {
  plan::AccessLevel level = plan::AccessLevel::kRead;
  std::string role;
};

/// The level of that name on a kind of target: `list`, `read`, `append`, `mutate` on a bucket;
/// `pull`, `push` on a registry; `read`, `manage` on a secret; `use`, `impersonate`, `make-keys`,
/// `administer` on a machine account; `invoke` on a service; a role's name, with or without
/// `roles/`, on a project. InvalidArgument for others.
[[nodiscard]] absl::StatusOr<LevelQuery> parse_level(std::string_view text, plan::TargetKind kind);
/// The name of a grant's level, as parse_level takes it.
[[nodiscard]] std::string_view level_text(const plan::Grant& grant) noexcept;
[[nodiscard]] std::string_view to_text(How how) noexcept;
/// Whether a grant gives what is asked for: that level, or one that includes it.
[[nodiscard]] bool gives(const plan::Grant& grant, const LevelQuery& query) noexcept;

/// Every principal that reaches the target at the level, once, in the nearest way; by label. Groups
/// of the plan are not listed, their members are; groups that the plan only names are.
[[nodiscard]] AccessTable who_can(const AccessGraph& graph, const LevelQuery& query,
                                  TargetId target);
/// Everything that a principal or group reaches. For each thing and way the highest level, without
/// what a nearer way gives as well; each level of a secret or machine account and each role of a
/// project is a thing of its own. By kind and name of the target, the nearest way first.
[[nodiscard]] AccessTable access_of(const AccessGraph& graph, NodeId principal);
/// The same for all people and all buckets; by person, then bucket.
[[nodiscard]] AccessTable matrix(const AccessGraph& graph);
/// The same for the buckets of a dataset.
[[nodiscard]] AccessTable matrix(const AccessGraph& graph, std::string_view dataset);
/// The same for chosen principals and every kind of target.
[[nodiscard]] AccessTable access_of_all(const AccessGraph& graph,
                                        std::span<const NodeId> principals);

}  // namespace cpginfra::report
