// SPDX-License-Identifier: MIT
// This header defines Outcome, what a check of a design says of a plan. The checks know no test
// framework: plan_matchers.hpp makes Catch2 matchers of them.
//
//   const testing::Outcome outcome =
//   testing::ResourceCheck("gcp:storage/bucket:Bucket").check(plan); if (!outcome.holds) std::cerr
//   << outcome.evidence;
#pragma once

#include <string>

namespace cpginfra::testing {

/// Whether it holds, and what was seen in the plan: lines for people, none of which shows a secret.
struct Outcome {
  bool holds = false;
  std::string evidence;
};

}  // namespace cpginfra::testing
