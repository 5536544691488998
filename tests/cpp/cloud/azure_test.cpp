// SPDX-License-Identifier: MIT
// What AzureInfra makes, method by method, and the example on Azure alone as a whole.
#include "cpginfra/cloud/azure.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cloud/both_clouds.hpp"
#include "cloud/made_up_azure.hpp"
#include "config/support.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "golden/recording.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::cloud {
namespace {

using Json = nlohmann::json;

/// A dataset on Azure with what it makes, and the made-up Azure to ask about it.
class Fixture {
 public:
  Fixture() : infra(config, dataset, plan) {}

  /// The resource's inputs as they would be sent.
  Json inputs(std::string_view type, std::string_view name) {
    const plan::Resource* resource = plan.find(type, name);
    if (resource == nullptr) return nullptr;
    const auto recording = golden::record(plan, cloud);
    REQUIRE(recording.ok());
    for (const Json& entry : recording->at("resources")) {
      if (entry.at("type") == type && entry.at("name") == name) return entry.at("inputs");
    }
    return nullptr;
  }
  std::size_t count(std::string_view type) const {
    return static_cast<std::size_t>(
        std::count_if(plan.resources().begin(), plan.resources().end(),
                      [&](const auto* resource) { return resource->type->token == type; }));
  }

  CPGInfrastructureConfig config = institute();
  CPGDatasetConfig dataset = cohort();
  plan::Plan plan;
  golden::MadeUpCloud cloud;
  AzureInfra infra;

 private:
  static CPGInfrastructureConfig institute() {
    CPGInfrastructureConfig config;
    config.domain = "institute.example";
    config.common_dataset = "common";
    config.budget_notification_thresholds = {0.5, 0.55, 0.5};
    config.azure = {.region = "australiaeast",
                    .subscription = "sub-1",
                    .tenant = "tenant-1",
                    .dataset_storage_prefix = "ieg-",
                    .config_bucket_name = "config"};
    return config;
  }
  static CPGDatasetConfig cohort() {
    CPGDatasetConfig dataset;
    dataset.dataset = "cohort";
    return dataset;
  }
};

constexpr const char* kExample = "institute-azure.yaml";
constexpr std::string_view kAssignment = "azure-native:authorization:RoleAssignment";
constexpr std::string_view kDefinition = "azure-native:authorization:RoleDefinition";
constexpr std::string_view kGroupId =
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/ieg-cohort";

TEST_CASE("each level of access to a bucket is a role that gives no more", "[azure]") {
  Fixture made;
  const Bucket& bucket = made.infra.create_bucket({.name = "main"});
  const plan::Principal& ada = made.infra.member("ada@institute.example");
  using enum BucketMembership;
  made.infra.add_member_to_bucket("list", bucket, ada, kList);
  made.infra.add_member_to_bucket("read", bucket, ada, kRead);
  made.infra.add_member_to_bucket("append", bucket, ada, kAppend);
  made.infra.add_member_to_bucket("mutate", bucket, ada, kMutate);

  const Json read = made.inputs(kAssignment, "cohort-azure-read");
  CHECK(read == Json{{"principalId", golden::guid_of("ada@institute.example")},
                     {"principalType", "User"},
                     {"roleDefinitionId",
                      "/subscriptions/sub-1/providers/Microsoft.Authorization/roleDefinitions/"
                      "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"},
                     {"scope", std::string(kGroupId) +
                                   "/providers/Microsoft.Storage/storageAccounts/iegcohort/"
                                   "blobServices/default/containers/main"}});
  // Listing is a part of reading on Azure: a condition takes the rest away.
  const Json list = made.inputs(kAssignment, "cohort-azure-list");
  CHECK(list.at("condition").get<std::string>().find("NOT SubOperationMatches{'Blob.List'}") !=
        std::string::npos);
  CHECK(list.at("conditionVersion") == "2.0");
  CHECK_FALSE(made.inputs(kAssignment, "cohort-azure-append").contains("condition"));

  const auto data_actions = [&](std::string_view name) {
    const Json permission = made.inputs(kDefinition, name).at("permissions").at(0);
    std::set<std::string> actions;
    for (const Json& action : permission.at("dataActions")) {
      const auto text = action.get<std::string>();
      actions.insert(text.substr(text.find("blobs/")));
    }
    return actions;
  };
  CHECK(data_actions("azure-role-blob-lister") == std::set<std::string>{"blobs/read"});
  CHECK(data_actions("azure-role-blob-creator") ==
        std::set<std::string>{"blobs/read", "blobs/add/action"});
  CHECK(data_actions("azure-role-blob-mutator") ==
        std::set<std::string>{"blobs/read", "blobs/add/action", "blobs/write", "blobs/move/action",
                              "blobs/delete"});
  CHECK(made.plan.grants().size() == 4);
  CHECK(made.plan.grants()[3].level == plan::AccessLevel::kMutate);
}

TEST_CASE("role definitions are the institute's, made once for all datasets", "[azure]") {
  Fixture made;
  CPGDatasetConfig other;
  other.dataset = "other";
  AzureInfra second(made.config, other, made.plan);
  for (AzureInfra* infra : {&made.infra, &second}) {
    const Bucket& bucket = infra->create_bucket({.name = "main"});
    infra->add_member_to_bucket("list", bucket, infra->member("ada@institute.example"),
                                BucketMembership::kList);
  }
  CHECK(made.plan.problems().empty());
  CHECK(made.count(kDefinition) == 1);
  CHECK(made.plan.find(kDefinition, "azure-role-blob-lister")->origin->dataset.empty());
}

TEST_CASE("Azure takes a role of a member on a thing once, so it is given once", "[azure]") {
  Fixture made;
  const plan::Group& group = made.infra.create_group("cohort-analysis", "Those who analyse");
  const Project& project = made.infra.project();
  made.infra.add_project_role("a", group.principal, ProjectRole::kComputeViewer, project);
  made.infra.add_project_role("b", group.principal, ProjectRole::kBrowser, project);
  made.infra.add_project_role("c", group.principal, ProjectRole::kServiceUsageConsumer, project);
  CHECK(made.count(kAssignment) == 1);
  CHECK(made.inputs(kAssignment, "cohort-azure-a").at("principalType") == "Group");
  CHECK(made.plan.grants().size() == 2);
  CHECK(made.plan.grants()[1].declared_by == made.plan.grants()[0].declared_by);

  const plan::Principal& ada = made.infra.member("ada@institute.example");
  made.infra.add_group_member("first", group, ada);
  made.infra.add_group_member("second", group, ada);
  CHECK(made.count("azuread:index/groupMember:GroupMember") == 1);
  CHECK(made.plan.memberships().size() == 2);
  CHECK(made.inputs("azuread:index/groupMember:GroupMember", "first") ==
        Json{{"groupObjectId", golden::guid_of("cohort-analysis")},
             {"memberObjectId", golden::guid_of("ada@institute.example")}});
}

TEST_CASE("what an account holds as a whole is declared once, with every bucket's part",
          "[azure]") {
  Fixture made;
  const std::vector<plan::Value> kept = {made.infra.bucket_rule_archive(40),
                                         made.infra.bucket_rule_undelete(30)};
  const std::vector<plan::Value> temporary = {made.infra.bucket_rule_temporary(8, {"incomplete/"})};
  made.infra.create_bucket({.name = "main", .lifecycle_rules = kept, .autoclass = true});
  made.infra.finalise();
  // A plugin may come late.
  made.infra.create_bucket({.name = "main-tmp", .lifecycle_rules = temporary, .versioning = false});
  made.infra.complete();

  const Json rules =
      made.inputs("azure-native:storage:ManagementPolicy", "cohort-azure-management-policy")
          .at("policy")
          .at("rules");
  std::vector<std::string> names;
  for (const Json& rule : rules) names.push_back(rule.at("name"));
  CHECK(names == std::vector<std::string>{"main-archive", "main-undelete", "main-autoclass",
                                          "main-tmp-temporary", "main-tmp-no-versions"});
  // "main" alone would be a prefix of main-tmp too.
  CHECK(rules.at(0).at("definition").at("filters").at("prefixMatch") == Json{"main/"});
  CHECK(rules.at(3).at("definition").at("filters").at("prefixMatch") ==
        Json{"main-tmp/incomplete/"});
  CHECK(rules.at(0).at("definition").at("actions") ==
        Json{{"baseBlob", {{"tierToArchive", {{"daysAfterModificationGreaterThan", 40}}}}}});
  CHECK(rules.at(1).at("definition").at("actions") ==
        Json{{"version", {{"delete", {{"daysAfterCreationGreaterThan", 30}}}}}});

  const Json service =
      made.inputs("azure-native:storage:BlobServiceProperties", "cohort-azure-blob-service");
  CHECK(service.at("isVersioningEnabled") == true);
  CHECK(service.at("lastAccessTimeTrackingPolicy").at("enable") == true);
  CHECK(service.at("blobServicesName") == "default");
  CHECK(made.count("azure-native:storage:StorageAccount") == 1);
}

TEST_CASE("buckets in another resource group have a storage account of their own", "[azure]") {
  Fixture made;
  AzureInfra& infra = made.infra;
  const Project& theirs = infra.existing_project("Theirs_1");
  const std::vector<plan::Value> rules = {infra.bucket_rule_temporary(8, {})};
  infra.create_bucket({.name = "main"});
  infra.create_bucket({.name = "far", .lifecycle_rules = rules, .project = &theirs});
  infra.create_bucket({.name = "near", .project = &infra.existing_project("ieg-cohort")});
  infra.create_bucket({.name = "far-too", .project = &infra.existing_project("Theirs_1")});
  infra.give_member_ability_to_list_buckets("lister", infra.member("ada@institute.example"),
                                            theirs);
  infra.create_monthly_budget("budget", theirs, 5);
  infra.complete();

  constexpr std::string_view kAccount = "azure-native:storage:StorageAccount";
  constexpr std::string_view kContainer = "azure-native:storage:BlobContainer";
  CHECK(made.count(kAccount) == 2);
  const Json account = made.inputs(kAccount, "cohort-azure-Theirs_1-storage-account");
  const std::string name = account.at("accountName");
  CHECK(name.starts_with("iegcohort"));
  CHECK(name != "iegcohort");
  CHECK(account.at("resourceGroupName") == "Theirs_1");
  for (const char* far : {"cohort-azure-far-container", "cohort-azure-far-too-container"}) {
    CHECK(made.inputs(kContainer, far).at("accountName") == name);
    CHECK(made.inputs(kContainer, far).at("resourceGroupName") == "Theirs_1");
  }
  CHECK(made.inputs(kContainer, "cohort-azure-near-container").at("accountName") == "iegcohort");
  CHECK(made.count("azure-native:storage:BlobServiceProperties") == 2);
  const Json policy = made.inputs("azure-native:storage:ManagementPolicy",
                                  "cohort-azure-Theirs_1-management-policy");
  CHECK(policy.at("policy").at("rules").size() == 1);
  CHECK(policy.at("accountName") == name);
  const std::string scope = "/subscriptions/sub-1/resourceGroups/Theirs_1";
  CHECK(made.inputs(kAssignment, "cohort-azure-lister").at("scope") == scope);
  CHECK(made.inputs("azure-native:consumption:Budget", "cohort-azure-budget").at("scope") == scope);
}

TEST_CASE("a budget begins when it is made, and tells the owners at its thresholds", "[azure]") {
  Fixture made;
  made.infra.create_monthly_budget("monthly-budget", made.infra.project(), 900);
  const Json budget = made.inputs("azure-native:consumption:Budget", "cohort-azure-monthly-budget");
  CHECK(budget.at("amount") == 900);
  CHECK(budget.at("scope") == kGroupId);
  CHECK(budget.at("timeGrain") == "Monthly");
  CHECK(budget.at("timePeriod") ==
        Json{{"startDate", "2026-07-01T00:00:00Z"}, {"endDate", "2099-12-31T00:00:00Z"}});
  // Each part once, however often it is given.
  CHECK(made.plan.find("azure-native:consumption:Budget", "cohort-azure-monthly-budget")
            ->input("notifications")
            .fields()
            .size() == 2);
  const Json& second = budget.at("notifications").at("actual-55-percent");
  CHECK(second.at("threshold") == 55.0);
  CHECK(second.at("contactGroups") ==
        Json{std::string(kGroupId) + "/providers/microsoft.insights/actionGroups/budget-alerts"});

  made.infra.create_fixed_budget("shared-budget", made.infra.project(), 10, kFixedBudgetStart);
  CHECK(made.inputs("azure-native:consumption:Budget", "cohort-azure-shared-budget")
            .at("timeGrain") == "Annually");
  REQUIRE(made.plan.warnings().size() == 1);
}

TEST_CASE("a secret is made with its first version; access waits for it", "[azure]") {
  Fixture made;
  const Secret& secret = made.infra.create_secret("cohort_key");
  const plan::Principal& ada = made.infra.member("ada@institute.example");
  made.infra.add_secret_member("reader", secret, ada, SecretMembership::kAccessor,
                               made.infra.project());
  made.infra.add_secret_version("version", secret, "s3cret");
  made.infra.add_secret_member("manager", secret, ada, SecretMembership::kAdmin,
                               made.infra.project());
  CHECK(made.inputs("azure-native:keyvault:Secret", "cohort-azure-version").at("vaultName") ==
        "ieg-cohort");
  const plan::Resource* version =
      made.plan.find("azure-native:keyvault:Secret", "cohort-azure-version");
  for (std::string_view name : {"cohort-azure-reader", "cohort-azure-manager"}) {
    const plan::Resource* resource = made.plan.find(kAssignment, name);
    REQUIRE(resource != nullptr);
    CHECK(std::count(resource->depends_on.begin(), resource->depends_on.end(), version) == 1);
  }
  CHECK(made.plan.grants()[0].level == plan::AccessLevel::kReadSecret);
  CHECK(made.plan.grants()[1].level == plan::AccessLevel::kManageSecret);
  CHECK(made.plan.grants()[1].role == "secret-version-manager");

  CHECK(made.plan.problems().empty());
  made.infra.add_secret_version("another", secret, "other");
  REQUIRE(made.plan.problems().size() == 1);
  CHECK(made.plan.problems()[0].rule == "second-secret-version");
}

TEST_CASE("a secret that never gets a value still has its access, and a warning", "[azure]") {
  Fixture made;
  made.infra.add_secret_member("reader", made.infra.create_secret("empty"),
                               made.infra.member("ada@institute.example"),
                               SecretMembership::kAccessor, made.infra.project());
  CHECK(made.count(kAssignment) == 0);
  made.infra.complete();
  CHECK(made.count(kAssignment) == 1);
  CHECK(made.plan.warnings().size() == 1);
}

TEST_CASE("federated credentials stand in the place of keys, one after the other", "[azure]") {
  Fixture made;
  const MachineAccount& account = made.infra.create_machine_account("main-upload");
  const plan::Value login = made.infra.get_credentials_for_machine_account("key", account);
  made.infra.complete();
  CHECK(made.plan.warnings().size() == 1);  // nobody can use it yet

  const plan::Resource& first =
      made.infra.add_federated_credential("github", account, "https://issuer", "repo:a/b");
  const plan::Resource& second =
      made.infra.add_federated_credential("gcp", account, "https://accounts.google.com", "1");
  CHECK(std::count(second.depends_on.begin(), second.depends_on.end(), &first) == 1);
  const Json inputs = made.inputs("azure-native:managedidentity:FederatedIdentityCredential",
                                  "cohort-azure-github");
  CHECK(inputs.at("audiences") == Json{"api://AzureADTokenExchange"});
  CHECK(inputs.at("resourceName") == "main-upload");

  const auto text = made.cloud.resolver().resolve(login);
  REQUIRE(text.ok());
  CHECK_FALSE(login.deferred()->secret);
  const Json document = Json::parse(text->text());
  CHECK(document.at("tenantId") == "tenant-1");
  CHECK(document.at("subscriptionId") == "sub-1");
  CHECK(document.at("clientId").get<std::string>().size() == 36);
}

TEST_CASE("members are known by email, as guests by mail, or by object id", "[azure]") {
  Fixture made;
  const auto asked = [&](std::string_view id) {
    const plan::Value value = made.infra.member(id).policy_member;
    return value.is_deferred() ? std::string(value.deferred()->arguments[0].fields()[0].name)
                               : std::string(value.text());
  };
  CHECK(asked("ada@Institute.example") == "userPrincipalName");
  CHECK(asked("kim@harbour.example") == "mail");
  CHECK(asked("3bd1c7a9-0e55-4d6f-a6a1-9c0b72e1f845") == "3bd1c7a9-0e55-4d6f-a6a1-9c0b72e1f845");
  const plan::Principal& machine = made.infra.member("servicePrincipal:3bd1c7a9");
  CHECK(machine.kind == plan::PrincipalKind::kMachineAccount);
  CHECK(machine.label == "3bd1c7a9");
  CHECK(made.plan.problems().empty());

  made.infra.member("robot@p.iam.gserviceaccount.com");
  REQUIRE(made.plan.problems().size() == 1);
  CHECK(made.plan.problems()[0].rule == "account-of-another-cloud");
}

TEST_CASE("temporary access is an eligible role assignment", "[azure]") {
  Fixture made;
  const plan::Group& group = made.infra.create_group("cohort-tmp-main-read-access", {});
  const Bucket& bucket = made.infra.create_bucket({.name = "main"});
  made.infra.create_temporary_bucket_access("temporary", bucket, {&group.principal},
                                            TemporaryBucketAccessType::kRead,
                                            kTemporaryAccessDuration);
  const Json inputs = made.inputs("azure-native:authorization:PimRoleEligibilitySchedule",
                                  "cohort-azure-temporary");
  CHECK(inputs.at("principalId") == golden::guid_of("cohort-tmp-main-read-access"));
  CHECK(inputs.at("scheduleInfo").at("expiration").at("duration") == "P365D");
  REQUIRE(made.plan.grants().size() == 1);
  CHECK(made.plan.grants()[0].availability == plan::Availability::kOnRequest);

  // Azure has one of a member, a role and a bucket; its provider refuses to make another.
  constexpr std::string_view kEligibility = "azure-native:authorization:PimRoleEligibilitySchedule";
  made.infra.create_temporary_bucket_access("again", bucket, {&group.principal, &group.principal},
                                            TemporaryBucketAccessType::kRead,
                                            kTemporaryAccessDuration);
  CHECK(made.count(kEligibility) == 1);
  CHECK(made.plan.grants().size() == 3);
  made.infra.create_temporary_bucket_access("write", bucket, {&group.principal},
                                            TemporaryBucketAccessType::kWrite,
                                            kTemporaryAccessDuration);
  CHECK(made.count(kEligibility) == 2);
}

TEST_CASE("on Azure alone the dropbox server's configuration is a secret there", "[azure]") {
  const std::string section =
      "  data_dropbox:\n"
      "    gcp: { project: dropbox-server, server_machine_account: "
      "'servicePrincipal:7a1f4d7e-92c3-4f0b-8c55-5b1de0f3a9c4' }\n";
  std::string text = config::file_text(test::source_path(std::string("examples/") + kExample));
  text.insert(text.find("  users:\n"), section);
  const auto loaded = config::load_text(text, config::Format::kYaml, "institute.yaml");
  INFO(config::render_plain(loaded.diagnostics));
  CHECK(loaded.diagnostics.empty());
  REQUIRE(loaded.configuration.has_value());
  Configuration configuration = *loaded.configuration;
  const auto plan = driver::build_plan(configuration);
  REQUIRE(plan.ok());
  const plan::Resource* secret =
      plan->find("azure-native:keyvault:Secret", "common-azure-data-dropbox-server-config-latest");
  REQUIRE(secret != nullptr);
  CHECK(secret->input("resourceGroupName").text() == "dropbox-server");
  CHECK(secret->input("properties").field("value").text().find("Harbour University") !=
        std::string_view::npos);
  // Those who upload are known to it as they are on its cloud.
  CHECK(secret->input("properties")
            .field("value")
            .text()
            .find(R"("uploaders": ["kim.duarte@harbour-university.example"])") !=
        std::string_view::npos);
  CHECK(plan->find(kAssignment, "common-azure-data-dropbox-server-config-accessor") != nullptr);
  constexpr std::string_view kWriter =
      "cardiac-azure-dropbox-server-service-account-main-upload-db-harbour-bucket-creator";
  const plan::Resource* writer = plan->find(kAssignment, kWriter);
  REQUIRE(writer != nullptr);
  CHECK(writer->input("principalId").text() == "7a1f4d7e-92c3-4f0b-8c55-5b1de0f3a9c4");

  // A server on Google Cloud cannot read it there.
  configuration.infrastructure.data_dropbox->gcp.server_machine_account =
      "server@dropbox.iam.gserviceaccount.com";
  const auto other = driver::build_plan(configuration);
  REQUIRE(other.ok());
  CHECK(other->find(kAssignment, "common-azure-data-dropbox-server-config-accessor") == nullptr);
  CHECK(other->find(kAssignment, kWriter) == nullptr);
  CHECK(other->warnings().size() == plan->warnings().size() + 1);
}

TEST_CASE("the example on Azure alone plans, and resolves under the made-up Azure",
          "[azure][examples]") {
  const auto plan = driver::build_plan(testing_support::example(kExample));
  INFO(plan.status());
  REQUIRE(plan.ok());
  const Json recording = testing_support::resolved(*plan);
  CHECK(recording.at("exports") ==
        Json{{"members-cache-bucket",
              "https://iegcommon.blob.core.windows.net/ieg-members-group-cache"}});
  for (const Json& resource : recording.at("resources")) {
    const auto type = resource.at("type").get<std::string>();
    CHECK((type.starts_with("azure") || type == "pulumi-python:dynamic:Resource"));
  }
  // Files are sent as files, with what the other cloud's would hold.
  const Json* blob = nullptr;
  for (const Json& resource : recording.at("resources")) {
    if (resource.at("name") == "storage-config-azure-newborn-main") blob = &resource;
  }
  REQUIRE(blob != nullptr);
  const auto text = blob->at("inputs").at("source").at("text").get<std::string>();
  CHECK(text.find("https://iegnewborn.blob.core.windows.net/main") != std::string::npos);
  CHECK(blob->at("inputs").at("containerName") == "config");
  CHECK(blob->at("inputs").at("blobName") == "infrastructure/storage/azure/newborn-main.toml");
}

}  // namespace
}  // namespace cpginfra::cloud
