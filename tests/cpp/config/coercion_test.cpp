// SPDX-License-Identifier: MIT
// tests/data/coercions.json lists what pydantic 2.14 in its lax mode makes of a value, where it
// takes it; `not_here` tells why a value that it takes is refused here.
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "config/read/model_reader.hpp"
#include "config/source/readers.hpp"
#include "config/support.hpp"

namespace cpginfra::config {
namespace {

using Json = nlohmann::json;

AnyValue any_value(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    AnyValue::Array array;
    for (const Json& element : json) array.push_back(any_value(element));
    return array;
  }
  if (json.is_object()) {
    AnyValue::Object object;
    for (const auto& [key, member] : json.items()) object.insert_or_assign(key, any_value(member));
    return object;
  }
  return nullptr;
}

// What the reader makes of a value as a `T`, as JSON.
template <class T, class AsJson>
std::optional<Json> read_as(const AnyValue& value, AsJson as_json) {
  Diagnostics diagnostics;
  SourceSet sources;
  Reporter reporter(sources, diagnostics);
  NodeBudget budget;
  ReadingRun run{sources, reporter, budget};
  T result{};
  const Outcome outcome = ModelReader(reporter).read(*read_any_value(value, run), result);
  CHECK(diagnostics.has_errors() == (outcome != Outcome::kGood));
  if (outcome != Outcome::kGood) return std::nullopt;
  return as_json(result);
}

std::optional<Json> read_as(const std::string& type, const AnyValue& value) {
  const auto itself = [](const auto& result) { return Json(result); };
  const auto or_null = [](const auto& result) { return result ? Json(*result) : Json(nullptr); };
  if (type == "text") return read_as<std::string>(value, itself);
  if (type == "integer") return read_as<std::int64_t>(value, itself);
  if (type == "number") return read_as<double>(value, itself);
  if (type == "boolean") return read_as<bool>(value, itself);
  if (type == "texts") return read_as<std::vector<std::string>>(value, itself);
  if (type == "optional integer") return read_as<std::optional<std::int64_t>>(value, or_null);
  if (type == "optional text") return read_as<std::optional<std::string>>(value, or_null);
  if (type == "cloud") {
    return read_as<CloudName>(value, [](CloudName cloud) { return Json(to_string(cloud)); });
  }
  REQUIRE(type == "budgets");
  return read_as<OrderedMap<CloudName, std::int64_t>>(value, [](const auto& result) {
    Json json = Json::object();
    for (const auto& [cloud, number] : result) json[std::string(to_string(cloud))] = number;
    return json;
  });
}

TEST_CASE("values are converted as pydantic's lax mode converts them", "[config][coercion]") {
  const Json rows = Json::parse(file_text(source_path("tests/data/coercions.json")));
  CHECK(rows.size() > 1000);
  for (const Json& row : rows) {
    INFO(row.dump());
    const std::optional<Json> result = read_as(row["type"], any_value(row["value"]));
    if (row.contains("result")) {
      REQUIRE(result.has_value());
      CHECK(*result == row["result"]);
      CHECK(result->is_number_integer() == row["result"].is_number_integer());
      CHECK(result->is_boolean() == row["result"].is_boolean());
    } else {
      CHECK_FALSE(result.has_value());
    }
  }
}

}  // namespace
}  // namespace cpginfra::config
