// SPDX-License-Identifier: MIT
#include "report/diagram/diagram.hpp"

#include <fmt/format.h>

#include <set>
#include <span>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/report/access.hpp"

namespace cpginfra::report {
namespace {

BoxKind box_kind(const AccessNode& node) {
  switch (node.kind) {
    case plan::PrincipalKind::kPerson:
      return BoxKind::kPerson;
    case plan::PrincipalKind::kMachineAccount:
      return BoxKind::kAccount;
    case plan::PrincipalKind::kGroup:
      return node.group == nullptr ? BoxKind::kOutside : BoxKind::kGroup;
    case plan::PrincipalKind::kOther:
      break;
  }
  return BoxKind::kOutside;
}

bool is_group_of(const AccessNode& node, std::string_view dataset) {
  return node.group != nullptr && node.group->origin != nullptr &&
         node.group->origin->dataset == dataset;
}

class Drawing {
 public:
  Drawing(const AccessGraph& graph, std::string_view dataset) : graph_(graph), dataset_(dataset) {}

  Diagram draw() {
    for (NodeId node = 0; node < graph_.nodes().size(); ++node) {
      if (!is_group_of(graph_.node(node), dataset_)) continue;
      box_of(node);
      for (const AccessStep& step : graph_.steps_to(node)) {
        diagram_.arrows.push_back({.from = box_of(step.to), .to = box_of(node), .label = {}});
      }
    }
    for (TargetId target = 0; target < graph_.targets().size(); ++target) {
      if (graph_.belongs_to(target, dataset_)) draw_grants_on(target);
    }
    return std::move(diagram_);
  }

 private:
  std::size_t box_of(NodeId node) {
    const auto [found, is_new] = places_.try_emplace(node, diagram_.boxes.size());
    if (is_new) {
      const AccessNode& drawn = graph_.node(node);
      diagram_.boxes.push_back({.kind = box_kind(drawn), .label = drawn.label, .caption = {}});
    }
    return found->second;
  }

  std::size_t box_of_target(TargetId id) {
    const AccessTarget& target = graph_.target(id);
    if (target.account != kNoNode) return box_of(target.account);
    const bool is_bucket = target.kind == plan::TargetKind::kBucket;
    diagram_.boxes.push_back({.kind = is_bucket ? BoxKind::kBucket : BoxKind::kThing,
                              .label = target.name,
                              .caption = is_bucket ? std::string_view() : to_text(target.kind)});
    return diagram_.boxes.size() - 1;
  }

  /// Of a thing that many datasets share, what this one gives.
  std::vector<AccessEdge> grants_on(TargetId target) {
    const std::span<const AccessEdge> all = graph_.grants_on(target);
    std::vector<AccessEdge> edges(all.begin(), all.end());
    if (graph_.target(target).resource != nullptr) return edges;
    std::erase_if(edges, [this](const AccessEdge& edge) {
      return edge.grant->origin == nullptr || edge.grant->origin->dataset != dataset_;
    });
    return edges;
  }

  void draw_grants_on(TargetId target) {
    const std::vector<AccessEdge> edges = grants_on(target);
    if (edges.empty()) return;
    const std::size_t to = box_of_target(target);
    for (std::size_t first = 0; first < edges.size();) {
      std::size_t end = first;
      while (end < edges.size() && edges[end].member == edges[first].member) ++end;
      draw_member({edges.data() + first, end - first}, to);
      first = end;
    }
  }

  /// One arrow for what stands, one for what must be requested; of a scale the highest level.
  void draw_member(std::span<const AccessEdge> edges, std::size_t to) {
    for (const auto availability :
         {plan::Availability::kStanding, plan::Availability::kOnRequest}) {
      std::string label;
      std::set<std::uint32_t> scales;
      for (const AccessEdge& edge : edges) {
        if (edge.grant->availability != availability || !scales.insert(edge.scale).second) continue;
        label += fmt::format("{}{}", label.empty() ? "" : ", ", level_text(*edge.grant));
      }
      if (label.empty()) continue;
      diagram_.arrows.push_back({.from = box_of(edges.front().member),
                                 .to = to,
                                 .label = std::move(label),
                                 .is_on_request = availability == plan::Availability::kOnRequest});
    }
  }

  const AccessGraph& graph_;
  std::string_view dataset_;
  absl::flat_hash_map<NodeId, std::size_t> places_;
  Diagram diagram_;
};

}  // namespace

Diagram dataset_diagram(const AccessGraph& graph, std::string_view dataset) {
  return Drawing(graph, dataset).draw();
}

}  // namespace cpginfra::report
