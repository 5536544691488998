// SPDX-License-Identifier: MIT
// A plan as a recording in the format of tests/golden/README.md.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "cpginfra/plan/plan.hpp"
#include "golden/made_up_cloud.hpp"

namespace cpginfra::golden {

/// Exports and resources, with every deferred value known.
absl::StatusOr<nlohmann::json> record(const plan::Plan& plan, MadeUpCloud& cloud);

}  // namespace cpginfra::golden
