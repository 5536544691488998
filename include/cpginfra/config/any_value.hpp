// SPDX-License-Identifier: MIT
//
// This header defines AnyValue: a value of no fixed shape (null, bool, integer, number, text,
// list or mapping), for the few places where the configuration passes something through.
//
//   AnyValue value = AnyValue::Object{{"project", AnyValue("greek-myth")}};
//   value.as_object()->find("project")->as_string();   // -> "greek-myth"
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cpginfra/config/ordered_map.hpp"

namespace cpginfra::config {

/// A value as JSON knows it, with integers apart from other numbers.
class AnyValue {
 public:
  using Array = std::vector<AnyValue>;
  using Object = OrderedMap<std::string, AnyValue>;

  /// Null.
  AnyValue() = default;
  AnyValue(std::nullptr_t) {}
  AnyValue(bool value) : value_(value) {}
  AnyValue(int value) : value_(std::int64_t{value}) {}
  AnyValue(std::int64_t value) : value_(value) {}
  AnyValue(double value) : value_(value) {}
  AnyValue(std::string value) : value_(std::move(value)) {}
  AnyValue(std::string_view value) : value_(std::string(value)) {}
  AnyValue(const char* value) : value_(std::string(value)) {}
  AnyValue(Array value) : value_(std::move(value)) {}
  AnyValue(Object value) : value_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  /// Each of these returns null where the value is of another kind.
  const bool* as_bool() const { return std::get_if<bool>(&value_); }
  const std::int64_t* as_integer() const { return std::get_if<std::int64_t>(&value_); }
  const double* as_number() const { return std::get_if<double>(&value_); }
  const std::string* as_string() const { return std::get_if<std::string>(&value_); }
  const Array* as_array() const { return std::get_if<Array>(&value_); }
  const Object* as_object() const { return std::get_if<Object>(&value_); }

  /// Same kind and content; the order of a mapping's keys does not matter.
  friend bool operator==(const AnyValue& left, const AnyValue& right) {
    return left.value_ == right.value_;
  }

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> value_ =
      nullptr;
};

}  // namespace cpginfra::config
