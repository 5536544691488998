// SPDX-License-Identifier: MIT
#include "support/json_value.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace cpginfra::testing_support {
namespace {

using Json = nlohmann::ordered_json;
using plan::Field;
using plan::Value;

constexpr int kDeepest = 120;

}  // namespace

Value value_of(const Json& json, plan::ValueStore& values, int depth) {
  if (depth > kDeepest) throw std::length_error("too deep");
  switch (json.type()) {
    case Json::value_t::boolean:
      return json.get<bool>();
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return json.get<std::int64_t>();
    case Json::value_t::number_float:
      return json.get<double>();
    case Json::value_t::string:
      return values.text(json.get_ref<const std::string&>());
    case Json::value_t::array: {
      std::vector<Value> items;
      for (const Json& item : json) items.push_back(value_of(item, values, depth + 1));
      return values.list(std::span<const Value>(items));
    }
    case Json::value_t::object: {
      std::vector<Field> fields;
      for (const auto& [name, field] : json.items()) {
        fields.push_back({values.text(name), value_of(field, values, depth + 1)});
      }
      return values.object(std::span<const Field>(fields));
    }
    default:
      return {};
  }
}

}  // namespace cpginfra::testing_support
