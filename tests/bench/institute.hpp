// SPDX-License-Identifier: MIT
// An institute of any size, made up by rule.
#pragma once

#include <cstddef>

#include "cpginfra/config/configuration.hpp"

namespace cpginfra::bench {

/// An institute of that many datasets besides the common one, each with all default components,
/// three users of its own and, but for the first, the dataset before it as a dependency now and
/// then.
Configuration make_institute(std::size_t datasets);

}  // namespace cpginfra::bench
