// SPDX-License-Identifier: MIT
// This header defines checks of who can reach what: by groups, machine accounts and requests, as
// report/access.hpp answers it.
//
//   testing::ReachCheck(testing::Reach::kCannot, "jane@uni.edu", "read",
//   "inst-red-main").check(plan); testing::OnlyReachCheck("mutate", "inst-red-main",
//   {"pipeline@inst.example"}).check(plan);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/testing/outcome.hpp"

namespace cpginfra::testing {

enum class Reach : std::uint8_t { kCan, kCannot };
/// Which ways of access count.
enum class Ways : std::uint8_t {
  kAny,       ///< also what must be requested, and what a machine account gives
  kStanding,  ///< what stands by itself
};
/// Which principals count.
enum class Whom : std::uint8_t { kEverybody, kPeople };

/// Whether somebody can or cannot reach something. `who` is an email, id or group's name, `level`
/// is named as report::parse_level takes it, `target` is a bucket's or other thing's own name or
/// its resource's. A target that the plan does not know holds neither way; somebody whom it does
/// not know cannot reach anything.
class ReachCheck {
 public:
  ReachCheck(Reach reach, std::string who, std::string level, std::string target);
  void count(Ways ways) noexcept { ways_ = ways; }

  [[nodiscard]] std::string description() const;
  /// The evidence shows the path of what can be reached.
  [[nodiscard]] Outcome check(const plan::Plan& plan) const;

 private:
  Reach reach_;
  std::string who_;
  std::string level_;
  std::string target_;
  Ways ways_ = Ways::kAny;
};

/// Whether exactly these can reach something: people and accounts by email or id, no groups.
class OnlyReachCheck {
 public:
  OnlyReachCheck(std::string level, std::string target, std::vector<std::string> who);
  void count(Ways ways) noexcept { ways_ = ways; }
  void count(Whom whom) noexcept { whom_ = whom; }

  [[nodiscard]] std::string description() const;
  /// The evidence shows who is missing, and who is too many and by which path.
  [[nodiscard]] Outcome check(const plan::Plan& plan) const;

 private:
  std::string level_;
  std::string target_;
  std::vector<std::string> who_;
  Ways ways_ = Ways::kAny;
  Whom whom_ = Whom::kEverybody;
};

}  // namespace cpginfra::testing
