// SPDX-License-Identifier: MIT
// The names by which a saved plan refers to what has no name of its own: principals and groups.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/plan/access.hpp"
#include "cpginfra/plan/value.hpp"

namespace cpginfra::report {

/// Whether an object has a name that stands for a special value in a saved plan.
[[nodiscard]] bool has_reserved_name(std::span<const plan::Field> fields) noexcept;

/// Equal contents; deferred values that are made alike are equal too.
[[nodiscard]] bool is_same(const plan::Value& left, const plan::Value& right) noexcept;

/// `person:ana@example.org`; a second one of that name that differs is `person:ana@example.org#2`.
class PrincipalKeys {
 public:
  /// False for one that is there already, or whose equal is.
  bool add(const plan::Principal& principal);
  [[nodiscard]] std::string_view key_of(const plan::Principal& principal) const;

 private:
  std::deque<std::string> texts_;
  absl::flat_hash_map<std::string_view, const plan::Principal*> by_key_;
  absl::flat_hash_map<const plan::Principal*, std::string_view> keys_;
};

/// `gcp/fewgenomes-analysis`; a second one of that name is `gcp/fewgenomes-analysis#2`.
class GroupKeys {
 public:
  void add(const plan::Group& group);
  [[nodiscard]] bool has(const plan::Group& group) const { return keys_.contains(&group); }
  [[nodiscard]] std::string_view key_of(const plan::Group& group) const;
  /// Whether it is the principal that stands in one of the groups.
  [[nodiscard]] bool owns(const plan::Principal& principal) const;

 private:
  std::deque<std::string> texts_;
  absl::flat_hash_map<std::string_view, const plan::Group*> by_key_;
  absl::flat_hash_map<const plan::Group*, std::string_view> keys_;
};

}  // namespace cpginfra::report
