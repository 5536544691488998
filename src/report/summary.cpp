// SPDX-License-Identifier: MIT
#include "cpginfra/report/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "report/format/columns.hpp"
#include "report/selected_exports.hpp"
#include "report/summary_text.hpp"

namespace cpginfra::report {
namespace {

using Names = std::pair<std::string_view, std::string_view>;

/// The datasets' rows while they are counted. Things of one dataset mostly follow one another.
class Rows {
 public:
  explicit Rows(const PlanSelection& selection) : selection_(selection) {}

  /// The place of the origin's row, or kNone where it is not selected.
  std::size_t place_of(const plan::Origin* origin) {
    if (has_last_ && origin == last_) return last_place_;
    has_last_ = true;
    last_ = origin;
    last_place_ = find_place(origin);
    return last_place_;
  }
  void count(const plan::Origin* origin, std::size_t DatasetSummary::*counter) {
    if (const std::size_t place = place_of(origin); place != kNone) rows_[place].*counter += 1;
  }
  std::vector<DatasetSummary>& rows() { return rows_; }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

 private:
  std::size_t find_place(const plan::Origin* origin) {
    if (!selection_.holds(origin)) return kNone;
    const Names names = origin == nullptr ? Names() : Names(origin->dataset, origin->cloud);
    const auto [found, is_new] = places_.try_emplace(names, rows_.size());
    if (is_new) rows_.push_back({.dataset = names.first, .cloud = names.second, .kinds = {}});
    return found->second;
  }

  const PlanSelection& selection_;
  std::vector<DatasetSummary> rows_;
  absl::flat_hash_map<Names, std::size_t> places_;
  bool has_last_ = false;
  const plan::Origin* last_ = nullptr;
  std::size_t last_place_ = 0;
};

void sort_kinds(std::vector<KindCount>& kinds) {
  std::sort(kinds.begin(), kinds.end(),
            [](const KindCount& a, const KindCount& b) { return a.type < b.type; });
}

void count_resources(const plan::Plan& plan, Rows& rows, DatasetSummary& total) {
  absl::flat_hash_map<std::pair<std::size_t, const plan::ResourceType*>, std::size_t> by_type;
  for (const plan::Resource* resource : plan.resources()) {
    const std::size_t place = rows.place_of(resource->origin);
    if (place == Rows::kNone) continue;
    rows.rows()[place].resources += 1;
    by_type[{place, resource->type}] += 1;
  }
  // Types of the same token may be several objects.
  absl::flat_hash_map<std::pair<std::size_t, std::string_view>, std::size_t> by_token;
  absl::flat_hash_map<std::string_view, std::size_t> in_all;
  for (const auto& [key, count] : by_type) {
    by_token[{key.first, key.second->token}] += count;
    in_all[key.second->token] += count;
  }
  for (const auto& [key, count] : by_token) {
    rows.rows()[key.first].kinds.push_back({.type = key.second, .resources = count});
  }
  for (DatasetSummary& row : rows.rows()) sort_kinds(row.kinds);
  for (const auto& [type, count] : in_all) {
    total.kinds.push_back({.type = type, .resources = count});
  }
  sort_kinds(total.kinds);
}

constexpr std::array<std::size_t DatasetSummary::*, 6> kCounters = {
    &DatasetSummary::resources,   &DatasetSummary::groups, &DatasetSummary::grants,
    &DatasetSummary::memberships, &DatasetSummary::lines,  &DatasetSummary::warnings};
constexpr std::array<std::string_view, 6> kCounterNames = {
    "resources", "groups", "grants", "memberships", "dry-run lines", "warnings"};

constexpr std::size_t kNarrowestColumn = 6;

std::string right_aligned(std::size_t count, std::string_view heading) {
  return fmt::format("{:>{}}", count, std::max(heading.size(), kNarrowestColumn));
}

std::string datasets_table(const Summary& summary) {
  std::array<bool, kCounters.size()> shown{};
  for (std::size_t i = 0; i < kCounters.size(); ++i) {
    shown[i] = i == 0 || summary.total.*kCounters[i] > 0;
  }
  std::vector<std::string> header = {"dataset", "cloud"};
  for (std::size_t i = 0; i < kCounters.size(); ++i) {
    if (shown[i]) header.push_back(fmt::format("{:>{}}", kCounterNames[i], kNarrowestColumn));
  }
  Columns columns(std::move(header));
  const auto add = [&](std::string_view dataset, std::string_view cloud,
                       const DatasetSummary& row) {
    std::vector<std::string> cells = {std::string(dataset), std::string(cloud)};
    for (std::size_t i = 0; i < kCounters.size(); ++i) {
      if (shown[i]) cells.push_back(right_aligned(row.*kCounters[i], kCounterNames[i]));
    }
    columns.add(std::move(cells));
  };
  for (const DatasetSummary& row : summary.datasets) {
    add(row.dataset.empty() ? "(institute)" : row.dataset, row.cloud, row);
  }
  if (summary.datasets.size() > 1) add("(total)", "", summary.total);
  return columns.text();
}

}  // namespace

std::string plural(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string counts_text(const DatasetSummary& row) {
  std::string text = plural(row.resources, "resource");
  for (std::size_t i = 1; i < kCounters.size(); ++i) {
    std::string_view name = kCounterNames[i];
    name.remove_suffix(1);  // the s
    if (row.*kCounters[i] > 0) text += ", " + plural(row.*kCounters[i], name);
  }
  return text;
}

Summary summarize(const plan::Plan& plan, const PlanSelection& selection) {
  Summary summary;
  Rows rows(selection);
  count_resources(plan, rows, summary.total);
  for (const plan::Group& group : plan.groups()) rows.count(group.origin, &DatasetSummary::groups);
  for (const plan::Grant& grant : plan.grants()) rows.count(grant.origin, &DatasetSummary::grants);
  for (const plan::Membership& membership : plan.memberships()) {
    rows.count(membership.origin, &DatasetSummary::memberships);
  }
  for (const plan::Note& line : plan.lines()) rows.count(line.origin, &DatasetSummary::lines);
  for (const plan::Note& warning : plan.warnings()) {
    rows.count(warning.origin, &DatasetSummary::warnings);
  }
  summary.datasets = std::move(rows.rows());
  std::sort(summary.datasets.begin(), summary.datasets.end(),
            [](const DatasetSummary& a, const DatasetSummary& b) {
              return std::tie(a.dataset, a.cloud) < std::tie(b.dataset, b.cloud);
            });
  for (const DatasetSummary& row : summary.datasets) {
    for (const auto counter : kCounters) summary.total.*counter += row.*counter;
  }
  for (const plan::Export& exported : plan.exports()) {
    summary.exports += is_of_selection(exported, selection) ? 1 : 0;
  }
  for (const plan::Problem& problem : plan.problems()) {
    summary.problems += selection.holds(problem.origin) ? 1 : 0;
  }
  return summary;
}

std::string to_text(const Summary& summary) {
  std::vector<std::string_view> names;
  for (const DatasetSummary& row : summary.datasets) {
    if (!row.dataset.empty()) names.push_back(row.dataset);
  }
  names.erase(std::unique(names.begin(), names.end()), names.end());

  const DatasetSummary& total = summary.total;
  std::string text = plural(names.size(), "dataset") + ": " + counts_text(total);
  if (summary.exports > 0) text += fmt::format(", {}", plural(summary.exports, "export"));
  if (summary.problems > 0) text += fmt::format(", {}", plural(summary.problems, "problem"));
  text += '\n';
  if (!summary.datasets.empty()) text += '\n' + datasets_table(summary);
  if (!total.kinds.empty()) {
    Columns kinds({"kind", std::string(kCounterNames[0])});
    for (const KindCount& kind : total.kinds) {
      kinds.add({std::string(kind.type), right_aligned(kind.resources, kCounterNames[0])});
    }
    text += '\n' + kinds.text();
  }
  return text;
}

}  // namespace cpginfra::report
