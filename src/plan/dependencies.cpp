// SPDX-License-Identifier: MIT
#include "cpginfra/plan/dependencies.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cpginfra/plan/deferred.hpp"

namespace cpginfra::plan {
namespace {

using Resources = std::vector<const Resource*>;

void collect(const Value& value, Resources& found) {
  if (!value.is_dynamic()) return;
  switch (value.kind()) {
    case Kind::kResource:
      found.push_back(value.resource());
      return;
    case Kind::kDeferred: {
      const auto& dependencies = value.deferred()->dependencies;
      found.insert(found.end(), dependencies.begin(), dependencies.end());
      return;
    }
    case Kind::kList:
      for (const Value& item : value.items()) collect(item, found);
      return;
    default:
      for (const Field& field : value.fields()) collect(field.value, found);
  }
}

void sort_in_order_of_declaration(Resources& resources) {
  std::sort(resources.begin(), resources.end(),
            [](const Resource* a, const Resource* b) { return a->index < b->index; });
  resources.erase(std::unique(resources.begin(), resources.end()), resources.end());
}

void collect_secret_paths(const Value& value, const std::string& path,
                          std::vector<std::string>& paths) {
  if (!value.is_dynamic()) return;
  if (value.is_deferred()) {
    if (value.deferred()->secret) paths.push_back(path);
    return;
  }
  std::size_t index = 0;
  for (const Value& item : value.items()) {
    collect_secret_paths(item, fmt::format("{}[{}]", path, index++), paths);
  }
  for (const Field& field : value.fields()) {
    collect_secret_paths(field.value, fmt::format("{}.{}", path, field.name), paths);
  }
}

}  // namespace

std::vector<const Resource*> dependencies_of(const Value& value) {
  Resources found;
  collect(value, found);
  sort_in_order_of_declaration(found);
  return found;
}

std::vector<const Resource*> dependencies_of(const Resource& resource) {
  Resources found(resource.depends_on.begin(), resource.depends_on.end());
  for (const Field& field : resource.inputs) collect(field.value, found);
  sort_in_order_of_declaration(found);
  return found;
}

bool holds_secret(const Value& value) {
  if (!value.is_dynamic()) return false;
  if (value.is_deferred()) return value.deferred()->secret;
  const auto items = value.items();
  const auto fields = value.fields();
  return std::any_of(items.begin(), items.end(), holds_secret) ||
         std::any_of(fields.begin(), fields.end(),
                     [](const Field& field) { return holds_secret(field.value); });
}

std::vector<std::string> secret_paths(const Resource& resource) {
  std::vector<std::string> paths;
  const auto& by_type = resource.type->secret_inputs;
  for (const Field& field : resource.inputs) {
    if (std::find(by_type.begin(), by_type.end(), field.name) != by_type.end()) {
      paths.emplace_back(field.name);
    } else {
      collect_secret_paths(field.value, std::string(field.name), paths);
    }
  }
  return paths;
}

}  // namespace cpginfra::plan
