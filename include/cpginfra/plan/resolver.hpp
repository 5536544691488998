// SPDX-License-Identifier: MIT
// This header defines Resolver, which turns deferred values into known ones for somebody who knows
// the resources' attributes: the Pulumi program, or a test with a made-up cloud.
//
//   plan::Resolver resolver(my_cloud);
//   absl::StatusOr<plan::Value> email = resolver.resolve(plan.attribute(account, "email"));
#pragma once

#include <span>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/plan/value.hpp"
#include "cpginfra/plan/value_store.hpp"

namespace cpginfra::plan {

/// Knows what resources' attributes and providers' functions give. Value::unknown() says that the
/// answer is not known yet.
class AttributeSource {
 public:
  virtual ~AttributeSource() = default;
  virtual absl::StatusOr<Value> attribute(const Resource& resource, std::string_view path,
                                          ValueStore& store) = 0;
  virtual absl::StatusOr<Value> invoke(std::string_view token, const Value& arguments,
                                       std::string_view field, ValueStore& store) = 0;
  virtual absl::StatusOr<Value> external(std::string_view label, ValueStore& store) = 0;
};

/// Resolves values; each deferred value is computed once. Results live as long as the resolver. A
/// function of something unknown is unknown.
class Resolver {
 public:
  /// `source` must outlive the resolver.
  explicit Resolver(AttributeSource& source) : source_(source) {}

  /// The value with everything deferred in it replaced. Resources stay references. Fails with what
  /// the source or a function fails with.
  absl::StatusOr<Value> resolve(const Value& value);
  /// What a deferred value is, so that the source is not asked. The value's memory must outlive the
  /// resolver.
  void know(const Deferred& deferred, const Value& value) { known_[&deferred] = value; }

 private:
  absl::StatusOr<Value> resolve_fields(const Value& value);
  absl::StatusOr<Value> resolve_items(const Value& value);
  absl::StatusOr<Value> resolve_deferred(const Deferred& deferred);
  absl::StatusOr<Value> compute(const Deferred& deferred);

  AttributeSource& source_;
  ValueStore store_;
  absl::flat_hash_map<const Deferred*, Value> known_;
};

/// Whether the value is, or holds at any depth, something unknown.
[[nodiscard]] bool holds_unknown(const Value& value);
/// The concatenation of known texts, numbers and booleans, in `store`; InvalidArgument for others.
absl::StatusOr<Value> concat_texts(std::span<const Value> parts, ValueStore& store);

}  // namespace cpginfra::plan
