// SPDX-License-Identifier: MIT
// The command in this process, with texts in memory for its streams. What needs a process of its
// own (pipes, full disks, files) is in command_test.sh.
#include "command/command_line.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catch.hpp"
#include "command/subcommand.hpp"
#include "command/subcommands.hpp"
#include "config/support.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/version.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::command {
namespace {

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

Ran run_with(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "cpginfra");
  report::StringSink out;
  report::StringSink err;
  const int code = run(static_cast<int>(arguments.size()), arguments.data(),
                       {.out = {.sink = out}, .err = {.sink = err}});
  return {.code = code, .out = out.text(), .err = err.text()};
}

std::string example() { return test::source_path("examples/institute"); }

TEST_CASE("The command says its version and what it is built of") {
  const Ran ran = run_with({"--version"});
  CHECK(ran.code == kGood);
  CHECK(ran.err.empty());
  CHECK(ran.out.starts_with("cpginfra " + std::string(version()) + "\n"));
  for (std::string_view part : {"plan format", "system", "compiler", "abseil", "CLI11", "fmt",
                                "nlohmann_json", "toml++", "utf8proc", "xxHash", "yaml-cpp"}) {
    CHECK(ran.out.find("\n" + std::string(part) + " ") != std::string::npos);
  }
}

TEST_CASE("The command and each subcommand have help with examples") {
  const Ran all = run_with({"--help"});
  CHECK(all.code == kGood);
  CHECK(all.err.empty());
  CHECK(all.out.find("Exit codes: 0 good") != std::string::npos);
  for (const SubcommandRow& row : subcommands()) {
    CHECK(all.out.find(std::string(row.summary)) != std::string::npos);
    const std::string name(row.name);
    const Ran help = run_with({name.c_str(), "--help"});
    CHECK(help.code == kGood);
    CHECK(help.err.empty());
    CHECK(help.out.find("Examples:\n  cpginfra " + name) != std::string::npos);
  }
}

TEST_CASE("Wrong usage ends with 2, says why, and writes nothing") {
  const std::string path = example();
  const std::vector<std::vector<const char*>> wrong = {
      {},
      {"--no-such-option"},
      {"no-such-subcommand"},
      {"plan", "--format", "xml", path.c_str()},
      {"plan", "--color", "sometimes", path.c_str()},
      {"plan", "--cloud", "aws", path.c_str()},
      {"plan", "--dataset", "no-such-dataset", path.c_str()},
      {"plan", path.c_str(), path.c_str()},
      {"schema"},
      {"schema", "no-such-schema"},
      {"validate", "--format", "summary", path.c_str()},
  };
  for (const auto& arguments : wrong) {
    const Ran ran = run_with(arguments);
    CHECK(ran.code == kWrongUsage);
    CHECK(ran.out.empty());
    CHECK_FALSE(ran.err.empty());
  }
  CHECK(run_with({"plan", "--dataset", "common", "--cloud", "azure", path.c_str()}).err ==
        "cpginfra plan: the plan has nothing of dataset 'common' on cloud 'azure'; '--format "
        "summary' lists what it has\n");
}

TEST_CASE("A configuration that is wrong ends with 1 and its diagnostics") {
  for (const char* subcommand : {"plan", "validate"}) {
    const Ran ran = run_with({subcommand, "/no/such/configuration.toml"});
    CHECK(ran.code == kWrongConfiguration);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("/no/such/configuration.toml") != std::string::npos);
    CHECK(ran.err.find("error") != std::string::npos);
  }
  const Ran json = run_with({"validate", "--format", "json", "/no/such/configuration.toml"});
  CHECK(json.code == kWrongConfiguration);
  CHECK(json.err.empty());
  CHECK(nlohmann::json::parse(json.out)["errors"] == 1);
}

TEST_CASE("A good configuration validates") {
  const std::string path = example();
  const Ran ran = run_with({"validate", path.c_str()});
  CHECK(ran.code == kGood);
  CHECK(ran.out == path + ": good, 5 datasets\n");
  const Ran json = run_with({"validate", "--format", "json", path.c_str()});
  CHECK(json.code == kGood);
  CHECK(nlohmann::json::parse(json.out)["errors"] == 0);
}

TEST_CASE("A plan comes as text, as numbers and as JSON that can be read again") {
  const std::string path = example();
  const Ran text = run_with({"plan", path.c_str()});
  CHECK(text.code == kGood);
  CHECK(text.err.empty());
  CHECK(text.out.starts_with("cardiac on gcp: "));
  CHECK(text.out.find('\x1b') == std::string::npos);
  CHECK(run_with({"plan", "--color", "always", path.c_str()}).out.find('\x1b') !=
        std::string::npos);

  const Ran summary = run_with({"plan", "--format", "summary", path.c_str()});
  CHECK(summary.code == kGood);
  CHECK(summary.out.starts_with("5 datasets: "));

  const Ran json = run_with({"plan", "--format", "json", path.c_str()});
  CHECK(json.code == kGood);
  auto plan = report::read_json(json.out);
  REQUIRE(plan.ok());
  CHECK(*report::to_json(*plan) == json.out);
  CHECK(run_with({"plan", "--format", "json", path.c_str()}).out == json.out);

  const Ran part = run_with({"plan", "--dataset", "common", "--cloud", "gcp", path.c_str()});
  CHECK(part.code == kGood);
  CHECK(part.out.starts_with("common on gcp: "));
  CHECK(part.out.find("\ncardiac on gcp: ") == std::string::npos);
}

TEST_CASE("Every schema that there is can be printed") {
  for (const char* name : {"configuration", "infrastructure", "dataset", "datasets", "members",
                           "budgets", "upload", "github-wif"}) {
    const Ran ran = run_with({"schema", name});
    CHECK(ran.code == kGood);
    CHECK(nlohmann::json::parse(ran.out).is_object());
  }
}

TEST_CASE("GitHub's workload identity is validated and planned by its kind") {
  const std::string path = test::source_path("examples/github_wif/github_wif.yaml");
  const Ran valid = run_with({"validate", path.c_str(), "--kind", "github-wif"});
  CHECK(valid.code == kGood);
  CHECK(valid.err.empty());
  CHECK(valid.out == path + ": good, 2 projects\n");
  const Ran json = run_with({"plan", path.c_str(), "--kind", "github-wif", "--format", "json"});
  CHECK(json.code == kGood);
  const auto plan = report::read_json(json.out);
  REQUIRE(plan.ok());
  CHECK(plan->find("gcp:iam/workloadIdentityPool:WorkloadIdentityPool", "ieg-common-pam-pool") !=
        nullptr);
  const Ran access =
      run_with({"access", path.c_str(), "--kind", "github-wif", "who-can", "push", "images-dev"});
  CHECK(access.code == kGood);
  CHECK(access.out.find("pipelines-img-dev-deployer@ieg-images-dev") != std::string::npos);
  CHECK(run_with({"access", path.c_str(), "--kind", "github-wif", "who-can", "push", ""}).code ==
        kWrongUsage);
  CHECK(run_with({"validate", path.c_str(), "--kind", "other"}).code == kWrongUsage);
  CHECK(run_with({"validate", "--kind", "github-wif"}).code == kWrongUsage);
  CHECK(run_with({"plan", "--kind", "github-wif", "/no/such.yaml"}).code == kWrongConfiguration);
}

TEST_CASE("A name that the plan does not know is said on one short line") {
  const std::string institute = example();
  const std::string odd = "a\nb\x1b[31m" + std::string(3000, 'x');
  for (const std::vector<const char*>& words : {
           std::vector<const char*>{"access", institute.c_str(), "of", odd.c_str()},
           {"access", institute.c_str(), "who-can", "read", odd.c_str()},
           {"access", institute.c_str(), "matrix", "--dataset", odd.c_str()},
       }) {
    const std::string err = run_with(words).err;
    CHECK(err.starts_with("cpginfra access: "));
    CHECK(err.find("'a\\x0ab\\x1b[31mxxx") != std::string::npos);
    CHECK(err.find('\n') == err.size() - 1);
    CHECK(err.size() < 200);
  }
}

TEST_CASE("Import compares a plan with a stack's export, and writes new files alone") {
  const config::TemporaryDirectory directory;
  const std::string institute = example();
  const std::string state =
      directory.write("state.json", R"({"version": 3, "deployment": {"resources": [
        {"urn": "urn:pulumi:s::p::gcp:storage/bucket:Bucket::left-over",
         "type": "gcp:storage/bucket:Bucket", "custom": true, "id": "left-over", "inputs": {}}]}})");
  const std::string import_file = directory.path("import.json");
  const std::string names = directory.path("names.yaml");
  const Ran ran = run_with({"import", institute.c_str(), state.c_str(), "--import-file",
                            import_file.c_str(), "--former-names", names.c_str()});
  CHECK(ran.code == kGood);
  CHECK(ran.err.empty());
  CHECK(ran.out.find("orphaned in the stack (1):\n  gcp:storage/bucket:Bucket left-over\n") !=
        std::string::npos);
  CHECK(
      ran.out.ends_with(" missing, 0 likely renamed, 0 ambiguous, 0 changed, 1 orphaned, 0 as "
                        "planned\n"));
  CHECK(nlohmann::json::parse(config::file_text(import_file))["resources"].size() > 500);
  CHECK(config::file_text(names).ends_with("former_names: {}\n"));
  CHECK(run_with({"import", institute.c_str(), state.c_str(), "--exit-code"}).code ==
        kWrongConfiguration);

  const Ran again =
      run_with({"import", institute.c_str(), state.c_str(), "--import-file", import_file.c_str()});
  CHECK(again.code == kWrongUsage);
  CHECK(again.err == "cpginfra import: " + import_file + ": the file exists; name a new one\n");

  const std::string broken = directory.write("broken.json", "{\"version\": 3,");
  const Ran wrong = run_with({"import", institute.c_str(), broken.c_str()});
  CHECK(wrong.code == kWrongConfiguration);
  CHECK(wrong.out.empty());
  CHECK(wrong.err.find(broken + ": line 1, column ") != std::string::npos);
  CHECK(run_with({"import", institute.c_str(), "/no/such.json"}).code == kWrongConfiguration);
}

TEST_CASE("A report is a page, or a diagram of one dataset") {
  const Ran page = run_with({"report", example().c_str()});
  CHECK(page.code == kGood);
  CHECK(page.err.empty());
  CHECK(page.out.starts_with("<!doctype html>\n"));
  CHECK(page.out.find(R"("title":"institute")") != std::string::npos);
  CHECK(run_with({"report", (example() + "/").c_str()}).out == page.out);
  CHECK(run_with({"report", example().c_str(), "--title", "Ours"}).out.find(R"("title":"Ours")") !=
        std::string::npos);

  const Ran dot =
      run_with({"report", example().c_str(), "--format", "dot", "--dataset", "cardiac"});
  CHECK(dot.code == kGood);
  CHECK(dot.out.starts_with("digraph \"cardiac\" {\n"));
  const Ran mermaid =
      run_with({"report", example().c_str(), "--format", "mermaid", "--dataset", "cardiac"});
  CHECK(mermaid.code == kGood);
  CHECK(mermaid.out.starts_with("flowchart LR\n"));

  const Ran whole = run_with({"report", example().c_str(), "--format", "dot"});
  CHECK(whole.code == kWrongUsage);
  CHECK(whole.err == "cpginfra report: --format dot draws one dataset; name it with --dataset\n");
  const Ran unknown =
      run_with({"report", example().c_str(), "--format", "dot", "--dataset", "cardiak"});
  CHECK(unknown.code == kWrongUsage);
  CHECK(unknown.err == "cpginfra report: there is no dataset 'cardiak'; did you mean 'cardiac'?\n");
  const Ran one = run_with({"report", example().c_str(), "--dataset", "cardiac"});
  CHECK(one.code == kWrongUsage);
  CHECK(one.err.find("'#dataset=cardiac'") != std::string::npos);
}

TEST_CASE("diff compares configurations and saved plans, and --exit-code tells") {
  const std::string institute = example();
  const Ran same = run_with({"diff", institute.c_str(), institute.c_str(), "--exit-code"});
  CHECK(same.code == kGood);
  CHECK(same.out == "no difference\n");
  CHECK(same.err.empty());

  const std::string empty = test::source_path("tests/data/diff/empty-plan.json");
  const Ran quiet = run_with({"diff", empty.c_str(), institute.c_str()});
  CHECK(quiet.code == kGood);
  CHECK(quiet.out.starts_with("Access\n  + "));
  const Ran told = run_with({"diff", empty.c_str(), institute.c_str(), "--exit-code"});
  CHECK(told.code == kWrongConfiguration);
  CHECK(told.out == quiet.out);
  const Ran coloured = run_with({"diff", empty.c_str(), institute.c_str(), "--color", "always"});
  CHECK(coloured.out.starts_with("\x1b[1mAccess\x1b[0m\n"));
  CHECK(run_with({"diff", institute.c_str()}).code == kWrongUsage);
}

}  // namespace
}  // namespace cpginfra::command
