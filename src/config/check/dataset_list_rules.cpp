// SPDX-License-Identifier: MIT
//
// Rules about the datasets taken together: each name once, the common dataset, no cycles.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <limits>

#include "config/check/rules.hpp"

namespace cpginfra::config {
namespace {

void check_duplicates(CheckContext& context) {
  for (const CheckedDataset& dataset : context.datasets()) {
    const CheckedDataset* first = context.find_dataset(dataset.config->dataset);
    if (first == nullptr || first == &dataset) continue;
    const Spot spot = context.spot(*first, {"dataset"});
    context.error("duplicate-dataset", context.spot(dataset, {"dataset"}),
                  fmt::format("there is a dataset '{}' already", dataset.config->dataset),
                  shortened(dataset.config->dataset),
                  spot.place.line == 0 ? "give each dataset a name of its own"
                                       : fmt::format("the first is on line {}", spot.place.line));
  }
}

void check_common_exists(CheckContext& context) {
  const std::string& name = context.infrastructure().common_dataset;
  if (context.find_dataset(name) != nullptr || context.has_nameless_dataset()) return;
  std::string mend = context.dataset_hint(name);
  if (mend.empty()) mend = "name the dataset that holds what all datasets share";
  context.error("unknown-common-dataset", context.spot({"common_dataset"}),
                fmt::format("the common dataset '{}' is not one of the datasets", shortened(name)),
                shortened(name), std::move(mend));
}

// The common dataset holds what the datasets of a cloud share.
void check_common_deployed(CheckContext& context) {
  const CheckedDataset* common = context.find_dataset(context.infrastructure().common_dataset);
  if (common == nullptr) return;
  for (CloudName cloud : all_cloud_names()) {
    if (is_deployed_on(*common->config, cloud)) continue;
    for (const CheckedDataset& dataset : context.datasets()) {
      if (!is_deployed_on(*dataset.config, cloud)) continue;
      context.error("common-dataset-not-deployed", context.spot(*common, {"deploy_locations"}),
                    fmt::format("the common dataset '{}' is not deployed on {}, which '{}' needs",
                                common->config->dataset, to_string(cloud), dataset.config->dataset),
                    "", fmt::format("add '{}' to its deploy_locations", to_string(cloud)));
      break;
    }
  }
}

// One dataset's way to another; implied ones lead to the common dataset.
struct Edge {
  std::size_t to = 0;
  std::string_view field;
  std::size_t index = 0;
  bool is_implied() const { return field.empty(); }
};

class DependencyGraph {
 public:
  explicit DependencyGraph(const CheckContext& context) : context_(context) {
    const CheckedDataset* common = context.find_dataset(context.infrastructure().common_dataset);
    edges_.resize(context.datasets().size());
    for (std::size_t from = 0; from < edges_.size(); ++from) {
      const CheckedDataset& dataset = context.datasets()[from];
      add(from, "depends_on", dataset.config->depends_on);
      add(from, "depends_on_readonly", dataset.config->depends_on_readonly);
      if (common != nullptr && common != &dataset)
        edges_[from].push_back({index_of(common), {}, 0});
    }
  }

  // The members of each component with more than one dataset, in order of the datasets.
  std::vector<std::vector<std::size_t>> cyclic_components();

  // The shortest cycle within a component that starts with an edge that somebody wrote.
  std::vector<std::size_t> shortest_cycle(const std::vector<std::size_t>& component,
                                          Edge& first) const;

 private:
  std::size_t index_of(const CheckedDataset* dataset) const {
    return static_cast<std::size_t>(dataset - context_.datasets().data());
  }

  void add(std::size_t from, std::string_view field, const std::vector<std::string>& names) {
    for (std::size_t index = 0; index < names.size(); ++index) {
      const CheckedDataset* to = context_.find_dataset(names[index]);
      if (to == nullptr || index_of(to) == from) continue;
      edges_[from].push_back({index_of(to), field, index});
    }
  }

  const CheckContext& context_;
  std::vector<std::vector<Edge>> edges_;
};

constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();

// Tarjan's algorithm with a stack of its own, as chains of dependencies can be long.
std::vector<std::vector<std::size_t>> DependencyGraph::cyclic_components() {
  struct Visit {
    std::size_t node;
    std::size_t next_edge = 0;
  };
  std::vector<std::vector<std::size_t>> components;
  std::vector<std::size_t> number(edges_.size(), kUnseen);
  std::vector<std::size_t> lowest(edges_.size(), kUnseen);
  std::vector<bool> is_open(edges_.size(), false);
  std::vector<std::size_t> open;
  std::vector<Visit> visits;
  std::size_t counter = 0;
  const auto enter = [&](std::size_t node) {
    number[node] = lowest[node] = counter++;
    is_open[node] = true;
    open.push_back(node);
    visits.push_back({node});
  };
  const auto leave = [&](std::size_t node) {
    if (lowest[node] != number[node]) return;
    const auto first = std::find(open.rbegin(), open.rend(), node).base() - 1;
    std::vector<std::size_t> component(first, open.end());
    open.erase(first, open.end());
    for (std::size_t member : component) is_open[member] = false;
    std::sort(component.begin(), component.end());
    if (component.size() > 1) components.push_back(std::move(component));
  };
  for (std::size_t root = 0; root < edges_.size(); ++root) {
    if (number[root] != kUnseen) continue;
    enter(root);
    while (!visits.empty()) {
      Visit& visit = visits.back();
      const std::size_t node = visit.node;
      if (visit.next_edge < edges_[node].size()) {
        const std::size_t to = edges_[node][visit.next_edge++].to;
        if (number[to] == kUnseen) {
          enter(to);
        } else if (is_open[to]) {
          lowest[node] = std::min(lowest[node], number[to]);
        }
        continue;
      }
      leave(node);
      visits.pop_back();
      if (!visits.empty()) {
        std::size_t& above = lowest[visits.back().node];
        above = std::min(above, lowest[node]);
      }
    }
  }
  std::sort(components.begin(), components.end());
  return components;
}

std::vector<std::size_t> DependencyGraph::shortest_cycle(const std::vector<std::size_t>& component,
                                                         Edge& first) const {
  // From each written edge of the first member that has one, the shortest way back.
  for (std::size_t start : component) {
    std::vector<std::size_t> best;
    for (const Edge& edge : edges_[start]) {
      if (edge.is_implied() || !std::binary_search(component.begin(), component.end(), edge.to)) {
        continue;
      }
      std::vector<std::size_t> before(edges_.size(), kUnseen);
      std::deque<std::size_t> queue = {edge.to};
      before[edge.to] = edge.to;
      while (!queue.empty() && before[start] == kUnseen) {
        const std::size_t node = queue.front();
        queue.pop_front();
        for (const Edge& next : edges_[node]) {
          if (before[next.to] != kUnseen) continue;
          before[next.to] = node;
          queue.push_back(next.to);
        }
      }
      std::vector<std::size_t> cycle = {start};
      for (std::size_t node = before[start]; node != edge.to; node = before[node]) {
        cycle.push_back(node);
      }
      cycle.push_back(edge.to);
      std::reverse(cycle.begin() + 1, cycle.end());
      if (best.empty() || cycle.size() < best.size()) {
        best = std::move(cycle);
        first = edge;
      }
    }
    if (!best.empty()) return best;
  }
  return {};
}

void check_cycles(CheckContext& context) {
  DependencyGraph graph(context);
  for (const std::vector<std::size_t>& component : graph.cyclic_components()) {
    Edge first;
    const std::vector<std::size_t> cycle = graph.shortest_cycle(component, first);
    if (cycle.empty()) continue;
    std::string way;
    for (std::size_t node : cycle) way += context.datasets()[node].config->dataset + " → ";
    const CheckedDataset& start = context.datasets()[cycle.front()];
    way += start.config->dataset;
    const bool passes_common = start.config->dataset == context.infrastructure().common_dataset;
    context.error("dependency-cycle", context.spot(start, {first.field, first.index}),
                  fmt::format("datasets depend on each other in a cycle: {}", way),
                  context.datasets()[first.to].config->dataset,
                  passes_common ? "every dataset depends on the common dataset, which can "
                                  "depend on none"
                                : "take one of these dependencies away");
  }
}

constexpr std::array kRules = {
    WholeRule{"duplicate-dataset", {}, {}, check_duplicates},
    WholeRule{"unknown-common-dataset", {}, {"common_dataset"}, check_common_exists},
    WholeRule{"common-dataset-not-deployed",
              {"deploy_locations"},
              {"common_dataset"},
              check_common_deployed},
    WholeRule{"dependency-cycle",
              {"depends_on", "depends_on_readonly"},
              {"common_dataset"},
              check_cycles},
};

}  // namespace

absl::Span<const WholeRule> dataset_list_rules() { return kRules; }

}  // namespace cpginfra::config
