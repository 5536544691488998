// SPDX-License-Identifier: MIT
// Configurations for either cloud: random ones that can be the same on both.
#pragma once

#include <cstdint>

#include "cpginfra/config/configuration.hpp"

namespace cpginfra::testing_support {

CPGInfrastructureConfig::Azure made_up_subscription();
/// A random institute without the services that only Google Cloud has, on one cloud.
Configuration institute_on(std::uint32_t seed, CloudName cloud);

}  // namespace cpginfra::testing_support
