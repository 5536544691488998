// SPDX-License-Identifier: MIT
#include "cpginfra/config/render.hpp"

#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/config/load.hpp"

namespace cpginfra::config {
namespace {

Diagnostics two_diagnostics() {
  Diagnostic warning;
  warning.severity = Severity::kWarning;
  warning.rule = "unknown-file";
  warning.file = "b.yaml";
  warning.message = "the file is not read";
  Diagnostic error;
  error.rule = "unknown-member";
  error.file = "a.yaml";
  error.line = 12;
  error.column = 7;
  error.path = "datasets.a.members.analysis[2]";
  error.message = "'ann' is not one of the users";
  error.value = "ann";
  error.mend = "did you mean 'ana'?";
  error.excerpt = "漢字: [ann]";
  error.excerpt_column = 6;
  Diagnostics diagnostics;
  diagnostics.add(warning);
  diagnostics.add(error);
  diagnostics.sort();
  return diagnostics;
}

TEST_CASE("no diagnostics are no text", "[config][render]") {
  CHECK(render_plain(Diagnostics()).empty());
  CHECK(render_coloured(Diagnostics()).empty());
}

TEST_CASE("diagnostics for people", "[config][render]") {
  CHECK(render_plain(two_diagnostics()) ==
        "a.yaml:12:7: error: 'ann' is not one of the users [unknown-member]\n"
        "   12 | 漢字: [ann]\n"
        "      |        ^\n"
        "  in: datasets.a.members.analysis[2]\n"
        "  help: did you mean 'ana'?\n"
        "\n"
        "b.yaml: warning: the file is not read [unknown-file]\n"
        "\n"
        "1 error, 1 warning\n");
}

TEST_CASE("colours are put around the same text", "[config][render]") {
  std::string text = render_coloured(two_diagnostics());
  CHECK(text.find("\x1b[1;31merror:\x1b[0m") != std::string::npos);
  CHECK(text.find("\x1b[1;33mwarning:\x1b[0m") != std::string::npos);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  CHECK(text == render_plain(two_diagnostics()));
}

TEST_CASE("diagnostics as JSON", "[config][render]") {
  CHECK(render_json(two_diagnostics()) == R"({
  "errors": 1,
  "warnings": 1,
  "left_out": 0,
  "diagnostics": [
    {
      "severity": "error",
      "rule": "unknown-member",
      "file": "a.yaml",
      "line": 12,
      "column": 7,
      "path": "datasets.a.members.analysis[2]",
      "message": "'ann' is not one of the users",
      "value": "ann",
      "help": "did you mean 'ana'?"
    },
    {
      "severity": "warning",
      "rule": "unknown-file",
      "file": "b.yaml",
      "line": null,
      "column": null,
      "path": null,
      "message": "the file is not read",
      "value": null,
      "help": null
    }
  ]
}
)");
  CHECK(render_json(Diagnostics()) ==
        "{\n  \"errors\": 0,\n  \"warnings\": 0,\n  \"left_out\": 0,\n  \"diagnostics\": []\n}\n");
}

TEST_CASE("only so many diagnostics are kept, and all are counted", "[config][render]") {
  Diagnostics diagnostics;
  for (int index = 0; index < 1500; ++index) diagnostics.add(Diagnostic());
  CHECK(diagnostics.all().size() == 1000);
  CHECK(diagnostics.error_count() == 1500);
  CHECK(diagnostics.left_out() == 500);
  const std::string text = render_plain(diagnostics);
  CHECK(text.ends_with("500 more not shown\n1500 errors\n"));
}

TEST_CASE("a file cannot write control characters to the terminal", "[config][render]") {
  const LoadResult result = load_text(R"({"con\u001b[31mfig\u202e": 1, "datasets": {}})",
                                      Format::kJson, "evil\x1b]0;name\x07.json");
  const std::string text = render_plain(result.diagnostics);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(text.find("\u202e") == std::string::npos);
  CHECK(text.find("con\\u{1b}[31mfig\\u{202e}") != std::string::npos);
}

}  // namespace
}  // namespace cpginfra::config
