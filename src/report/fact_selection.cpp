// SPDX-License-Identifier: MIT
#include "report/fact_selection.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "report/access_names.hpp"

namespace cpginfra::report {
namespace {

using plan::PrincipalKind;
using plan::TargetKind;

/// A place in one of the plan's lists of facts.
using FactId = std::uint32_t;

/// Facts by what they are about: under each key a chain from the last one to the first.
template <typename Key>
class Chains {
 public:
  explicit Chains(std::size_t facts) : before_(facts) {}

  void add(const Key& key, FactId fact) {
    before_[fact] = std::exchange(last_.try_emplace(key, kNone).first->second, fact);
  }

  template <typename Visit>
  void for_each(const Key& key, Visit visit) const {
    const auto found = last_.find(key);
    if (found == last_.end()) return;
    for (FactId fact = found->second; fact != kNone; fact = before_[fact]) visit(fact);
  }

 private:
  static constexpr FactId kNone = std::numeric_limits<FactId>::max();
  absl::flat_hash_map<Key, FactId> last_;
  std::vector<FactId> before_;
};

/// The grants on the targets of a name, and those by which accounts can be become.
class GrantScan {
 public:
  GrantScan(const plan::Plan& plan, std::string_view text) : plan_(plan), name_(text) {
    // One target can have several names and resources, some of which the text does not give away.
    while (scan()) {
    }
  }

  [[nodiscard]] const std::vector<FactId>& on_targets() const { return on_targets_; }
  [[nodiscard]] const std::vector<FactId>& ways_through() const { return ways_through_; }

 private:
  /// Whether something was learnt for which everything must be looked at again.
  bool scan() {
    on_targets_.clear();
    ways_through_.clear();
    is_news_ = false;
    const plan::Target* last = nullptr;
    bool is_asked = false;
    const std::span<const plan::Grant> grants = plan_.grants();
    for (FactId id = 0; id < grants.size(); ++id) {
      const plan::Grant& grant = grants[id];
      if (grant.member == nullptr || grant.target == nullptr) continue;
      if (grant.target != last) {
        last = grant.target;
        is_asked = look_at(*grant.target);
      }
      if (is_asked) {
        on_targets_.push_back(id);
      } else if (grant.target->kind == TargetKind::kMachineAccount && lets_become(grant.level)) {
        ways_through_.push_back(id);
      }
    }
    return is_news_;
  }

  /// Whether the target is asked for; if so, keeps what else it is known by.
  bool look_at(const plan::Target& target) {
    if (!name_.is_of(target) && !is_alias(target)) return false;
    if (target.resource != nullptr) is_news_ |= resources_.insert(target.resource).second;
    if (has_global_name(target.kind) && !name_.is_own_name_of(target)) {
      is_news_ |= names_.emplace(target.kind, lower_.kept(target.name, texts_)).second;
    }
    return true;
  }

  [[nodiscard]] bool is_alias(const plan::Target& target) {
    if (resources_.contains(target.resource)) return true;
    return !names_.empty() && has_global_name(target.kind) &&
           names_.contains(std::pair(target.kind, lower_.of(target.name)));
  }

  const plan::Plan& plan_;
  TargetName name_;
  plan::ValueStore texts_;
  LowerCase lower_;
  absl::flat_hash_set<const plan::Resource*> resources_;
  absl::flat_hash_set<std::pair<TargetKind, std::string_view>> names_;
  std::vector<FactId> on_targets_;
  std::vector<FactId> ways_through_;
  bool is_news_ = false;
};

/// Whoever is met on the way back.
struct Place {
  enum class Kind : std::uint8_t { kGroup, kNamedGroup, kIndividual };
  Kind kind = Kind::kIndividual;
  const plan::Group* group = nullptr;
  /// Of those that are no group of the plan, in lower case.
  std::string_view id = {};

  bool operator==(const Place&) const = default;
  template <typename Hash>
  // NOLINTNEXTLINE(readability-identifier-naming): Abseil looks for this name
  friend Hash AbslHashValue(Hash hash, const Place& place) {
    return Hash::combine(std::move(hash), place.kind, place.group, place.id);
  }
};

/// Walks from grants back to whoever gets to them.
class Walk {
 public:
  Walk(const plan::Plan& plan, const GrantScan& grants)
      : plan_(plan),
        by_group_(plan.memberships().size()),
        by_group_id_(plan.memberships().size()),
        by_account_(plan.grants().size()) {
    index_memberships();
    index_ways_through(grants.ways_through());
    for (FactId id : grants.on_targets()) visit_member(plan.grants()[id]);
    while (!queue_.empty()) {
      const Place place = queue_.back();
      queue_.pop_back();
      follow(place);
    }
  }

  [[nodiscard]] const absl::flat_hash_set<Place>& visited() const { return visited_; }
  [[nodiscard]] const std::vector<FactId>& memberships() const { return memberships_; }
  [[nodiscard]] const std::vector<FactId>& ways_through() const { return ways_through_; }

 private:
  void index_memberships() {
    const std::span<const plan::Membership> memberships = plan_.memberships();
    for (FactId id = 0; id < memberships.size(); ++id) {
      const plan::Membership& membership = memberships[id];
      if (membership.member == nullptr) continue;
      if (membership.group != nullptr) {
        by_group_.add(membership.group, id);
      } else {
        by_group_id_.add(kept_group_id(membership.group_name), id);
      }
    }
  }

  void index_ways_through(const std::vector<FactId>& grants) {
    for (FactId id : grants) {
      by_account_.add(lower_.kept(plan_.grants()[id].target->name, texts_), id);
    }
  }

  std::string_view kept_group_id(std::string_view name) {
    return without_group_prefix(lower_.kept(name, texts_));
  }

  /// The plan's group of that id, or null. Few questions come to groups that are only named.
  const plan::Group* group_of(std::string_view cloud, std::string_view id) {
    if (group_ids_.empty()) {
      for (const plan::Group& group : plan_.groups()) {
        group_ids_.emplace(std::pair(group.cloud, lower_.kept(group_id(group), texts_)), &group);
      }
    }
    const auto found = group_ids_.find(std::pair(cloud, id));
    return found == group_ids_.end() ? nullptr : found->second;
  }

  template <typename Fact>
  void visit_member(const Fact& fact) {
    const plan::Principal& member = *fact.member;
    if (member.group != nullptr) {
      visit({.kind = Place::Kind::kGroup, .group = member.group});
    } else if (member.kind == PrincipalKind::kGroup) {
      visit(named_group(cloud_of(fact.origin), kept_group_id(member.label)));
    } else {
      visit({.kind = Place::Kind::kIndividual, .id = lower_.kept(member.label, texts_)});
    }
  }

  Place named_group(std::string_view cloud, std::string_view id) {
    if (const plan::Group* group = group_of(cloud, id)) {
      return {.kind = Place::Kind::kGroup, .group = group};
    }
    return {.kind = Place::Kind::kNamedGroup, .id = id};
  }

  void visit(const Place& place) {
    if (visited_.insert(place).second) queue_.push_back(place);
  }

  void follow(const Place& place) {
    switch (place.kind) {
      case Place::Kind::kGroup:
        by_group_.for_each(place.group, [this](FactId id) { take_membership(id); });
        follow_named(place, kept_group_id(group_id(*place.group)));
        break;
      case Place::Kind::kNamedGroup:
        follow_named(place, place.id);
        break;
      case Place::Kind::kIndividual:
        by_account_.for_each(place.id, [this](FactId id) {
          ways_through_.push_back(id);
          visit_member(plan_.grants()[id]);
        });
        break;
    }
  }

  /// Memberships that name the group by its id.
  void follow_named(const Place& group, std::string_view id) {
    by_group_id_.for_each(id, [&](FactId fact) {
      const std::string_view cloud = cloud_of(plan_.memberships()[fact].origin);
      if (named_group(cloud, id) == group) take_membership(fact);
    });
  }

  void take_membership(FactId id) {
    memberships_.push_back(id);
    visit_member(plan_.memberships()[id]);
  }

  const plan::Plan& plan_;
  plan::ValueStore texts_;
  LowerCase lower_;
  Chains<const plan::Group*> by_group_;
  Chains<std::string_view> by_group_id_;
  Chains<std::string_view> by_account_;
  absl::flat_hash_map<std::pair<std::string_view, std::string_view>, const plan::Group*> group_ids_;
  absl::flat_hash_set<Place> visited_;
  std::vector<Place> queue_;
  std::vector<FactId> memberships_;
  std::vector<FactId> ways_through_;
};

template <typename Fact>
std::vector<const Fact*> in_order(std::span<const Fact> all, std::vector<FactId> ids) {
  std::sort(ids.begin(), ids.end());
  std::vector<const Fact*> facts;
  facts.reserve(ids.size());
  for (FactId id : ids) facts.push_back(&all[id]);
  return facts;
}

}  // namespace

FactSelection facts_leading_to(const plan::Plan& plan, std::string_view text) {
  const GrantScan grants(plan, text);
  const Walk walk(plan, grants);
  FactSelection selection{.groups = {},
                          .grants = in_order(plan.grants(), grants.on_targets()),
                          .ways_through = in_order(plan.grants(), walk.ways_through()),
                          .memberships = in_order(plan.memberships(), walk.memberships())};
  for (const plan::Group& group : plan.groups()) {
    const Place place{.kind = Place::Kind::kGroup, .group = &group};
    if (walk.visited().contains(place)) selection.groups.push_back(&group);
  }
  return selection;
}

}  // namespace cpginfra::report
