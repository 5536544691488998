// SPDX-License-Identifier: MIT
// This header defines the readable form of a plan: by dataset, then by kind, every input of every
// resource, with deferred values as `${type::name.attribute}`.
//
//   report::write_text(plan, {.width = 100, .colour = true}, sink);
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/plan_selection.hpp"
#include "cpginfra/report/sink.hpp"

namespace cpginfra::report {

/// How the text looks.
struct TextStyle {
  /// Lines are broken at spaces before this column; 0 leaves them as long as they are.
  std::size_t width = 0;
  /// Whether to use a terminal's colours.
  bool colour = false;
  PlanSelection selection;
};

/// Writes the plan in pieces. Datasets come by name, then kinds by type, then resources in the
/// order of the plan; the lines of a dry run stand as they are; exports, warnings and the sums come
/// last. No secret is shown, and nothing that would move a terminal's cursor.
absl::Status write_text(const plan::Plan& plan, const TextStyle& style, Sink& sink);
/// One value on one line, as in the text of a plan.
[[nodiscard]] std::string to_text(const plan::Value& value);

}  // namespace cpginfra::report
