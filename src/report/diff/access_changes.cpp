// SPDX-License-Identifier: MIT
#include "report/diff/access_changes.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "cpginfra/report/access.hpp"
#include "cpginfra/report/access_output.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

/// A principal by which both plans know it.
using PrincipalKey = std::pair<plan::PrincipalKind, std::string_view>;

/// One answer, and what makes it comparable with those of the other plan.
struct Entry {
  TargetKind kind = TargetKind::kOther;
  std::string_view target;
  /// What tells targets of one name apart; empty where a name is one target.
  std::string maker;
  /// The level or role where each is a thing of its own.
  std::string_view scale;
  How how = How::kHas;
  std::string_view level;
  const Access* row = nullptr;

  [[nodiscard]] auto thing() const { return std::tie(kind, target, maker, scale); }
  [[nodiscard]] auto all() const { return std::tie(kind, target, maker, scale, how, level); }
};

/// Whether a higher level includes the lower ones.
bool is_ladder(AccessLevel level) noexcept {
  return level <= AccessLevel::kMutate || level == AccessLevel::kPull ||
         level == AccessLevel::kPush;
}

/// Whether the cloud has one thing of that name, whoever names it.
bool is_one_of_its_name(TargetKind kind) noexcept {
  return kind == TargetKind::kBucket || kind == TargetKind::kProject ||
         kind == TargetKind::kMachineAccount;
}

/// Everything that the principals of one plan reach.
class Side {
 public:
  Side(const plan::Plan& plan, const Matching& matching) : graph_(plan), matching_(matching) {
    std::vector<NodeId> nodes;
    for (NodeId node = 0; node < graph_.nodes().size(); ++node) {
      if (is_answer(graph_.node(node))) nodes.push_back(node);
    }
    table_ = access_of_all(graph_, nodes);
    for (const Access& row : table_.rows()) {
      const AccessNode& node = graph_.node(row.principal);
      rows_[{node.kind, node.id}].push_back(&row);
    }
  }

  [[nodiscard]] const auto& principals() const { return rows_; }

  /// What a principal reaches, in order.
  [[nodiscard]] std::vector<Entry> entries(const PrincipalKey& principal) const {
    std::vector<Entry> found;
    const auto rows = rows_.find(principal);
    if (rows == rows_.end()) return found;
    for (const Access* row : rows->second) {
      const AccessTarget& target = graph_.target(row->target);
      const std::string_view level = level_text(*row->grant);
      Entry entry{.kind = target.kind,
                  .target = target.name,
                  .maker = {},
                  .scale = is_ladder(row->level) ? std::string_view() : level,
                  .how = row->how,
                  .level = level,
                  .row = row};
      if (target.resource != nullptr && !is_one_of_its_name(target.kind)) {
        entry.maker = matching_.id_of(*target.resource);
      }
      found.push_back(std::move(entry));
    }
    std::sort(found.begin(), found.end(),
              [](const Entry& a, const Entry& b) { return a.all() < b.all(); });
    return found;
  }

  [[nodiscard]] std::vector<AccessWay> ways(std::span<const Entry> entries) const {
    std::vector<AccessWay> ways;
    for (const Entry& entry : entries) {
      const auto names = path_names(graph_, table_, *entry.row);
      ways.push_back({.level = std::string(entry.level),
                      .how = entry.how,
                      .path = std::vector<std::string>(names.begin(), names.end())});
    }
    return ways;
  }

  [[nodiscard]] std::string resource_of(const Entry& entry) const {
    return resource_text(graph_.target(entry.row->target).resource);
  }

  [[nodiscard]] bool has_namesake(const Entry& entry) const {
    return graph_.has_namesake(entry.row->target);
  }

 private:
  AccessGraph graph_;
  const Matching& matching_;
  AccessTable table_;
  std::map<PrincipalKey, std::vector<const Access*>> rows_;
};

/// Whether two lists give the same access, by whichever paths.
bool is_same_access(std::span<const Entry> before, std::span<const Entry> after) {
  return std::equal(before.begin(), before.end(), after.begin(), after.end(),
                    [](const Entry& a, const Entry& b) { return a.all() == b.all(); });
}

/// Takes the entries of the first thing off the list.
std::span<const Entry> take_first(std::span<const Entry>& entries) {
  std::size_t size = 1;
  while (size < entries.size() && entries[size].thing() == entries.front().thing()) ++size;
  const auto taken = entries.first(size);
  entries = entries.subspan(size);
  return taken;
}

/// Takes the entries of the first thing of both lists off them.
std::pair<std::span<const Entry>, std::span<const Entry>> take_first_of_both(
    std::span<const Entry>& before, std::span<const Entry>& after) {
  const bool has_both = !before.empty() && !after.empty();
  const bool is_in_before =
      !before.empty() && (!has_both || before.front().thing() <= after.front().thing());
  const bool is_in_after =
      !after.empty() && (!has_both || after.front().thing() <= before.front().thing());
  const auto former = is_in_before ? take_first(before) : std::span<const Entry>();
  const auto latter = is_in_after ? take_first(after) : std::span<const Entry>();
  return {former, latter};
}

AccessVerb verb_of(std::span<const Entry> before, std::span<const Entry> after) {
  if (before.empty()) return AccessVerb::kGains;
  return after.empty() ? AccessVerb::kLoses : AccessVerb::kBecomes;
}

}  // namespace

std::vector<AccessChange> access_changes(const plan::Plan& before, const plan::Plan& after,
                                         const Matching& matching) {
  const Side former(before, matching);
  const Side latter(after, matching);
  std::vector<PrincipalKey> principals;
  for (const Side* side : {&former, &latter}) {
    for (const auto& [principal, rows] : side->principals()) principals.push_back(principal);
  }
  std::sort(principals.begin(), principals.end());
  principals.erase(std::unique(principals.begin(), principals.end()), principals.end());

  std::vector<AccessChange> changes;
  for (const PrincipalKey& principal : principals) {
    const std::vector<Entry> had = former.entries(principal);
    const std::vector<Entry> has = latter.entries(principal);
    if (is_same_access(had, has)) continue;
    std::span<const Entry> had_left = had;
    std::span<const Entry> has_left = has;
    while (!had_left.empty() || !has_left.empty()) {
      const auto [lost, gained] = take_first_of_both(had_left, has_left);
      if (is_same_access(lost, gained)) continue;
      const Entry& entry = gained.empty() ? lost.front() : gained.front();
      const Side& side = gained.empty() ? former : latter;
      changes.push_back({.verb = verb_of(lost, gained),
                         .kind = principal.first,
                         .principal = std::string(principal.second),
                         .target_kind = entry.kind,
                         .target = std::string(entry.target),
                         .resource = side.resource_of(entry),
                         .has_namesake = side.has_namesake(entry),
                         .before = former.ways(lost),
                         .after = latter.ways(gained)});
    }
  }
  return changes;
}

}  // namespace cpginfra::report
