// SPDX-License-Identifier: MIT
#include "cpginfra/config/load_github_wif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "config/check/context.hpp"
#include "config/check/name_limits.hpp"
#include "config/loading.hpp"
#include "config/read/model_reader.hpp"
#include "cpginfra/config/github_wif_fields.hpp"
#include "internal/text.hpp"

namespace cpginfra::config {
namespace {

/// What Google takes as the subject of a token. Source: cloud.google.com/iam/docs,
/// workload-identity-federation, attribute mapping, 2026-07.
constexpr std::size_t kLongestSubject = 127;

/// Runs the rules that span fields.
class Checker {
 public:
  Checker(const GitHubWIFConfig& config, const Node& root, Reporter& reporter)
      : config_(config), root_(root), reporter_(reporter) {}

  void check() {
    check_name(NameKind::kGitHubOrganization, config_.organization, {"organization"});
    check_name(NameKind::kGcpIdentityPool, config_.pool_name, {"pool_name"});
    check_name(NameKind::kGcpIdentityProvider, config_.provider_name, {"provider_name"});
    for (const auto& [id, project] : config_.projects) {
      check_name(NameKind::kGcpProject, id, {"projects", id});
      check_name(NameKind::kGcpLocation, project.location, {"projects", id, "location"});
      check_number(project.project_number, {"projects", id, "project_number"});
      take_pool(id, config_.pool_name, {"projects", id});
      for (std::size_t index = 0; index < project.repositories.size(); ++index) {
        check_repository(id, project.repositories[index], index);
      }
    }
    if (config_.pam_broker) check_broker(*config_.pam_broker);
  }

 private:
  using Steps = std::initializer_list<PathStep>;

  void report(std::string_view rule, Steps steps, std::string message, const std::string& value,
              std::string mend, Severity severity = Severity::kError) {
    Spot spot = find_spot(&root_, "", steps);
    reporter_.report({rule, spot.place, std::move(spot.path), std::move(message), shortened(value),
                      std::move(mend), severity});
  }

  bool check_name(NameKind kind, std::string_view name, Steps steps) {
    NameFault fault = find_fault(kind, name);
    if (!fault.is_bad()) return true;
    report("name-limit", steps, std::move(fault.message), std::string(name), std::move(fault.mend));
    return false;
  }

  void check_number(std::string_view number, Steps steps) {
    const bool is_number = !number.empty() && std::all_of(number.begin(), number.end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
    if (is_number) return;
    report("project-number", steps,
           fmt::format("expected a project's number, got '{}'", shortened(number)),
           std::string(number), "give the number, not the id: 'gcloud projects describe' says it");
  }

  // A pool stands once in a project.
  void take_pool(std::string_view project, std::string_view pool, Steps steps) {
    if (pools_.insert(fmt::format("{}/{}", project, pool)).second) return;
    report("pool-collision", steps,
           fmt::format("the project '{}' has a pool called '{}' already", shortened(project),
                       shortened(pool)),
           std::string(pool), "give one of them another name");
  }

  void check_repository(std::string_view project, const GitHubWIFRepository& repository,
                        std::size_t index) {
    const bool is_named = check_repository_name(
        repository.github_repo, {"projects", project, "repositories", index, "github_repo"});
    for (std::size_t at = 0; at < repository.environments.size(); ++at) {
      const GitHubWIFEnvironment& environment = repository.environments[at];
      const Steps steps = {"projects", project, "repositories", index, "environments", at, "name"};
      check_environment(is_named, repository.github_repo, environment.name, steps);
      check_account(project, repository.name, environment.name, steps);
      check_registries(project, index, at, environment);
    }
  }

  // `is_named` says whether the repository's name is right.
  void check_environment(bool is_named, std::string_view repository, std::string_view environment,
                         Steps steps) {
    const bool is_right = check_name(NameKind::kGitHubEnvironment, environment, steps);
    if (!is_named || !is_right) return;
    take_environment(repository, environment, steps);
    const std::string subject = fmt::format("repo:{}:environment:{}", repository, environment);
    if (subject.size() <= kLongestSubject) return;
    report("subject-length", steps,
           fmt::format("the workflows of the environment sign in as '{}', which has {} characters, "
                       "{} more than the {} allowed",
                       shortened(subject), subject.size(), subject.size() - kLongestSubject,
                       kLongestSubject),
           std::string(environment), "shorten the environment's name, or the repository's");
  }

  void check_registries(std::string_view project, std::size_t index, std::size_t at,
                        const GitHubWIFEnvironment& environment) {
    check_name(NameKind::kGcpRegistry, environment.push_registry,
               {"projects", project, "repositories", index, "environments", at, "push_registry"});
    absl::flat_hash_set<std::string_view> seen;
    for (std::size_t number = 0; number < environment.read_registries.size(); ++number) {
      const std::string& registry = environment.read_registries[number];
      const Steps steps = {"projects",     project, "repositories",    index,
                           "environments", at,      "read_registries", number};
      if (!check_name(NameKind::kGcpRegistry, registry, steps) || seen.insert(registry).second) {
        continue;
      }
      report("duplicate-registry", steps,
             fmt::format("the registry '{}' is listed already: whichever of the two grants goes "
                         "first takes the access with it",
                         registry),
             registry, "list it once", Severity::kWarning);
    }
  }

  bool check_repository_name(std::string_view repository, Steps steps) {
    const GitHubRepositoryName name = split_github_repository(repository);
    const bool is_two = !name.organization.empty() && !name.name.empty() &&
                        name.name.find('/') == std::string_view::npos;
    if (!is_two) {
      report("github-repository", steps,
             fmt::format("expected a repository as organization/name, got '{}'",
                         shortened(repository)),
             std::string(repository),
             fmt::format("write it like {}/my-repo", config_.organization));
      return false;
    }
    const bool is_right = check_name(NameKind::kGitHubOrganization, name.organization, steps) &&
                          check_name(NameKind::kGitHubRepository, name.name, steps);
    if (!is_right) return false;
    if (internal::lower_case(name.organization) != internal::lower_case(config_.organization)) {
      report("foreign-repository", steps,
             fmt::format("the repository is of '{}', and the identity provider lets in '{}' alone",
                         shortened(name.organization), shortened(config_.organization)),
             std::string(repository), "set 'organization', or move the repository",
             Severity::kWarning);
    }
    return true;
  }

  // What is made in an environment is called after the repository's name and the environment's.
  void take_environment(std::string_view repository, std::string_view environment, Steps steps) {
    const std::string name =
        fmt::format("{}-{}", split_github_repository(repository).name, environment);
    const auto [taken, is_new] =
        environments_.try_emplace(name, fmt::format("{} {}", repository, environment));
    if (is_new) return;
    report("duplicate-environment", steps,
           fmt::format("the environment '{}' of '{}' is called '{}', as is that of '{}'",
                       shortened(environment), shortened(repository), shortened(name),
                       shortened(taken->second)),
           std::string(environment), "list each environment of a repository once");
  }

  void check_account(std::string_view project, std::string_view repository,
                     std::string_view environment, Steps steps) {
    const std::string id = github_account_id(repository, environment);
    if (find_fault(NameKind::kGcpServiceAccount, id).is_bad()) {
      report("account-name", steps,
             fmt::format("the machine account would be called '{}', and such a name has 6 to 30 "
                         "small letters, digits and hyphens, first a letter",
                         shortened(id)),
             id, "shorten the environment's name, or change the repository's 'name'");
      return;
    }
    const auto [taken, is_new] = accounts_.try_emplace(
        fmt::format("{}/{}", project, id), fmt::format("{} {}", repository, environment));
    if (is_new) return;
    report("account-collision", steps,
           fmt::format("the machine account would be called '{}', as is that of '{}'", id,
                       shortened(taken->second)),
           id, "change the repository's 'name'");
  }

  void check_broker(const PAMBrokerConfig& broker) {
    check_name(NameKind::kGcpProject, broker.project_id, {"pam_broker", "project_id"});
    check_name(NameKind::kGcpIdentityPool, broker.wif_pool_name, {"pam_broker", "wif_pool_name"});
    check_name(NameKind::kGcpIdentityProvider, broker.wif_provider_name,
               {"pam_broker", "wif_provider_name"});
    check_number(broker.project_number, {"pam_broker", "project_number"});
    take_pool(broker.project_id, broker.wif_pool_name, {"pam_broker", "wif_pool_name"});
    const bool is_named =
        check_repository_name(broker.github_repository, {"pam_broker", "github_repository"});
    check_environment(is_named, broker.github_repository, broker.github_environment,
                      {"pam_broker", "github_environment"});
  }

  const GitHubWIFConfig& config_;
  const Node& root_;
  Reporter& reporter_;
  absl::flat_hash_set<std::string> pools_;
  absl::flat_hash_map<std::string, std::string> environments_;
  absl::flat_hash_map<std::string, std::string> accounts_;
};

GitHubWIFResult finish(Loading& loading, const std::optional<Node>& root) {
  GitHubWIFResult result;
  GitHubWIFConfig config;
  if (root) {
    ModelReader(loading.reporter).read(*root, config);
    if (!loading.diagnostics.has_errors()) Checker(config, *root, loading.reporter).check();
  }
  loading.diagnostics.sort();
  if (!loading.diagnostics.has_errors()) result.config = std::move(config);
  result.diagnostics = std::move(loading.diagnostics);
  return result;
}

void report_file(Loading& loading, const std::string& path, std::string_view rule,
                 std::string message, std::string mend) {
  const std::uint32_t file = loading.sources.add(path, "");
  loading.reporter.report({rule, {file, 0, 0}, "", std::move(message), "", std::move(mend)});
}

}  // namespace

GitHubWIFResult load_github_wif(const std::string& path) {
  Loading loading;
  const std::optional<Format> format = format_of(path);
  if (!format) {
    report_file(loading, path, "unknown-format", "the file's name does not tell its format",
                "name it .toml, .yaml, .yml or .json");
    return finish(loading, std::nullopt);
  }
  const std::optional<std::uint32_t> file = read_file(path, path, loading.run);
  return finish(loading, file ? read_text(*file, *format, loading.run) : std::nullopt);
}

GitHubWIFResult load_github_wif_text(std::string_view text, Format format,
                                     const std::string& name) {
  Loading loading;
  if (text.size() > Limits::kFileBytes) {
    report_file(loading, name, "unreadable-file", "the text is too large",
                "split the configuration");
    return finish(loading, std::nullopt);
  }
  const std::uint32_t file = loading.sources.add(name, std::string(text));
  return finish(loading, read_text(file, format, loading.run));
}

GitHubWIFResult load_github_wif_value(const AnyValue& value) {
  Loading loading;
  return finish(loading, read_any_value(value, loading.run));
}

}  // namespace cpginfra::config
