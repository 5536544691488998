// SPDX-License-Identifier: MIT
//
// This header defines OrderedMap: a map that iterates in the order in which its keys were
// first inserted, as a mapping in a configuration file or in Python does. Looking a key up
// takes constant time.
//
//   OrderedMap<std::string, int> ages = {{"bo", 7}, {"al", 9}};
//   if (const int* age = ages.find("al")) use(*age);
//   for (const auto& [name, years] : ages) ...   // bo, then al
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace cpginfra::config {

/// Hashes text in any form; spelled out because Abseil's own view may differ from std's.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

/// A map in order of insertion. Two maps are equal if they hold equal entries in any order.
template <class Key, class Value>
class OrderedMap {
 public:
  using key_type = Key;
  using mapped_type = Value;
  using value_type = std::pair<Key, Value>;
  using const_iterator = typename std::vector<value_type>::const_iterator;
  /// What a lookup takes: a view where keys are strings.
  using Lookup = std::conditional_t<std::is_same_v<Key, std::string>, std::string_view, Key>;

  OrderedMap() = default;
  /// A later entry of an equal key replaces the value of the earlier one, in its place.
  OrderedMap(std::initializer_list<value_type> entries) {
    for (const value_type& entry : entries) insert_or_assign(entry.first, entry.second);
  }

  const_iterator begin() const { return entries_.begin(); }
  const_iterator end() const { return entries_.end(); }
  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }

  /// The value of `key`, or null; valid until the map changes.
  const Value* find(const Lookup& key) const {
    const std::size_t position = position_of(key);
    return position == kAbsent ? nullptr : &entries_[position].second;
  }
  /// The value of `key` for changing it in place, or null.
  Value* find(const Lookup& key) {
    const std::size_t position = position_of(key);
    return position == kAbsent ? nullptr : &entries_[position].second;
  }
  bool contains(const Lookup& key) const { return position_of(key) != kAbsent; }

  /// Adds the entry at the end, or replaces the value of an equal key. Returns the value.
  Value& insert_or_assign(Key key, Value value) {
    const std::size_t position = position_of(key);
    if (position != kAbsent) {
      entries_[position].second = std::move(value);
      return entries_[position].second;
    }
    entries_.emplace_back(std::move(key), std::move(value));
    if (entries_.size() > kScanned) index_from(index_.empty() ? 0 : entries_.size() - 1);
    return entries_.back().second;
  }

  friend bool operator==(const OrderedMap& left, const OrderedMap& right) {
    if (left.size() != right.size()) return false;
    for (const value_type& entry : left.entries_) {
      const Value* other = right.find(entry.first);
      if (other == nullptr || !(*other == entry.second)) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);
  /// Up to this many entries are compared one by one; more are indexed.
  static constexpr std::size_t kScanned = 8;

  std::size_t position_of(const Lookup& key) const {
    if (!index_.empty()) {
      const auto found = index_.find(key);
      return found == index_.end() ? kAbsent : found->second;
    }
    for (std::size_t position = 0; position < entries_.size(); ++position) {
      if (entries_[position].first == key) return position;
    }
    return kAbsent;
  }

  void index_from(std::size_t position) {
    for (; position < entries_.size(); ++position) {
      index_.emplace(entries_[position].first, position);
    }
  }

  std::vector<value_type> entries_;
  std::conditional_t<std::is_same_v<Key, std::string>,
                     absl::flat_hash_map<Key, std::size_t, TextHash, std::equal_to<>>,
                     absl::flat_hash_map<Key, std::size_t>>
      index_;
};

}  // namespace cpginfra::config
