// SPDX-License-Identifier: MIT
// What questions about access cost, beside what building their plan costs.
#pragma once

#include <string>

#include "timing.hpp"

namespace cpginfra::bench {

/// Builds the plan of a configuration's file, and asks it. Each question is asked as the command
/// asks it: from a finished plan, with nothing else at hand.
Json measure_access(const std::string& file);

/// Prints, for each size, what the questions cost in milliseconds and as a part of building.
void print_access(const Json& report);
/// Whether a question costs more of a plan's building than it may. Says which.
bool is_access_too_slow(const Json& report);

}  // namespace cpginfra::bench
