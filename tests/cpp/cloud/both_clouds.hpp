// SPDX-License-Identifier: MIT
// Configurations for either cloud, the examples' and random ones that can be the same on both, and
// what becomes of their plans on the made-up clouds.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "cpginfra/config/configuration.hpp"
#include "cpginfra/plan/plan.hpp"

namespace cpginfra::testing_support {

CPGInfrastructureConfig::Azure made_up_subscription();
/// A random institute without the services that only Google Cloud has, on one cloud. The servers
/// that it has are on that cloud too.
Configuration institute_on(std::uint32_t seed, CloudName cloud);

/// The configuration of a file in examples/, in which there is nothing to complain of.
Configuration example(const std::string& file);
/// The recording of a plan on the made-up clouds, which know all of it.
nlohmann::json resolved(const plan::Plan& plan);

}  // namespace cpginfra::testing_support
