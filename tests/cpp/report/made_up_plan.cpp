// SPDX-License-Identifier: MIT
#include "report/made_up_plan.hpp"

#include <fmt/format.h>

#include <array>
#include <random>
#include <vector>

namespace cpginfra::report {

using plan::AccessLevel;
using plan::PrincipalKind;
using plan::TargetKind;

void MadeUpPlan::in_dataset(std::string_view dataset, std::string_view cloud) {
  origin_ = plan_.make_origin(dataset, cloud);
}

const plan::Resource& MadeUpPlan::resource(std::string_view type, std::string_view name) {
  return resource(type, name, {});
}

const plan::Resource& MadeUpPlan::resource(std::string_view type, std::string_view name,
                                           std::initializer_list<plan::Field> inputs) {
  return plan_.declare(plan_.make_type(type), name, inputs, {.origin = origin_});
}

const plan::Resource& MadeUpPlan::thing(std::string_view type,
                                        std::initializer_list<plan::Field> inputs) {
  return resource(type, next_name("thing"), inputs);
}

std::string_view MadeUpPlan::next_name(std::string_view stem) {
  return text(fmt::format("{}-{}", stem, count_++));
}

const plan::Principal& MadeUpPlan::keep(const plan::Principal& principal) {
  return *plan_.values().keep_one(principal);
}

const plan::Principal& MadeUpPlan::person(std::string_view email) {
  return keep({.kind = PrincipalKind::kPerson, .label = text(email)});
}
const plan::Principal& MadeUpPlan::account(std::string_view email, const plan::Resource* resource) {
  return keep({.kind = PrincipalKind::kMachineAccount, .label = text(email), .resource = resource});
}
const plan::Principal& MadeUpPlan::named_group(std::string_view email) {
  return keep({.kind = PrincipalKind::kGroup, .label = text(email)});
}
const plan::Principal& MadeUpPlan::other(std::string_view id) {
  return keep({.kind = PrincipalKind::kOther, .label = text(id)});
}

const plan::Group& MadeUpPlan::group(std::string_view name) {
  const std::string_view cloud = origin_ == nullptr ? "gcp" : origin_->cloud;
  const plan::Resource& made = resource("group", text(fmt::format("{}-{}-group", cloud, name)));
  return plan_.add_group({.name = text(name),
                          .cloud = cloud,
                          .resource = &made,
                          .principal = {.kind = PrincipalKind::kGroup,
                                        .label = text(fmt::format("{}@groups.org", name)),
                                        .resource = &made},
                          .origin = origin_});
}

const plan::Target& MadeUpPlan::made(TargetKind kind, std::string_view name) {
  const plan::Resource& made = resource(to_text(kind), next_name(name));
  return *plan_.values().keep_one(
      plan::Target{.kind = kind, .name = text(name), .resource = &made});
}
const plan::Target& MadeUpPlan::named(TargetKind kind, std::string_view name) {
  return *plan_.values().keep_one(plan::Target{.kind = kind, .name = text(name)});
}

const plan::Resource& MadeUpPlan::grant(const plan::Principal& member, const plan::Target& target,
                                        AccessLevel level, std::string_view role) {
  const plan::Resource& declared = resource("grant", next_name("grant"));
  plan_.add_grant({.member = &member,
                   .target = &target,
                   .level = level,
                   .role = text(role),
                   .declared_by = &declared,
                   .origin = origin_});
  return declared;
}

void MadeUpPlan::grant_on_request(const plan::Principal& member, const plan::Target& target,
                                  AccessLevel level, std::string_view role) {
  plan_.add_grant({.member = &member,
                   .target = &target,
                   .level = level,
                   .availability = plan::Availability::kOnRequest,
                   .role = text(role),
                   .declared_by = &resource("entitlement", next_name("entitlement")),
                   .origin = origin_});
}

void MadeUpPlan::join(const plan::Principal& member, const plan::Group& group) {
  plan_.add_membership({.group = &group,
                        .group_name = group.name,
                        .member = &member,
                        .declared_by = &resource("membership", next_name("membership")),
                        .origin = origin_});
}

void MadeUpPlan::join_named(const plan::Principal& member, std::string_view group_id) {
  plan_.add_membership({.group_name = text(group_id),
                        .member = &member,
                        .declared_by = &resource("membership", next_name("membership")),
                        .origin = origin_});
}

namespace {

/// What fill_at_random draws from.
class RandomPlan {
 public:
  RandomPlan(std::uint32_t seed, MadeUpPlan& made_up) : random_(seed), made_up_(made_up) {}

  void fill() {
    static constexpr std::array<std::string_view, 2> kClouds = {"gcp", "azure"};
    const int clouds = 1 + below(2);
    for (int cloud = 0; cloud < clouds; ++cloud) {
      made_up_.in_dataset(fmt::format("data{}", cloud), kClouds[static_cast<std::size_t>(cloud)]);
      fill_cloud();
    }
  }

 private:
  int below(int limit) {
    return limit <= 0 ? 0 : static_cast<int>(random_() % static_cast<std::uint32_t>(limit));
  }
  template <typename Items>
  const auto& one_of(const Items& items) {
    return items[static_cast<std::size_t>(below(static_cast<int>(items.size())))];
  }

  /// A name of few letters, so that ties and equal names of different things are common.
  std::string name() { return std::string(1, static_cast<char>('a' + below(6))); }

  void fill_cloud() {
    std::vector<const plan::Principal*> members;
    std::vector<const plan::Group*> groups;
    std::vector<const plan::Target*> targets;
    for (int count = 2 + below(8); count > 0; --count) {
      const std::string own = fmt::format("{}{}", name(), count);
      groups.push_back(&made_up_.group(own));
      if (below(4) == 0) groups.push_back(&made_up_.group(upper(own)));  // of the same id
    }
    for (const plan::Group* group : groups) members.push_back(&group->principal);
    for (int count = 1 + below(6); count > 0; --count) {
      const std::string email = name() + "@x.org";
      members.push_back(&made_up_.person(email));
      if (below(2) == 0) members.push_back(&made_up_.person(upper(email)));
    }
    for (int count = below(4); count > 0; --count) add_account(members, targets);
    for (int count = below(3); count > 0; --count) {
      members.push_back(&made_up_.named_group(fmt::format("out-{}@y.org", name())));
    }
    if (below(2) == 0) members.push_back(&made_up_.other("domain:x.org"));
    add_targets(targets);
    for (int count = below(30); count > 0; --count) {
      made_up_.join(*one_of(members), *one_of(groups));
    }
    for (int count = below(4); count > 0; --count) {
      const bool is_own = below(3) == 0;
      made_up_.join_named(*one_of(members), is_own
                                                ? "group:" + upper(one_of(groups)->principal.label)
                                                : fmt::format("group:Out-{}@y.org", name()));
    }
    if (targets.empty()) return;
    for (int count = below(30); count > 0; --count) add_grant(*one_of(members), *one_of(targets));
  }

  static std::string upper(std::string_view text) {
    std::string out(text);
    for (char& letter : out) {
      if ('a' <= letter && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return out;
  }

  void add_account(std::vector<const plan::Principal*>& members,
                   std::vector<const plan::Target*>& targets) {
    const std::string email = fmt::format("sa-{}@p.iam", name());
    const plan::Target* target = below(2) == 0 ? &made_up_.named(TargetKind::kMachineAccount, email)
                                               : &made_up_.made(TargetKind::kMachineAccount, email);
    targets.push_back(target);
    members.push_back(&made_up_.account(email, target->resource));
  }

  void add_targets(std::vector<const plan::Target*>& targets) {
    static constexpr std::array<TargetKind, 7> kKinds = {
        TargetKind::kBucket,  TargetKind::kBucket,  TargetKind::kBucket,
        TargetKind::kSecret,  TargetKind::kProject, TargetKind::kMachineAccount,
        TargetKind::kRegistry};
    for (int count = 2 + below(6); count > 0; --count) {
      const TargetKind kind = one_of(kKinds);
      if (kind == TargetKind::kMachineAccount) continue;
      const std::string own = fmt::format("{}-{}{}", to_text(kind), name(), below(100));
      targets.push_back(below(3) == 0 ? &made_up_.named(kind, own) : &made_up_.made(kind, own));
      if (below(4) == 0) targets.push_back(&made_up_.named(kind, own));
      if (below(8) == 0) targets.push_back(&made_up_.named(kind, upper(own)));
      if (below(16) == 0) targets.push_back(&made_up_.made(kind, upper(own)));
    }
  }

  void add_grant(const plan::Principal& member, const plan::Target& target) {
    static constexpr std::array<std::string_view, 3> kRoles = {"roles/one", "roles/two", "three"};
    const AccessLevel level = level_on(target.kind);
    const std::string_view role =
        level == AccessLevel::kRole ? one_of(kRoles) : std::string_view(below(2) == 0 ? "a" : "b");
    if (below(5) == 0) {
      made_up_.grant_on_request(member, target, level, role);
    } else {
      made_up_.grant(member, target, level, role);
    }
  }

  AccessLevel level_on(TargetKind kind) {
    const auto from = [&](AccessLevel first, int count) {
      return static_cast<AccessLevel>(static_cast<int>(first) + below(count));
    };
    switch (kind) {
      case TargetKind::kBucket:
        return from(AccessLevel::kList, 4);
      case TargetKind::kRegistry:
        return from(AccessLevel::kPull, 2);
      case TargetKind::kSecret:
        return from(AccessLevel::kReadSecret, 2);
      case TargetKind::kMachineAccount:
        return from(AccessLevel::kUse, 4);
      default:
        return AccessLevel::kRole;
    }
  }

  std::mt19937 random_;
  MadeUpPlan& made_up_;
};

}  // namespace

void fill_at_random(std::uint32_t seed, MadeUpPlan& made_up) { RandomPlan(seed, made_up).fill(); }

}  // namespace cpginfra::report
