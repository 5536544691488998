// SPDX-License-Identifier: MIT
// What each function that aggregates costs needs, as a table.
#pragma once

#include <cstdint>
#include <string_view>

namespace cpginfra::plugin {

/// The needs of one function. What is not listed gets those of the row without a name.
struct CostFunction {
  std::string_view name;
  std::string_view memory;
  std::string_view cpu;
  std::int64_t timeout_seconds;
  /// How much further back than one interval it looks for costs: exports come late.
  std::int64_t interval_factor;
  /// The minute at which it starts, so that not all start at once and are refused (HTTP 429).
  int start_minute;
};

const CostFunction& cost_function(std::string_view name);

}  // namespace cpginfra::plugin
