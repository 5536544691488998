// SPDX-License-Identifier: MIT
// The facts of a plan about access, each with the node and the target that it is about: what an
// AccessGraph is made from. Numbers are places in the order in which the plan names things.
#pragma once

#include <vector>

#include "cpginfra/plan/value_store.hpp"
#include "cpginfra/report/access_graph.hpp"
#include "report/fact_selection.hpp"

namespace cpginfra::report {

struct AccessFacts {
  struct Step {
    NodeId from = kNoNode;
    AccessStep step;
  };

  /// Ids that the plan does not have in lower case.
  plan::ValueStore texts;
  std::vector<AccessNode> nodes;
  std::vector<AccessTarget> targets;
  /// Their scales are not known yet.
  std::vector<AccessEdge> edges;
  std::vector<Step> steps;
};

AccessFacts access_facts(const plan::Plan& plan);
AccessFacts access_facts(const FactSelection& selection);

}  // namespace cpginfra::report
