// SPDX-License-Identifier: MIT
// Configurations for property tests: right ones, of random options, the same for the same seed.
#pragma once

#include <cstdint>

#include "cpginfra/config/configuration.hpp"

namespace cpginfra::testing_support {

/// An institute of two to five datasets in which every option varies.
Configuration random_configuration(std::uint32_t seed);
/// The same with datasets that have nobody in common and do not depend on each other.
Configuration random_separate_datasets(std::uint32_t seed);
/// The same datasets and people in another order.
Configuration shuffled(const Configuration& configuration, std::uint32_t seed);

}  // namespace cpginfra::testing_support
