// SPDX-License-Identifier: MIT
#include "plugin/billing_aggregator/cost_functions.hpp"

#include <algorithm>
#include <array>

namespace cpginfra::plugin {
namespace {

// More memory needs more processors: https://cloud.google.com/functions/docs/configuring/memory.
// A function that is called over HTTP runs an hour at most.
constexpr std::array<CostFunction, 5> kFunctions = {{
    {"gcp", "1024M", "1", 3600, 24, 1},
    {"hail", "8Gi", "2", 3600, 1, 2},
    {"seqr", "16Gi", "4", 3600, 1, 3},
    {"seqr24", "16Gi", "4", 3600, 1, 4},
    {"", "1024M", "1", 540, 1, 0},
}};

}  // namespace

const CostFunction& cost_function(std::string_view name) {
  const auto* found = std::find_if(kFunctions.begin(), kFunctions.end() - 1,
                                   [name](const CostFunction& row) { return row.name == name; });
  return *found;
}

}  // namespace cpginfra::plugin
