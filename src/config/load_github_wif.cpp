// SPDX-License-Identifier: MIT
#include "cpginfra/config/load_github_wif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "config/check/context.hpp"
#include "config/loading.hpp"
#include "config/read/model_reader.hpp"
#include "cpginfra/config/github_wif_fields.hpp"
#include "internal/text.hpp"

namespace cpginfra::config {
namespace {

constexpr std::size_t kShortestAccount = 6;
constexpr std::size_t kLongestAccount = 30;

bool is_account_id(std::string_view id) {
  const auto is_part = [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
  };
  return id.size() >= kShortestAccount && id.size() <= kLongestAccount &&
         absl::ascii_islower(static_cast<unsigned char>(id.front())) && id.back() != '-' &&
         std::all_of(id.begin(), id.end(), is_part);
}

/// Runs the rules that span fields.
class Checker {
 public:
  Checker(const GitHubWIFConfig& config, const Node& root, Reporter& reporter)
      : config_(config), root_(root), reporter_(reporter) {}

  void check() {
    for (const auto& [id, project] : config_.projects) {
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
      if (is_named) take_environment(repository.github_repo, environment.name, steps);
      check_account(project, repository.name, environment.name, steps);
    }
  }

  bool check_repository_name(std::string_view repository, Steps steps) {
    const GitHubRepositoryName name = split_github_repository(repository);
    if (name.name.empty() || name.name.find('/') != std::string_view::npos) {
      report("github-repository", steps,
             fmt::format("expected a repository as organization/name, got '{}'",
                         shortened(repository)),
             std::string(repository),
             fmt::format("write it like {}/my-repo", config_.organization));
      return false;
    }
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
    if (!is_account_id(id)) {
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
    check_number(broker.project_number, {"pam_broker", "project_number"});
    take_pool(broker.project_id, broker.wif_pool_name, {"pam_broker", "wif_pool_name"});
    if (check_repository_name(broker.github_repository, {"pam_broker", "github_repository"})) {
      take_environment(broker.github_repository, broker.github_environment,
                       {"pam_broker", "github_environment"});
    }
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
