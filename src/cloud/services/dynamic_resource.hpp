// SPDX-License-Identifier: MIT
// The type of resources that a provider inside the Pulumi program makes.
#pragma once

#include "cpginfra/plan/resource.hpp"

namespace cpginfra::cloud {

inline constexpr plan::ResourceType kDynamicResource{.token = "pulumi-python:dynamic:Resource"};

}  // namespace cpginfra::cloud
