// SPDX-License-Identifier: MIT
#include "plan/parse_toml.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <sstream>
#include <tuple>
#include <vector>

#include "absl/status/status.h"

namespace cpginfra::plan {
namespace {

Value to_value(const toml::node& node, ValueStore& store);

Value to_object(const toml::table& table, ValueStore& store) {
  struct Placed {
    toml::source_position place;
    Field field;
  };
  std::vector<Placed> placed;
  placed.reserve(table.size());
  for (const auto& [key, node] : table) {
    placed.push_back({key.source().begin, {store.text(key.str()), to_value(node, store)}});
  }
  std::sort(placed.begin(), placed.end(),
            [](const Placed& a, const Placed& b) { return a.place < b.place; });
  std::vector<Field> fields;
  fields.reserve(placed.size());
  for (const Placed& entry : placed) fields.push_back(entry.field);
  return store.object(fields);
}

Value to_value(const toml::node& node, ValueStore& store) {
  if (const auto* table = node.as_table(); table != nullptr) return to_object(*table, store);
  if (const auto* array = node.as_array(); array != nullptr) {
    std::vector<Value> items;
    items.reserve(array->size());
    for (const toml::node& item : *array) items.push_back(to_value(item, store));
    return store.list(items);
  }
  if (const auto* text = node.as_string(); text != nullptr) return store.text(text->get());
  if (const auto* integer = node.as_integer(); integer != nullptr) return integer->get();
  if (const auto* number = node.as_floating_point(); number != nullptr) return number->get();
  if (const auto* boolean = node.as_boolean(); boolean != nullptr) return boolean->get();
  std::ostringstream date;
  node.visit([&](const auto& value) {
    if constexpr (toml::is_date<decltype(value)> || toml::is_time<decltype(value)> ||
                  toml::is_date_time<decltype(value)>) {
      date << value.get();
    }
  });
  return store.text(date.str());
}

}  // namespace

absl::StatusOr<Value> parse_toml(std::string_view text, ValueStore& store) {
  try {
    return to_object(toml::parse(text), store);
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(
        fmt::format("line {}, column {}: {}", error.source().begin.line,
                    error.source().begin.column, error.description()));
  }
}

}  // namespace cpginfra::plan
