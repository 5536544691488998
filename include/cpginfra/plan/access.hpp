// SPDX-License-Identifier: MIT
// This header defines the facts of a plan about access, in terms that are the same on every cloud:
// who may be given access (Principal, Group), to what (Target), at which level (Grant), and who is
// in which group (Membership).
//
//   for (const plan::Grant& grant : plan.grants())
//     if (grant.target->kind == plan::TargetKind::kBucket) use(grant.member->label);
#pragma once

#include <cstdint>
#include <string_view>

#include "cpginfra/plan/resource.hpp"
#include "cpginfra/plan/value.hpp"

namespace cpginfra::plan {

struct Group;

enum class PrincipalKind : std::uint8_t {
  kPerson,
  kMachineAccount,
  kGroup,  ///< a group: of this plan where Principal::group is set, else one that it only names
  kOther,  ///< a domain, all users, …
};

/// Somebody or something that can be given access.
struct Principal {
  PrincipalKind kind = PrincipalKind::kOther;
  /// The name by which people know it: an email as given, a machine account's expected email, or,
  /// where only the cloud will know the email, the name of the resource.
  std::string_view label;
  /// The email or id; may be deferred.
  Value id;
  /// The id as the cloud's policies spell it (`group:…`).
  Value policy_member;
  /// The group of this plan that it is, if it is one.
  const Group* group = nullptr;
  /// The resource that makes it, if this plan does.
  const Resource* resource = nullptr;
};

/// A group of the plan. Nested groups are members.
struct Group {
  std::string_view name;
  std::string_view description;
  std::string_view cloud;
  const Resource* resource = nullptr;
  /// What memberships name it by (a group's id in the cloud).
  Value key;
  Principal principal;
  const Origin* origin = nullptr;
};

enum class TargetKind : std::uint8_t {
  kBucket,
  kRegistry,
  kSecret,
  kMachineAccount,
  kProject,
  kService,
  kOther,
};

/// Something that access is given to: made by the plan, or existing and only named.
struct Target {
  TargetKind kind = TargetKind::kOther;
  /// Its own name: the bucket's, the account's email, the project's id, …
  std::string_view name;
  /// The resource that makes it, if this plan does.
  const Resource* resource = nullptr;
};

enum class AccessLevel : std::uint8_t {
  kList,          ///< bucket: names of objects
  kRead,          ///< bucket: and their contents
  kAppend,        ///< bucket: and make new ones
  kMutate,        ///< bucket: and change and delete
  kPull,          ///< registry
  kPush,          ///< registry
  kReadSecret,    ///< secret: its contents
  kManageSecret,  ///< secret: its versions, not their contents
  kUse,           ///< machine account: run as it
  kImpersonate,   ///< machine account: make tokens of it
  kMakeKeys,      ///< machine account: make keys of it
  kAdminister,    ///< machine account: change it and who may use it
  kInvoke,        ///< service
  kRole,          ///< project: Grant::role says which
};

/// Whether access stands, or must be requested each time (temporary access).
enum class Availability : std::uint8_t { kStanding, kOnRequest };

/// One principal's access to one target.
struct Grant {
  const Principal* member = nullptr;
  const Target* target = nullptr;
  AccessLevel level = AccessLevel::kRead;
  Availability availability = Availability::kStanding;
  /// The cloud's own name of the role, without the organisation; empty where the cloud has none.
  std::string_view role;
  const Resource* declared_by = nullptr;
  const Origin* origin = nullptr;
};

/// One principal's place in one group.
struct Membership {
  /// The group, or null for one that the plan only names.
  const Group* group = nullptr;
  std::string_view group_name;
  const Principal* member = nullptr;
  const Resource* declared_by = nullptr;
  const Origin* origin = nullptr;
};

[[nodiscard]] std::string_view to_text(PrincipalKind kind) noexcept;
[[nodiscard]] std::string_view to_text(TargetKind kind) noexcept;
[[nodiscard]] std::string_view to_text(AccessLevel level) noexcept;
[[nodiscard]] std::string_view to_text(Availability availability) noexcept;

}  // namespace cpginfra::plan
