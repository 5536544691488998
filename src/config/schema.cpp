// SPDX-License-Identifier: MIT
#include "cpginfra/config/schema.hpp"

#include <absl/status/status.h>
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "config/any_value_json.hpp"
#include "config/read/value_names.hpp"
#include "cpginfra/config/dump.hpp"
#include "cpginfra/config/fields.hpp"

namespace cpginfra::config {
namespace {

using Json = nlohmann::ordered_json;

// Writes the schema of types, and collects under `$defs` the models that they name.
class SchemaWriter {
 public:
  template <class T>
  Json of() {
    return of(std::type_identity<T>{});
  }

  // A model's own schema, without its `dataset` key where the key of a mapping stands for it.
  template <DescribedModel Model>
  Json body(bool is_named_by_key) {
    Json properties = Json::object();
    Json required = Json::array();
    const Model defaults{};
    for_each_field<Model>([&](const auto& field) {
      using Value = typename std::decay_t<decltype(field)>::Value;
      if (is_named_by_key && field.name == kNameField) return;
      Json property = of<Value>();
      property["description"] = field.doc;
      if (field.presence == Presence::kRequired) {
        required.push_back(field.name);
      } else if constexpr (!DescribedModel<Value>) {
        property["default"] = default_of(field.name, defaults);
      }
      properties[std::string(field.name)] = std::move(property);
    });
    Json schema = {{"type", "object"}, {"description", ModelTraits<Model>::kDoc}};
    schema["properties"] = std::move(properties);
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    return schema;
  }

  Json take_definitions() { return std::move(definitions_); }

 private:
  static constexpr std::string_view kNameField = "dataset";

  template <DescribedModel Model>
  static Json default_of(std::string_view field, const Model& defaults) {
    return to_json_value(*to_value(defaults).as_object()->find(field));
  }

  static Json of(std::type_identity<std::string>) { return {{"type", "string"}}; }
  static Json of(std::type_identity<bool>) { return {{"type", "boolean"}}; }
  static Json of(std::type_identity<std::int64_t>) { return {{"type", "integer"}}; }
  static Json of(std::type_identity<double>) { return {{"type", "number"}}; }
  static Json of(std::type_identity<AnyValue>) { return Json::object(); }

  template <class Enum>
  requires std::is_enum_v<Enum>
  static Json of(std::type_identity<Enum>) { return {{"enum", spellings<Enum>()}}; }

  template <class T>
  Json of(std::type_identity<std::optional<T>>) {
    return {{"anyOf", Json::array({of<T>(), Json{{"type", "null"}}})}};
  }

  template <class T>
  Json of(std::type_identity<std::vector<T>>) {
    return {{"type", "array"}, {"items", of<T>()}};
  }

  template <class Key, class T>
  Json of(std::type_identity<OrderedMap<Key, T>>) {
    Json schema = {{"type", "object"}, {"additionalProperties", of<T>()}};
    if constexpr (std::is_enum_v<Key>) schema["propertyNames"] = {{"enum", spellings<Key>()}};
    return schema;
  }

  template <DescribedModel Model>
  Json of(std::type_identity<Model>) {
    const std::string name(ModelTraits<Model>::kName);
    if (!definitions_.contains(name)) {
      definitions_[name] = Json::object();
      definitions_[name] = body<Model>(false);
    }
    return {{"$ref", "#/$defs/" + name}};
  }

  template <class Enum>
  static Json spellings() {
    Json names = Json::array();
    for (Enum value : NamedValues<Enum>::all()) names.push_back(to_string(value));
    return names;
  }

  Json definitions_ = Json::object();
};

template <class Model>
Json model_schema(SchemaWriter& writer) {
  return writer.body<Model>(false);
}

template <class Value>
Json value_schema(SchemaWriter& writer) {
  return writer.of<Value>();
}

Json named_datasets_schema(SchemaWriter& writer) {
  return {{"type", "object"}, {"additionalProperties", writer.body<CPGDatasetConfig>(true)}};
}

// In config-datasets, members, budgets and upload_config may stand in files of their own.
Json datasets_schema(SchemaWriter& writer) {
  Json schema = named_datasets_schema(writer);
  Json& required = schema["additionalProperties"]["required"];
  required.erase(std::remove(required.begin(), required.end(), Json("budgets")), required.end());
  return schema;
}

Json configuration_schema(SchemaWriter& writer) {
  const Json infrastructure = writer.of<CPGInfrastructureConfig>();
  Json datasets = {{"anyOf", Json::array({writer.of<std::vector<CPGDatasetConfig>>(),
                                          named_datasets_schema(writer)})}};
  Json schema = {{"type", "object"}};
  schema["properties"] = {{"config", infrastructure},
                          {"infrastructure", infrastructure},
                          {"datasets", std::move(datasets)}};
  schema["required"] = Json::array({"datasets"});
  schema["oneOf"] = Json::array({Json{{"required", Json::array({"config"})}},
                                 Json{{"required", Json::array({"infrastructure"})}}});
  schema["additionalProperties"] = false;
  return schema;
}

struct Schema {
  std::string_view name;
  std::string_view title;
  Json (*write)(SchemaWriter&);
};

constexpr std::array kSchemas = {
    Schema{"configuration", "A whole configuration in one file", configuration_schema},
    Schema{"infrastructure", "The institute (config-infrastructure)",
           model_schema<CPGInfrastructureConfig>},
    Schema{"dataset", "One dataset", model_schema<CPGDatasetConfig>},
    Schema{"datasets", "The datasets by name (config-datasets)", datasets_schema},
    Schema{"members", "A dataset's members (datasets/NAME/members)",
           value_schema<decltype(CPGDatasetConfig::members)>},
    Schema{"budgets", "A dataset's budgets (datasets/NAME/budgets)",
           value_schema<decltype(CPGDatasetConfig::budgets)>},
    Schema{"upload", "Who may upload to a dataset (datasets/NAME/upload)",
           model_schema<CPGDatasetConfig::UploadConfig>},
    Schema{"github-wif", "GitHub's workload identity", model_schema<GitHubWIFConfig>},
};

constexpr auto kNames = [] {
  std::array<std::string_view, kSchemas.size()> names;
  for (std::size_t index = 0; index < names.size(); ++index) names[index] = kSchemas[index].name;
  return names;
}();

}  // namespace

absl::Span<const std::string_view> schema_names() { return kNames; }

absl::StatusOr<std::string> json_schema(std::string_view name) {
  for (const Schema& schema : kSchemas) {
    if (schema.name != name) continue;
    SchemaWriter writer;
    Json json = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", schema.title}};
    json.update(schema.write(writer));
    const Json definitions = writer.take_definitions();
    if (!definitions.empty()) json["$defs"] = definitions;
    return json_text(json);
  }
  std::string known;
  for (std::string_view each : kNames)
    known += fmt::format("{}{}", known.empty() ? "" : ", ", each);
  return absl::NotFoundError(fmt::format("no schema is called '{}'; there are {}", name, known));
}

}  // namespace cpginfra::config
