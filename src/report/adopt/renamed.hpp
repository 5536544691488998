// SPDX-License-Identifier: MIT
// Finds, among a stack's orphans of one type, those that have a missing resource's inputs.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "cpginfra/plan/resource.hpp"
#include "cpginfra/report/stack_state.hpp"

namespace cpginfra::report {

/// The orphans of one type. Missing resources know different inputs of theirs; for each such choice
/// of inputs the orphans are sorted once, so that no pair of resources is looked at in vain.
class OrphansOfType {
 public:
  void add(const StateResource& orphan) { orphans_.push_back(&orphan); }
  /// Those that are alike and not taken. `inputs` are the resource's, as far as they are known.
  std::vector<const StateResource*> alike(const plan::Resource& resource,
                                          const plan::Value& inputs);
  void take(const StateResource& orphan) { taken_.insert(&orphan); }

 private:
  using ByText = absl::flat_hash_map<std::string, std::vector<const StateResource*>>;

  const ByText& sorted_by(const std::vector<std::string_view>& names);

  std::vector<const StateResource*> orphans_;
  absl::flat_hash_set<const StateResource*> taken_;
  absl::flat_hash_map<std::vector<std::string_view>, ByText> sorted_;
};

}  // namespace cpginfra::report
