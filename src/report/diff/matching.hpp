// SPDX-License-Identifier: MIT
// Which resource of one plan is which of another.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/plan/plan.hpp"

namespace cpginfra::report {

/// The resources of two plans in pairs: those of one type and name, then, of what is left, those
/// of one type with the same inputs, then those of one name with the same inputs. Inputs that refer
/// to renamed resources are the same too.
class Matching {
 public:
  Matching(const plan::Plan& before, const plan::Plan& after);

  struct Pair {
    const plan::Resource* before;
    const plan::Resource* after;
  };
  [[nodiscard]] const std::vector<Pair>& same() const noexcept { return same_; }
  [[nodiscard]] const std::vector<Pair>& renamed() const noexcept { return renamed_; }
  [[nodiscard]] const std::vector<const plan::Resource*>& removed() const noexcept {
    return removed_;
  }
  [[nodiscard]] const std::vector<const plan::Resource*>& added() const noexcept { return added_; }

  /// A text that both resources of a pair share, and no others.
  [[nodiscard]] std::string id_of(const plan::Resource& resource) const;

 private:
  using Prints = absl::flat_hash_map<const plan::Resource*, std::string>;

  static Prints fingerprints(const std::vector<const plan::Resource*>& resources);
  /// Pairs what is left and has the same key, in the order of declaration.
  template <typename Key>
  void pair_by(Key key);

  std::vector<Pair> same_;
  std::vector<Pair> renamed_;
  std::vector<const plan::Resource*> removed_;
  std::vector<const plan::Resource*> added_;
  absl::flat_hash_map<const plan::Resource*, std::string> ids_;
};

}  // namespace cpginfra::report
