// SPDX-License-Identifier: MIT
// This header defines diagrams of a dataset: who is in which of its groups, and what these reach,
// as text for Mermaid (https://mermaid.js.org) and for Graphviz (https://graphviz.org).
//
//   std::cout << report::diagram_mermaid(report::AccessGraph(plan), "cohort-a");
#pragma once

#include <string>
#include <string_view>

#include "cpginfra/report/access_graph.hpp"

namespace cpginfra::report {

/// The dataset's groups, whoever is directly in them or is given access directly, and the things of
/// the dataset that they reach, each step an arrow, as a flowchart. Names are shown as they are:
/// nothing in them acts as Mermaid or HTML.
[[nodiscard]] std::string diagram_mermaid(const AccessGraph& graph, std::string_view dataset);
/// The same as a directed graph in Graphviz's DOT.
[[nodiscard]] std::string diagram_dot(const AccessGraph& graph, std::string_view dataset);

}  // namespace cpginfra::report
