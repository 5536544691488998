// SPDX-License-Identifier: MIT
#include <utility>

#include "config/source/readers.hpp"

namespace cpginfra::config {
namespace {

bool read_into(const AnyValue& value, Node& node, int depth, ReadingRun& run) {
  if (depth > Limits::kDepth) {
    report_too_deep({}, run);
    return false;
  }
  if (!run.budget.take()) {
    report_too_many({}, run);
    return false;
  }
  if (const bool* flag = value.as_bool()) {
    node.value = *flag;
  } else if (const std::int64_t* integer = value.as_integer()) {
    node.value = *integer;
  } else if (const double* number = value.as_number()) {
    node.value = *number;
  } else if (const std::string* text = value.as_string()) {
    node.value = *text;
  } else if (const AnyValue::Array* array = value.as_array()) {
    Node::List list;
    list.reserve(array->size());
    for (const AnyValue& element : *array) {
      if (!read_into(element, list.emplace_back(), depth + 1, run)) return false;
    }
    node.value = std::move(list);
  } else if (const AnyValue::Object* object = value.as_object()) {
    Node::Map map;
    map.reserve(object->size());
    for (const auto& [key, member] : *object) {
      Entry& entry = map.emplace_back();
      entry.key = key;
      if (!read_into(member, entry.node, depth + 1, run)) return false;
    }
    node.value = std::move(map);
  }
  return true;
}

}  // namespace

std::optional<Node> read_any_value(const AnyValue& value, ReadingRun& run) {
  Node node;
  if (!read_into(value, node, 0, run)) return std::nullopt;
  return node;
}

}  // namespace cpginfra::config
