// SPDX-License-Identifier: MIT
// This header defines what cpginfra's matchers need of Catch2, and is the one place that knows
// whether its version is 2 or 3.
//
//   class IsEmpty final : public testing::Matcher<plan::Plan> { … };
#pragma once

#if __has_include(<catch2/matchers/catch_matchers.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#else
#include <catch2/catch.hpp>
#endif

namespace cpginfra::testing {

/// A matcher of Catch2: override `match` and `describe`.
#if __has_include(<catch2/matchers/catch_matchers.hpp>)
template <typename T>
using Matcher = Catch::Matchers::MatcherBase<T>;
#else
template <typename T>
using Matcher = Catch::MatcherBase<T>;
#endif

}  // namespace cpginfra::testing

/// A failing matcher prints what it says itself, not the whole plan.
#include "cpginfra/plan/plan.hpp"

namespace Catch {

template <>
struct StringMaker<cpginfra::plan::Plan> {
  static std::string convert(const cpginfra::plan::Plan& plan) {
    return "a plan of " + std::to_string(plan.resources().size()) + " resources";
  }
};

}  // namespace Catch
