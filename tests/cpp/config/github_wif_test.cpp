// SPDX-License-Identifier: MIT
// The configuration of GitHub's workload identity: what it takes, and what is wrong with it.
#include <string>

#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/config/dump.hpp"
#include "cpginfra/config/github_wif_fields.hpp"
#include "cpginfra/config/load_github_wif.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/github_wif.hpp"

namespace cpginfra::config {
namespace {

GitHubWIFResult load_yaml(std::string_view text) {
  return load_github_wif_text(text, Format::kYaml, "wif.yaml");
}

TEST_CASE("accounts are called after a repository and an environment", "[config][github-wif]") {
  CHECK(github_account_id("images", "production") == "images-img-prod-deployer");
  CHECK(github_account_id("Images.Base", "development") == "images-base-img-dev-deployer");
  CHECK(github_account_id("a-very-long-Repository_name", "production") ==
        "a-very-long--img-prod-deployer");
  CHECK(github_account_id("0numeric", "staging") == "gh-meric-img-staging-deployer");
  CHECK(github_account_id("12", "production") == "gh-img-prod-deployer");
  CHECK(github_account_id("x", "UAT 2") == "x-img-uat-2-deployer");
  // Too long all the same: refused by a rule.
  CHECK(github_account_id("repo", "integration-testing") == "r-img-integration-testing-deployer");
  CHECK(github_account_id("a-very-long-name", "integration-testing") ==
        "a-very-long-n-img-integration-testing-deployer");
}

TEST_CASE("everything that is wrong with a workload identity is said at its place",
          "[config][github-wif]") {
  const auto result = load_yaml(R"(organisation: institute
projects:
  images:
    project_number: 123
    location: us
    repositories:
      - name: app
        github_repo: institute/app
        environments:
          - {name: production, push_registry: images, read_registry: [base]}
)");
  CHECK_FALSE(result.config.has_value());
  CHECK(render_plain(result.diagnostics) ==
        R"(wif.yaml:1:1: error: unknown key 'organisation' in GitHubWIFConfig [unknown-key]
    1 | organisation: institute
      | ^
  in: organisation
  help: did you mean 'organization'?

wif.yaml:4:21: error: expected text, got an integer 123 [wrong-type]
    4 |     project_number: 123
      |                     ^
  in: projects.images.project_number
  help: write it in quotes: "123"

wif.yaml:10:55: error: unknown key 'read_registry' in GitHubWIFEnvironment [unknown-key]
   10 |           - {name: production, push_registry: images, read_registry: [base]}
      |                                                       ^
  in: projects.images.repositories[0].environments[0].read_registry
  help: did you mean 'read_registries'?

3 errors
)");
}

TEST_CASE("rules that span a workload identity's fields", "[config][github-wif]") {
  const auto result = load_yaml(R"(organization: institute
projects:
  images:
    project_number: images
    location: us
    repositories:
      - name: app
        github_repo: app
        environments: [{name: production, push_registry: images}]
      - name: app
        github_repo: elsewhere/app
        environments:
          - {name: production, push_registry: images}
          - {name: integration-testing, push_registry: images}
      - name: web
        github_repo: institute/web
        environments:
          - {name: staging, push_registry: images}
          - {name: staging, push_registry: base}
pam_broker:
  project_id: images
  wif_pool_name: github-pool
  wif_provider_name: pam-provider
  project_number: "5"
  github_repository: institute/web
  github_environment: staging
)");
  CHECK_FALSE(result.config.has_value());
  CHECK(summary(result.diagnostics) ==
        std::vector<std::string>{
            "project-number 4:21 projects.images.project_number",
            "github-repository 8:22 projects.images.repositories[0].github_repo",
            "foreign-repository 11:22 projects.images.repositories[1].github_repo",
            "account-collision 13:20 projects.images.repositories[1].environments[0].name",
            "account-name 14:20 projects.images.repositories[1].environments[1].name",
            "account-collision 19:20 projects.images.repositories[2].environments[1].name",
            "duplicate-environment 19:20 projects.images.repositories[2].environments[1].name",
            "pool-collision 22:18 pam_broker.wif_pool_name",
            "duplicate-environment 26:23 pam_broker.github_environment"});
  CHECK(result.diagnostics.all()[1].mend == "write it like institute/my-repo");
  CHECK(result.diagnostics.all()[2].severity == Severity::kWarning);
  CHECK(result.diagnostics.all()[4].message ==
        "the machine account would be called '-img-integration-testing-deployer', and such a "
        "name has 6 to 30 small letters, digits and hyphens, first a letter");
}

TEST_CASE("names in a workload identity are what Google and GitHub take", "[config][github-wif]") {
  // Unchecked, the organization would let in everybody: it stands in a condition.
  const std::string long_name(100, 'r');
  const auto result = load_yaml(R"(organization: "a' || true || 'b"
pool_name: gcp-pool
provider_name: P
projects:
  Images:
    project_number: "12"
    location: ""
    repositories:
      - name: app
        github_repo: the--lab/app
        environments:
          - {name: "", push_registry: "images/dev", read_registries: [Base]}
          - {name: "it's", push_registry: images, read_registries: [base, tools, base]}
      - name: web
        github_repo: lab/)" + long_name +
                                R"(
        environments: [{name: production, push_registry: images}]
      - name: top
        github_repo: /top
        environments: []
pam_broker:
  project_id: ""
  wif_pool_name: p
  wif_provider_name: p
  project_number: "5"
  github_repository: lab/web app
  github_environment: "a:b"
)");
  CHECK_FALSE(result.config.has_value());
  CHECK(summary(result.diagnostics) ==
        std::vector<std::string>{
            "name-limit 1:15 organization", "name-limit 2:12 pool_name",
            "name-limit 3:16 provider_name", "name-limit 5:3 projects.Images",
            "name-limit 7:15 projects.Images.location",
            "name-limit 10:22 projects.Images.repositories[0].github_repo",
            "name-limit 12:20 projects.Images.repositories[0].environments[0].name",
            "name-limit 12:39 projects.Images.repositories[0].environments[0].push_registry",
            "name-limit 12:71 projects.Images.repositories[0].environments[0].read_registries[0]",
            "name-limit 13:20 projects.Images.repositories[0].environments[1].name",
            "duplicate-registry 13:82 "
            "projects.Images.repositories[0].environments[1].read_registries[2]",
            "foreign-repository 15:22 projects.Images.repositories[1].github_repo",
            "subject-length 16:31 projects.Images.repositories[1].environments[0].name",
            "github-repository 18:22 projects.Images.repositories[2].github_repo",
            "name-limit 21:15 pam_broker.project_id", "name-limit 22:18 pam_broker.wif_pool_name",
            "name-limit 23:22 pam_broker.wif_provider_name",
            "name-limit 25:22 pam_broker.github_repository",
            "name-limit 26:23 pam_broker.github_environment"});
}

TEST_CASE("organisation, pool and provider are the institute's", "[config][github-wif]") {
  const auto result = load_yaml(R"(organization: institute
pool_name: ci-pool
provider_name: actions
projects:
  images:
    project_number: "12"
    location: us
    repositories:
      - name: app
        github_repo: institute/app
        environments: [{name: production, push_registry: images}]
)");
  REQUIRE(result.config.has_value());
  CHECK(result.diagnostics.empty());
  const auto plan = driver::build_plan(*result.config);
  REQUIRE(plan.ok());
  const plan::Resource* provider = plan->find(
      "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", "images-actions");
  REQUIRE(provider != nullptr);
  CHECK(provider->options->protect);
  CHECK(provider->input("attributeCondition").text() ==
        "assertion.repository_owner == 'institute'");
  CHECK(plan->find("gcp:iam/workloadIdentityPool:WorkloadIdentityPool", "images-ci-pool") !=
        nullptr);
  const plan::Resource* binding =
      plan->find("gcp:serviceaccount/iAMMember:IAMMember", "images-app-production-wif-binding");
  REQUIRE(binding != nullptr);
  CHECK(binding->input("member").text() ==
        "principal://iam.googleapis.com/projects/12/locations/global/workloadIdentityPools/ci-pool/"
        "subject/repo:institute/app:environment:production");
  // Who reaches what is known too: the workflows the account, and the account the registry.
  REQUIRE(plan->grants().size() == 2);
  CHECK(plan->grants()[0].level == plan::AccessLevel::kImpersonate);
  CHECK(plan->grants()[1].level == plan::AccessLevel::kPush);
}

TEST_CASE("a workload identity comes back from what was dumped", "[config][github-wif]") {
  const auto result = load_github_wif(source_path("tests/golden/github-wif/case.json"));
  REQUIRE(result.config.has_value());
  const auto again = load_github_wif_value(to_value(*result.config));
  REQUIRE(again.config.has_value());
  CHECK(*again.config == *result.config);
  CHECK(load_github_wif("wif.txt").diagnostics.all()[0].rule == "unknown-format");
  CHECK(load_github_wif("no-such.yaml").diagnostics.all()[0].rule == "unreadable-file");
}

}  // namespace
}  // namespace cpginfra::config
