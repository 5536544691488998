// SPDX-License-Identifier: MIT
// An institute of any size, made up by rule.
#pragma once

#include <cstddef>

#include "cpginfra/config/configuration.hpp"

namespace cpginfra::bench {

/// An institute of that many datasets, the common one among them, each with all default components
/// and three users of its own; one in ten depends on another.
Configuration make_institute(std::size_t datasets);

}  // namespace cpginfra::bench
