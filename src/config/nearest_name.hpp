// SPDX-License-Identifier: MIT
//
// This header defines NearestName, which finds the name that was probably meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cpginfra::config {

/// Is offered names and remembers the one that is fewest typing mistakes away, if that is few.
class NearestName {
 public:
  explicit NearestName(std::string_view wanted);
  void offer(std::string_view candidate);
  /// `did you mean 'x'?`, or empty where no name is near.
  std::string hint() const;

 private:
  std::string wanted_;
  std::string best_;
  std::size_t best_distance_;
};

/// The hint for `wanted` among the names of a range.
template <class Names>
std::string nearest_hint(std::string_view wanted, const Names& names) {
  NearestName nearest(wanted);
  for (const auto& name : names) nearest.offer(name);
  return nearest.hint();
}

}  // namespace cpginfra::config
