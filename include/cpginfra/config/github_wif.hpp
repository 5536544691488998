// SPDX-License-Identifier: MIT
//
// This header defines the configuration of GitHub's workload identity: which repositories, from
// which of their environments, may push images to a project's registries without a stored key.
//
//   GitHubWIFConfig config;
//   config.projects.insert_or_assign("my-images", project);
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cpginfra/config/ordered_map.hpp"

namespace cpginfra::config {

/// One environment of a repository, and the registries that its workflows reach.
struct GitHubWIFEnvironment {
  std::string name;
  std::string push_registry;
  std::vector<std::string> read_registries;
  friend bool operator==(const GitHubWIFEnvironment&, const GitHubWIFEnvironment&) = default;
};

/// One repository.
struct GitHubWIFRepository {
  std::string name;
  std::string github_repo;
  std::vector<GitHubWIFEnvironment> environments;
  friend bool operator==(const GitHubWIFRepository&, const GitHubWIFRepository&) = default;
};

/// One project of Google Cloud, by its id.
struct GitHubWIFProject {
  std::string project_number;
  std::string location;
  std::vector<GitHubWIFRepository> repositories;
  friend bool operator==(const GitHubWIFProject&, const GitHubWIFProject&) = default;
};

/// The repository whose workflows ask for temporary access on behalf of notebooks.
struct PAMBrokerConfig {
  std::string project_id;
  std::string wif_pool_name;
  std::string wif_provider_name;
  std::string project_number;
  std::string github_repository;
  std::string github_environment;
  friend bool operator==(const PAMBrokerConfig&, const PAMBrokerConfig&) = default;
};

/// The whole.
struct GitHubWIFConfig {
  OrderedMap<std::string, GitHubWIFProject> projects;
  std::optional<PAMBrokerConfig> pam_broker;
  std::string organization = "populationgenomics";
  std::string pool_name = "github-pool";
  std::string provider_name = "github-provider";
  friend bool operator==(const GitHubWIFConfig&, const GitHubWIFConfig&) = default;
};

}  // namespace cpginfra::config

namespace cpginfra {
using config::GitHubWIFConfig;
using config::GitHubWIFEnvironment;
using config::GitHubWIFProject;
using config::GitHubWIFRepository;
using config::PAMBrokerConfig;
}  // namespace cpginfra
