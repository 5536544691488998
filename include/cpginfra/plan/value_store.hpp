// SPDX-License-Identifier: MIT
// This header defines ValueStore, the owner of the memory that values refer to. A plan has one;
// whoever resolves deferred values has another for the results:
//
//   plan::ValueStore values;
//   plan::Value path = values.text({"gs://", bucket});
//   plan::Value both = values.list({path, "gs://other"});
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>

#include "cpginfra/plan/value.hpp"

namespace cpginfra::plan {

/// Keeps texts, lists, objects and records for as long as it lives. Movable: what it gave out stays
/// valid. Nothing is freed before the store itself.
class ValueStore {
 public:
  ValueStore();
  ~ValueStore();
  ValueStore(ValueStore&&) noexcept;
  ValueStore& operator=(ValueStore&&) noexcept;

  /// A kept copy of the text; of the parts' concatenation in the second form.
  std::string_view text(std::string_view text);
  std::string_view text(std::initializer_list<std::string_view> parts);
  /// A kept copy that equal texts share: for what repeats (emails, regions, roles).
  std::string_view shared_text(std::string_view text);

  Value list(std::span<const Value> items);
  Value list(std::initializer_list<Value> items) {
    return list(std::span<const Value>(items.begin(), items.size()));
  }
  /// An object; fields whose value is null are left out, as a resource's unset inputs are.
  Value object(std::span<const Field> fields);
  Value object(std::initializer_list<Field> fields) {
    return object(std::span<const Field>(fields.begin(), fields.size()));
  }
  Value archive(std::span<const Field> files);

  /// A kept copy of things that need no destructor.
  template <typename T>
  std::span<const T> keep(std::span<const T> things) {
    static_assert(std::is_trivially_destructible_v<T> && std::is_trivially_copyable_v<T>);
    if (things.empty()) return {};
    T* copy = static_cast<T*>(allocate(things.size_bytes(), alignof(T)));
    std::uninitialized_copy(things.begin(), things.end(), copy);
    return {copy, things.size()};
  }
  /// A kept copy of one thing that needs no destructor.
  template <typename T>
  T* keep_one(const T& thing) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T(thing);
  }

  /// Copies a value with all it holds from another store; resources and deferred values stay
  /// references.
  Value copy(const Value& value);

  /// How many bytes it has taken from the system.
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  struct State;
  void* allocate(std::size_t size, std::size_t alignment);

  std::unique_ptr<State> state_;
};

}  // namespace cpginfra::plan
