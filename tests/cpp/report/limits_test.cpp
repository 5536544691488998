// SPDX-License-Identifier: MIT
#include "cpginfra/report/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "report/made_up_plan.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

std::vector<Finding> findings_of(MadeUpPlan& made_up, std::string_view rule,
                                 const GrantedLimits& granted = {}) {
  const AccessGraph graph(made_up.plan());
  std::vector<Finding> kept;
  for (const Finding& finding : check_limits(made_up.plan(), graph, granted).findings) {
    if (finding.rule == rule) kept.push_back(finding);
  }
  return kept;
}

// Texts: what is just right and what is just wrong.

struct TextCase {
  std::string_view rule;
  std::string_view token;
  std::string_view input;
  std::vector<std::string> right;
  std::vector<std::string> wrong;
};

std::string a(std::size_t count) { return std::string(count, 'a'); }

constexpr std::string_view kBucket = "gcp:storage/bucket:Bucket";
constexpr std::string_view kProject = "gcp:organizations/project:Project";
constexpr std::string_view kAccount = "gcp:serviceaccount/account:Account";
constexpr std::string_view kGroup = "gcp:cloudidentity/group:Group";
constexpr std::string_view kPool = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool";
constexpr std::string_view kPoolProvider =
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
constexpr std::string_view kRole = "gcp:organizations/iAMCustomRole:IAMCustomRole";
constexpr std::string_view kProjectRole = "gcp:projects/iAMCustomRole:IAMCustomRole";

std::vector<TextCase> text_cases() {
  const std::string umlauts = "ü";
  std::string many_umlauts;
  for (int count = 0; count < 73; ++count) many_umlauts += umlauts;
  return {
      {"gcp-bucket-name",
       kBucket,
       "name",
       {"abc", a(63), a(63) + "." + a(63) + "." + a(63) + "." + a(30), "a_b-c.d", "1.2.3.4.5"},
       {"ab", a(64), a(63) + "." + a(63) + "." + a(63) + "." + a(31), "a.b" + a(63), "Abc", "a..b",
        "-ab", "ab-", "1.2.3.4", "goog-a", "a-google-a", "a-g00gle", "a b", "abü"}},
      {"gcp-project-id",
       kProject,
       "projectId",
       {a(6), a(30), "a-1-bcd"},
       {a(5), a(31), "1aaaaa", "aaaaa-", "aaaa_a", "aaaa-ssl", "a-google-b", "Aaaaaa"}},
      {"gcp-project-name",
       kProject,
       "name",
       {a(4), a(30), "It's \"a\" 1-!"},
       {a(3), a(31), "a_bc"}},
      {"gcp-service-account-id",
       kAccount,
       "accountId",
       {a(6), a(30), "a-1-bc"},
       {a(5), a(31), "1aaaaa", "aaaaa-", "aaaa.a"}},
      {"gcp-service-account-name",
       kAccount,
       "displayName",
       {"", a(100)},
       {a(101), a(99) + umlauts}},
      {"gcp-service-account-description", kAccount, "description", {"", a(256)}, {a(257)}},
      {"gcp-secret-id",
       "gcp:secretmanager/secret:Secret",
       "secretId",
       {"a", a(255), "A_b-1"},
       {"", a(256), "a.b"}},
      {"gcp-secret-size",
       "gcp:secretmanager/secretVersion:SecretVersion",
       "secretData",
       {"", a(65536)},
       {a(65537)}},
      {"gcp-group-email",
       kGroup,
       "groupKey.id",
       {"a@x.org", a(63) + "@x.org"},
       {"@x.org", a(64) + "@x.org"}},
      {"gcp-group-name",
       kGroup,
       "displayName",
       {"a", a(73), many_umlauts},
       {"", a(74), many_umlauts + "a"}},
      {"gcp-group-description", kGroup, "description", {"", a(300)}, {a(301)}},
      {"gcp-entitlement-id",
       "gcp:privilegedaccessmanager/entitlement:entitlement",
       "entitlementId",
       {a(4), a(63), "a-1-"},
       {a(3), a(64), "1aaa", "aa_a"}},
      {"gcp-budget-name", "gcp:billing/budget:Budget", "displayName", {"", a(60)}, {a(61)}},
      {"gcp-bigquery-dataset-id",
       "gcp:bigquery/dataset:Dataset",
       "datasetId",
       {"a", a(1024), "A_1"},
       {"", a(1025), "a-b"}},
      {"gcp-workload-pool-id",
       kPool,
       "workloadIdentityPoolId",
       {a(4), a(32), "-1-a"},
       {a(3), a(33), "gcp-a", "aaA1"}},
      {"gcp-workload-pool-id", kPoolProvider, "workloadIdentityPoolProviderId", {a(32)}, {a(33)}},
      {"gcp-workload-pool-name", kPool, "displayName", {a(32)}, {a(33)}},
      {"gcp-workload-pool-name", kPoolProvider, "displayName", {a(32)}, {a(33)}},
      {"gcp-workload-pool-description", kPool, "description", {a(256)}, {a(257)}},
      {"gcp-workload-pool-description", kPoolProvider, "description", {a(256)}, {a(257)}},
      {"gcp-workload-condition", kPoolProvider, "attributeCondition", {a(4096)}, {a(4097)}},
      {"gcp-custom-role-id", kRole, "roleId", {"abc", a(64), "A_1."}, {"ab", a(65), "a-b"}},
      {"gcp-custom-role-id", kProjectRole, "roleId", {a(64)}, {a(65)}},
      {"gcp-custom-role-title", kRole, "title", {a(100)}, {a(101)}},
      {"gcp-custom-role-title", kProjectRole, "title", {a(100)}, {a(101)}},
      {"gcp-custom-role-description", kRole, "description", {a(300)}, {a(301)}},
      {"gcp-custom-role-description", kProjectRole, "description", {a(300)}, {a(301)}},
      {"azure-storage-account-name",
       "azure-native:storage:StorageAccount",
       "accountName",
       {"abc", a(24), "1a2"},
       {"ab", a(25), "a-b", "Abc"}},
      {"azure-container-name",
       "azure-native:storage:BlobContainer",
       "containerName",
       {"abc", a(63), "1-a-2"},
       {"ab", a(64), "-ab", "a--b", "Abc"}},
      {"azure-management-policy-name",
       "azure-native:storage:ManagementPolicy",
       "managementPolicyName",
       {"default"},
       {"another", "defaults"}},
      {"azure-blob-service-name",
       "azure-native:storage:BlobServiceProperties",
       "blobServicesName",
       {"default"},
       {"another"}},
      {"azure-key-vault-name",
       "azure-native:keyvault:Vault",
       "vaultName",
       {"abc", a(24), "A-1"},
       {"ab", a(25), "1ab", "ab-", "a--b", "a_b"}},
      {"azure-secret-name",
       "azure-native:keyvault:Secret",
       "secretName",
       {"a", a(127)},
       {"", a(128), "a_b"}},
      {"azure-registry-name",
       "azure-native:containerregistry:Registry",
       "registryName",
       {a(5), a(50), "A1b2c"},
       {a(4), a(51), "ab-cd"}},
      {"azure-resource-group-name",
       "azure-native:resources:ResourceGroup",
       "resourceGroupName",
       {"a", a(90), "A_(b)-1.c", umlauts},
       {"", a(91), "a.", "a/b"}},
      {"azure-identity-name",
       "azure-native:managedidentity:UserAssignedIdentity",
       "resourceName",
       {"abc", a(128), "1_-"},
       {"ab", a(129), "_ab", "a.b"}},
      {"azure-budget-name",
       "azure-native:consumption:Budget",
       "budgetName",
       {"a", a(63), "A_1-b"},
       {"", a(64), "a b"}},
      {"azure-deployment-name",
       "azure-native:resources:Deployment",
       "deploymentName",
       {"a", a(64), "A_1-b.(c)"},
       {"", a(65), "a b"}},
      {"azure-federated-credential-name",
       "azure-native:managedidentity:FederatedIdentityCredential",
       "federatedIdentityCredentialResourceName",
       {"abc", a(120), "1_-"},
       {"ab", a(121), "_ab", "a.b"}},
      {"entra-group-name",
       "azuread:index/group:Group",
       "displayName",
       {"a", a(256), umlauts},
       {"", a(257)}},
  };
}

void add_text(MadeUpPlan& made_up, const TextCase& one, const std::string& text) {
  plan::ValueStore& values = made_up.plan().values();
  const plan::Value value = values.text(text);
  const std::size_t dot = one.input.find('.');
  if (dot == std::string_view::npos) {
    made_up.thing(one.token, {{one.input, value}});
  } else {
    made_up.thing(one.token, {{one.input.substr(0, dot),
                               values.object({{one.input.substr(dot + 1), value}})}});
  }
}

TEST_CASE("each limit of a text takes what just fits and refuses what just does not") {
  for (const TextCase& one : text_cases()) {
    for (const std::string& text : one.right) {
      INFO(one.rule << " takes '" << text << "'");
      MadeUpPlan made_up;
      add_text(made_up, one, text);
      const auto findings = findings_of(made_up, one.rule);
      CHECK(std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.severity == Severity::kError;
      }));
    }
    for (const std::string& text : one.wrong) {
      INFO(one.rule << " refuses '" << text << "'");
      MadeUpPlan made_up;
      add_text(made_up, one, text);
      const auto findings = findings_of(made_up, one.rule);
      REQUIRE(findings.size() == 1);
      CHECK(findings.front().severity == Severity::kError);
      CHECK(findings.front().subject == fmt::format("{}::thing-0", one.token));
    }
  }
}

TEST_CASE("labels are held against their limits on every type that has them") {
  for (std::string_view token :
       {"gcp:storage/bucket:Bucket", "gcp:organizations/project:Project",
        "gcp:secretmanager/secret:Secret", "gcp:artifactregistry/repository:Repository"}) {
    INFO(token);
    const auto count = [&](const std::string& key, const std::string& value,
                           std::string_view rule) {
      MadeUpPlan made_up;
      plan::ValueStore& values = made_up.plan().values();
      made_up.thing(token, {{"labels", values.object({{values.text(key), values.text(value)}})}});
      return findings_of(made_up, rule).size();
    };
    for (const std::string& key : {std::string("a"), a(63), std::string("a_b-1")}) {
      CHECK(count(key, "", "gcp-label-key") == 0);
    }
    for (const std::string& key :
         {std::string(), a(64), std::string("1a"), std::string("A"), std::string("a.b")}) {
      CHECK(count(key, "", "gcp-label-key") == 1);
    }
    for (const std::string& value : {std::string(), a(63), std::string("1_-")}) {
      CHECK(count("a", value, "gcp-label-value") == 0);
    }
    for (const std::string& value : {a(64), std::string("A"), std::string("a.b")}) {
      CHECK(count("a", value, "gcp-label-value") == 1);
    }
  }
}

// Counts: a plan with so many of a thing.

struct CountCase {
  std::string_view rule;
  std::function<void(MadeUpPlan&, std::uint64_t)> fill;
};

plan::Value list_of(MadeUpPlan& made_up, std::uint64_t count) {
  std::vector<plan::Value> items(count, plan::Value("x"));
  return made_up.plan().values().list(std::span<const plan::Value>(items));
}

plan::Value object_of(MadeUpPlan& made_up, std::string_view prefix, std::uint64_t count) {
  plan::ValueStore& values = made_up.plan().values();
  std::vector<plan::Field> fields;
  for (std::uint64_t number = 0; number < count; ++number) {
    fields.push_back({values.text(fmt::format("{}k{}", prefix, number)), "v"});
  }
  return values.object(std::span<const plan::Field>(fields));
}

std::function<void(MadeUpPlan&, std::uint64_t)> things(std::string_view token,
                                                       std::string_view input) {
  return [token, input](MadeUpPlan& made_up, std::uint64_t count) {
    for (; count > 0; --count) made_up.thing(token, {{input, "same"}});
  };
}

void fill_direct_memberships(MadeUpPlan& made_up, std::uint64_t count) {
  const plan::Principal& jane = made_up.person("jane@x.org");
  for (; count > 0; --count) made_up.join(jane, made_up.group(fmt::format("g{}", count)));
}

void fill_nested_memberships(MadeUpPlan& made_up, std::uint64_t count) {
  const plan::Group& inner = made_up.group("inner");
  made_up.join(made_up.person("jane@x.org"), inner);
  for (; count > 1; --count) {
    made_up.join(inner.principal, made_up.group(fmt::format("g{}", count)));
  }
}

void fill_chain(MadeUpPlan& made_up, std::uint64_t count) {
  const plan::Group* inner = &made_up.group("g0");
  for (std::uint64_t number = 1; number < count; ++number) {
    const plan::Group& outer = made_up.group(fmt::format("g{}", number));
    made_up.join(inner->principal, outer);
    inner = &outer;
  }
}

std::vector<CountCase> count_cases() {
  return {
      {"gcp-policy-principals",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         const plan::Target& bucket = made_up.made(TargetKind::kBucket, "b");
         const plan::Principal& jane = made_up.person("jane@x.org");
         for (; count > 0; --count) {
           // Every role of one principal counts.
           made_up.grant(jane, bucket, AccessLevel::kRead, fmt::format("role{}", count));
         }
       }},
      {"gcp-policy-groups",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         const plan::Target& secret = made_up.named(TargetKind::kSecret, "s");
         for (; count > 0; --count) {
           const plan::Group& group = made_up.group(fmt::format("g{}", count));
           // A group counts once, however many roles it has.
           made_up.grant(group.principal, secret, AccessLevel::kReadSecret, "one");
           made_up.grant(group.principal, secret, AccessLevel::kManageSecret, "two");
         }
       }},
      {"gcp-bucket-legacy-principals",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         const plan::Target& bucket = made_up.made(TargetKind::kBucket, "b");
         made_up.grant(made_up.person("other@x.org"), bucket, AccessLevel::kRead, "roles/new");
         for (; count > 0; --count) {
           made_up.grant(made_up.person(fmt::format("p{}@x.org", count)), bucket,
                         AccessLevel::kRead, "roles/storage.legacyBucketReader");
         }
       }},
      {"gcp-service-accounts-per-project", things(kAccount, "project")},
      {"gcp-keys-per-service-account", things("gcp:serviceaccount/key:Key", "serviceAccountId")},
      {"google-direct-memberships", fill_direct_memberships},
      {"google-all-memberships", fill_nested_memberships},
      {"group-cycle",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         const plan::Group& left = made_up.group("left");
         const plan::Group& right = made_up.group("right");
         made_up.join(left.principal, right);
         if (count > 0) made_up.join(right.principal, left);
       }},
      {"group-nesting", fill_chain},
      {"gcp-labels",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         made_up.thing(kBucket, {{"labels", object_of(made_up, "", count)}});
       }},
      {"gcp-bucket-notifications", things("gcp:storage/notification:Notification", "bucket")},
      {"gcp-entitlement-eligible-users",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         made_up.thing("gcp:privilegedaccessmanager/entitlement:entitlement",
                       {{"eligibleUsers", list_of(made_up, count)}});
       }},
      {"gcp-condition-operators",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         plan::ValueStore& values = made_up.plan().values();
         std::string condition = "a != \"quoted && '||' \\\" !\"";  // no operators
         for (std::uint64_t number = 0; number < count; ++number) {
           condition += number % 3 == 0 ? " && b" : number % 3 == 1 ? " || c" : " !d";
         }
         made_up.thing("gcp:projects/iAMMember:IAMMember",
                       {{"condition", values.object({{"expression", values.text(condition)}})}});
       }},
      {"gcp-binding-conditions",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         plan::ValueStore& values = made_up.plan().values();
         for (; count > 0; --count) {
           made_up.thing(
               "gcp:storage/bucketIAMMember:BucketIAMMember",
               {{"bucket", "b"},
                {"member", "user:jane@x.org"},
                {"role", "r"},
                {"condition",
                 values.object({{"expression", values.text(fmt::format("c{}", count))}})}});
         }
       }},
      {"gcp-budgets-per-billing-account", things("gcp:billing/budget:Budget", "billingAccount")},
      {"gcp-organization-custom-roles", things(kRole, "orgId")},
      {"gcp-project-custom-roles", things(kProjectRole, "project")},
      {"gcp-custom-role-permissions",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         made_up.thing(kRole, {{"permissions", list_of(made_up, count)}});
       }},
      {"gcp-workload-attributes",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         made_up.thing(kPoolProvider,
                       {{"attributeMapping", object_of(made_up, "attribute.", count)}});
       }},
      {"gcp-bucket-name-once", things(kBucket, "name")},
      {"azure-storage-account-name-once",
       things("azure-native:storage:StorageAccount", "accountName")},
      {"azure-key-vault-name-once", things("azure-native:keyvault:Vault", "vaultName")},
      {"azure-registry-name-once",
       things("azure-native:containerregistry:Registry", "registryName")},
      {"azure-policy-rules",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         made_up.thing(
             "azure-native:storage:ManagementPolicy",
             {{"policy", made_up.plan().values().object({{"rules", list_of(made_up, count)}})}});
       }},
      {"azure-budget-notifications",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         made_up.thing("azure-native:consumption:Budget",
                       {{"notifications", object_of(made_up, "", count)}});
       }},
      {"azure-federated-credentials",
       things("azure-native:managedidentity:FederatedIdentityCredential", "resourceName")},
      {"azure-role-assignments", things("azure-native:authorization:RoleAssignment", "scope")},
      {"azure-token-groups",
       [](MadeUpPlan& made_up, std::uint64_t count) {
         made_up.in_dataset("d", "azure");
         fill_nested_memberships(made_up, count);
       }},
  };
}

TEST_CASE("each limit of a count takes the greatest number and refuses one more") {
  for (const CountCase& one : count_cases()) {
    INFO(one.rule);
    const LimitRule* rule = find_limit_rule(one.rule);
    REQUIRE(rule != nullptr);
    {
      MadeUpPlan made_up;
      made_up.in_dataset("d");
      one.fill(made_up, rule->limit);
      CHECK_FALSE(has_errors(findings_of(made_up, one.rule)));
    }
    MadeUpPlan made_up;
    made_up.in_dataset("d");
    one.fill(made_up, rule->limit + 1);
    const auto findings = findings_of(made_up, one.rule);
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().severity == Severity::kError);
    CHECK(findings.front().source == rule->source);
    CHECK_FALSE(findings.front().subject.empty());
    CHECK_FALSE(findings.front().mend.empty());
  }
}

TEST_CASE("counts warn from four fifths of their limit on") {
  for (const CountCase& one : count_cases()) {
    INFO(one.rule);
    const std::uint64_t limit = find_limit_rule(one.rule)->limit;
    if (limit < 5) continue;
    const std::uint64_t near = (limit * 4 + 4) / 5;
    MadeUpPlan below;
    below.in_dataset("d");
    one.fill(below, near - 1);
    CHECK(findings_of(below, one.rule).empty());
    MadeUpPlan at;
    at.in_dataset("d");
    one.fill(at, near);
    const auto findings = findings_of(at, one.rule);
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().severity == Severity::kWarning);
  }
}

TEST_CASE("every limit has its cases, its source and the month in which that was read") {
  std::set<std::string_view> tested = {"gcp-label-key", "gcp-label-value"};
  for (const TextCase& one : text_cases()) tested.insert(one.rule);
  for (const CountCase& one : count_cases()) tested.insert(one.rule);
  std::set<std::string_view> known;
  for (const LimitRule* rule : limit_rules()) {
    INFO(rule->id);
    CHECK(known.insert(rule->id).second);
    CHECK(rule->source.starts_with("https://"));
    CHECK(rule->seen.size() == std::string_view("2026-07").size());
    CHECK_FALSE(rule->what.empty());
    CHECK_FALSE(rule->demand.empty());
    CHECK(find_limit_rule(rule->id) == rule);
  }
  CHECK(tested == known);
  CHECK(find_limit_rule("no-such-limit") == nullptr);
}

TEST_CASE("names that the cloud repeats are measured, names that only it knows are not") {
  MadeUpPlan made_up;
  plan::Plan& plan = made_up.plan();
  const plan::Resource& project = made_up.thing(
      kProject, {{"projectId", plan.values().text(a(30))}, {"name", plan.values().text(a(30))}});
  // A budget's name is the project's: 30 characters and 31 more.
  made_up.thing(
      "gcp:billing/budget:Budget",
      {{"displayName", plan.concat({plan.attribute(project, "name"), plan.values().text(a(31))})}});
  made_up.thing("gcp:billing/budget:Budget", {{"displayName", plan.attribute(project, "number")}});
  const auto findings = findings_of(made_up, "gcp-budget-name");
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().message ==
        "a budget's display name '" + a(61) + "' has 61 characters, 1 more than it may");
}

TEST_CASE("a secret's size counts what is known of it, and its contents are never shown") {
  MadeUpPlan made_up;
  plan::Plan& plan = made_up.plan();
  const plan::Resource& account = made_up.thing(kAccount, {{"accountId", "abcdef"}});
  const plan::Value data =
      plan.concat({plan.values().text(std::string(65537, 's')), plan.attribute(account, "email")});
  made_up.thing("gcp:secretmanager/secretVersion:SecretVersion", {{"secretData", data}});
  const auto findings = findings_of(made_up, "gcp-secret-size");
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().message == "a secret's contents has 65537 bytes, 1 more than it may");
}

TEST_CASE(
    "access that must be asked for, and other clouds' policies, are not on Google's policies") {
  MadeUpPlan made_up;
  made_up.in_dataset("d");
  const plan::Target& bucket = made_up.made(TargetKind::kBucket, "b");
  for (int number = 0; number < 1600; ++number) {
    made_up.grant_on_request(made_up.person(fmt::format("p{}@x.org", number)), bucket,
                             AccessLevel::kRead, "r");
  }
  made_up.in_dataset("d", "azure");
  for (int number = 0; number < 1600; ++number) {
    made_up.grant(made_up.person(fmt::format("p{}@x.org", number)), bucket, AccessLevel::kRead,
                  "r");
  }
  CHECK(findings_of(made_up, "gcp-policy-principals").empty());
}

TEST_CASE("how many more datasets fit is said of what fills first") {
  MadeUpPlan made_up;
  const plan::Target& secret = made_up.named(TargetKind::kSecret, "git-credentials");
  const plan::Target& other = made_up.named(TargetKind::kSecret, "other");
  for (int number = 0; number < 70; ++number) {
    made_up.in_dataset(fmt::format("data{}", number));
    for (std::string_view name : {"test", "standard", "full"}) {
      const plan::Group& group = made_up.group(fmt::format("data{}-{}", number, name));
      made_up.grant(group.principal, secret, AccessLevel::kReadSecret, "accessor");
      if (name == "test") made_up.grant(group.principal, other, AccessLevel::kReadSecret, "r");
    }
  }
  const AccessGraph graph(made_up.plan());
  const LimitReport report = check_limits(made_up.plan(), graph, {});
  const auto use = std::find_if(report.uses.begin(), report.uses.end(), [](const LimitUse& one) {
    return one.rule->id == "gcp-policy-groups";
  });
  REQUIRE(use != report.uses.end());
  CHECK(use->highest == 210);
  CHECK(use->highest_subject == "secret git-credentials");
  CHECK(use->near == 1);
  CHECK(use->over == 0);
  CHECK(use->datasets_left == 13);  // 40 groups are left, and each dataset brings 3
  CHECK(use->fullest_subject == "secret git-credentials");
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings.front().message ==
        "groups in one allow policy: 210 of at most 250; 13 more datasets fit");
}

TEST_CASE("a cycle of groups is shown, and a nesting has its chain") {
  MadeUpPlan made_up;
  made_up.in_dataset("d");
  const plan::Group& one = made_up.group("one");
  const plan::Group& two = made_up.group("two");
  const plan::Group& three = made_up.group("three");
  made_up.join(one.principal, two);
  made_up.join(two.principal, three);
  made_up.join(three.principal, one);
  const auto findings = findings_of(made_up, "group-cycle");
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().message ==
        "groups that hold themselves: 3 of at most 0: one > two > three > one");
}

TEST_CASE("a provider can raise soft limits only, and only upwards") {
  MadeUpPlan made_up;
  for (int count = 0; count < 150; ++count) made_up.thing(kAccount, {{"project", "p"}});
  CHECK(has_errors(findings_of(made_up, "gcp-service-accounts-per-project")));
  CHECK(findings_of(made_up, "gcp-service-accounts-per-project",
                    {{"gcp-service-accounts-per-project", 300}})
            .empty());
  CHECK(check_granted_limit("gcp-service-accounts-per-project", 300).ok());
  CHECK(check_granted_limit("gcp-service-accounts-per-project", 99).message() ==
        "the limit 'gcp-service-accounts-per-project' is 100 for everybody; 99 would lower it");
  CHECK(check_granted_limit("gcp-policy-groups", 300).message() ==
        "the limit 'gcp-policy-groups' is 250 for everybody and cannot be raised");
  CHECK(check_granted_limit("x", 1).message() == "there is no limit called 'x'");
}

}  // namespace
}  // namespace cpginfra::report
