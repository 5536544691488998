// SPDX-License-Identifier: MIT
#include "config/source/yaml_scalar.hpp"

#include <cmath>

#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/config/dump.hpp"
#include "cpginfra/config/render.hpp"

namespace cpginfra::config {
namespace {

// What PyYAML's safe_load makes of a bare word: its kind, and its value where that is short.
struct Row {
  const char* text;
  const char* kind;
  const char* value;
};

TEST_CASE("bare words mean what they mean to PyYAML", "[config][yaml]") {
  const Row rows[] = {
      {"", "null", "null"},
      {"~", "null", "null"},
      {"null", "null", "null"},
      {"NULL", "null", "null"},
      {"nULL", "text", "nULL"},
      {"true", "a boolean", "true"},
      {"True", "a boolean", "true"},
      {"tRUE", "text", "tRUE"},
      {"yes", "a boolean", "true"},
      {"No", "a boolean", "false"},
      {"ON", "a boolean", "true"},
      {"off", "a boolean", "false"},
      {"y", "text", "y"},
      {"N", "text", "N"},
      {"0", "an integer", "0"},
      {"-0", "an integer", "0"},
      {"+12", "an integer", "12"},
      {"-7", "an integer", "-7"},
      {"1_000", "an integer", "1000"},
      {"0x1F", "an integer", "31"},
      {"0b101", "an integer", "5"},
      {"08", "text", "08"},
      {"9223372036854775807", "an integer", "9223372036854775807"},
      {"1.5", "a number", "1.5"},
      {"1.", "a number", "1"},
      {".5", "a number", "0.5"},
      {"-.5", "text", "-.5"},
      {"1e3", "text", "1e3"},
      {"1.0e3", "text", "1.0e3"},
      {"1.0e+3", "a number", "1000"},
      {"1_0.2_5", "a number", "10.25"},
      {".inf", "a number", "inf"},
      {"-.INF", "a number", "-inf"},
      {".nan", "a number", "nan"},
      {"2024-01-31", "a date", "2024-01-31"},
      {"2024-1-31", "text", "2024-1-31"},
      {"2024-1-31 12:00:00", "a date", "2024-1-31 12:00:00"},
      {"12-34-56", "text", "12-34-56"},
      {"example.org", "text", "example.org"},
      {"-", "text", "-"},
      {".", "text", "."},
      {"+", "text", "+"},
      {"012345-6789AB-CDEF01", "text", "012345-6789AB-CDEF01"},
      {"1:99", "text", "1:99"},
      {"nobody", "text", "nobody"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const YamlScalar scalar = resolve_yaml_scalar(row.text);
    CHECK(scalar.rule.empty());
    const Node node{scalar.value, {}};
    CHECK(describe_kind(node) == row.kind);
    CHECK(show_value(node) == row.value);
    CHECK(is_yaml_text(row.text) == (node.as_text() != nullptr));
  }
}

TEST_CASE("bare words on which readers differ are refused", "[config][yaml]") {
  for (const char* text : {"010", "0_7", "-017", "1:30", "190:20:30", "1:30.5"}) {
    INFO(text);
    CHECK(resolve_yaml_scalar(text).rule == "ambiguous-number");
  }
  CHECK(resolve_yaml_scalar("9223372036854775808").rule == "number-out-of-range");
  CHECK(resolve_yaml_scalar("1.0e+999").rule == "number-out-of-range");
}

TEST_CASE("anchors, aliases, merge keys, tags and block text", "[config][yaml]") {
  const std::string given =
      "            project: greek-myth\n"
      "            depth: 3\n"
      "            ratio: 0.5\n"
      "            flags:\n"
      "            - true\n"
      "            - x\n";
  const std::string wanted =
      "            base: &base {a: 1, b: [x, &y y]}\n"
      "            first: {<<: *base, a: 2}\n"
      "            second:\n"
      "              <<: [{c: 3}, *base]\n"
      "              d: *y\n"
      "            third: !!str 5\n"
      "            fourth: !!int \"6\"\n"
      "            fifth: |\n"
      "              two\n"
      "              lines\n"
      "            ? sixth\n"
      "            : null\n";
  const std::string text = file_text(source_path("tests/data/formats/config.yaml"));
  REQUIRE(text.find(given) != std::string::npos);
  const LoadResult result = load_text(replaced(text, given, wanted), Format::kYaml, "a.yaml");
  INFO(render_plain(result.diagnostics));
  REQUIRE(result.configuration.has_value());
  const auto& parser = *result.configuration->infrastructure.metamist->etl->by_type.find("/v1");
  CHECK(to_json(AnyValue(*parser.default_parameters)) == R"({
  "base": {
    "a": 1,
    "b": [
      "x",
      "y"
    ]
  },
  "first": {
    "a": 2,
    "b": [
      "x",
      "y"
    ]
  },
  "second": {
    "d": "y",
    "c": 3,
    "a": 1,
    "b": [
      "x",
      "y"
    ]
  },
  "third": "5",
  "fourth": 6,
  "fifth": "two\nlines\n",
  "sixth": null
}
)");
}

}  // namespace
}  // namespace cpginfra::config
