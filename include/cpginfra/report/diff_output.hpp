// SPDX-License-Identifier: MIT
// This header defines how a difference between plans is written: for a terminal, as Markdown for a
// pull request, and as JSON.
//
//   post_comment(report::diff_markdown(report::diff_plans(before, after)));
#pragma once

#include <cstddef>
#include <string>

#include "cpginfra/report/diff.hpp"

namespace cpginfra::report {

/// GitHub refuses a comment that is longer.
inline constexpr std::size_t kMarkdownLimit = 65536;

/// `jo@x.org gains read on ieg-cardiac-main, through cardiac-analysis`.
[[nodiscard]] std::string sentence(const AccessChange& change);

/// Lines for people, the access first; says so where nothing changes.
[[nodiscard]] std::string diff_text(const PlanDiff& diff);
/// The same with a terminal's colours.
[[nodiscard]] std::string diff_coloured(const PlanDiff& diff);
/// Markdown of fewer bytes than kMarkdownLimit: long sections are folded, and what does not fit is
/// counted. Nothing from the configuration can act as Markdown or HTML.
[[nodiscard]] std::string diff_markdown(const PlanDiff& diff);
/// An object with the lists `access`, `resources` and `exports`; docs/diff-json.md describes it.
[[nodiscard]] std::string diff_json(const PlanDiff& diff);

}  // namespace cpginfra::report
