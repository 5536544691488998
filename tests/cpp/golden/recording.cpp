// SPDX-License-Identifier: MIT
#include "golden/recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "cpginfra/plan/dependencies.hpp"

namespace cpginfra::golden {
namespace {

using Json = nlohmann::json;

std::string urn(const plan::Resource& resource) {
  return fmt::format("{}::{}", resource.type->token, resource.name);
}

Json to_json(const plan::Value& value) {
  switch (value.kind()) {
    case plan::Kind::kNull:
      return nullptr;
    case plan::Kind::kBool:
      return value.boolean();
    case plan::Kind::kInt:
      return value.integer();
    case plan::Kind::kDouble:
      return value.number();
    case plan::Kind::kText:
      return std::string(value.text());
    case plan::Kind::kList: {
      Json list = Json::array();
      for (const plan::Value& item : value.items()) list.push_back(to_json(item));
      return list;
    }
    case plan::Kind::kObject: {
      Json object = Json::object();
      for (const plan::Field& field : value.fields()) {
        object[std::string(field.name)] = to_json(field.value);
      }
      return object;
    }
    case plan::Kind::kArchive: {
      Json names = Json::array();
      for (const plan::Field& file : value.fields()) names.push_back(std::string(file.name));
      std::sort(names.begin(), names.end());
      return {{"archive", names}};
    }
    case plan::Kind::kResource:
      return {{"resource", urn(*value.resource())}};
    default:
      return "<unknown>";
  }
}

Json urns(const std::vector<const plan::Resource*>& resources) {
  std::vector<std::string> sorted;
  for (const plan::Resource* resource : resources) sorted.push_back(urn(*resource));
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

Json names(std::span<const std::string_view> views) {
  Json list = Json::array();
  for (std::string_view view : views) list.push_back(std::string(view));
  return list;
}

Json aliases_of(const plan::Resource& resource) {
  Json aliases = Json::array();
  for (const plan::Alias& alias : resource.options->aliases) {
    Json entry = Json::object();
    if (!alias.name.empty()) entry["name"] = std::string(alias.name);
    if (!alias.type.empty()) entry["type"] = std::string(alias.type);
    aliases.push_back(entry);
  }
  for (std::string_view type : resource.type->alias_types) {
    aliases.push_back({{"type", std::string(type)}});
  }
  return aliases;
}

Json secret_outputs_of(const plan::Resource& resource) {
  std::vector<std::string> outputs(resource.type->secret_outputs.begin(),
                                   resource.type->secret_outputs.end());
  for (std::string_view output : resource.options->additional_secret_outputs) {
    outputs.emplace_back(output);
  }
  std::sort(outputs.begin(), outputs.end());
  return outputs;
}

void set_if_any(Json& entry, const char* key, Json value) {
  if (!value.empty()) entry[key] = std::move(value);
}

absl::StatusOr<Json> record_resource(const plan::Resource& resource, plan::Resolver& resolver) {
  Json entry = {{"type", std::string(resource.type->token)}, {"name", std::string(resource.name)}};
  Json inputs = Json::object();
  Json property_dependencies = Json::object();
  for (const plan::Field& field : resource.inputs) {
    auto value = resolver.resolve(field.value);
    if (!value.ok()) return value.status();
    inputs[std::string(field.name)] = to_json(*value);
    set_if_any(property_dependencies, std::string(field.name).c_str(),
               urns(plan::dependencies_of(field.value)));
  }
  entry["inputs"] = std::move(inputs);
  set_if_any(entry, "propertyDependencies", std::move(property_dependencies));
  set_if_any(entry, "dependencies", urns(plan::dependencies_of(resource)));
  set_if_any(entry, "secretInputs", plan::secret_paths(resource));
  set_if_any(entry, "ignoreChanges", names(resource.options->ignore_changes));
  set_if_any(entry, "replaceOnChanges", names(resource.options->replace_on_changes));
  set_if_any(entry, "aliases", aliases_of(resource));
  set_if_any(entry, "additionalSecretOutputs", secret_outputs_of(resource));
  if (resource.options->delete_before_replace) entry["deleteBeforeReplace"] = true;
  if (resource.options->protect) entry["protect"] = true;
  if (resource.options->provider != nullptr) {
    entry["provider"] = std::string(resource.options->provider->name);
  }
  return entry;
}

}  // namespace

absl::StatusOr<Json> record(const plan::Plan& plan, MadeUpCloud& cloud) {
  Json exports = Json::object();
  for (const plan::Export& exported : plan.exports()) {
    auto value = cloud.resolver().resolve(exported.value);
    if (!value.ok()) return value.status();
    exports[std::string(exported.name)] = to_json(*value);
  }
  std::vector<const plan::Resource*> sorted(plan.resources().begin(), plan.resources().end());
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    return std::pair(a->type->token, a->name) < std::pair(b->type->token, b->name);
  });
  Json resources = Json::array();
  for (const plan::Resource* resource : sorted) {
    auto entry = record_resource(*resource, cloud.resolver());
    if (!entry.ok()) return entry.status();
    resources.push_back(std::move(*entry));
  }
  return Json{{"exports", exports}, {"resources", resources}};
}

}  // namespace cpginfra::golden
