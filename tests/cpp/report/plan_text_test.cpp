// SPDX-License-Identifier: MIT
#include "cpginfra/report/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/report/summary.hpp"
#include "report/everything_plan.hpp"
#include "report/format/columns.hpp"
#include "report/styled_line.hpp"

namespace cpginfra::report {
namespace {

using plan::Value;

std::string text_of(const plan::Plan& plan, const TextStyle& style) {
  StringSink sink;
  REQUIRE(write_text(plan, style, sink).ok());
  return sink.text();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', from)) {
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

/// The text without a terminal's colours.
std::string without_colours(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
    } else {
      plain += text[i];
    }
  }
  return plain;
}

/// The text without the line breaks that only the width made.
std::string without_breaks(const std::string& text) {
  std::string joined;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("          ")) {
      joined.back() = ' ';
      joined += line.substr(line.find_first_not_of(' '));
    } else {
      joined += line;
    }
    joined += '\n';
  }
  return joined;
}

TEST_CASE("A plan with everything reads as approved") {
  const plan::Plan plan = make_everything_plan();
  const std::string text = text_of(plan, {});
  CHECK(text == approved("everything.plan.txt", text));
}

TEST_CASE("Colours and the width change nothing but the look") {
  const plan::Plan plan = make_everything_plan();
  const std::string text = text_of(plan, {});
  CHECK(without_colours(text_of(plan, {.colour = true})) == text);
  for (std::size_t width : std::initializer_list<std::size_t>{1, 20, 40, 72, 100, 1000}) {
    const std::string narrow = text_of(plan, {.width = width});
    CHECK(without_breaks(narrow) == text);
    CHECK(without_colours(text_of(plan, {.width = width, .colour = true})) == narrow);
    for (const std::string& line : lines_of(narrow)) {
      // A dry run's lines stand as they are, and a word is never cut.
      const bool one_word = line.find(' ', line.find_first_not_of(' ')) == std::string::npos;
      const bool dry_run = line.starts_with("Creat");
      CHECK((display_width(line) <= width || one_word || dry_run));
    }
  }
}

TEST_CASE("Colours are as approved") {
  const std::string text =
      text_of(make_everything_plan(), {.width = 60, .colour = true, .selection = {.cloud = "gcp"}});
  CHECK(text == approved("everything.plan.coloured.txt", text));
}

TEST_CASE("No secret is in the text of a plan") {
  const std::string text = text_of(make_everything_plan(), {});
  CHECK(text.find(kSlackToken) == std::string::npos);
  CHECK(text.find(kFileContents) == std::string::npos);
  CHECK(text.find(fmt::format("{}", kSecretNumber)) == std::string::npos);
}

TEST_CASE("A selection shows its own resources, lines, exports and warnings") {
  const plan::Plan plan = make_everything_plan();
  const std::string dry = text_of(plan, {.selection = {.dataset = "cohort-a", .cloud = "dry-run"}});
  CHECK(dry ==
        "cohort-a on dry-run: 0 resources, 1 group, 1 membership, 2 dry-run lines\n"
        "Create bucket: main w/ rules: RULE:tmp=8d\n"
        "Creating Group: cohort-a-analysis\n"
        "\n"
        "in all: 0 resources, 1 group, 1 membership, 2 dry-run lines\n");

  const std::string cohort = text_of(plan, {.selection = {.dataset = "cohort-a"}});
  CHECK(cohort.find("cohort-a-gcp-main-bucket\n") != std::string::npos);
  CHECK(cohort.find("\n    common-gcp-project\n") == std::string::npos);
  CHECK(cohort.find("exports (1)\n  bucket: gs://${") != std::string::npos);
  CHECK(cohort.find("warnings (1)\n  cohort-a on gcp: the recording is wrong here, and kept\n") !=
        std::string::npos);
  CHECK(text_of(plan, {.selection = {.dataset = "nobody"}}) == "in all: 0 resources\n");
}

TEST_CASE("Values read as they are meant") {
  plan::Plan plan;
  plan::ValueStore& values = plan.values();
  const plan::Resource& account = plan.declare(plan.make_type("t:Account"), "a", {}, {});
  const Value email = plan.attribute(account, "email");
  const std::vector<std::pair<Value, std::string_view>> rows = {
      {Value(), "null"},
      {true, "true"},
      {"true", "\"true\""},
      {12, "12"},
      {"12", "\"12\""},
      {1.5, "1.5"},
      {"1.5e3", "\"1.5e3\""},
      {"", "\"\""},
      {"two words", "two words"},
      {" space", "\" space\""},
      {"a: b", "\"a: b\""},
      {"roles/browser", "roles/browser"},
      {"line\nbreak", "\"line\\nbreak\""},
      {"\x1b[31mred", "\"\\x1b[31mred\""},
      {"${x}", "\"\\${x}\""},
      {"\"", "\"\\\"\""},
      {values.list({1, "a", values.list({})}), "[1, a, []]"},
      {values.object({{"a", 1}, {"b c", "d"}}), "{a: 1, b c: d}"},
      {&account, "${t:Account::a}"},
      {email, "${t:Account::a.email}"},
      {plan.concat({"user:", email}), "user:${t:Account::a.email}"},
      {plan.concat({"a, ", plan.concat({"b", email})}), "\"a, b${t:Account::a.email}\""},
      {plan.call(*plan::find_function("merge"), {values.object({{"e", email}})}),
       "${merge({e: ${t:Account::a.email}})}"},
      {plan.invoke("t:get", values.object({{"x", 1}}), "id"), "${t:get({x: 1}).id}"},
      {plan.external("region", {}), "${external region}"},
      {plan.external_secret("sha256:0", {}), "(secret)"},
      {Value::unknown(), "(unknown)"},
      {values.archive(std::vector<plan::Field>{{"main.py", "print()"}, {"b", "c"}}),
       "archive of [main.py, b]"},
  };
  for (const auto& [value, text] : rows) CHECK(to_text(value) == text);
}

TEST_CASE("Lines break at spaces, and only there") {
  const auto wrapped = [](std::string_view text, std::size_t width) {
    StyledLine line;
    line.add(text);
    std::string out;
    line.append_to(out, width, 2, false);
    return out;
  };
  CHECK(wrapped("one two three", 0) == "one two three\n");
  CHECK(wrapped("one two three", 13) == "one two three\n");
  CHECK(wrapped("one two three", 12) == "one two\n  three\n");
  CHECK(wrapped("one two three", 3) == "one\n  two\n  three\n");
  CHECK(wrapped("one two three", 1) == "one\n  two\n  three\n");
  CHECK(wrapped("unbreakable", 4) == "unbreakable\n");
  CHECK(wrapped("", 4) == "\n");
  CHECK(wrapped("\xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9", 5) == "\xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9\n");
}

TEST_CASE("A plan with everything is counted") {
  const plan::Plan plan = make_everything_plan();
  const std::string text = to_text(summarize(plan, {}));
  CHECK(text == approved("everything.summary.txt", text));

  const Summary summary = summarize(plan, {});
  REQUIRE(summary.datasets.size() == 4);
  CHECK(summary.datasets[0].dataset.empty());
  CHECK(summary.datasets[0].resources == 1);
  CHECK(summary.datasets[1].cloud == "dry-run");
  CHECK(summary.datasets[1].lines == 2);
  CHECK(summary.total.resources == plan.resources().size());
  CHECK(summary.total.grants == 3);
  CHECK(summary.total.memberships == 3);
  CHECK(summary.total.warnings == 2);
  CHECK(summary.exports == 2);
  std::size_t of_kinds = 0;
  for (const KindCount& kind : summary.total.kinds) of_kinds += kind.resources;
  CHECK(of_kinds == plan.resources().size());

  const Summary part = summarize(plan, {.dataset = "cohort-a", .cloud = "gcp"});
  REQUIRE(part.datasets.size() == 1);
  CHECK(part.total.resources == 3);
  CHECK(part.exports == 1);
}

}  // namespace
}  // namespace cpginfra::report
