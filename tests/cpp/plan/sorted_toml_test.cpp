// SPDX-License-Identifier: MIT
#include "plan/sorted_toml.hpp"

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "catch.hpp"
#include "cpginfra/plan/value_store.hpp"
#include "internal/status.hpp"
#include "support/json_value.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::plan {
namespace {

using testing_support::value_of;
using Json = nlohmann::ordered_json;

std::string message_of(const Value& value) {
  const absl::StatusOr<std::string> text = sorted_toml(value);
  REQUIRE(text.status().code() == absl::StatusCode::kInvalidArgument);
  return std::string(internal::message_of(text.status()));
}

// What toml 0.10.2 and toml-sort 0.25.0 over tomlrt 2.3.2 write; null where they refuse.
TEST_CASE("a document is the recorded one, byte for byte", "[plan][toml]") {
  std::ifstream file(test::source_path("tests/data/sorted_toml.json"));
  const Json facts = Json::parse(file);
  REQUIRE(facts.size() >= 300);
  for (const Json& fact : facts) {
    CAPTURE(fact["input"].dump());
    ValueStore values;
    const absl::StatusOr<std::string> text = sorted_toml(value_of(fact["input"], values));
    if (fact["text"].is_null()) {
      CHECK(text.status().code() == absl::StatusCode::kInvalidArgument);
    } else {
      REQUIRE(text.ok());
      CHECK(*text == fact["text"].get_ref<const std::string&>());
    }
  }
}

TEST_CASE("a table gathers its sub-tables only where its keys were out of order", "[plan][toml]") {
  ValueStore values;
  const Value test = values.object({{"k", 1}});
  const Value in_order = values.object({{"a", 1}, {"b", 2}, {"test", test}});
  const Value out_of_order = values.object({{"b", 2}, {"a", 1}, {"test", test}});
  CHECK(*sorted_toml(values.object({{"s", values.object({{"x", in_order}, {"y", in_order}})}})) ==
        "[s.x]\na = 1\nb = 2\n\n[s.y]\na = 1\nb = 2\n\n[s.x.test]\nk = 1\n\n[s.y.test]\nk = 1\n");
  CHECK(
      *sorted_toml(values.object({{"s", values.object({{"x", in_order}, {"y", out_of_order}})}})) ==
      "[s.x]\na = 1\nb = 2\n\n[s.y]\na = 1\nb = 2\n\n[s.y.test]\nk = 1\n\n[s.x.test]\nk = 1\n");
  CHECK(*sorted_toml(values.object({{"s", values.object({{"y", in_order}, {"x", in_order}})}})) ==
        "[s.x]\na = 1\nb = 2\n\n[s.x.test]\nk = 1\n\n[s.y]\na = 1\nb = 2\n\n[s.y.test]\nk = 1\n");
}

TEST_CASE("numbers without an end have their TOML names", "[plan][toml]") {
  ValueStore values;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Value numbers =
      values.list({kInfinity, -kInfinity, std::numeric_limits<double>::quiet_NaN()});
  CHECK(*sorted_toml(values.object({{"numbers", numbers}})) == "numbers = [inf, -inf, nan]\n");
}

TEST_CASE("what TOML cannot say is refused, with its place and not its text", "[plan][toml]") {
  ValueStore values;
  const Value null_list = values.list({Value()});
  CHECK(message_of("text") == "a TOML document must be an object");
  CHECK(message_of(values.object({{"storage", values.object({{"a b", null_list}})}})) ==
        "TOML cannot say null: key \"a b\" of [storage]");
  CHECK(message_of(values.object({{"k", Value::unknown()}})) ==
        "TOML cannot say something not known yet: key k of the document");
  CHECK(message_of(values.object({{"k", values.archive({})}})) ==
        "TOML cannot say an archive: key k of the document");
  const Value object = values.object({{"a", 1}});
  const std::string mixed =
      "TOML cannot say an object in a list beside other things or in a list of lists: "
      "key k of the document";
  CHECK(message_of(values.object({{"k", values.list({object, 1})}})) == mixed);
  CHECK(message_of(values.object({{"k", values.list({values.list({object})})}})) == mixed);
  CHECK(message_of(values.object({{"k", "\xff"}})) ==
        "a text of TOML must be UTF-8: key k of the document");
  CHECK(message_of(values.object({{"t", values.object({{"\xff", object}})}})) ==
        "a text of TOML must be UTF-8: a key of t");
  CHECK(message_of(values.object({{"t", values.object({{"a", 1}, {"a", 2}})}})) ==
        "names must differ: 'a' stands twice in t");
  CHECK(message_of(values.object({{"a", 1}, {"a", object}})) ==
        "names must differ: 'a' stands twice in the document");
}

TEST_CASE("nesting has a limit", "[plan][toml]") {
  ValueStore values;
  Value list = 1;
  Value table = values.object({{"k", 1}});
  Value array = table;
  for (int depth = 0; depth < 100; ++depth) {
    list = values.list({list});
    table = values.object({{"t", table}});
    array = values.object({{"t", values.list({array})}});
  }
  CHECK(sorted_toml(values.object({{"k", list}})).ok());
  CHECK(sorted_toml(table).ok());
  CHECK(sorted_toml(array).ok());
  CHECK(message_of(values.object({{"k", values.list({list})}})) ==
        "lists nest deeper than 100: key k of the document");
  CHECK(message_of(values.object({{"t", table}})) == "tables nest deeper than 100");
  CHECK(message_of(values.object({{"t", values.list({array})}})) == "tables nest deeper than 100");
}

}  // namespace
}  // namespace cpginfra::plan
