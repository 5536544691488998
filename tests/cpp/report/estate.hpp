// SPDX-License-Identifier: MIT
// Configurations made up for tests: institutes of any size, and small ones of random options.
#pragma once

#include <cstddef>
#include <cstdint>

#include "cpginfra/config/configuration.hpp"

namespace cpginfra::report {

/// An institute of so many datasets beside the common one, with all default components; each person
/// is in a few of them.
Configuration make_estate(std::size_t datasets, std::size_t people);
/// A small institute with random members, dependencies and options.
Configuration make_random_institute(std::uint32_t seed);

}  // namespace cpginfra::report
