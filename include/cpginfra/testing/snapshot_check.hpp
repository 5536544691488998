// SPDX-License-Identifier: MIT
// This header defines snapshots: a plan as a small text file that is reviewed, kept beside the
// tests and compared with what the plan is today.
//
//   testing::SnapshotCheck unchanged("snapshots/red.txt", {.selection = {.dataset = "red"}});
//   unchanged.check(plan);  // with CPGINFRA_UPDATE_SNAPSHOTS=1 in the environment it writes the
//   file
#pragma once

#include <string>
#include <vector>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/plan_selection.hpp"
#include "cpginfra/testing/outcome.hpp"

namespace cpginfra::testing {

/// The variable of the environment that lets a check write its snapshot: anything but `0` and
/// nothing.
inline constexpr const char* kUpdateSnapshots = "CPGINFRA_UPDATE_SNAPSHOTS";

/// What a snapshot holds. Everything counts, but not all of it is written out: who reaches which
/// bucket is, line by line; a type's resources are a count and a digest.
struct SnapshotOptions {
  /// Types whose resources are written out with every input; `*` stands for any characters.
  std::vector<std::string> in_full = {};
  /// Only this part of the plan.
  report::PlanSelection selection = {};
};

/// The text of a snapshot: the same for the same plan whatever the order of its declarations. No
/// secret is shown.
[[nodiscard]] std::string snapshot_text(const plan::Plan& plan, const SnapshotOptions& options);

/// Whether a plan is what its snapshot says.
class SnapshotCheck {
 public:
  SnapshotCheck(std::string path, SnapshotOptions options);

  [[nodiscard]] std::string description() const;
  /// The evidence shows the lines that differ. Where kUpdateSnapshots is set, the file is written
  /// instead, and its directory is made.
  [[nodiscard]] Outcome check(const plan::Plan& plan) const;

 private:
  std::string path_;
  SnapshotOptions options_;
};

}  // namespace cpginfra::testing
