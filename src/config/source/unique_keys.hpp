// SPDX-License-Identifier: MIT
//
// This header defines UniqueKeys, which tells whether a mapping has a key already: by looking
// at each entry of a small mapping, and by an index of a large one.
#pragma once

#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "config/source/node.hpp"
#include "cpginfra/config/ordered_map.hpp"

namespace cpginfra::config {

/// Follows one mapping while entries are added at its end.
class UniqueKeys {
 public:
  /// The position of `key` in `map`, or -1.
  std::ptrdiff_t position_of(const Node::Map& map, std::string_view key) {
    if (map.size() <= kScanned) {
      const Entry* entry = find_entry(map, key);
      return entry == nullptr ? -1 : entry - map.data();
    }
    for (; indexed_ < map.size(); ++indexed_) index_.emplace(map[indexed_].key, indexed_);
    const auto found = index_.find(key);
    return found == index_.end() ? -1 : static_cast<std::ptrdiff_t>(found->second);
  }

 private:
  static constexpr std::size_t kScanned = 16;
  absl::flat_hash_map<std::string, std::size_t, TextHash, std::equal_to<>> index_;
  std::size_t indexed_ = 0;
};

}  // namespace cpginfra::config
