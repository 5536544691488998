// SPDX-License-Identifier: MIT
#include "cpginfra/driver/github_wif.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

#include "cloud/gcp/resource_types.hpp"
#include "cpginfra/config/load_github_wif.hpp"
#include "cpginfra/driver/build_plan.hpp"

namespace cpginfra::driver {
namespace {

using plan::Resource;
using plan::Value;

constexpr std::string_view kIssuer = "https://token.actions.githubusercontent.com";
constexpr std::string_view kUserRole = "roles/iam.workloadIdentityUser";
/// The account that the main stack makes (CloudInfraBase::create_access_broker).
constexpr std::string_view kBrokerAccount = "pam-broker";
/// The environment whose deployments come from protected branches alone.
constexpr std::string_view kProtectedEnvironment = "production";

constexpr std::array<std::string_view, 1> kToken = {"token"};
constexpr std::array<std::string_view, 1> kPlaintext = {"plaintextValue"};
constexpr std::array<std::string_view, 2> kSecretValues = {"encryptedValue", "plaintextValue"};

const plan::ResourceType kPool{.token = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool"};
const plan::ResourceType kProvider{
    .token = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"};
// Source of these: pulumi-github 6.3.1.
const plan::ResourceType kGitHubProvider{.token = "pulumi:providers:github",
                                         .secret_outputs = kToken};
const plan::ResourceType kRepositoryEnvironment{
    .token = "github:index/repositoryEnvironment:RepositoryEnvironment"};
const plan::ResourceType kEnvironmentSecret{
    .token = "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret",
    .secret_inputs = kPlaintext,
    .secret_outputs = kSecretValues};

class Builder {
 public:
  Builder(const GitHubWIFConfig& config, plan::Plan& plan)
      : config_(config), plan_(plan), values_(plan.values()), origin_(plan.make_origin("", "")) {}

  void build() {
    for (const auto& [id, project] : config_.projects) build_project(id, project);
    if (config_.pam_broker) build_broker(*config_.pam_broker);
  }

 private:
  /// An environment of a repository, as GitHub and Google's conditions write it.
  struct Environment {
    config::GitHubRepositoryName repository;
    std::string_view name;
  };

  void build_project(std::string_view id, const GitHubWIFProject& project) {
    const std::string_view project_id = values_.text(id);
    const Resource& pool = declare_pool(project_id, config_.pool_name);
    const Resource& provider = declare_provider(project_id, pool, config_.provider_name);
    const Value provider_name = plan_.attribute(provider, "name");
    for (const GitHubWIFRepository& repository : project.repositories) {
      for (const GitHubWIFEnvironment& environment : repository.environments) {
        const Resource& account = declare_account(project_id, repository, environment);
        const std::string key = fmt::format("{}-{}-{}", id, repository.name, environment.name);
        const Environment where = {config::split_github_repository(repository.github_repo),
                                   environment.name};
        declare_impersonation(key, plan_.attribute(account, "name"),
                              principal(project.project_number, config_.pool_name, where),
                              account_target(account, project_id));
        declare_registries(key, project_id, project.location, environment, account);
        declare_secrets(where, provider_name, plan_.attribute(account, "email"));
      }
    }
  }

  void build_broker(const PAMBrokerConfig& broker) {
    const std::string_view project_id = values_.text(broker.project_id);
    const Resource& pool = declare_pool(project_id, broker.wif_pool_name);
    declare_provider(project_id, pool, broker.wif_provider_name);
    const std::string_view email =
        values_.text({kBrokerAccount, "@", project_id, ".iam.gserviceaccount.com"});
    const Environment where = {config::split_github_repository(broker.github_repository),
                               broker.github_environment};
    declare_impersonation(
        fmt::format("{}-{}", project_id, kBrokerAccount),
        values_.text({"projects/", project_id, "/serviceAccounts/", email}),
        principal(broker.project_number, broker.wif_pool_name, where),
        *values_.keep_one(plan::Target{.kind = plan::TargetKind::kMachineAccount, .name = email}));
    declare_secrets(where,
                    values_.text({"projects/", broker.project_number,
                                  "/locations/global/workloadIdentityPools/", broker.wif_pool_name,
                                  "/providers/", broker.wif_provider_name}),
                    email);
  }

  const Resource& declare_pool(std::string_view project_id, std::string_view name) {
    return plan_.declare(kPool, fmt::format("{}-{}", project_id, name),
                         {{"description", "Workload Identity Pool for GitHub Actions OIDC"},
                          {"disabled", false},
                          {"displayName", "GitHub Actions Pool"},
                          {"project", project_id},
                          {"workloadIdentityPoolId", values_.shared_text(name)}},
                         {.options = &kProtected});
  }

  const Resource& declare_provider(std::string_view project_id, const Resource& pool,
                                   std::string_view name) {
    const std::string_view organization = values_.shared_text(config_.organization);
    const Value mapping = values_.object({{"attribute.actor", "assertion.actor"},
                                          {"attribute.repository", "assertion.repository"},
                                          {"google.subject", "assertion.sub"}});
    return plan_.declare(
        kProvider, fmt::format("{}-{}", project_id, name),
        {{"attributeCondition",
          values_.text({"assertion.repository_owner == '", organization, "'"})},
         {"attributeMapping", mapping},
         {"description",
          values_.text({"OIDC provider for ", organization, " GitHub repositories"})},
         {"disabled", false},
         {"displayName", "GitHub Actions Provider"},
         {"oidc", values_.object({{"issuerUri", kIssuer}})},
         {"project", project_id},
         {"workloadIdentityPoolId", plan_.attribute(pool, "workloadIdentityPoolId")},
         {"workloadIdentityPoolProviderId", values_.shared_text(name)}},
        {.depends_on = {&pool}, .options = &kProtected});
  }

  const Resource& declare_account(std::string_view project_id,
                                  const GitHubWIFRepository& repository,
                                  const GitHubWIFEnvironment& environment) {
    const std::string_view id =
        values_.text(config::github_account_id(repository.name, environment.name));
    return plan_.declare(cloud::gcp::kServiceAccount, fmt::format("{}-{}", project_id, id),
                         {{"accountId", id},
                          {"createIgnoreAlreadyExists", true},
                          {"displayName", values_.text({"Deploy ", repository.github_repo, " ",
                                                        environment.name, " images"})},
                          {"project", project_id}},
                         {});
  }

  /// How Google names the workflows that run in an environment.
  std::string_view principal(std::string_view project_number, std::string_view pool,
                             const Environment& where) {
    return values_.text({"principal://iam.googleapis.com/projects/", project_number,
                         "/locations/global/workloadIdentityPools/", pool,
                         "/subject/repo:", where.repository.organization, "/",
                         where.repository.name, ":environment:", where.name});
  }

  const plan::Target& account_target(const Resource& account, std::string_view project_id) {
    return *values_.keep_one(plan::Target{.kind = plan::TargetKind::kMachineAccount,
                                          .name = account_label(account, project_id),
                                          .resource = &account});
  }

  std::string_view account_label(const Resource& account, std::string_view project_id) {
    return values_.text(
        {account.input("accountId").text(), "@", project_id, ".iam.gserviceaccount.com"});
  }

  void declare_impersonation(std::string_view key, const Value& account_name,
                             std::string_view member, const plan::Target& account) {
    const Resource& binding = plan_.declare(
        cloud::gcp::kServiceAccountIamMember, fmt::format("{}-wif-binding", key),
        {{"member", member}, {"role", kUserRole}, {"serviceAccountId", account_name}}, {});
    const plan::Principal& workflows =
        *values_.keep_one(plan::Principal{.kind = plan::PrincipalKind::kOther,
                                          .label = member,
                                          .id = member,
                                          .policy_member = member});
    plan_.add_grant({.member = &workflows,
                     .target = &account,
                     .level = plan::AccessLevel::kImpersonate,
                     .role = kUserRole,
                     .declared_by = &binding,
                     .origin = origin_});
  }

  void declare_registries(std::string_view key, std::string_view project_id,
                          std::string_view location, const GitHubWIFEnvironment& environment,
                          const Resource& account) {
    const Value email = plan_.attribute(account, "email");
    const plan::Principal& member =
        *values_.keep_one(plan::Principal{.kind = plan::PrincipalKind::kMachineAccount,
                                          .label = account_label(account, project_id),
                                          .id = email,
                                          .policy_member = plan_.concat({"serviceAccount:", email}),
                                          .resource = &account});
    const auto grant = [&](std::string_view name, std::string_view registry, std::string_view role,
                           plan::AccessLevel level) {
      const std::string_view repository = values_.shared_text(registry);
      const Resource& binding = plan_.declare(cloud::gcp::kRepositoryIamMember, name,
                                              {{"location", values_.shared_text(location)},
                                               {"member", member.policy_member},
                                               {"project", project_id},
                                               {"repository", repository},
                                               {"role", role}},
                                              {});
      plan_.add_grant({.member = &member,
                       .target = values_.keep_one(
                           plan::Target{.kind = plan::TargetKind::kRegistry, .name = repository}),
                       .level = level,
                       .role = role,
                       .declared_by = &binding,
                       .origin = origin_});
    };
    grant(fmt::format("{}-{}-write", key, environment.push_registry), environment.push_registry,
          "roles/artifactregistry.writer", plan::AccessLevel::kPush);
    for (std::size_t index = 0; index < environment.read_registries.size(); ++index) {
      const std::string& registry = environment.read_registries[index];
      grant(fmt::format("{}-{}-read-{}", key, registry, index), registry,
            "roles/artifactregistry.reader", plan::AccessLevel::kPull);
    }
  }

  /// The environment on GitHub, and in it the two secrets that a workflow signs in with.
  void declare_secrets(const Environment& where, const Value& provider_name, const Value& email) {
    const std::string name = fmt::format("{}-{}", where.repository.name, where.name);
    const std::string_view repository = values_.shared_text(where.repository.name);
    const std::string_view environment = values_.shared_text(where.name);
    // Of its own, so that the repository is looked for in its organisation and not in a profile.
    const Resource& github =
        plan_.declare(kGitHubProvider, name + "-provider",
                      {{"baseUrl", "https://api.github.com/"},
                       {"owner", values_.shared_text(where.repository.organization)}},
                      {});
    const plan::ResourceOptions& by_github =
        *values_.keep_one(plan::ResourceOptions{.provider = &github});
    const Value policy =
        environment == kProtectedEnvironment
            ? values_.object({{"customBranchPolicies", false}, {"protectedBranches", true}})
            : Value();
    const Resource& made = plan_.declare(kRepositoryEnvironment, name + "-env",
                                         {{"deploymentBranchPolicy", policy},
                                          {"environment", environment},
                                          {"repository", repository}},
                                         {.options = &by_github});
    const auto declare_secret = [&](std::string_view suffix, std::string_view secret,
                                    const Value& value) {
      plan_.declare(kEnvironmentSecret, fmt::format("{}-env-{}", name, suffix),
                    {{"environment", environment},
                     {"plaintextValue", value},
                     {"repository", repository},
                     {"secretName", secret}},
                    {.depends_on = {&made}, .options = &by_github});
    };
    declare_secret("wif-provider", "WIF_PROVIDER", provider_name);
    declare_secret("wif-sa", "WIF_SERVICE_ACCOUNT", email);
  }

  static constexpr plan::ResourceOptions kProtected{.protect = true};

  const GitHubWIFConfig& config_;
  plan::Plan& plan_;
  plan::ValueStore& values_;
  const plan::Origin* origin_;
};

}  // namespace

absl::StatusOr<plan::Plan> build_plan(const GitHubWIFConfig& config) {
  plan::Plan plan;
  Builder(config, plan).build();
  if (absl::Status status = check_plan(plan); !status.ok()) return status;
  return plan;
}

}  // namespace cpginfra::driver
