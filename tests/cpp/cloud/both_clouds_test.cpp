// SPDX-License-Identifier: MIT
// Datasets on two clouds at once: neither disturbs the other, and both give the same people the
// same access.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "across-clouds/across_clouds.hpp"
#include "catch.hpp"
#include "cloud/both_clouds.hpp"
#include "cloud/made_up_azure.hpp"
#include "cloud/provider_schemas.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/access.hpp"
#include "golden/recording.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::cloud {
namespace {

using Json = nlohmann::json;

using testing_support::example;
using testing_support::resolved;

constexpr const char* kExample = "institute-both-clouds.yaml";

TEST_CASE("the example on both clouds plans, and resolves under both made-up clouds",
          "[azure][examples]") {
  const auto plan = driver::build_plan(example(kExample));
  INFO(plan.status());
  REQUIRE(plan.ok());
  resolved(*plan);
}

TEST_CASE("going to Azure as well changes nothing on Google Cloud", "[azure][golden]") {
  const std::string name = GENERATE("two-datasets", "everything", "restricted");
  const std::string folder = test::source_path("tests/golden/" + name);
  auto loaded = config::load_path(folder + "/case.json");
  REQUIRE(loaded.configuration.has_value());
  Configuration& configuration = *loaded.configuration;
  configuration.infrastructure.azure = testing_support::made_up_subscription();
  for (CPGDatasetConfig& dataset : configuration.datasets) {
    dataset.deploy_locations.push_back(CloudName::kAzure);
  }
  const auto plan = driver::build_plan(configuration);
  INFO(name << ": " << plan.status());
  REQUIRE(plan.ok());

  const Json ours = resolved(*plan);
  const Json expected = Json::parse(std::ifstream(folder + "/expected.json"));
  std::map<std::pair<std::string, std::string>, const Json*> by_name;
  for (const Json& resource : ours.at("resources")) {
    by_name.emplace(std::pair(resource.at("type"), resource.at("name")), &resource);
  }
  for (const Json& resource : expected.at("resources")) {
    const auto found = by_name.find(std::pair(resource.at("type"), resource.at("name")));
    INFO(resource.at("type") << " " << resource.at("name"));
    REQUIRE(found != by_name.end());
    CHECK(*found->second == resource);
    by_name.erase(found);
  }
  for (const auto& [key, resource] : by_name) {
    const bool is_azures = key.first.starts_with("azure") ||
                           key.second.find("-azure-") != std::string::npos ||
                           key.second.starts_with("storage-config-azure-");
    INFO(key.first << " " << key.second);
    CHECK(is_azures);
  }
  CHECK(by_name.size() > 100);
  for (const auto& [key, value] : expected.at("exports").items()) {
    CHECK(ours.at("exports").at(key) == value);
  }
}

TEST_CASE("what one cloud will know is an input on the other", "[azure][examples]") {
  ::example::AcrossClouds across("cardiac");
  std::array<driver::Extension*, 1> extensions = {&across};
  const auto plan = driver::build_plan(example(kExample), extensions);
  REQUIRE(plan.ok());
  const Json recording = resolved(*plan);
  std::map<std::string, Json> by_name;
  for (const Json& resource : recording.at("resources")) {
    by_name.emplace(resource.at("name"), resource);
  }

  // A key of Google's, decoded, in a secret on Azure: it waits for the key, and is secret itself.
  const Json& secret = by_name.at("cardiac-azure-google-main-upload-key-version");
  CHECK(secret.at("inputs").at("properties") == Json{{"value", "key: "}});
  CHECK(secret.at("secretInputs") == Json{"properties"});
  const Json& waits = secret.at("propertyDependencies").at("properties");
  CHECK(waits == Json{"gcp:serviceaccount/key:Key::cardiac-gcp-main-upload-key-for-azure"});

  // An account of Azure's in a policy on Google Cloud.
  const Json& binding = by_name.at("cardiac-gcp-azure-main-upload-is-main-upload");
  const std::string object_id = golden::guid_of(
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/ieg-cardiac/providers/"
      "Microsoft.ManagedIdentity/userAssignedIdentities/main-upload principalId");
  CHECK(binding.at("inputs").at("member") ==
        "principal://iam.googleapis.com/projects/" + golden::number_of("ieg-cardiac") +
            "/locations/global/workloadIdentityPools/azure/subject/" + object_id);

  // Questions about access follow it: who is the account on Azure reaches Google's buckets.
  const report::AccessGraph graph(*plan);
  const auto buckets = graph.find_targets("ieg-cardiac-main-upload");
  REQUIRE(buckets.size() == 1);
  const report::AccessTable who =
      report::who_can(graph, {.level = plan::AccessLevel::kMutate, .role = {}}, buckets.front());
  const bool reaches =
      std::any_of(who.rows().begin(), who.rows().end(), [&](const report::Access& row) {
        return graph.node(row.principal).id == "main-upload@ieg-cardiac.azure" &&
               row.how == report::How::kCanBecome;
      });
  CHECK(reaches);

  CHECK(golden::ProviderSchemas().faults(recording).empty());
}

// The same configuration on each cloud.

/// One name for a thing on both clouds: its resource's, without the cloud and the kind.
std::string common_name(const plan::Resource* resource, std::string_view name) {
  if (resource == nullptr) return std::string(name);
  std::string text(resource->name);
  for (std::string_view word : {"-gcp-", "-azure-"}) {
    if (const std::size_t at = text.find(word); at != std::string::npos) {
      text.replace(at, word.size(), "-");
    }
  }
  for (std::string_view kind : {"-bucket", "-container"}) {
    if (text.ends_with(kind)) text.resize(text.size() - kind.size());
  }
  for (std::string_view kind : {"-artifact-registry-", "-container-registry-"}) {
    if (const std::size_t at = text.find(kind); at != std::string::npos) {
      text.replace(at, kind.size(), "-");
    }
  }
  return text;
}

/// The same for a target. What exists already on Google Cloud is the institute's own on Azure.
std::string common_name(const report::AccessTarget& target) {
  std::string name = common_name(target.resource, target.name);
  if (name == "common-config") return "config";
  if (name == "common-data-dropbox-server-config-latest") return "common-dropbox-server-config";
  return name;
}

/// The same for somebody; what is not made is called alike but for what its cloud adds.
std::string common_name(const report::AccessNode& who) {
  std::string name = common_name(who.resource, who.id);
  const std::size_t at = name.find("@servers.iam.gserviceaccount.com");
  return at == std::string::npos ? name : name.substr(0, at);
}

/// Who reaches what, at which level and how; roles in projects and services are each cloud's own.
std::set<std::string> answers(const plan::Plan& plan) {
  const report::AccessGraph graph(plan);
  std::vector<report::NodeId> everybody;
  for (report::NodeId id = 0; id < graph.nodes().size(); ++id) {
    if (report::is_answer(graph.node(id))) everybody.push_back(id);
  }
  const report::AccessTable table = report::access_of_all(graph, everybody);
  std::set<std::string> lines;
  for (const report::Access& row : table.rows()) {
    using enum plan::AccessLevel;
    if (row.level == kRole || row.level == kInvoke) continue;
    const report::AccessNode& who = graph.node(row.principal);
    const report::AccessTarget& target = graph.target(row.target);
    lines.insert(fmt::format("{} {} {} {} {}", common_name(who), plan::to_text(row.level),
                             report::to_text(row.how), plan::to_text(target.kind),
                             common_name(target)));
  }
  return lines;
}

std::string difference(const std::set<std::string>& left, const std::set<std::string>& right) {
  std::string text;
  for (const std::string& line : left) {
    if (!right.contains(line)) text += "only on gcp: " + line + "\n";
  }
  for (const std::string& line : right) {
    if (!left.contains(line)) text += "only on azure: " + line + "\n";
  }
  return text;
}

TEST_CASE("the same configuration gives the same access on both clouds", "[azure][properties]") {
  std::size_t compared = 0;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const auto gcp = driver::build_plan(testing_support::institute_on(seed, CloudName::kGcp));
    const auto azure = driver::build_plan(testing_support::institute_on(seed, CloudName::kAzure));
    INFO("seed " << seed << " " << gcp.status() << " " << azure.status());
    REQUIRE(gcp.ok());
    REQUIRE(azure.ok());
    const std::set<std::string> there = answers(*gcp);
    const std::string differing = difference(there, answers(*azure));
    INFO(differing);
    CHECK(differing.empty());
    compared += there.size();
  }
  CHECK(compared > 5000);
}

}  // namespace
}  // namespace cpginfra::cloud
