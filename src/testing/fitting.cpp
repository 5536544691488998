// SPDX-License-Identifier: MIT
#include "testing/fitting.hpp"

#include <algorithm>
#include <charconv>
#include <span>

#include "cpginfra/report/plan_text.hpp"
#include "report/value_text.hpp"

namespace cpginfra::testing {
namespace {

using plan::Field;
using plan::Kind;
using plan::Value;

/// One step of a path: `.name`, `[3]` or `[*]`.
struct Step {
  std::string_view name;
  std::string_view index;
};

/// Takes the first step off the path.
Step take_step(std::string_view& path) {
  if (path.starts_with('[')) {
    const std::size_t end = std::min(path.find(']'), path.size() - 1);
    const std::string_view index = path.substr(1, end - 1);
    path.remove_prefix(end + 1);
    if (path.starts_with('.')) path.remove_prefix(1);
    return {.name = {}, .index = index};
  }
  const std::size_t end = std::min(path.find_first_of(".["), path.size());
  const std::string_view name = path.substr(0, end);
  path.remove_prefix(end);
  if (path.starts_with('.')) path.remove_prefix(1);
  return {.name = name, .index = {}};
}

void add_values_at(const Value& value, std::string_view path, std::vector<Value>& found) {
  if (path.empty()) {
    if (!value.is_null()) found.push_back(value);
    return;
  }
  const Step step = take_step(path);
  if (step.index.empty()) {
    add_values_at(value.field(step.name), path, found);
  } else if (step.index == "*") {
    for (const Value& item : value.items()) add_values_at(item, path, found);
  } else {
    std::size_t index = value.items().size();
    std::from_chars(step.index.data(), step.index.data() + step.index.size(), index);
    if (index < value.items().size()) add_values_at(value.items()[index], path, found);
  }
}

bool is_number(const Value& value) {
  return value.kind() == Kind::kInt || value.kind() == Kind::kDouble;
}

bool has_fields(const Value& value, std::span<const Field> wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const Field& field) {
    return fits(value.field(field.name), field.value);
  });
}

bool has_items(const Value& value, std::span<const Value> wanted) {
  const std::span<const Value> items = value.items();
  return value.kind() == Kind::kList &&
         std::equal(items.begin(), items.end(), wanted.begin(), wanted.end(), fits);
}

}  // namespace

std::vector<Value> values_at(const plan::Resource& resource, std::string_view path) {
  std::vector<Value> found;
  const Step first = take_step(path);
  add_values_at(resource.input(first.name), path, found);
  return found;
}

bool fits(const Value& value, const Value& wanted) {
  if (wanted.kind() == Kind::kObject) {
    return value.kind() == Kind::kObject && has_fields(value, wanted.fields());
  }
  if (wanted.kind() == Kind::kList) return has_items(value, wanted.items());
  if (wanted.is_text() && (value.is_deferred() || value.kind() == Kind::kResource)) {
    return report::to_text(value) == wanted.text();
  }
  if (is_number(wanted) && is_number(value)) return value.number() == wanted.number();
  return value == wanted;
}

std::string shown(const plan::Resource& resource, std::string_view path, const Value& value) {
  const auto& secrets = resource.type->secret_inputs;
  const bool hidden =
      std::find(secrets.begin(), secrets.end(), take_step(path).name) != secrets.end();
  std::string text;
  report::append_value_text(value, hidden ? report::Showing::kHidden : report::Showing::kOpen,
                            text);
  return text;
}

}  // namespace cpginfra::testing
