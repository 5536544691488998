// SPDX-License-Identifier: MIT
#include "report/html/estate_data.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/report/access.hpp"
#include "cpginfra/report/access_graph.hpp"
#include "cpginfra/report/summary.hpp"
#include "cpginfra/version.hpp"
#include "report/html/script_json.hpp"

namespace cpginfra::report {
namespace {

/// Writes `[…]` and `{…}` with their commas.
class Json {
 public:
  void begin(char bracket) {
    comma();
    out_ += bracket;
    is_first_ = true;
  }
  void end(char bracket) {
    out_ += bracket;
    is_first_ = false;
  }
  void key(std::string_view name) {
    text(name);
    out_ += ':';
    is_first_ = true;
  }
  void text(std::string_view text) {
    comma();
    append_script_text(text, out_);
  }
  void number(std::int64_t number) {
    comma();
    const fmt::format_int digits(number);
    out_.append(digits.data(), digits.size());
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void comma() {
    if (!is_first_) out_ += ',';
    is_first_ = false;
  }

  std::string out_;
  bool is_first_ = true;
};

/// Texts that many things share, in the order in which they are first asked for.
class Words {
 public:
  std::int64_t place_of(std::string_view word) {
    const auto [found, is_new] =
        places_.try_emplace(word, static_cast<std::int64_t>(words_.size()));
    if (is_new) words_.push_back(word);
    return found->second;
  }
  [[nodiscard]] std::span<const std::string_view> words() const { return words_; }

 private:
  absl::flat_hash_map<std::string_view, std::int64_t> places_;
  std::vector<std::string_view> words_;
};

char kind_letter(const AccessNode& node) {
  switch (node.kind) {
    case plan::PrincipalKind::kPerson:
      return 'p';
    case plan::PrincipalKind::kMachineAccount:
      return 'm';
    case plan::PrincipalKind::kGroup:
      return node.group == nullptr ? 'n' : 'g';
    case plan::PrincipalKind::kOther:
      break;
  }
  return 'o';
}

/// A grant without who and what: the grants of an estate have a few dozen of these.
using Right = std::tuple<plan::AccessLevel, std::string_view, plan::Availability>;

Right right_of(const plan::Grant& grant) { return {grant.level, grant.role, grant.availability}; }

class Writer {
 public:
  Writer(const plan::Plan& plan, const HtmlOptions& options)
      : plan_(plan), options_(options), graph_(plan), summary_(summarize(plan, {})) {
    for (std::size_t place = 0; place < summary_.datasets.size(); ++place) {
      const DatasetSummary& row = summary_.datasets[place];
      origins_.emplace(std::pair(row.dataset, row.cloud), static_cast<std::int64_t>(place));
    }
  }

  std::string write() {
    json_.begin('{');
    json_.key("format");
    json_.text("cpginfra-report");
    json_.key("version");
    json_.number(1);
    json_.key("library");
    json_.text(version());
    json_.key("title");
    json_.text(options_.title);
    count_reach();
    write_counts();
    write_origins();
    write_nodes();
    write_targets();
    write_grants();
    write_notes();
    json_.end('}');
    return json_.take();
  }

 private:
  template <typename Items, typename Write>
  void list(std::string_view name, const Items& items, Write write) {
    json_.key(name);
    json_.begin('[');
    for (const auto& item : items) write(item);
    json_.end(']');
  }
  template <typename Items, typename NumberOf>
  void numbers(std::string_view name, const Items& items, NumberOf number_of) {
    list(name, items,
         [&](const auto& item) { json_.number(static_cast<std::int64_t>(number_of(item))); });
  }
  template <typename Items, typename TextOf>
  void texts(std::string_view name, const Items& items, TextOf text_of) {
    list(name, items, [&](const auto& item) { json_.text(text_of(item)); });
  }

  /// The place of an origin among those that are written; -1 for none.
  [[nodiscard]] std::int64_t place_of(const plan::Origin* origin) const {
    if (origin == nullptr) return -1;
    const auto found = origins_.find(std::pair(origin->dataset, origin->cloud));
    return found == origins_.end() ? -1 : found->second;
  }

  void write_counts() {
    json_.key("exports");
    json_.number(static_cast<std::int64_t>(summary_.exports));
    list("kinds", summary_.total.kinds, [this](const KindCount& kind) {
      json_.begin('[');
      json_.text(kind.type);
      json_.number(static_cast<std::int64_t>(kind.resources));
      json_.end(']');
    });
  }

  void write_origins() {
    std::size_t place = 0;
    list("origins", summary_.datasets, [&](const DatasetSummary& row) {
      json_.begin('[');
      json_.text(row.dataset);
      json_.text(row.cloud);
      for (std::size_t count :
           {row.resources, row.groups, row.grants, row.memberships, row.lines, row.warnings}) {
        json_.number(static_cast<std::int64_t>(count));
      }
      json_.number(people_[place++]);
      json_.end(']');
    });
  }

  /// Counts for each person the buckets that it reaches and the datasets that these were made
  /// for, and for each dataset the people, at its first origin.
  void count_reach() {
    people_.assign(summary_.datasets.size(), 0);
    std::vector<NodeId> last_person(summary_.datasets.size(), kNoNode);
    const AccessTable table = matrix(graph_);  // by person, then bucket
    TargetId last_bucket = 0;
    for (const Access& row : table.rows()) {
      if (reach_.empty() || reach_.back().person != row.principal) {
        reach_.push_back({.person = row.principal});
      } else if (row.target == last_bucket) {
        continue;  // another way to it
      }
      last_bucket = row.target;
      reach_.back().buckets += 1;
      const plan::Resource* resource = graph_.target(row.target).resource;
      const std::int64_t origin = resource == nullptr ? -1 : place_of(resource->origin);
      if (origin < 0) continue;
      const std::size_t dataset = first_origin(static_cast<std::size_t>(origin));
      if (last_person[dataset] == row.principal) continue;
      last_person[dataset] = row.principal;
      people_[dataset] += 1;
      if (!summary_.datasets[dataset].dataset.empty()) reach_.back().datasets += 1;
    }
  }

  /// The first origin of the same dataset: a dataset's clouds stand one after the other.
  [[nodiscard]] std::size_t first_origin(std::size_t origin) const {
    const std::string_view dataset = summary_.datasets[origin].dataset;
    while (origin > 0 && summary_.datasets[origin - 1].dataset == dataset) --origin;
    return origin;
  }

  void write_nodes() {
    const std::span<const AccessNode> nodes = graph_.nodes();
    std::string kinds;
    for (const AccessNode& node : nodes) kinds += kind_letter(node);
    json_.key("nodeKinds");
    json_.text(kinds);
    texts("nodeLabels", nodes, [](const AccessNode& node) { return node.label; });
    write_ids(nodes);
    numbers("nodeOrigins", nodes, [this](const AccessNode& node) {
      if (node.group != nullptr) return place_of(node.group->origin);
      return node.resource == nullptr ? -1 : place_of(node.resource->origin);
    });
    write_steps();
    list("reach", reach_, [this](const Reach& reach) {
      json_.begin('[');
      for (std::int64_t number : {std::int64_t{reach.person}, reach.buckets, reach.datasets}) {
        json_.number(number);
      }
      json_.end(']');
    });
  }

  /// An id is mostly the label, or the label with one of few endings: 0, or the ending's place
  /// counted from 1. Others stand as they are.
  void write_ids(std::span<const AccessNode> nodes) {
    Words endings;
    list("nodeIds", nodes, [&](const AccessNode& node) {
      if (node.id == node.label) {
        json_.number(0);
      } else if (node.id.starts_with(node.label)) {
        json_.number(endings.place_of(node.id.substr(node.label.size())) + 1);
      } else {
        json_.text(node.id);
      }
    });
    texts("idEndings", endings.words(), [](std::string_view ending) { return ending; });
  }

  void write_steps() {
    std::vector<NodeId> nodes(graph_.nodes().size());
    for (NodeId node = 0; node < nodes.size(); ++node) nodes[node] = node;
    numbers("stepCounts", nodes, [this](NodeId node) { return graph_.steps_from(node).size(); });
    json_.key("steps");
    json_.begin('[');
    for (NodeId node : nodes) {
      for (const AccessStep& step : graph_.steps_from(node)) {
        json_.number(std::int64_t{step.to} * 2 + (step.becomes ? 1 : 0));
      }
    }
    json_.end(']');
  }

  void write_targets() {
    const std::span<const AccessTarget> targets = graph_.targets();
    Words words;
    texts("targetNames", targets, [](const AccessTarget& target) { return target.name; });
    numbers("targetKinds", targets,
            [&](const AccessTarget& target) { return words.place_of(to_text(target.kind)); });
    numbers("targetTypes", targets, [&](const AccessTarget& target) {
      return target.resource == nullptr ? -1 : words.place_of(target.resource->type->token);
    });
    list("targetResources", targets, [&](const AccessTarget& target) {
      if (target.resource == nullptr) {
        json_.number(0);
      } else {
        json_.text(target.resource->name);
      }
    });
    numbers("targetOrigins", targets, [this](const AccessTarget& target) {
      return target.resource == nullptr ? -1 : place_of(target.resource->origin);
    });
    numbers("targetLocations", targets, [&](const AccessTarget& target) {
      const std::string_view location = location_of(target);
      return location.empty() ? -1 : words.place_of(location);
    });
    texts("words", words.words(), [](std::string_view word) { return word; });
  }

  static std::string_view location_of(const AccessTarget& target) {
    if (target.kind != plan::TargetKind::kBucket || target.resource == nullptr) return {};
    const plan::Value location = target.resource->input("location");
    return location.is_text() ? location.text() : std::string_view();
  }

  void write_grants() {
    std::map<Right, std::int64_t> rights;
    for (const plan::Grant& grant : plan_.grants()) rights.try_emplace(right_of(grant), 0);
    std::int64_t count = 0;
    for (auto& row : rights) row.second = count++;
    list("rights", rights, [this](const auto& row) { write_right(row.first); });
    std::vector<TargetId> targets_of_scales(graph_.scale_count());
    std::vector<NodeId> nodes(graph_.nodes().size());
    for (NodeId node = 0; node < nodes.size(); ++node) nodes[node] = node;
    numbers("grantCounts", nodes, [this](NodeId node) { return graph_.grants_of(node).size(); });
    json_.key("grants");  // scale and right, one after the other
    json_.begin('[');
    for (NodeId node : nodes) {
      for (const AccessEdge& edge : graph_.grants_of(node)) {
        targets_of_scales[edge.scale] = edge.target;
        json_.number(edge.scale);
        json_.number(rights.find(right_of(*edge.grant))->second);
      }
    }
    json_.end(']');
    numbers("scaleTargets", targets_of_scales, [](TargetId target) { return target; });
    write_givers();
  }

  void write_right(const Right& right) {
    const auto& [level, role, availability] = right;
    json_.begin('[');
    json_.number(static_cast<std::int64_t>(level));
    json_.text(level_text({.level = level, .role = role}));
    json_.text(role);
    json_.number(availability == plan::Availability::kStanding ? 0 : 1);
    json_.end(']');
  }

  /// Which datasets give access to a thing that the plan does not make: it counts as theirs.
  void write_givers() {
    json_.key("givers");
    json_.begin('[');
    for (TargetId target = 0; target < graph_.targets().size(); ++target) {
      if (graph_.target(target).resource != nullptr) continue;
      std::set<std::int64_t> origins;
      for (const AccessEdge& edge : graph_.grants_on(target)) {
        origins.insert(place_of(edge.grant->origin));
      }
      origins.erase(-1);
      json_.begin('[');
      json_.number(target);
      for (std::int64_t origin : origins) json_.number(origin);
      json_.end(']');
    }
    json_.end(']');
  }

  void write_notes() {
    json_.key("notes");
    json_.begin('[');
    const auto note = [this](const plan::Origin* origin, std::string_view text) {
      json_.begin('[');
      json_.number(place_of(origin));
      json_.text(text);
      json_.end(']');
    };
    for (const plan::Problem& problem : plan_.problems()) note(problem.origin, problem.text);
    for (const plan::Note& warning : plan_.warnings()) note(warning.origin, warning.text);
    json_.end(']');
  }

  const plan::Plan& plan_;
  const HtmlOptions& options_;
  AccessGraph graph_;
  Summary summary_;
  absl::flat_hash_map<std::pair<std::string_view, std::string_view>, std::int64_t> origins_;
  /// What one person reaches, in numbers.
  struct Reach {
    NodeId person = kNoNode;
    std::int64_t buckets = 0;
    std::int64_t datasets = 0;
  };
  std::vector<Reach> reach_;
  std::vector<std::int64_t> people_;
  Json json_;
};

}  // namespace

std::string estate_json(const plan::Plan& plan, const HtmlOptions& options) {
  return Writer(plan, options).write();
}

}  // namespace cpginfra::report
