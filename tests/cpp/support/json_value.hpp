// SPDX-License-Identifier: MIT
// JSON as a plan's value.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cpginfra/plan/value_store.hpp"

namespace cpginfra::testing_support {

/// Throws std::exception for what a plan's values cannot be. It goes a little deeper than the
/// writers of values do, no further: a fuzzer's input may nest as deep as it is long.
plan::Value value_of(const nlohmann::ordered_json& json, plan::ValueStore& values, int depth = 0);

}  // namespace cpginfra::testing_support
