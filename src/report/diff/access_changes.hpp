// SPDX-License-Identifier: MIT
// Who gains or loses which access between two plans.
#pragma once

#include <vector>

#include "cpginfra/report/diff.hpp"
#include "report/diff/matching.hpp"

namespace cpginfra::report {

/// People first, then by principal, kind of target and target.
std::vector<AccessChange> access_changes(const plan::Plan& before, const plan::Plan& after,
                                         const Matching& matching);

}  // namespace cpginfra::report
