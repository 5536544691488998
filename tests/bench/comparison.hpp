// SPDX-License-Identifier: MIT
// One run beside an earlier one.
#pragma once

#include <nlohmann/json.hpp>

namespace cpginfra::bench {

/// Prints, for each size that both runs have, what became slower or larger, and what smaller.
/// Returns the factor by which the worst number grew; 1 where none did.
double print_comparison(const nlohmann::ordered_json& before, const nlohmann::ordered_json& now);

}  // namespace cpginfra::bench
