// SPDX-License-Identifier: MIT
// How findings and tables are written; SARIF is held against its schema in tests/python/report.
#include "cpginfra/report/finding_output.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/report/access_output.hpp"
#include "report/format/csv.hpp"
#include "report/made_up_plan.hpp"

namespace cpginfra::report {
namespace {

std::string cell(std::string_view text) {
  std::string out;
  append_csv_cell(text, out);
  return out;
}

TEST_CASE("No cell of CSV can be taken for a formula") {
  CHECK(cell("plain") == R"("plain")");
  CHECK(cell("a=b") == R"("a=b")");
  CHECK(cell("") == R"("")");
  CHECK(cell(R"(say "hi", twice)") == R"("say ""hi"", twice")");
  for (const char* start : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =",
                            "\t=", "  @", "\v+", "\f-"}) {
    INFO(start);
    const std::string text = std::string(start) + "cmd|' /C calc'!A0";
    CHECK(cell(text) == "\"'" + text + "\"");
  }
  CHECK(cell(R"(="x")") == R"("'=""x""")");
  CHECK(cell(std::string_view("a\0b", 3)) == R"("ab")");
}

TEST_CASE("A table of access as CSV keeps hostile names in their cells") {
  MadeUpPlan made_up;
  made_up.in_dataset("a");
  made_up.grant(made_up.person("=HYPERLINK(\"//x\")"),
                made_up.made(plan::TargetKind::kBucket, "@b\r\n,\"c"), plan::AccessLevel::kRead,
                "-1+1");
  const AccessGraph graph(made_up.plan());
  CHECK(access_csv(graph, matrix(graph)) ==
        "principal,resource,target,level,how,path\r\n"
        "\"'=hyperlink(\"\"//x\"\")\",\"bucket::@b\r\n,\"\"c-0\",\"'@b\r\n,\"\"c\",\"read\","
        "\"has\",\"'-1+1\"\r\n");
}

Finding finding() {
  return {.severity = Severity::kError,
          .rule = "rule/r",
          .subject = "bucket::b",
          .message = "50% of: a,b\nnext",
          .mend = "mend it",
          .source = "",
          .path = {"jo@x.org", "g", "Viewer"},
          .file = "a b:c,d.toml",
          .line = 3};
}

TEST_CASE("A GitHub annotation holds its text, whatever stands in it") {
  CHECK(check_github({.configuration = "c", .findings = {finding()}, .limits = {}}) ==
        "::error file=a b%3Ac%2Cd.toml,line=3,title=rule/r::50%25 of: a,b%0Anext%0Apath: jo@x.org "
        "> g > Viewer%0Ahelp: mend it\n");
}

TEST_CASE("A check as text has path, subject and help, and nothing that moves the cursor") {
  CHECK(check_text({.configuration = "c", .findings = {finding()}, .limits = {}}) ==
        "a b:c,d.toml:3: error: 50% of: a,b\\x0anext [rule/r]\n"
        "  path: jo@x.org > g > Viewer\n"
        "  in: bucket::b\n"
        "  help: mend it\n\n"
        "1 error, 0 warnings; held against 0 limits\n");
}

TEST_CASE("A check as JSON has null for what there is not") {
  Finding bare{.severity = Severity::kWarning,
               .rule = "l",
               .subject = "s",
               .message = "m",
               .mend = {},
               .source = {},
               .path = {},
               .file = {}};
  const auto json = nlohmann::json::parse(
      check_json({.configuration = "c", .findings = {finding(), bare}, .limits = {}}));
  CHECK(json["errors"] == 1);
  CHECK(json["warnings"] == 1);
  CHECK(json["findings"][0]["path"] == std::vector<std::string>{"jo@x.org", "g", "Viewer"});
  CHECK(json["findings"][1] == nlohmann::json{{"severity", "warning"},
                                              {"rule", "l"},
                                              {"subject", "s"},
                                              {"message", "m"},
                                              {"help", nullptr},
                                              {"source", nullptr},
                                              {"path", nullptr},
                                              {"file", nullptr},
                                              {"line", nullptr}});
}

}  // namespace
}  // namespace cpginfra::report
