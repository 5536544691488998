// SPDX-License-Identifier: MIT
// This header defines DependencyCheck, which says that one resource is made after another.
//
//   testing::DependencyCheck("red-gcp-main-bucket", "red-gcp-project").check(plan);
#pragma once

#include <string>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/testing/outcome.hpp"

namespace cpginfra::testing {

/// Whether a resource depends on another, by itself or through others: as declared, or because an
/// input comes from it. Both are named as `type::name`, or by the name where only one has it.
class DependencyCheck {
 public:
  DependencyCheck(std::string resource, std::string on);

  [[nodiscard]] std::string description() const;
  /// The evidence shows the way, or what it depends on instead.
  [[nodiscard]] Outcome check(const plan::Plan& plan) const;

 private:
  std::string resource_;
  std::string on_;
};

}  // namespace cpginfra::testing
