// SPDX-License-Identifier: MIT
#include "cpginfra/config/dump.hpp"

#include <tuple>
#include <type_traits>
#include <utility>

#include "config/any_value_json.hpp"
#include "cpginfra/config/fields.hpp"

namespace cpginfra::config {
namespace {

AnyValue dumped(const std::string& text) { return text; }
AnyValue dumped(bool flag) { return flag; }
AnyValue dumped(std::int64_t integer) { return integer; }
AnyValue dumped(double number) { return number; }
AnyValue dumped(const AnyValue& value) { return value; }

template <class Enum>
requires std::is_enum_v<Enum> AnyValue dumped(Enum value) { return to_string(value); }

template <DescribedModel Model>
AnyValue dumped(const Model& model) {
  return to_value(model);
}

template <class T>
AnyValue dumped(const std::optional<T>& value);
template <class T>
AnyValue dumped(const std::vector<T>& values);
template <class Key, class T>
AnyValue dumped(const OrderedMap<Key, T>& values);

template <class T>
AnyValue dumped(const std::optional<T>& value) {
  return value ? dumped(*value) : AnyValue();
}

template <class T>
AnyValue dumped(const std::vector<T>& values) {
  AnyValue::Array array;
  array.reserve(values.size());
  for (const T& value : values) array.push_back(dumped(value));
  return array;
}

template <class Key, class T>
AnyValue dumped(const OrderedMap<Key, T>& values) {
  AnyValue::Object object;
  for (const auto& [key, value] : values) {
    if constexpr (std::is_enum_v<Key>) {
      object.insert_or_assign(std::string(to_string(key)), dumped(value));
    } else {
      object.insert_or_assign(key, dumped(value));
    }
  }
  return object;
}

}  // namespace

template <DescribedModel Model>
AnyValue to_value(const Model& model) {
  AnyValue::Object object;
  for_each_field<Model>([&](const auto& field) {
    object.insert_or_assign(std::string(field.name), dumped(model.*field.member));
  });
  return object;
}

AnyValue to_value(const Configuration& configuration) {
  AnyValue::Array datasets;
  for (const CPGDatasetConfig& dataset : configuration.datasets) {
    datasets.push_back(to_value(dataset));
  }
  AnyValue::Object object;
  object.insert_or_assign("config", to_value(configuration.infrastructure));
  object.insert_or_assign("datasets", std::move(datasets));
  return object;
}

nlohmann::ordered_json to_json_value(const AnyValue& value) {
  if (const bool* flag = value.as_bool()) return *flag;
  if (const std::int64_t* integer = value.as_integer()) return *integer;
  if (const double* number = value.as_number()) return *number;
  if (const std::string* text = value.as_string()) return *text;
  if (const AnyValue::Array* array = value.as_array()) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const AnyValue& element : *array) json.push_back(to_json_value(element));
    return json;
  }
  if (const AnyValue::Object* object = value.as_object()) {
    nlohmann::ordered_json::object_t json;
    json.Container::reserve(object->size());
    // Keys are unique, so the entries need not be searched for each.
    for (const auto& [key, member] : *object) json.emplace_back(key, to_json_value(member));
    return json;
  }
  return nullptr;
}

std::string json_text(const nlohmann::ordered_json& value) {
  return value.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

std::string to_json(const AnyValue& value) { return json_text(to_json_value(value)); }

// Holds a pointer to each function of the list, which makes the compiler write them all.
template <class... Models>
constexpr auto dump_functions(ModelList<Models...>) {
  return std::tuple{static_cast<AnyValue (*)(const Models&)>(&to_value<Models>)...};
}
extern const decltype(dump_functions(AllModels{})) kDumpFunctions;
const decltype(dump_functions(AllModels{})) kDumpFunctions = dump_functions(AllModels{});

}  // namespace cpginfra::config
