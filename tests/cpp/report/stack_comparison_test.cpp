// SPDX-License-Identifier: MIT
// A stack that a plan made is as planned, and each change of it is said exactly.
#include "cpginfra/report/stack_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/load_github_wif.hpp"
#include "cpginfra/driver/github_wif.hpp"
#include "cpginfra/plugin/build_plan.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "golden/recording.hpp"

namespace cpginfra::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kStackUrn = "urn:pulumi:main::institute::pulumi:pulumi:Stack::institute-main";
constexpr const char* kBucket = "gcp:storage/bucket:Bucket";
constexpr const char* kGroup = "gcp:cloudidentity/group:Group";
constexpr const char* kService = "gcp:projects/service:Service";
constexpr const char* kAccount = "gcp:serviceaccount/account:Account";
constexpr const char* kDynamic = "pulumi-python:dynamic:Resource";

std::string urn_of(std::string_view type, std::string_view name) {
  return fmt::format("urn:pulumi:main::institute::{}::{}", type, name);
}

Json sealed() {
  return {{"4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"},
          {"ciphertext", "v1:AAAA"}};
}

plan::Plan plan_of_case(const std::function<void(Json&)>& edit = {}) {
  Json source =
      Json::parse(std::ifstream(test::source_path("tests/golden/two-datasets/case.json")));
  if (edit) edit(source);
  const auto loaded = config::load_text(source.dump(), config::Format::kJson, "case.json");
  REQUIRE(loaded.configuration.has_value());
  auto plan = plugin::build_plan(*loaded.configuration);
  REQUIRE(plan.ok());
  return *std::move(plan);
}

/// What the made-up cloud adds to a resource that is made, beside its inputs.
Json outputs_of(const plan::Resource& resource, golden::MadeUpCloud& cloud, Json outputs) {
  plan::ValueStore store;
  for (const char* output : {"number", "email", "name", "member", "uniqueId", "cloud_id"}) {
    auto value = cloud.attribute(resource, output, store);
    if (value.ok() && value->is_text()) outputs[output] = std::string(value->text());
  }
  if (resource.name.find("metamist") != std::string_view::npos) {
    auto value = cloud.attribute(resource, "project_id", store);
    if (value.ok()) outputs["project_id"] = value->integer();
  }
  for (std::string_view secret : resource.type->secret_outputs) {
    outputs[std::string(secret)] = sealed();
  }
  return outputs;
}

/// What `pulumi stack export` writes after `pulumi up` of the plan on the made-up cloud.
Json export_of(const plan::Plan& plan) {
  golden::MadeUpCloud cloud;
  const auto recording = golden::record(plan, cloud);
  REQUIRE(recording.ok());
  Json resources = Json::array();
  resources.push_back({{"urn", kStackUrn}, {"custom", false}, {"type", "pulumi:pulumi:Stack"}});
  resources.push_back({{"urn", urn_of("pulumi:providers:gcp", "default_7_38_0")},
                       {"custom", true},
                       {"id", "5a1c"},
                       {"type", "pulumi:providers:gcp"},
                       {"parent", kStackUrn}});
  for (const auto& entry : recording->at("resources")) {
    const std::string type = entry.at("type");
    const std::string name = entry.at("name");
    const plan::Resource& resource = *plan.find(type, name);
    plan::ValueStore store;
    Json inputs = Json::parse(entry.at("inputs").dump());
    for (const std::string secret : entry.value("secretInputs", nlohmann::json::array())) {
      inputs[secret] = sealed();
    }
    Json outputs = outputs_of(resource, cloud, inputs);
    inputs["__defaults"] = {"forceDestroy"};
    inputs["forceDestroy"] = false;
    if (type == kDynamic) inputs["__provider"] = sealed();
    resources.push_back({{"urn", urn_of(type, name)},
                         {"custom", true},
                         {"id", std::string(cloud.attribute(resource, "id", store)->text())},
                         {"type", type},
                         {"inputs", std::move(inputs)},
                         {"outputs", std::move(outputs)},
                         {"parent", kStackUrn}});
  }
  return {
      {"version", 3},
      {"deployment",
       {{"manifest", {{"time", "2026-11-25T00:00:00Z"}}}, {"resources", std::move(resources)}}}};
}

Json& resources_of(Json& state) { return state["deployment"]["resources"]; }

Json& find(Json& state, std::string_view type, std::string_view name) {
  Json& resources = resources_of(state);
  const auto found = std::find_if(resources.begin(), resources.end(), [&](const Json& each) {
    return each["urn"] == urn_of(type, name);
  });
  REQUIRE(found != resources.end());
  return *found;
}

Json take(Json& state, std::string_view type, std::string_view name) {
  Json& found = find(state, type, name);
  Json taken = found;
  resources_of(state).erase(resources_of(state).begin() + (&found - &resources_of(state)[0]));
  return taken;
}

void rename(Json& state, std::string_view type, std::string_view name, std::string_view to) {
  find(state, type, name)["urn"] = urn_of(type, to);
}

StackState read(const Json& state) {
  auto read = read_stack_export(state.dump());
  REQUIRE(read.ok());
  return *std::move(read);
}

struct Change {
  const char* name;
  void (*make)(Json& state);
};

// Ten kinds of change, and what looks like one.
const std::vector<Change> kChanges = {
    {"a bucket is missing",
     [](Json& state) { take(state, kBucket, "fewgenomes-gcp-main-bucket"); }},
    {"a bucket is left over, protected",
     [](Json& state) {
       Json bucket = find(state, kBucket, "fewgenomes-gcp-main-bucket");
       bucket["urn"] = urn_of(kBucket, "fewgenomes-gcp-old-bucket");
       bucket["inputs"]["name"] = "cpg-fewgenomes-old";
       bucket["protect"] = true;
       resources_of(state).push_back(bucket);
     }},
    {"a group has another logical name, and what hangs on it is as it was",
     [](Json& state) {
       rename(state, kGroup, "fewgenomes-gcp-analysis-group", "fewgenomes-analysts");
     }},
    {"a project and the services in it have other logical names",
     [](Json& state) {
       rename(state, "gcp:organizations/project:Project", "fewgenomes-gcp-project", "fewgenomes");
       for (const char* service : {"batch", "iam", "serviceusage"}) {
         rename(state, kService, fmt::format("fewgenomes-gcp-{}-service", service),
                fmt::format("fewgenomes-{}", service));
       }
     }},
    {"any of several services may be the one that is missing",
     [](Json& state) {
       Json service = take(state, kService, "fewgenomes-gcp-batch-service");
       for (const char* name : {"one", "two"}) {
         service["urn"] = urn_of(kService, name);
         resources_of(state).push_back(service);
       }
     }},
    {"a bucket stands elsewhere, and keeps no versions",
     [](Json& state) {
       Json& bucket = find(state, kBucket, "fewgenomes-gcp-main-bucket");
       bucket["inputs"]["location"] = "us-central1";
       bucket["inputs"]["versioning"]["enabled"] = false;
       bucket["inputs"]["logging"] = {{"logBucket", "logs"}};
     }},
    {"an account has the type's former name",
     [](Json& state) {
       Json& account = find(state, kAccount, "common-gcp-service-account-cromwell-full");
       account["type"] = "gcp:serviceAccount/account:Account";
       account["urn"] =
           urn_of("gcp:serviceAccount/account:Account", "common-gcp-service-account-cromwell-full");
     }},
    {"a bucket is below a component",
     [](Json& state) {
       const std::string component = urn_of("institute:data:Dataset", "fewgenomes");
       resources_of(state).push_back({{"urn", component},
                                      {"custom", false},
                                      {"type", "institute:data:Dataset"},
                                      {"parent", kStackUrn}});
       Json& bucket = find(state, kBucket, "fewgenomes-gcp-main-bucket");
       bucket["urn"] =
           urn_of(fmt::format("institute:data:Dataset${}", kBucket), "fewgenomes-gcp-main-bucket");
       bucket["parent"] = component;
     }},
    {"an update did not end: one bucket is still to go, and one was being made",
     [](Json& state) {
       Json bucket = find(state, kBucket, "fewgenomes-gcp-main-bucket");
       bucket["delete"] = true;
       resources_of(state).push_back(bucket);
       state["deployment"]["pending_operations"] = {
           {{"resource", take(state, kBucket, "fewgenomes-gcp-test-bucket")},
            {"type", "creating"}}};
     }},
    {"a metamist project and a secret's version are missing",
     [](Json& state) {
       take(state, kDynamic, "metamist-project-fewgenomes");
       take(state, "gcp:secretmanager/secretVersion:SecretVersion",
            "common-gcp-cromwell-service-account-full-secret-version");
     }},
    {"a dataset is gone, with all its resources",
     [](Json& state) {
       Json kept = Json::array();
       for (const Json& resource : resources_of(state)) {
         const std::string urn = resource["urn"];
         if (urn.find("::fewgenomes-gcp-") == std::string::npos ||
             urn.find(kService) != std::string::npos) {
           kept.push_back(resource);
         }
       }
       resources_of(state) = std::move(kept);
     }},
    {"a stack's file was edited by hand: what depends on a bucket stands before it",
     [](Json& state) {
       const Json bucket = take(state, kBucket, "fewgenomes-gcp-main-bucket");
       Json& account = find(state, kAccount, "common-gcp-service-account-cromwell-full");
       account["dependencies"] = {urn_of(kBucket, "fewgenomes-gcp-main-bucket")};
       account["provider"] = urn_of("pulumi:providers:gcp", "default_7_38_0") + "::5a1c";
       resources_of(state).push_back(bucket);
     }},
    {"what the engine keeps for itself, or only reads, is no orphan",
     [](Json& state) {
       resources_of(state).push_back({{"urn", urn_of("pulumi:providers:random", "default")},
                                      {"custom", true},
                                      {"id", "77"},
                                      {"type", "pulumi:providers:random"}});
       resources_of(state).push_back({{"urn", urn_of(kBucket, "read-only")},
                                      {"custom", true},
                                      {"external", true},
                                      {"id", "elsewhere"},
                                      {"type", kBucket},
                                      {"parent", kStackUrn}});
     }},
};

TEST_CASE("a stack that holds just the plan differs in nothing", "[import]") {
  const plan::Plan plan = plan_of_case();
  const StackState state = read(export_of(plan));
  const StackComparison comparison = compare_with_stack(plan, state);
  CHECK(comparison_text(comparison) ==
        fmt::format("0 missing, 0 likely renamed, 0 ambiguous, 0 changed, 0 orphaned, {} as "
                    "planned\n",
                    plan.resources().size()));
  CHECK(comparison.is_empty());
  // The same of a plan that was saved, whose secrets are marks.
  const auto saved = read_json(*to_json(plan));
  REQUIRE(saved.ok());
  CHECK(compare_with_stack(*saved, state).is_empty());
}

TEST_CASE("each kind of change to a stack is said exactly", "[import]") {
  const plan::Plan plan = plan_of_case();
  const Json exported = export_of(plan);
  std::string said;
  for (const Change& change : kChanges) {
    Json edited = exported;
    change.make(edited);
    const StackState state = read(edited);
    const StackComparison comparison = compare_with_stack(plan, state);
    said += fmt::format("== {}\n\n{}\n", change.name, comparison_text(comparison));
    if (!comparison.renamed.empty()) said += former_names_yaml(comparison) + "\n";
    if (!comparison.missing.empty() && comparison.missing.size() < 5) {
      said += bulk_import_json(comparison) + "\n";
    }
    if (comparison.missing.size() < 5) said += comparison_json(comparison) + "\n";
  }
  const std::string approved = test::source_path("tests/data/import/changes.txt");
  if (std::getenv("CPGINFRA_APPROVE") != nullptr) std::ofstream(approved) << said;
  CHECK(said == config::file_text(approved));
}

TEST_CASE("an empty stack lacks everything, and what can be imported has its id", "[import]") {
  const plan::Plan plan = plan_of_case();
  const StackState state = read({{"version", 3}, {"deployment", {{"manifest", Json::object()}}}});
  const StackComparison comparison = compare_with_stack(plan, state);
  CHECK(comparison.missing.size() == plan.resources().size());
  std::vector<std::string> ids;
  for (const char* name :
       {"fewgenomes-gcp-project", "fewgenomes-gcp-main-bucket", "fewgenomes-gcp-batch-service",
        "common-gcp-service-account-cromwell-full", "common-gcp-cromwell-full-key",
        "common-gcp-cromwell-service-account-full-secret-accessor",
        "common-gcp-analysis-group-main-upload-bucket-viewer",
        "common-gcp-artifact-registry-images",
        "common-gcp-cromwell-runner-full-service-account-user",
        "common-gcp-analysis-writer-in-dev-container-registry",
        "common-gcp-analysis-runner-analysis-invoker", "common-gcp-analysis-group"}) {
    for (const MissingResource& missing : comparison.missing) {
      if (missing.resource->name == name) ids.push_back(fmt::format("{}: {}", name, missing.id));
    }
  }
  CHECK(
      ids ==
      std::vector<std::string>{
          "fewgenomes-gcp-project: fewgenomes", "fewgenomes-gcp-main-bucket: cpg-fewgenomes-main",
          "fewgenomes-gcp-batch-service: fewgenomes/batch.googleapis.com",
          "common-gcp-service-account-cromwell-full: "
          "projects/cpg-common/serviceAccounts/cromwell-full@cpg-common.iam.gserviceaccount.com",
          "common-gcp-cromwell-full-key: projects/analysis-runner/secrets/common-cromwell-full-key",
          "common-gcp-cromwell-service-account-full-secret-accessor: "
          "projects/analysis-runner/secrets/common-cromwell-full-key "
          "roles/secretmanager.secretAccessor "
          "serviceAccount:analysis-runner-server@analysis-runner.iam.gserviceaccount.com",
          // Its role is of an organisation whose number only the cloud knows.
          "common-gcp-analysis-group-main-upload-bucket-viewer: ",
          "common-gcp-artifact-registry-images: "
          "projects/cpg-common/locations/australia-southeast1/repositories/images",
          "common-gcp-cromwell-runner-full-service-account-user: "
          "projects/cpg-common/serviceAccounts/cromwell-full@cpg-common.iam.gserviceaccount.com "
          "roles/iam.serviceAccountUser "
          "serviceAccount:cromwell-runner@cromwell-305305.iam.gserviceaccount.com",
          "common-gcp-analysis-writer-in-dev-container-registry: "
          "projects/cpg-common/locations/australia-southeast1/repositories/images-dev "
          "roles/artifactregistry.writer group:common-analysis@populationgenomics.org.au",
          "common-gcp-analysis-runner-analysis-invoker: "
          "projects/analysis-runner/locations/australia-southeast1/services/server "
          "roles/run.invoker group:common-analysis@populationgenomics.org.au",
          "common-gcp-analysis-group: "});
  const Json file = Json::parse(bulk_import_json(comparison));
  const auto count = [&](Adoption adoption) {
    return static_cast<std::size_t>(std::count_if(
        comparison.missing.begin(), comparison.missing.end(),
        [adoption](const MissingResource& missing) { return missing.adoption == adoption; }));
  };
  CHECK(count(Adoption::kWhenMade) > 200);
  CHECK(count(Adoption::kNone) > 20);
  CHECK(file["resources"].size() == count(Adoption::kImport));
  CHECK(comparison_text(comparison).find("fewgenomes-gcp-analysis-group  (its id is not known)") !=
        std::string::npos);
}

TEST_CASE("what can be imported on Azure has its id there", "[import][azure]") {
  const auto loaded = config::load_path(test::source_path("examples/institute-azure.yaml"));
  REQUIRE(loaded.configuration.has_value());
  const auto plan = plugin::build_plan(*loaded.configuration);
  REQUIRE(plan.ok());
  const StackState state = read({{"version", 3}, {"deployment", {{"manifest", Json::object()}}}});
  const StackComparison comparison = compare_with_stack(*plan, state);

  golden::MadeUpCloud cloud;
  plan::ValueStore store;
  const std::string subscription = loaded.configuration->infrastructure.azure->subscription;
  std::set<std::string_view> without_id;
  std::size_t compared = 0;
  for (const MissingResource& missing : comparison.missing) {
    if (missing.adoption != Adoption::kImport) continue;
    const std::string_view type = missing.resource->type->token;
    if (missing.id.empty()) without_id.insert(type);
    const auto known = cloud.attribute(*missing.resource, "id", store);
    REQUIRE(known.ok());
    std::string id(known->text());
    const std::string made_up = "00000000-0000-0000-0000-000000000000";
    if (missing.id.empty() || !id.starts_with("/subscriptions/" + made_up)) continue;
    id.replace(id.find(made_up), made_up.size(), subscription);
    // Azure's own answers spell it so.
    if (type == "azure-native:monitor:ActionGroup") {
      id.replace(id.find("microsoft.insights"), 18, "Microsoft.Insights");
    }
    CHECK(missing.id == id);
    ++compared;
  }
  CHECK(compared > 50);
  // What Azure numbers by itself.
  CHECK(without_id == std::set<std::string_view>{
                          "azure-native:authorization:PimRoleEligibilitySchedule",
                          "azure-native:authorization:RoleAssignment", "azuread:index/group:Group",
                          "azuread:index/groupMember:GroupMember"});
  for (const MissingResource& missing : comparison.missing) {
    if (missing.resource->name == "cardiac-azure-monthly-budget") {
      CHECK(missing.id == "/subscriptions/" + subscription +
                              "/resourceGroups/ieg-cardiac/providers/Microsoft.Consumption/"
                              "budgets/monthly-budget");
    }
    // Spelled as the provider reads it: it answers with the file's address.
    if (missing.resource->name == "cardiac-analysis-group-cache-members") {
      CHECK(missing.id == "/subscriptions/" + subscription +
                              "/resourceGroups/ieg-common/providers/Microsoft.Storage/"
                              "storageAccounts/iegcommon/blobServices/default/containers/"
                              "ieg-members-group-cache/blobs/cardiac-analysis-members.txt");
    }
  }
}

TEST_CASE("a provider that the stack lacks stands in the import file with its inputs",
          "[import][github_wif]") {
  const auto loaded =
      config::load_github_wif(test::source_path("examples/github_wif/github_wif.yaml"));
  REQUIRE(loaded.config.has_value());
  const auto built = driver::build_plan(*loaded.config);
  REQUIRE(built.ok());
  const plan::Plan& plan = *built;
  Json exported = {{"version", 3}, {"deployment", {{"manifest", Json::object()}}}};
  StackState state = read(exported);
  Json resources = Json::parse(bulk_import_json(compare_with_stack(plan, state))).at("resources");
  const auto entry = [&](std::string_view name) -> Json {
    for (const Json& each : resources) {
      if (each.at("name") == name) return each;
    }
    return nullptr;
  };
  CHECK(
      entry("pipelines-production-provider") ==
      Json{{"type", "pulumi:providers:github"},
           {"name", "pipelines-production-provider"},
           {"inputs",
            {{"baseUrl", "https://api.github.com/"}, {"owner", "institute-of-example-genomics"}}}});
  const Json environment = {{"type", "github:index/repositoryEnvironment:RepositoryEnvironment"},
                            {"name", "pipelines-production-env"},
                            {"id", "pipelines:production"},
                            {"provider", "pipelines-production-provider"}};
  CHECK(entry("pipelines-production-env") == environment);

  // One that the stack has is called by its URN.
  const std::string urn = urn_of("pulumi:providers:github", "pipelines-production-provider");
  exported["deployment"]["resources"] = {
      {{"urn", urn}, {"custom", true}, {"id", "1"}, {"type", "pulumi:providers:github"}}};
  state = read(exported);
  const Json file = Json::parse(bulk_import_json(compare_with_stack(plan, state)));
  CHECK(file.at("nameTable") == Json{{"pipelines-production-provider", urn}});
  resources = file.at("resources");
  CHECK(entry("pipelines-production-provider") == nullptr);
  CHECK(entry("pipelines-production-env") == environment);
}

TEST_CASE("what import writes, the configuration takes: renamed and imported", "[import]") {
  const Json exported = export_of(plan_of_case());
  Json edited = exported;
  rename(edited, kGroup, "fewgenomes-gcp-analysis-group", "fewgenomes-analysts");
  const plan::Plan plan = plan_of_case([](Json& source) {
    source["config"]["former_names"][kGroup]["fewgenomes-gcp-analysis-group"] =
        "fewgenomes-analysts";
    source["config"]["imports"][kBucket]["fewgenomes-gcp-main-bucket"] = "another-bucket";
  });
  const StackState state = read(edited);
  const StackComparison comparison = compare_with_stack(plan, state);
  CHECK(comparison.renamed.empty());
  CHECK(comparison.missing.empty());
  REQUIRE(comparison.adopted.size() == 1);
  CHECK(comparison.adopted[0].state->name == "fewgenomes-analysts");
  REQUIRE(comparison.other_id.size() == 1);
  CHECK(
      comparison_text(comparison)
          .find(
              "fewgenomes-gcp-main-bucket  is fewgenomes-gcp-main-bucket_id, not another-bucket") !=
      std::string::npos);
}

TEST_CASE("what was imported by another text than its id is under the id that it was imported by",
          "[import]") {
  constexpr const char* kProject = "gcp:organizations/project:Project";
  const plan::Plan plan = plan_of_case([](Json& source) {
    source["config"]["imports"][kProject]["fewgenomes-gcp-project"] = "fewgenomes";
  });
  Json state = export_of(plan);
  Json& project = find(state, kProject, "fewgenomes-gcp-project");
  REQUIRE(project["id"] == "projects/fewgenomes");
  CHECK(compare_with_stack(plan, read(state)).other_id.size() == 1);
  project["importID"] = "fewgenomes";
  CHECK(compare_with_stack(plan, read(state)).is_empty());
  project["importID"] = "projects/fewgenomes";
  CHECK(compare_with_stack(plan, read(state)).other_id.size() == 1);
}

TEST_CASE("a file that is no export ends in an error at its place", "[import]") {
  const auto error = [](std::string_view text) {
    const auto read = read_stack_export(text);
    REQUIRE_FALSE(read.ok());
    CHECK(read.status().code() == absl::StatusCode::kInvalidArgument);
    return std::string(read.status().message());
  };
  const auto resource = [](std::string_view members) {
    return fmt::format(R"({{"version":3,"deployment":{{"resources":[{{{}}}]}}}})", members);
  };
  CHECK(error("").starts_with("line 1, column 1: "));
  CHECK(error("not JSON").starts_with("line 1, column 1: "));
  CHECK(error("[]").starts_with("line 1, column 1: "));
  CHECK(error("{}").find("it is no export of a stack") != std::string::npos);
  CHECK(error(R"({"version":2,"deployment":{}})") ==
        "line 1, column 12: this version of export is not known; versions 3 and 4 are");
  CHECK(error(R"({"version":3,"deployment":[]})").starts_with("line 1, column 27: "));
  CHECK(error(R"({"version":3,"deployment":{"resources":{}}})").starts_with("line 1, column 40: "));
  CHECK(error(resource(R"("type":"a:b:C")")).find("this resource wants the key 'urn'") !=
        std::string::npos);
  CHECK(error(resource(R"("urn":"urn:pulumi:s::p::a:b:C::n")"))
            .find("the resource 'urn:pulumi:s::p::a:b:C::n' wants the key 'type'") !=
        std::string::npos);
  CHECK(error(resource(R"("urn":"bucket","type":"a:b:C")")).find("'bucket' is no URN") !=
        std::string::npos);
  CHECK(error(resource(R"("urn":"urn:pulumi:s::p::a:b:C::n","type":"a:b:C","inputs":[])"))
            .find("a resource's inputs and outputs are objects") != std::string::npos);
  CHECK(error(resource(R"("urn":"urn:pulumi:s::p::a:b:C::n","type":7)")).find("line 1, column") !=
        std::string::npos);
  CHECK(error(R"({"version":3,"deployment":{}} more)").starts_with("line 1, column 31: "));
  const std::string twice = R"({"urn":"urn:pulumi:s::p::a:b:C::n","type":"a:b:C"})";
  CHECK(error(fmt::format(R"({{"deployment":{{"resources":[{0},{0}]}}}})", twice))
            .find("two resources have the URN") != std::string::npos);
  const std::string deep(100'000, '[');
  CHECK(error(deep).starts_with("line 1, column 1: "));
  CHECK(error(resource(R"("urn":"urn:pulumi:s::p::a:b:C::n","type":"a:b:C","inputs":{"a":)" + deep))
            .find("nested deeper than 256") != std::string::npos);
  CHECK(error(R"({"version":3,"other":)" + deep).starts_with("line 1, column "));
}

TEST_CASE("ten thousand renamed resources are matched in step with their number", "[import]") {
  // Each resource is compared with the orphans that have its inputs, not with all of them.
  plan::Plan plan;
  const plan::ResourceType& type = plan.make_type(kBucket);
  Json resources = Json::array();
  constexpr int kCount = 10'000;
  for (int i = 0; i < kCount; ++i) {
    const std::string name = fmt::format("bucket-{}", i);
    plan.declare(type, name, {{"location", "here"}, {"name", plan.values().text(name)}}, {});
    resources.push_back({{"urn", urn_of(kBucket, fmt::format("old-{}", i))},
                         {"custom", true},
                         {"id", name},
                         {"type", kBucket},
                         {"inputs", {{"location", "here"}, {"name", name}}}});
  }
  const StackState state =
      read({{"version", 3}, {"deployment", {{"resources", std::move(resources)}}}});
  const StackComparison comparison = compare_with_stack(plan, state);
  REQUIRE(comparison.renamed.size() == kCount);
  CHECK(comparison.renamed[7].state->name == "old-7");
  CHECK(comparison.orphaned.empty());
}

}  // namespace
}  // namespace cpginfra::report
