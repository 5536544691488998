// SPDX-License-Identifier: MIT
// Canaries: texts that stand where secrets do, in configurations and in plans, and must never be
// seen in anything that is written.
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "command/command_line.hpp"
#include "config/source/hide_secrets.hpp"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/plan/resolver.hpp"
#include "cpginfra/report/diff.hpp"
#include "cpginfra/report/diff_output.hpp"
#include "cpginfra/report/html.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/report/plan_text.hpp"
#include "cpginfra/report/summary.hpp"

namespace cpginfra::command {
namespace {

using plan::Value;

// --- in configurations ---------------------------------------------------------------------------

constexpr std::string_view kCanary = "canary";

std::string everything_said(std::vector<std::string> arguments) {
  std::vector<const char*> pointers = {"cpginfra"};
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  report::StringSink out;
  report::StringSink err;
  run(static_cast<int>(pointers.size()), pointers.data(),
      {.out = {.sink = out}, .err = {.sink = err}});
  return out.text() + err.text();
}

struct PlantedFile {
  std::string_view name;
  std::string_view text;
};

/// Each is wrong, by a mistake on or beside the line that has the canary.
constexpr std::array<PlantedFile, 13> kPlanted = {{
    {"unknown-key.toml", "[config]\nslack_token = \"canary-1\"\nPassword = 'canary-2'\n"},
    {"wrong-type.toml",
     "[config]\ndomain = { api_token = \"canary-1\" }\nregion = \"ghp_canary2222\"\n"},
    {"not-closed.toml", "[config]\nclient_secret = \"canary-1\nx = 1\n"},
    {"twice.toml", "[config]\napi-key = \"canary-1\"\napi-key = \"canary-2\"\n"},
    {"url.toml", "[config.web_service]\nweb_url_template = \"https://me:canary-1@x.org/{oops}\"\n"},
    {"unknown-key.yaml", "config:\n  slack_token: canary-1\n  password: \"canary \\\" 2\"\n"},
    {"flow.yaml", "config: {domain: 1, accessKey: canary-1, password: [canary-2]}\n"},
    {"not-closed.yaml", "config:\n  token: \"canary-1\n"},
    {"tag.yaml", "config:\n  token: !mine canary-1\n"},
    {"wrong-value.yaml",
     "config:\n  domain: x.org\n  budget_currency: [xoxb-canary-1-canary-2]\ndatasets: "
     "ghp_canary3333\n"},
    {"unknown-key.json",
     "{\"config\": {\"slackToken\": \"canary-1\", \"private_key\": \"canary-2\"}}"},
    {"not-closed.json", "{\"config\": {\"connection-string\": \"canary-1\" \"canary-2\"}}"},
    {"no-comma.json", "{\"config\": {\"password\" \"canary-1\", \"domain\": 3}}"},
}};

TEST_CASE("What is wrong with a configuration is said without its secrets", "[command][secret]") {
  namespace fs = std::filesystem;
  std::string directory = (fs::temp_directory_path() / "cpginfra-planted-XXXXXX").string();
  REQUIRE(::mkdtemp(directory.data()) != nullptr);
  for (const PlantedFile& planted : kPlanted) {
    const std::string path = directory + "/" + std::string(planted.name);
    std::ofstream(path, std::ios::binary) << planted.text;
    const std::vector<std::vector<std::string>> commands = {
        {"validate", path},
        {"validate", path, "--format", "json"},
        {"validate", path, "--color", "always"},
        {"plan", path},
        {"plan", path, "--format", "json"},
        {"check", path},
        {"check", path, "--rules", path},
        {"diff", path, path},
        {"access", path, "matrix"},
        {"report", path},
    };
    for (const auto& arguments : commands) {
      const std::string said = everything_said(arguments);
      INFO(planted.name << ", " << arguments.front() << ":\n" << said);
      CHECK(!said.empty());
      CHECK(said.find(kCanary) == std::string::npos);
    }
  }
  fs::remove_all(directory);
}

struct Line {
  std::string_view written;
  std::string_view shown;
};
constexpr std::array<Line, 14> kLines = {{
    {"slack_token: abc # why", "slack_token: ****# why"},
    {R"("clientSecret" : "a\"b", "x": 1)", R"("clientSecret" : "****", "x": 1)"},
    {"password = 'ab'", "password = '**'"},
    {"password: é€", "password: ·•"},
    {"url: https://me:pw@host:80/x", "url: https://me:**@host:80/x"},
    {"x: AKIAABCDEFGHIJKL.", "x: *****************"},
    {"aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ9",
     "************************************************"},
    // What only looks alike is shown.
    {"git_credentials_secret_name: hail-git", "git_credentials_secret_name: hail-git"},
    {"slack_token_secret_name = \"slack\"", "slack_token_secret_name = \"slack\""},
    {"account_id: 012345-6789AB-CDEF01", "account_id: 012345-6789AB-CDEF01"},
    {"server@analysis-runner-with-a-long-name.iam.gserviceaccount.com",
     "server@analysis-runner-with-a-long-name.iam.gserviceaccount.com"},
    {"gs://cpg-a-rather-long-bucket-name-of-a-cohort-main/path/to",
     "gs://cpg-a-rather-long-bucket-name-of-a-cohort-main/path/to"},
    {"members: [ada, farid]", "members: [ada, farid]"},
    {"", ""},
}};

TEST_CASE("Secrets in a line are hidden, and columns stay", "[config][secret]") {
  for (const Line& line : kLines) CHECK(config::hide_secrets(line.written) == line.shown);
  CHECK(config::hide_secret_value("ab", "config.x.token[2]") == "**");
  CHECK(config::hide_secret_value("ab", "config.x.tokens_url") == "ab");
}

// --- in plans ------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 1> kSecretInputs = {"data"};
constexpr std::array<std::string_view, 1> kSecretOutputs = {"key"};
constexpr plan::ResourceType kVault{
    .token = "test:Vault", .secret_inputs = kSecretInputs, .secret_outputs = kSecretOutputs};

/// A plan with canaries of that number in every place that is secret.
plan::Plan planted_plan(std::string_view number) {
  plan::Plan plan;
  plan::ValueStore& values = plan.values();
  const plan::Origin* origin = plan.make_origin("a", "gcp");
  const std::string_view text = values.text({"canary-", number});
  const Value nested = values.object({{"deep", values.list({text, values.object({{"x", text}})})}});
  plan.declare(kVault, "text", {{"data", text}, {"open", "shown"}}, {.origin = origin});
  plan.declare(kVault, "nested", {{"data", nested}}, {.origin = origin});
  const plan::Resource& archive =
      plan.declare(kVault, "archive",
                   {{"data", values.archive(std::vector<plan::Field>{{"file", Value(text)}})}},
                   {.origin = origin});
  const Value key = plan.attribute(archive, "key");
  plan.declare(kVault, "computed", {{"data", plan.concat({text, key})}}, {.origin = origin});
  plan.export_value("computed", plan.call(*plan::find_function("base64-decode"), {key}));
  return plan;
}

TEST_CASE("No output of a plan shows what is secret in it", "[report][secret]") {
  const plan::Plan before = planted_plan("1");
  const plan::Plan after = planted_plan("2");
  std::vector<std::pair<std::string, std::string>> outputs;
  const auto keep = [&](std::string name, auto&& write) {
    report::StringSink sink;
    REQUIRE(write(sink).ok());
    outputs.emplace_back(std::move(name), sink.text());
  };
  keep("JSON", [&](report::Sink& sink) { return report::write_json(after, sink); });
  keep("text", [&](report::Sink& sink) { return report::write_text(after, {.width = 80}, sink); });
  keep("colours",
       [&](report::Sink& sink) { return report::write_text(after, {.colour = true}, sink); });
  keep("HTML", [&](report::Sink& sink) { return report::write_html(after, {.title = "t"}, sink); });
  outputs.emplace_back("summary", report::to_text(report::summarize(after, {})));
  const report::PlanDiff diff = report::diff_plans(before, after);
  CHECK(!diff.is_empty());
  outputs.emplace_back("diff", report::diff_text(diff));
  outputs.emplace_back("diff in colours", report::diff_coloured(diff));
  outputs.emplace_back("diff in Markdown", report::diff_markdown(diff));
  outputs.emplace_back("diff in JSON", report::diff_json(diff));
  for (const auto& [name, output] : outputs) {
    INFO(name << ":\n" << output);
    CHECK(!output.empty());
    CHECK(output.find(kCanary) == std::string::npos);
  }
}

/// Tells everything, and what nobody may see.
class Teller final : public plan::AttributeSource {
 public:
  absl::StatusOr<Value> attribute(const plan::Resource& /*resource*/, std::string_view /*path*/,
                                  plan::ValueStore& values) override {
    return values.text("canary is no Base64 !");
  }
  absl::StatusOr<Value> invoke(std::string_view /*token*/, const Value& /*arguments*/,
                               std::string_view /*field*/, plan::ValueStore& values) override {
    return values.text("canary");
  }
  absl::StatusOr<Value> external(std::string_view /*label*/, plan::ValueStore& values) override {
    return values.text("canary");
  }
};

TEST_CASE("A function that fails on a secret does not say it", "[plan][secret]") {
  const plan::Plan plan = planted_plan("1");
  Teller teller;
  plan::Resolver resolver(teller);
  const auto result = resolver.resolve(plan.exports()[0].value);
  REQUIRE(!result.ok());
  CHECK(std::string(result.status().message()).find(kCanary) == std::string::npos);
}

}  // namespace
}  // namespace cpginfra::command
