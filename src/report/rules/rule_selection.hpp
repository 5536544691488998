// SPDX-License-Identifier: MIT
// Which principals and resources a rule's selectors fit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "cpginfra/report/access_graph.hpp"
#include "cpginfra/report/rules.hpp"
#include "report/search.hpp"

namespace cpginfra::report {

/// Answers for one graph; remembers which groups fit which patterns.
class RuleSelection {
 public:
  explicit RuleSelection(const AccessGraph& graph);

  /// Whether the resource fits, its relation to a principal aside.
  [[nodiscard]] bool fits(TargetId target, const ResourceSelector& selector) const;
  /// Whether the resource is related to the principal in the way that the selector asks for.
  [[nodiscard]] bool is_related(NodeId principal, TargetId target, Relation relation) const;
  /// Whether any of the selectors fits the principal, for a rule about that resource. No selectors
  /// fit everybody.
  [[nodiscard]] bool fits_any(NodeId principal, TargetId target,
                              const std::vector<PrincipalSelector>& selectors);
  /// Everybody whom any of the selectors fits, in order of their number. Costs what it finds where
  /// the selectors name groups or datasets, rather than a look at everybody.
  [[nodiscard]] std::vector<NodeId> all_that_fit(TargetId target,
                                                 const std::vector<PrincipalSelector>& selectors);

 private:
  bool fits_one(NodeId principal, TargetId target, const PrincipalSelector& selector);
  /// Adds whoever may fit the selector; of those, fits_one says who does.
  void add_candidates(TargetId target, const PrincipalSelector& selector,
                      std::vector<NodeId>& candidates);
  /// Who is in a group that fits the pattern, in lower case and without `{dataset}`; in order of
  /// their number.
  const std::vector<NodeId>& members_of(const std::string& pattern);
  bool is_in_group(NodeId principal, const std::string& pattern);
  [[nodiscard]] bool belongs_to(NodeId principal, const std::string& pattern) const;
  [[nodiscard]] const std::string& dataset_of(TargetId target) const {
    return target_datasets_[target];
  }

  const AccessGraph& graph_;
  std::vector<std::string> target_names_;     // in lower case
  std::vector<std::string> target_datasets_;  // in lower case; empty where there is none
  std::vector<std::vector<std::string>> node_datasets_;
  absl::flat_hash_map<std::string, std::vector<NodeId>> groups_by_label_;  // in lower case
  absl::flat_hash_map<std::string, std::vector<NodeId>> nodes_by_dataset_;
  /// For each pattern that was asked for, the nodes that are in a fitting group.
  absl::node_hash_map<std::string, std::vector<NodeId>> members_;
  Marks seen_;
};

}  // namespace cpginfra::report
