// SPDX-License-Identifier: MIT
// Numbers as people read them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cpginfra/report/summary.hpp"

namespace cpginfra::report {

/// `1 bucket`, `2 buckets`.
std::string plural(std::size_t count, std::string_view what);
/// `375 resources, 29 groups, 3 warnings`: the resources, and whatever else there is.
std::string counts_text(const DatasetSummary& row);

}  // namespace cpginfra::report
