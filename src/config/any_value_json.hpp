// SPDX-License-Identifier: MIT
//
// This header defines the way from AnyValue to the JSON library's value, which keeps the order
// of keys.
#pragma once

#include <nlohmann/json.hpp>

#include "cpginfra/config/any_value.hpp"

namespace cpginfra::config {

nlohmann::ordered_json to_json_value(const AnyValue& value);

/// The text of a JSON value: indented by two spaces, bad UTF-8 replaced, ending in a newline.
std::string json_text(const nlohmann::ordered_json& value);

}  // namespace cpginfra::config
