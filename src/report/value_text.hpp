// SPDX-License-Identifier: MIT
// Values as people read them.
#pragma once

#include <cstdint>
#include <string>

#include "cpginfra/plan/value.hpp"

namespace cpginfra::report {

/// Whether texts and numbers may be shown.
enum class Showing : std::uint8_t { kOpen, kHidden };

/// Adds the value on one line: `{age: 8, projects: ["projects/${…}"]}`.
void append_value_text(const plan::Value& value, Showing showing, std::string& out);
/// `type::name`.
void append_reference_text(const plan::Resource& resource, std::string& out);

}  // namespace cpginfra::report
