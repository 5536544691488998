// SPDX-License-Identifier: MIT
#include "report/everything_plan.hpp"
#include "support/source_directory.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

namespace cpginfra::report {
namespace {

using plan::Value;
using Texts1 = std::array<std::string_view, 1>;

constexpr Texts1 kSecretData = {"secretData"};
constexpr std::array<std::string_view, 2> kContent = {"content", "customerEncryption"};
constexpr Texts1 kPrivateKey = {"privateKey"};
constexpr Texts1 kOldAccount = {"gcp:serviceAccount/account:Account"};

constexpr plan::ResourceType kProject{.token = "gcp:organizations/project:Project"};
constexpr plan::ResourceType kAccount{.token = "gcp:serviceaccount/account:Account",
                                      .alias_types = kOldAccount};
constexpr plan::ResourceType kKey{.token = "gcp:serviceaccount/key:Key",
                                  .secret_outputs = kPrivateKey};
constexpr plan::ResourceType kBucket{.token = "gcp:storage/bucket:Bucket"};
constexpr plan::ResourceType kBucketObject{.token = "gcp:storage/bucketObject:BucketObject",
                                           .secret_inputs = kContent,
                                           .secret_outputs = kContent};
constexpr plan::ResourceType kSecretVersion{
    .token = "gcp:secretmanager/secretVersion:SecretVersion",
    .secret_inputs = kSecretData,
    .secret_outputs = kSecretData};
constexpr plan::ResourceType kGroupType{.token = "gcp:cloudidentity/group:Group"};

constexpr Texts1 kIgnored = {"initialGroupConfig"};
constexpr Texts1 kAnything = {"*"};
constexpr Texts1 kToken = {"token"};
constexpr std::array<plan::Alias, 2> kFormer = {
    {{.name = "old-name", .type = {}}, {.name = "older-name", .type = "old:type:Type"}}};

}  // namespace

plan::Plan make_everything_plan() {
  plan::Plan plan;
  plan::ValueStore& values = plan.values();
  const plan::Origin* common = plan.make_origin("common", "gcp");
  const plan::Origin* cohort = plan.make_origin("cohort-a", "gcp");
  const plan::Origin* dry = plan.make_origin("cohort-a", "dry-run");

  const Value organization = plan.invoke("gcp:organizations/getOrganization:getOrganization",
                                         values.object({{"domain", "example.org"}}), "orgId");
  const plan::Resource& project =
      plan.declare(kProject, "common-gcp-project",
                   {{"projectId", "common-123"}, {"orgId", organization}}, {.origin = common});
  const plan::Resource& account =
      plan.declare(kAccount, "common-gcp-account",
                   {{"accountId", "worker"}, {"project", plan.attribute(project, "projectId")}},
                   {.origin = common, .depends_on = {&project}});
  const Value email = plan.attribute(account, "email");
  const Value policy_member = plan.concat({"serviceAccount:", email});
  const plan::Resource& key =
      plan.declare(kKey, "common-gcp-key", {{"serviceAccountId", email}}, {.origin = common});

  // Values of every kind.
  const std::array<Value, 3> numbers = {std::numeric_limits<double>::infinity(), 1.0, 0.1};
  const std::array<plan::Field, 2> reserved = {{{"$attribute", "not an attribute"}, {"plain", 1}}};
  const std::array<plan::Field, 2> files = {
      {{"main.py", "print('hello')\n"}, {"requirements.txt", "requests\n"}}};
  const plan::Resource& bucket = plan.declare(
      kBucket, "cohort-a-gcp-main-bucket",
      {
          {"name", "cohort-a-main"},
          {"enabled", true},
          {"age", std::int64_t{-9007199254740993}},
          {"numbers", values.list(numbers)},
          {"empty", values.object({})},
          {"nothing", values.list({Value(), values.list({})})},
          {"reserved",
           plan::Value::object_over(values.keep(std::span<const plan::Field>(reserved)))},
          {"archive", values.archive(files)},
          {"text", "quotes \" and \\ and \n and \x01 and \xC3\xA9\xF0\x9F\xA7\xAC"},
          {"bytes", std::string_view("\xFF\x00\xFE", 3)},
          {"looks-like-a-number", "12"},
          {"looks-deferred", "${not deferred}"},
          {"later", plan::Value::unknown()},
          {"parent", &project},
          {"outside", plan.external("stack.region", {})},
          {"outside-secret",
           plan.external_secret("stack.token", std::array<const plan::Resource*, 1>{&account})},
          {"members", values.list({values.object({{"member", policy_member}})})},
          {"merged", plan.call(*plan::find_function("merge"),
                               {values.object({{"a", 1}}), values.object({{"b", email}})})},
      },
      {.origin = cohort});

  // Secrets.
  plan.declare(kSecretVersion, "common-gcp-slack", {{"secretData", kSlackToken}},
               {.origin = common});
  const std::array<plan::Field, 3> kept_fields = {
      {{"token", kSlackToken}, {"number", kSecretNumber}, {"on", true}}};
  const Value config = values.object(kept_fields);
  plan.declare(kSecretVersion, "common-gcp-config",
               {{"secretData", plan.call(*plan::find_function("toml"),
                                         {values.object({{"config", config}, {"sa", email}})})}},
               {.origin = common});
  plan.declare(kSecretVersion, "common-gcp-key-version",
               {{"secretData", plan.call(*plan::find_function("base64-decode"),
                                         {plan.attribute(key, "privateKey")})}},
               {.origin = common});
  const plan::Resource& provider = plan.declare(plan.make_type("pulumi:providers:github"),
                                                "provider", {{"owner", "example"}}, {});

  static constexpr plan::ResourceOptions kGroupOptions{.ignore_changes = kIgnored};
  const plan::Resource& group_resource =
      plan.declare(kGroupType, "cohort-a-gcp-analysis-group",
                   {{"groupKey", values.object({{"id", "cohort-a-analysis@example.org"}})}},
                   {.origin = cohort, .options = &kGroupOptions});
  const auto* options = values.keep_one(plan::ResourceOptions{.replace_on_changes = kAnything,
                                                              .additional_secret_outputs = kToken,
                                                              .aliases = kFormer,
                                                              .delete_before_replace = true,
                                                              .protect = true,
                                                              .retain_on_delete = true,
                                                              .import_id = "projects/x/y",
                                                              .provider = &provider});
  plan.declare(kBucketObject, "cohort-a-members",
               {{"bucket", &bucket}, {"content", kFileContents}, {"name", "members.txt"}},
               {.origin = cohort, .depends_on = {&group_resource, &project}, .options = options});

  plan.export_value("bucket", plan.concat({"gs://", plan.attribute(bucket, "name")}));
  plan.export_value("region", "australia-southeast1");

  // Access.
  const Value group_id = plan.attribute(group_resource, "groupKey.id");
  const plan::Group& analysis =
      plan.add_group({.name = "cohort-a-analysis",
                      .description = "those who analyse cohort-a",
                      .cloud = "gcp",
                      .resource = &group_resource,
                      .key = plan.attribute(group_resource, "id"),
                      .principal = {.kind = plan::PrincipalKind::kGroup,
                                    .label = "cohort-a-analysis@example.org",
                                    .id = group_id,
                                    .policy_member = plan.concat({"group:", group_id}),
                                    .resource = &group_resource},
                      .origin = cohort});
  const plan::Group& dry_group =
      plan.add_group({.name = "cohort-a-analysis",
                      .cloud = "dry-run",
                      .key = "cohort-a-analysis@example.org",
                      .principal = {.kind = plan::PrincipalKind::kGroup, .label = "a@example.org"},
                      .origin = dry});
  const auto keep_person = [&](std::string_view id, std::string_view policy_member_text) {
    return values.keep_one(plan::Principal{.kind = plan::PrincipalKind::kPerson,
                                           .label = "ana@example.org",
                                           .id = id,
                                           .policy_member = policy_member_text});
  };
  const plan::Principal* ana = keep_person("ana@example.org", "user:ana@example.org");
  const plan::Principal* same_ana = keep_person("ana@example.org", "user:ana@example.org");
  const plan::Principal* other_ana = keep_person("Ana@example.org", "user:Ana@example.org");
  const auto* worker =
      values.keep_one(plan::Principal{.kind = plan::PrincipalKind::kMachineAccount,
                                      .label = "worker@common-123.iam.gserviceaccount.com",
                                      .id = email,
                                      .policy_member = policy_member,
                                      .resource = &account});
  const auto* made = values.keep_one(plan::Target{
      .kind = plan::TargetKind::kBucket, .name = "cohort-a-main", .resource = &bucket});
  const auto* named =
      values.keep_one(plan::Target{.kind = plan::TargetKind::kProject, .name = "elsewhere"});
  plan.add_grant({.member = &analysis.principal,
                  .target = made,
                  .level = plan::AccessLevel::kList,
                  .role = "StorageLister",
                  .declared_by = &bucket,
                  .origin = cohort});
  plan.add_grant({.member = worker,
                  .target = named,
                  .level = plan::AccessLevel::kRole,
                  .role = "roles/browser",
                  .origin = common});
  plan.add_grant({.member = ana,
                  .target = made,
                  .level = plan::AccessLevel::kMutate,
                  .availability = plan::Availability::kOnRequest,
                  .origin = cohort});
  plan.add_membership({.group = &analysis,
                       .group_name = analysis.name,
                       .member = same_ana,
                       .declared_by = &bucket,
                       .origin = cohort});
  plan.add_membership(
      {.group = &dry_group, .group_name = dry_group.name, .member = other_ana, .origin = dry});
  plan.add_membership({.group_name = "groups/0outside", .member = worker, .origin = common});

  plan.warn(cohort, "the recording is wrong here, and kept");
  plan.warn(nullptr, "something of the whole institute");
  plan.add_line(dry, {"Create bucket: ", "main", " w/ rules: ", "RULE:tmp=8d"});
  plan.add_line(dry, {"Creating Group: cohort-a-analysis"});
  return plan;
}

std::string approved(std::string_view name, const std::string& text) {
  const std::string path = test::source_path("tests/data/report/") + std::string(name);
  if (std::getenv("CPGINFRA_APPROVE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return text;
  }
  std::ostringstream contents;
  contents << std::ifstream(path, std::ios::binary).rdbuf();
  return contents.str();
}

}  // namespace cpginfra::report
