// SPDX-License-Identifier: MIT
// This header defines the saved form of a plan: JSON with one resource a line, in which deferred
// values stay symbolic and secrets are marks. docs/plan-json.md describes the format.
//
//   absl::Status status = report::write_json(plan, sink);
//   absl::StatusOr<plan::Plan> again = report::read_json(text);
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/plan_selection.hpp"
#include "cpginfra/report/sink.hpp"

namespace cpginfra::report {

/// The version of the format that is written, and the only one that is read.
inline constexpr int kPlanFormatVersion = 1;
/// How deep values may be nested in one another.
inline constexpr std::size_t kDeepestValue = 256;

/// Writes the plan in pieces, with little memory of its own. Fails with what the sink fails with,
/// and with InvalidArgument for what JSON cannot hold: a name that is not UTF-8, values nested
/// deeper than kDeepestValue.
absl::Status write_json(const plan::Plan& plan, Sink& sink);
/// Writes what is selected, for other programs: a part of a plan cannot be read again.
absl::Status write_json(const plan::Plan& plan, const PlanSelection& selection, Sink& sink);
/// The same into one text.
absl::StatusOr<std::string> to_json(const plan::Plan& plan);

/// Reads a plan that write_json wrote; writing it again gives the same bytes. Every mistake is an
/// InvalidArgument that names line and column. What the marks of secrets stand for is not in the
/// file, so they become secret values of the embedding program that nobody knows.
absl::StatusOr<plan::Plan> read_json(std::string_view text);

}  // namespace cpginfra::report
