// SPDX-License-Identifier: MIT
// This header defines the report: one HTML page, complete in itself, on which people look up who
// reaches what, by dataset, by person, by bucket, and follow the groups in between.
//
//   report::write_html(plan, {.title = "institute"}, sink);
#pragma once

#include <string>

#include "absl/status/status.h"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/sink.hpp"

namespace cpginfra::report {

/// What the page says of itself.
struct HtmlOptions {
  /// How the configuration is called.
  std::string title;
};

/// Writes the page. It loads nothing, runs nothing but its own script, and shows everything from
/// the plan as text. Of the plan it holds groups, principals, what access is given to, grants,
/// memberships, warnings and counts; no inputs, and so no secrets. The same plan gives the same
/// bytes.
absl::Status write_html(const plan::Plan& plan, const HtmlOptions& options, Sink& sink);

}  // namespace cpginfra::report
