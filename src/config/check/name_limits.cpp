// SPDX-License-Identifier: MIT
#include "config/check/name_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/source/node.hpp"

namespace cpginfra::config {
namespace {

bool is_lower(char byte) { return byte >= 'a' && byte <= 'z'; }
bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool is_lower_or_digit(char byte) { return is_lower(byte) || is_digit(byte); }
bool is_alnum(char byte) { return is_lower_or_digit(byte) || (byte >= 'A' && byte <= 'Z'); }

bool is_made_of(std::string_view name, bool (*is_letter)(char), std::string_view further) {
  return std::all_of(name.begin(), name.end(), [&](char byte) {
    return is_letter(byte) || further.find(byte) != std::string_view::npos;
  });
}

bool is_bucket(std::string_view name) {
  return is_made_of(name, is_lower_or_digit, "._-") && is_lower_or_digit(name.front()) &&
         is_lower_or_digit(name.back()) && !name.starts_with("goog") &&
         name.find("google") == std::string_view::npos &&
         name.find("g00gle") == std::string_view::npos;
}

// Letters, digits and hyphens, from a letter on and not ending in a hyphen.
bool is_label(std::string_view name) {
  return is_made_of(name, is_lower_or_digit, "-") && is_lower(name.front()) && name.back() != '-';
}

bool is_group(std::string_view name) {
  return is_made_of(name, is_alnum, "._-'+") && is_alnum(name.front());
}

bool is_secret(std::string_view name) { return is_made_of(name, is_alnum, "_-"); }

bool is_entitlement(std::string_view name) {
  return is_made_of(name, is_lower_or_digit, "-") && is_lower(name.front());
}

bool is_resource_group(std::string_view name) {
  return is_made_of(name, is_alnum, "_().-") && name.back() != '.';
}

bool is_storage_account(std::string_view name) { return is_made_of(name, is_lower_or_digit, ""); }

bool is_container(std::string_view name) {
  return is_made_of(name, is_lower_or_digit, "-") && is_lower_or_digit(name.front()) &&
         is_lower_or_digit(name.back()) && name.find("--") == std::string_view::npos;
}

bool is_key_vault(std::string_view name) { return is_container(name) && is_lower(name.front()); }

bool is_identity_pool(std::string_view name) {
  return is_made_of(name, is_lower_or_digit, "-") && !name.starts_with("gcp-");
}

bool is_github_organization(std::string_view name) {
  return is_made_of(name, is_alnum, "-") && name.front() != '-' && name.back() != '-' &&
         name.find("--") == std::string_view::npos;
}

bool is_github_repository(std::string_view name) { return is_made_of(name, is_alnum, "._-"); }

// GitHub takes more, but writes some of it otherwise in the tokens that Google looks at.
bool is_github_environment(std::string_view name) { return is_made_of(name, is_alnum, " ._-/"); }

// In the order of NameKind.
constexpr std::array kLimits = {
    NameLimit{NameKind::kGcpBucket, "bucket", 3, 63,
              "lower-case letters, digits and . _ -, with a letter or digit at both ends, "
              "and not 'google'",
              is_bucket, "cloud.google.com/storage/docs/buckets#naming, 2026-07"},
    NameLimit{NameKind::kGcpProject, "project", 6, 30,
              "lower-case letters, digits and -, starting with a letter and not ending in -",
              is_label,
              "cloud.google.com/resource-manager/docs/creating-managing-projects, "
              "2026-07"},
    NameLimit{NameKind::kGcpServiceAccount, "service account", 6, 30,
              "lower-case letters, digits and -, starting with a letter and not ending in -",
              is_label, "cloud.google.com/iam/docs/service-accounts-create, 2026-07"},
    NameLimit{NameKind::kGcpGroup, "group", 1, 63,
              "letters, digits and . _ - + ', starting with a letter or digit", is_group,
              "support.google.com/cloudidentity/answer/6259766, 2026-07"},
    NameLimit{NameKind::kGcpSecret, "secret", 1, 255, "letters, digits, _ and -", is_secret,
              "cloud.google.com/secret-manager/docs/reference/rest, 2026-07"},
    NameLimit{NameKind::kGcpEntitlement, "entitlement", 4, 63,
              "lower-case letters, digits and -, starting with a letter", is_entitlement,
              "cloud.google.com/iam/docs/reference/pam/rest, 2026-07"},
    NameLimit{NameKind::kAzureResourceGroup, "resource group", 1, 90,
              "letters, digits and _ ( ) - ., not ending in a point", is_resource_group,
              "learn.microsoft.com, resource-name-rules, 2026-07"},
    NameLimit{NameKind::kAzureStorageAccount, "storage account", 3, 24,
              "lower-case letters and digits", is_storage_account,
              "learn.microsoft.com, resource-name-rules, 2026-07"},
    NameLimit{NameKind::kAzureContainer, "container", 3, 63,
              "lower-case letters, digits and single - between them", is_container,
              "learn.microsoft.com, resource-name-rules, 2026-07"},
    NameLimit{NameKind::kAzureKeyVault, "key vault", 3, 24,
              "lower-case letters, digits and single - between them, starting with a letter",
              is_key_vault, "learn.microsoft.com, resource-name-rules, 2026-07"},
    NameLimit{NameKind::kAzureGroup, "group", 1, 256, "any characters",
              [](std::string_view) { return true; },
              "learn.microsoft.com/graph/api/resources/group, displayName, 2026-07"},
    NameLimit{NameKind::kGcpIdentityPool, "identity pool", 4, 32,
              "lower-case letters, digits and -, not starting with gcp-", is_identity_pool,
              "cloud.google.com/iam/docs/reference/rest, workloadIdentityPools, 2026-07"},
    NameLimit{NameKind::kGcpIdentityProvider, "identity provider", 4, 32,
              "lower-case letters, digits and -, not starting with gcp-", is_identity_pool,
              "cloud.google.com/iam/docs/reference/rest, workloadIdentityPools.providers, 2026-07"},
    NameLimit{NameKind::kGcpLocation, "location", 2, 63,
              "lower-case letters, digits and -, as us-central1 is", is_label,
              "cloud.google.com/artifact-registry/docs/repositories/repo-locations, 2026-07"},
    NameLimit{NameKind::kGcpRegistry, "registry", 1, 63,
              "lower-case letters, digits and -, starting with a letter and not ending in -",
              is_label, "cloud.google.com/artifact-registry/docs/reference/rest, 2026-07"},
    NameLimit{NameKind::kGitHubOrganization, "organization", 1, 39,
              "letters, digits and single - between them", is_github_organization,
              "docs.github.com, usernames of accounts, 2026-07"},
    NameLimit{NameKind::kGitHubRepository, "repository", 1, 100, "letters, digits and . _ -",
              is_github_repository, "docs.github.com, repositories, 2026-07"},
    NameLimit{NameKind::kGitHubEnvironment, "environment", 1, 255,
              "letters, digits, spaces and . _ - /", is_github_environment,
              "docs.github.com, deployment environments, 2026-07"},
};

std::string characters(std::size_t count) {
  return fmt::format("{} character{}", count, count == 1 ? "" : "s");
}

}  // namespace

const NameLimit& name_limit(NameKind kind) { return kLimits[static_cast<std::size_t>(kind)]; }

NameFault find_fault(NameKind kind, std::string_view name) {
  const NameLimit& limit = name_limit(kind);
  if (name.size() > limit.longest) {
    return {fmt::format("the name of the {} '{}' has {}, {} more than the {} allowed", limit.noun,
                        shortened(name), characters(name.size()), name.size() - limit.longest,
                        limit.longest),
            fmt::format("shorten it by {}", characters(name.size() - limit.longest))};
  }
  if (name.size() < limit.shortest) {
    return {fmt::format("the name of the {} '{}' has {}, fewer than the {} needed", limit.noun,
                        name, characters(name.size()), limit.shortest),
            ""};
  }
  if (!limit.is_spelled_right(name)) {
    return {fmt::format("'{}' is not a name for a {}", shortened(name), limit.noun),
            fmt::format("it is made of {}", limit.alphabet)};
  }
  return {};
}

}  // namespace cpginfra::config
