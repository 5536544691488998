// SPDX-License-Identifier: MIT
//
// This header defines Outcome, how the reading of a value went, and FieldOutcomes, which tells
// it of the fields of a model.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace cpginfra::config {

/// How the reading of a value went. What is partial holds something that is wrong, but all of
/// its keys or elements are there.
enum class Outcome { kGood, kPartial, kBroken };

/// The fields of a model that did not go well.
class FieldOutcomes {
 public:
  void set(std::string_view field, Outcome outcome) {
    if (outcome != Outcome::kGood) outcomes_.emplace_back(field, outcome);
  }
  Outcome of(std::string_view field) const {
    for (const auto& [name, outcome] : outcomes_) {
      if (name == field) return outcome;
    }
    return Outcome::kGood;
  }
  bool empty() const { return outcomes_.empty(); }

 private:
  std::vector<std::pair<std::string_view, Outcome>> outcomes_;
};

}  // namespace cpginfra::config
