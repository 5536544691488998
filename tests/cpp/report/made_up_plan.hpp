// SPDX-License-Identifier: MIT
// Plans made by hand, for tests of what is said about access.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "cpginfra/plan/plan.hpp"

namespace cpginfra::report {

/// A plan of a few words: everything is kept in the plan.
class MadeUpPlan {
 public:
  plan::Plan& plan() noexcept { return plan_; }

  /// What follows belongs to that dataset.
  void in_dataset(std::string_view dataset, std::string_view cloud = "gcp");
  const plan::Resource& resource(std::string_view type, std::string_view name);
  const plan::Resource& resource(std::string_view type, std::string_view name,
                                 std::initializer_list<plan::Field> inputs);
  /// One of a name that does not matter.
  const plan::Resource& thing(std::string_view type, std::initializer_list<plan::Field> inputs);

  const plan::Principal& person(std::string_view email);
  const plan::Principal& account(std::string_view email, const plan::Resource* resource = nullptr);
  const plan::Principal& named_group(std::string_view email);
  const plan::Principal& other(std::string_view id);
  const plan::Group& group(std::string_view name);

  const plan::Target& made(plan::TargetKind kind, std::string_view name);
  const plan::Target& named(plan::TargetKind kind, std::string_view name);

  const plan::Resource& grant(const plan::Principal& member, const plan::Target& target,
                              plan::AccessLevel level, std::string_view role);
  void grant_on_request(const plan::Principal& member, const plan::Target& target,
                        plan::AccessLevel level, std::string_view role);
  void join(const plan::Principal& member, const plan::Group& group);
  void join_named(const plan::Principal& member, std::string_view group_id);

 private:
  const plan::Principal& keep(const plan::Principal& principal);
  std::string_view text(std::string_view text) { return plan_.values().text(text); }
  std::string_view next_name(std::string_view stem);

  plan::Plan plan_;
  const plan::Origin* origin_ = nullptr;
  int count_ = 0;
};

/// A plan of random facts: groups in groups (with cycles), people under several spellings, machine
/// accounts that others may become, things made and only named.
void fill_at_random(std::uint32_t seed, MadeUpPlan& made_up);

}  // namespace cpginfra::report
