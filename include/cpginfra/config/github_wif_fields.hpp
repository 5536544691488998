// SPDX-License-Identifier: MIT
//
// This header defines the field tables of GitHubWIFConfig and the models inside it.
//
//   ModelTraits<GitHubWIFConfig>::kName;   // -> "GitHubWIFConfig"
#pragma once

#include <string_view>
#include <tuple>

#include "cpginfra/config/field.hpp"
#include "cpginfra/config/github_wif.hpp"

namespace cpginfra::config {

template <>
struct ModelTraits<GitHubWIFEnvironment> {
  using M = GitHubWIFEnvironment;
  static constexpr std::string_view kName = "GitHubWIFEnvironment";
  static constexpr std::string_view kDoc = "An environment of a repository on GitHub.";
  static constexpr auto fields() {
    return std::tuple{
        required("name", &M::name, "The environment's name, as `production`."),
        required("push_registry", &M::push_registry, "The registry that its workflows push to."),
        defaulted("read_registries", &M::read_registries, "Registries that they read."),
    };
  }
};

template <>
struct ModelTraits<GitHubWIFRepository> {
  using M = GitHubWIFRepository;
  static constexpr std::string_view kName = "GitHubWIFRepository";
  static constexpr std::string_view kDoc = "A repository on GitHub.";
  static constexpr auto fields() {
    return std::tuple{
        required("name", &M::name, "What its machine accounts are named after."),
        required("github_repo", &M::github_repo, "Its name on GitHub, as `organization/name`."),
        required("environments", &M::environments, "Its environments."),
    };
  }
};

template <>
struct ModelTraits<GitHubWIFProject> {
  using M = GitHubWIFProject;
  static constexpr std::string_view kName = "GitHubWIFProject";
  static constexpr std::string_view kDoc = "A project with registries.";
  static constexpr auto fields() {
    return std::tuple{
        required("project_number", &M::project_number, "The project's number."),
        required("location", &M::location, "The region of its registries."),
        required("repositories", &M::repositories, "The repositories that reach them."),
    };
  }
};

template <>
struct ModelTraits<PAMBrokerConfig> {
  using M = PAMBrokerConfig;
  static constexpr std::string_view kName = "PAMBrokerConfig";
  static constexpr std::string_view kDoc =
      "The repository that asks for temporary access; its account is the main stack's.";
  static constexpr auto fields() {
    return std::tuple{
        required("project_id", &M::project_id, "The project of the broker's account."),
        required("wif_pool_name", &M::wif_pool_name, "Its identity pool."),
        required("wif_provider_name", &M::wif_provider_name, "The pool's provider."),
        required("project_number", &M::project_number, "The project's number."),
        required("github_repository", &M::github_repository,
                 "The repository, as `organization/name`."),
        required("github_environment", &M::github_environment, "The environment in it."),
    };
  }
};

template <>
struct ModelTraits<GitHubWIFConfig> {
  using M = GitHubWIFConfig;
  static constexpr std::string_view kName = "GitHubWIFConfig";
  static constexpr std::string_view kDoc =
      "Who on GitHub may act as which machine account, without a stored key.";
  static constexpr auto fields() {
    return std::tuple{
        required("projects", &M::projects, "The projects, by their ids."),
        defaulted("pam_broker", &M::pam_broker, "The repository that asks for temporary access."),
        defaulted("organization", &M::organization,
                  "The organisation on GitHub; repositories of others never get in."),
        defaulted("pool_name", &M::pool_name, "The identity pool of each project."),
        defaulted("provider_name", &M::provider_name, "The provider of each pool."),
    };
  }
};

}  // namespace cpginfra::config
