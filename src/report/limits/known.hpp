// SPDX-License-Identifier: MIT
// What can be said of values before the cloud has answered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cpginfra/plan/plan.hpp"

namespace cpginfra::report {

/// The text that the value is sure to have: its own, or that of the input that an attribute of a
/// resource repeats (a project's `projectId`), or of a concatenation of such. Nothing for others.
std::optional<std::string> known_text(const plan::Value& value);
/// The least number of bytes that the value's text has: those of the parts that are known.
std::uint64_t known_size(const plan::Value& value);
/// The known parts of a text, one after the other.
std::string known_parts(const plan::Value& value);
/// A text that is the same for equal values and differs for others, deferred ones included.
std::string value_key(const plan::Value& value);

}  // namespace cpginfra::report
