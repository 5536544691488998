// SPDX-License-Identifier: MIT
#include "report/plan_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cpginfra/plan/deferred.hpp"

namespace cpginfra::report {
namespace {

using plan::Deferred;
using plan::Field;
using plan::Value;

bool is_same(const Deferred& left, const Deferred& right) noexcept {
  return &left == &right ||
         (left.form == right.form && left.secret == right.secret && left.name == right.name &&
          left.token == right.token && left.resource == right.resource &&
          std::equal(left.arguments.begin(), left.arguments.end(), right.arguments.begin(),
                     right.arguments.end(),
                     [](const Value& a, const Value& b) { return report::is_same(a, b); }));
}

bool is_same(const plan::Principal& left, const plan::Principal& right) noexcept {
  return left.kind == right.kind && left.label == right.label && left.group == right.group &&
         left.resource == right.resource && report::is_same(left.id, right.id) &&
         report::is_same(left.policy_member, right.policy_member);
}

/// The first of `base`, `base#2`, `base#3`, … that `accept` takes.
template <typename Accept>
void number_until(const std::string& base, Accept accept) {
  std::string key = base;
  for (int number = 2; !accept(key); ++number) key = fmt::format("{}#{}", base, number);
}

}  // namespace

bool has_reserved_name(std::span<const Field> fields) noexcept {
  return std::any_of(fields.begin(), fields.end(),
                     [](const Field& field) { return field.name.starts_with('$'); });
}

bool is_same(const Value& left, const Value& right) noexcept {
  if (left.kind() != right.kind()) return false;
  switch (left.kind()) {
    case plan::Kind::kDeferred:
      return is_same(*left.deferred(), *right.deferred());
    case plan::Kind::kList:
      return std::equal(left.items().begin(), left.items().end(), right.items().begin(),
                        right.items().end(),
                        [](const Value& a, const Value& b) { return is_same(a, b); });
    case plan::Kind::kObject:
    case plan::Kind::kArchive:
      return std::equal(left.fields().begin(), left.fields().end(), right.fields().begin(),
                        right.fields().end(), [](const Field& a, const Field& b) {
                          return a.name == b.name && is_same(a.value, b.value);
                        });
    default:
      return left == right;
  }
}

bool PrincipalKeys::add(const plan::Principal& principal) {
  if (keys_.contains(&principal)) return false;
  bool is_new = false;
  const std::string base = fmt::format("{}:{}", plan::to_text(principal.kind), principal.label);
  number_until(base, [&](const std::string& key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) {
      is_new = true;
      const std::string_view kept = texts_.emplace_back(key);
      by_key_.emplace(kept, &principal);
      keys_.emplace(&principal, kept);
      return true;
    }
    if (!is_same(*found->second, principal)) return false;
    keys_.emplace(&principal, found->first);
    return true;
  });
  return is_new;
}

std::string_view PrincipalKeys::key_of(const plan::Principal& principal) const {
  const auto found = keys_.find(&principal);
  return found == keys_.end() ? std::string_view() : found->second;
}

void GroupKeys::add(const plan::Group& group) {
  number_until(fmt::format("{}/{}", group.cloud, group.name), [&](const std::string& key) {
    if (by_key_.contains(key)) return false;
    const std::string_view kept = texts_.emplace_back(key);
    by_key_.emplace(kept, &group);
    keys_.emplace(&group, kept);
    return true;
  });
}

std::string_view GroupKeys::key_of(const plan::Group& group) const {
  const auto found = keys_.find(&group);
  return found == keys_.end() ? std::string_view() : found->second;
}

bool GroupKeys::owns(const plan::Principal& principal) const {
  return principal.group != nullptr && &principal.group->principal == &principal &&
         has(*principal.group);
}

}  // namespace cpginfra::report
