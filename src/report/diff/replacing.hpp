// SPDX-License-Identifier: MIT
// What is known of properties that a cloud cannot change: a resource is made anew for them.
#pragma once

#include <string_view>

#include "cpginfra/plan/resource.hpp"

namespace cpginfra::report {

/// Whether a change of that input makes the resource anew, by its type or its options.
[[nodiscard]] bool is_replacing(const plan::Resource& resource, std::string_view input) noexcept;

}  // namespace cpginfra::report
