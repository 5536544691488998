// SPDX-License-Identifier: MIT
#include "report/rules/rule_selection.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "internal/text.hpp"
#include "report/rules/pattern.hpp"

namespace cpginfra::report {
namespace {

std::string_view dataset_name(const plan::Origin* origin) {
  return origin == nullptr ? std::string_view() : origin->dataset;
}

/// Whether the text fits one of the patterns, with the resource's dataset filled in.
bool fits_one_of(std::string_view text, const std::vector<Pattern>& patterns,
                 std::string_view dataset) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& pattern) {
    return names_dataset(pattern) ? fits_pattern(text, with_dataset(pattern, dataset))
                                  : fits_pattern(text, pattern);
  });
}

template <typename Kind>
bool holds(const std::vector<Kind>& kinds, const Kind& kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// Calls `use` with what is kept under each name that fits the pattern.
template <typename Kept, typename Use>
void for_each_that_fits(const absl::flat_hash_map<std::string, Kept>& kept,
                        const std::string& pattern, Use use) {
  if (pattern.find_first_of("*?") == std::string::npos) {
    if (const auto exact = kept.find(pattern); exact != kept.end()) use(exact->second);
    return;
  }
  for (const auto& [name, each] : kept) {
    if (fits_pattern(name, pattern)) use(each);
  }
}

std::string_view domain_of(std::string_view id) {
  const std::size_t at = id.rfind('@');
  return at == std::string_view::npos ? std::string_view() : id.substr(at + 1);
}

}  // namespace

RuleSelection::RuleSelection(const AccessGraph& graph)
    : graph_(graph), node_datasets_(graph.nodes().size()), seen_(graph.nodes().size()) {
  for (TargetId id = 0; id < graph.targets().size(); ++id) {
    const AccessTarget& target = graph.target(id);
    target_names_.push_back(internal::lower_case(target.name));
    std::string_view dataset;
    if (target.resource != nullptr) {
      dataset = dataset_name(target.resource->origin);
    } else if (const auto edges = graph.grants_on(id); !edges.empty()) {
      // What the plan only names is of the dataset that alone gives access to it.
      dataset = dataset_name(edges.front().grant->origin);
      for (const AccessEdge& edge : edges) {
        if (dataset_name(edge.grant->origin) != dataset) dataset = {};
      }
    }
    target_datasets_.push_back(internal::lower_case(dataset));
  }
  for (NodeId id = 0; id < graph.nodes().size(); ++id) {
    const AccessNode& node = graph.node(id);
    if (node.kind == plan::PrincipalKind::kGroup) {
      groups_by_label_[internal::lower_case(node.label)].push_back(id);
    }
    std::vector<std::string>& datasets = node_datasets_[id];
    const auto add = [&](const plan::Origin* origin) {
      std::string dataset = internal::lower_case(dataset_name(origin));
      if (dataset.empty() || holds(datasets, dataset)) return;
      nodes_by_dataset_[dataset].push_back(id);
      datasets.push_back(std::move(dataset));
    };
    if (node.resource != nullptr) {
      add(node.resource->origin);
      continue;
    }
    for (const AccessStep& step : graph.steps_from(id)) {
      if (const plan::Group* group = graph.node(step.to).group) add(group->origin);
    }
  }
}

bool RuleSelection::fits(TargetId target, const ResourceSelector& selector) const {
  const plan::TargetKind kind = graph_.target(target).kind;
  const std::string& dataset = dataset_of(target);
  if (!selector.kind.empty() && !holds(selector.kind, kind)) return false;
  if (!selector.bucket.empty() && (kind != plan::TargetKind::kBucket ||
                                   !fits_one_of(target_names_[target], selector.bucket, dataset))) {
    return false;
  }
  if (!selector.name.empty() && !fits_one_of(target_names_[target], selector.name, dataset)) {
    return false;
  }
  return selector.dataset.empty() || fits_one_of(dataset, selector.dataset, dataset);
}

bool RuleSelection::is_related(NodeId principal, TargetId target, Relation relation) const {
  if (relation == Relation::kAny) return true;
  const bool is_own = holds(node_datasets_[principal], dataset_of(target));
  return is_own == (relation == Relation::kOwn);
}

bool RuleSelection::fits_any(NodeId principal, TargetId target,
                             const std::vector<PrincipalSelector>& selectors) {
  return selectors.empty() ||
         std::any_of(selectors.begin(), selectors.end(), [&](const PrincipalSelector& selector) {
           return fits_one(principal, target, selector);
         });
}

bool RuleSelection::fits_one(NodeId principal, TargetId target, const PrincipalSelector& selector) {
  const AccessNode& node = graph_.node(principal);
  const std::string& dataset = dataset_of(target);
  if (!selector.kind.empty() && !holds(selector.kind, node.kind)) return false;
  if (!selector.user.empty() && !fits_one_of(node.id, selector.user, dataset)) return false;
  if (!selector.domain.empty() && !fits_one_of(domain_of(node.id), selector.domain, dataset)) {
    return false;
  }
  if (!selector.dataset.empty() &&
      std::none_of(selector.dataset.begin(), selector.dataset.end(), [&](const Pattern& pattern) {
        return belongs_to(principal, with_dataset(pattern, dataset));
      })) {
    return false;
  }
  return selector.group.empty() ||
         std::any_of(selector.group.begin(), selector.group.end(), [&](const Pattern& pattern) {
           return is_in_group(principal, with_dataset(pattern, dataset));
         });
}

bool RuleSelection::belongs_to(NodeId principal, const std::string& pattern) const {
  const std::vector<std::string>& datasets = node_datasets_[principal];
  return std::any_of(datasets.begin(), datasets.end(),
                     [&](const std::string& dataset) { return fits_pattern(dataset, pattern); });
}

bool RuleSelection::is_in_group(NodeId principal, const std::string& pattern) {
  const std::vector<NodeId>& members = members_of(pattern);
  return std::binary_search(members.begin(), members.end(), principal);
}

const std::vector<NodeId>& RuleSelection::members_of(const std::string& pattern) {
  const auto [found, is_new] = members_.try_emplace(pattern);
  std::vector<NodeId>& members = found->second;
  if (!is_new) return members;
  for_each_that_fits(groups_by_label_, pattern, [&](const std::vector<NodeId>& groups) {
    members.insert(members.end(), groups.begin(), groups.end());
  });
  seen_.clear();
  for (NodeId id : members) seen_.set(id);
  for (std::size_t place = 0; place < members.size(); ++place) {
    for (const AccessStep& step : graph_.steps_to(members[place])) {
      if (!step.becomes && seen_.set(step.to)) members.push_back(step.to);
    }
  }
  std::sort(members.begin(), members.end());
  return members;
}

std::vector<NodeId> RuleSelection::all_that_fit(TargetId target,
                                                const std::vector<PrincipalSelector>& selectors) {
  std::vector<NodeId> found;
  if (selectors.empty()) add_candidates(target, {}, found);
  for (const PrincipalSelector& selector : selectors) {
    std::vector<NodeId> candidates;
    add_candidates(target, selector, candidates);
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(found),
                 [&](NodeId node) { return fits_one(node, target, selector); });
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void RuleSelection::add_candidates(TargetId target, const PrincipalSelector& selector,
                                   std::vector<NodeId>& candidates) {
  const std::string& dataset = dataset_of(target);
  const auto add = [&candidates](const std::vector<NodeId>& nodes) {
    candidates.insert(candidates.end(), nodes.begin(), nodes.end());
  };
  if (!selector.group.empty()) {
    for (const Pattern& pattern : selector.group) add(members_of(with_dataset(pattern, dataset)));
  } else if (!selector.dataset.empty()) {
    for (const Pattern& pattern : selector.dataset) {
      for_each_that_fits(nodes_by_dataset_, with_dataset(pattern, dataset), add);
    }
  } else {
    candidates.resize(graph_.nodes().size());
    std::iota(candidates.begin(), candidates.end(), NodeId{0});
  }
}

}  // namespace cpginfra::report
