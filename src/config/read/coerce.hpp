// SPDX-License-Identifier: MIT
//
// This header defines which scalars can stand for which others: those that pydantic's lax mode
// takes, less infinities and NaN.
#pragma once

#include <cstdint>

#include "config/source/node.hpp"

namespace cpginfra::config {

/// How a conversion went.
enum class Conversion { kDone, kWrongType, kOutOfRange };

/// An integer, a whole number, a boolean, or text that is a whole number.
Conversion coerce(const Node& node, std::int64_t& integer);
/// A number, an integer, a boolean, or text that is a number.
Conversion coerce(const Node& node, double& number);
/// A boolean, 0 or 1, or a word such as `yes`.
Conversion coerce(const Node& node, bool& flag);

}  // namespace cpginfra::config
