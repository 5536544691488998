// SPDX-License-Identifier: MIT
#include "report/adopt/state_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

namespace cpginfra::report {
namespace {

using plan::Field;
using plan::Kind;
using plan::Value;

constexpr std::string_view kDefaults = "__defaults";

bool is_number(const Value& value) {
  return value.kind() == Kind::kInt || value.kind() == Kind::kDouble;
}

/// Whether the provider has added that field of a stack's object: it keeps a list of them.
bool is_added(const Value& object, std::string_view name) {
  if (name.starts_with("__")) return true;
  const Value defaults = object.field(kDefaults);
  const auto items = defaults.items();
  return std::any_of(items.begin(), items.end(),
                     [name](const Value& item) { return item.text() == name; });
}

/// The fields of an object that count, by name.
std::vector<Field> sorted_fields(const Value& object) {
  std::vector<Field> fields;
  for (const Field& field : object.fields()) {
    if (!is_added(object, field.name)) fields.push_back(field);
  }
  std::sort(fields.begin(), fields.end(),
            [](const Field& a, const Field& b) { return a.name < b.name; });
  return fields;
}

/// The value at `a.b` of an object; unknown where it is not there.
Value value_at(Value value, std::string_view path) {
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    if (value.is_unknown()) return value;
    value = value.field(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return value.is_null() ? Value::unknown() : value;
}

}  // namespace

absl::StatusOr<Value> StateSource::attribute(const plan::Resource& resource, std::string_view path,
                                             plan::ValueStore& /*store*/) {
  const StateResource* state = state_of(resource);
  if (state == nullptr) return Value::unknown();
  if (path == "id") return state->id.empty() ? Value::unknown() : Value(state->id);
  if (path == "urn") return Value(state->urn);
  const Value output = value_at(state->outputs, path);
  return output.is_unknown() ? value_at(state->inputs, path) : output;
}

absl::StatusOr<Value> StateSource::invoke(std::string_view /*token*/, const Value& /*arguments*/,
                                          std::string_view /*field*/, plan::ValueStore& /*store*/) {
  return Value::unknown();
}

absl::StatusOr<Value> StateSource::external(std::string_view /*label*/,
                                            plan::ValueStore& /*store*/) {
  return Value::unknown();
}

bool is_known(const Value& value) {
  switch (value.kind()) {
    case Kind::kUnknown:
    case Kind::kResource:
    case Kind::kDeferred:
    case Kind::kArchive:
      return false;
    default: {
      const auto items = value.items();
      const auto fields = value.fields();
      return std::all_of(items.begin(), items.end(), is_known) &&
             std::all_of(fields.begin(), fields.end(),
                         [](const Field& field) { return is_known(field.value); });
    }
  }
}

bool is_alike(const Value& planned, const Value& state) {
  switch (planned.kind()) {
    case Kind::kUnknown:
    case Kind::kResource:
    case Kind::kDeferred:
    case Kind::kArchive:
      return true;
    default:
      break;
  }
  if (state.is_unknown()) return true;
  if (is_number(planned) && is_number(state)) return planned.number() == state.number();
  if (planned.kind() != state.kind()) return false;
  if (planned.kind() == Kind::kObject) return are_alike(planned, state);
  if (planned.kind() != Kind::kList) return planned == state;
  return std::equal(planned.items().begin(), planned.items().end(), state.items().begin(),
                    state.items().end(), is_alike);
}

bool are_alike(const Value& planned, const Value& state) {
  return state.is_unknown() || unlike_inputs(planned, state).empty();
}

std::vector<std::string_view> unlike_inputs(const Value& planned, const Value& state) {
  std::vector<std::string_view> names;
  for (const Field& field : planned.fields()) {
    if (!is_alike(field.value, state.field(field.name))) names.push_back(field.name);
  }
  for (const Field& field : state.fields()) {
    if (!is_added(state, field.name) && planned.field(field.name).is_null()) {
      names.push_back(field.name);
    }
  }
  return names;
}

void append_alike_text(const Value& value, std::string& text) {
  const auto out = std::back_inserter(text);
  switch (value.kind()) {
    case Kind::kBool:
      text += value.boolean() ? 't' : 'f';
      return;
    case Kind::kInt:
    case Kind::kDouble:
      fmt::format_to(out, "n{};", value.number());
      return;
    case Kind::kText:
      fmt::format_to(out, "s{}:{}", value.text().size(), value.text());
      return;
    case Kind::kList:
      text += '[';
      for (const Value& item : value.items()) append_alike_text(item, text);
      text += ']';
      return;
    case Kind::kObject:
      text += '{';
      for (const Field& field : sorted_fields(value)) {
        fmt::format_to(out, "k{}:{}", field.name.size(), field.name);
        append_alike_text(field.value, text);
      }
      text += '}';
      return;
    default:
      text += '-';
  }
}

}  // namespace cpginfra::report
