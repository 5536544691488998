// SPDX-License-Identifier: MIT
// The plan of each golden case, resolved by the made-up cloud, equals its recording in every key.
#include <fmt/format.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "catch.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/load_github_wif.hpp"
#include "cpginfra/driver/github_wif.hpp"
#include "cpginfra/plugin/build_plan.hpp"
#include "golden/recording.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::golden {
namespace {

using Json = nlohmann::json;

std::map<std::string, Json> by_urn(const Json& recording) {
  std::map<std::string, Json> resources;
  for (const Json& resource : recording.at("resources")) {
    resources.emplace(fmt::format("{}::{}", resource.at("type").get<std::string>(),
                                  resource.at("name").get<std::string>()),
                      resource);
  }
  return resources;
}

/// What differs, a resource a line, so that a failure can be read.
std::string difference(const Json& ours, const Json& expected) {
  std::string text;
  if (ours.at("exports") != expected.at("exports")) text += "exports differ\n";
  const auto left = by_urn(ours);
  const auto right = by_urn(expected);
  for (const auto& [urn, resource] : right) {
    if (!left.contains(urn)) text += fmt::format("missing {}\n", urn);
  }
  for (const auto& [urn, resource] : left) {
    const auto found = right.find(urn);
    if (found == right.end()) {
      text += fmt::format("not in the recording {}\n", urn);
    } else if (found->second != resource) {
      text += fmt::format("{} differs: {}\n", urn, Json::diff(found->second, resource).dump());
    }
  }
  return text;
}

/// The one thing that is not as recorded: upstream sends the Slack token in the clear.
void keep_token_secret(Json& resource) {
  if (resource.at("name") == "billing-aggregator-slack-notification-channel") {
    resource["secretInputs"] = {"sensitiveLabels.authToken"};
  }
}

TEST_CASE("plans equal the golden recordings in every key", "[golden]") {
  const std::string name =
      GENERATE("two-datasets", "everything", "restricted", "memberships-off", "billing-plugin");
  const std::string folder = test::source_path("tests/golden/" + name);
  const auto loaded = config::load_path(folder + "/case.json");
  REQUIRE(loaded.configuration.has_value());
  auto plan = plugin::build_plan(*loaded.configuration);
  REQUIRE(plan.ok());
  MadeUpCloud cloud;
  const auto ours = record(*plan, cloud);
  REQUIRE(ours.ok());
  Json expected = Json::parse(std::ifstream(folder + "/expected.json"));
  for (Json& resource : expected.at("resources")) keep_token_secret(resource);
  INFO(name);
  CHECK(difference(*ours, expected) == "");
}

TEST_CASE("the plan of GitHub's workload identity equals its recording", "[golden]") {
  const std::string folder = test::source_path("tests/golden/github-wif");
  const auto loaded = config::load_github_wif(folder + "/case.json");
  REQUIRE(loaded.config.has_value());
  CHECK(loaded.diagnostics.empty());
  auto plan = driver::build_plan(*loaded.config);
  REQUIRE(plan.ok());
  MadeUpCloud cloud;
  const auto ours = record(*plan, cloud);
  REQUIRE(ours.ok());
  CHECK(difference(*ours, Json::parse(std::ifstream(folder + "/expected.json"))) == "");
}

TEST_CASE("the made-up cloud numbers things by their SHA-256", "[golden]") {
  // sha256("abc") begins with ba7816bf8f.
  CHECK(number_of("abc") == std::to_string(0xba7816bf8fULL));
}

}  // namespace
}  // namespace cpginfra::golden
