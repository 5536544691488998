// SPDX-License-Identifier: MIT
#include "cpginfra/config/schema.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/config/fields.hpp"

namespace cpginfra::config {
namespace {

using Json = nlohmann::json;

Json schema_of(std::string_view name) {
  const absl::StatusOr<std::string> text = json_schema(name);
  REQUIRE(text.ok());
  return Json::parse(*text);
}

// As much of a validator as the schemas need.
class Validator {
 public:
  explicit Validator(const Json& root) : root_(root) {}

  bool accepts(const Json& value) const { return accepts(root_, value); }

 private:
  bool accepts(const Json& schema, const Json& value) const {
    if (schema.contains("$ref")) {
      const std::string pointer = schema["$ref"].get<std::string>().substr(1);
      if (!accepts(root_.at(Json::json_pointer(pointer)), value)) return false;
    }
    if (schema.contains("type") && !has_type(schema["type"], value)) return false;
    if (schema.contains("enum") && !contains(schema["enum"], value)) return false;
    if (schema.contains("anyOf") && count(schema["anyOf"], value) == 0) return false;
    if (schema.contains("oneOf") && count(schema["oneOf"], value) != 1) return false;
    if (value.is_array() && schema.contains("items")) {
      return std::all_of(value.begin(), value.end(),
                         [&](const Json& element) { return accepts(schema["items"], element); });
    }
    return !value.is_object() || accepts_object(schema, value);
  }

  bool accepts_object(const Json& schema, const Json& value) const {
    for (const Json& key : schema.value("required", Json::array())) {
      if (!value.contains(key.get<std::string>())) return false;
    }
    const Json properties = schema.value("properties", Json::object());
    for (const auto& [key, member] : value.items()) {
      if (schema.contains("propertyNames") && !accepts(schema["propertyNames"], key)) return false;
      if (properties.contains(key)) {
        if (!accepts(properties[key], member)) return false;
      } else if (schema.contains("additionalProperties")) {
        const Json& further = schema["additionalProperties"];
        if (further == false || (further.is_object() && !accepts(further, member))) return false;
      }
    }
    return true;
  }

  static bool has_type(const std::string& type, const Json& value) {
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean()) ||
           (type == "integer" && value.is_number_integer()) ||
           (type == "number" && value.is_number()) || (type == "null" && value.is_null());
  }

  static bool contains(const Json& list, const Json& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  }

  std::ptrdiff_t count(const Json& schemas, const Json& value) const {
    return std::count_if(schemas.begin(), schemas.end(),
                         [&](const Json& schema) { return accepts(schema, value); });
  }

  const Json& root_;
};

TEST_CASE("there is a schema of each file", "[config][schema]") {
  for (std::string_view name : schema_names()) {
    INFO(name);
    const Json schema = schema_of(name);
    CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
    CHECK(schema["title"].is_string());
  }
  CHECK(json_schema("nothing").status().code() == absl::StatusCode::kNotFound);
  CHECK(std::string(json_schema("nothing").status().message()) ==
        "no schema is called 'nothing'; there are configuration, infrastructure, dataset, "
        "datasets, members, budgets, upload, github-wif");
}

TEST_CASE("the schema of a model lists its fields", "[config][schema]") {
  Json definitions = schema_of("configuration")["$defs"];
  const Json github_wif = schema_of("github-wif");
  definitions.update(github_wif["$defs"]);
  definitions["GitHubWIFConfig"] = github_wif;
  for_each_model(AllModels{}, [&]<class Model>(std::type_identity<Model>) {
    const std::string name(ModelTraits<Model>::kName);
    INFO(name);
    REQUIRE(definitions.contains(name));
    const Json& schema = definitions[name];
    CHECK(schema["additionalProperties"] == false);
    std::size_t count = 0;
    Json required = Json::array();
    for_each_field<Model>([&](const auto& field) {
      ++count;
      REQUIRE(schema["properties"].contains(std::string(field.name)));
      CHECK(schema["properties"][std::string(field.name)]["description"] == field.doc);
      CHECK(field.doc.ends_with('.'));
      if (field.presence == Presence::kRequired) required.push_back(field.name);
    });
    CHECK(schema["properties"].size() == count);
    CHECK(schema.value("required", Json::array()) == required);
  });
}

TEST_CASE("defaults and value sets are in the schema", "[config][schema]") {
  const Json dataset = schema_of("dataset")["properties"];
  CHECK(dataset["setup_test"]["default"] == true);
  CHECK(dataset["deploy_locations"]["default"] == Json::array({"gcp"}));
  CHECK(dataset["deploy_locations"]["items"]["enum"] == Json::array({"gcp", "azure", "dry-run"}));
  CHECK(dataset["components"]["additionalProperties"]["items"]["enum"].size() == 8);
  CHECK(dataset["members"]["propertyNames"]["enum"].size() == 8);
  CHECK(dataset["upload_config"]["default"] == nullptr);
  CHECK_FALSE(dataset["gcp"].contains("default"));
}

TEST_CASE("the recorded cases are valid, and broken ones are not", "[config][schema]") {
  const Json schema = schema_of("configuration");
  const Json infrastructure = schema_of("infrastructure");
  const Json dataset = schema_of("dataset");
  const Validator validator(schema);
  for (const char* name :
       {"two-datasets", "everything", "restricted", "memberships-off", "billing-plugin"}) {
    INFO(name);
    Json whole =
        Json::parse(file_text(source_path("tests/golden/" + std::string(name) + "/case.json")));
    CHECK(validator.accepts(whole));
    CHECK(Validator(infrastructure).accepts(whole["config"]));
    for (const Json& each : whole["datasets"]) CHECK(Validator(dataset).accepts(each));
    whole["datasets"][0]["budget"] = 5;
    CHECK_FALSE(validator.accepts(whole));
    whole["datasets"][0].erase("budget");
    whole["config"].erase("domain");
    CHECK_FALSE(validator.accepts(whole));
  }
}

TEST_CASE("the schemas of the production layout fit its files", "[config][schema]") {
  const std::string folder = source_path("tests/data/formats/directory/");
  const Json datasets = schema_of("datasets");
  CHECK(Validator(datasets).accepts(Json::parse(file_text(folder + "config-datasets.json"))));
  const Json upload = schema_of("upload");
  const Json file = Json::parse(file_text(folder + "datasets/cohort-a/upload.json"));
  CHECK(Validator(upload).accepts(file));
  const Json members = schema_of("members");
  CHECK(Validator(members).accepts(Json::parse(R"({"analysis": ["a"]})")));
  CHECK_FALSE(Validator(members).accepts(Json::parse(R"({"analysts": ["a"]})")));
  const Json budgets = schema_of("budgets");
  CHECK(Validator(budgets).accepts(Json::parse(R"({"gcp": {"monthly_budget": 5}})")));
  CHECK_FALSE(Validator(budgets).accepts(Json::parse(R"({"gcp": {"monthly_budget": "5"}})")));
}

}  // namespace
}  // namespace cpginfra::config
