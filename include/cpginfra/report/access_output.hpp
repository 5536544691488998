// SPDX-License-Identifier: MIT
// This header defines how answers about access are written: for people, as JSON, and as CSV that a
// spreadsheet can open without running anything.
//
//   std::cout << report::access_text(graph, report::matrix(graph, "cohort-a"));
#pragma once

#include <string>
#include <vector>

#include "cpginfra/report/access.hpp"

namespace cpginfra::report {

/// The names along a row's path from the principal's side, the grant's role last (its level where
/// the cloud has no roles).
[[nodiscard]] std::vector<std::string_view> path_names(const AccessGraph& graph,
                                                       const AccessTable& table, const Access& row);

/// Aligned columns for people; says so when there are no rows.
[[nodiscard]] std::string access_text(const AccessGraph& graph, const AccessTable& table);
/// A list of objects with the keys `principal` (the email or id, in lower case), `resource`
/// (`type::name`, empty where the plan does not make the target), `target` (its own name), `level`,
/// `how` (`has`, `can-request`, `can-become`) and `path` (the names as path_names gives them).
[[nodiscard]] std::string access_json(const AccessGraph& graph, const AccessTable& table);
/// The same columns, the path joined by ` > `. No cell can be taken for a formula.
[[nodiscard]] std::string access_csv(const AccessGraph& graph, const AccessTable& table);

}  // namespace cpginfra::report
