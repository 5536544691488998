// SPDX-License-Identifier: MIT
//
// This header defines the table of the sections that a component needs on a cloud. A cloud
// that a component does not know at all counts as a need that nothing meets.
#pragma once

#include <string_view>

#include "absl/types/span.h"
#include "cpginfra/config/infrastructure.hpp"

namespace cpginfra::config {

/// One row: `component` on `cloud` needs `section`; an empty section means "cannot be had".
struct ComponentNeed {
  CPGDatasetComponents component;
  CloudName cloud;
  std::string_view section;
  bool (*is_met)(const CPGInfrastructureConfig&);
};

/// Every need. A component and cloud without a row need nothing.
absl::Span<const ComponentNeed> component_needs();

}  // namespace cpginfra::config
