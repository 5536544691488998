// SPDX-License-Identifier: MIT
//
// This header defines the table of the clouds' limits on names: how long, of what, and who says
// so. A limit that changes is one line to mend.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cpginfra::config {

/// What a name is a name of.
enum class NameKind {
  kGcpBucket,
  kGcpProject,
  kGcpServiceAccount,
  kGcpGroup,
  kGcpSecret,
  kGcpEntitlement,
  kAzureResourceGroup,
  kAzureStorageAccount,
  kAzureContainer,
  kAzureKeyVault,
  kAzureGroup,
  kGcpIdentityPool,
  kGcpIdentityProvider,
  kGcpLocation,
  kGcpRegistry,
  kGitHubOrganization,
  kGitHubRepository,
  kGitHubEnvironment,
};

/// The limits of one kind.
struct NameLimit {
  NameKind kind;
  std::string_view noun;
  std::size_t shortest;
  std::size_t longest;
  /// What it may be made of, in words.
  std::string_view alphabet;
  bool (*is_spelled_right)(std::string_view);
  /// Where the limit is published, and when it was looked up there.
  std::string_view source;
};

const NameLimit& name_limit(NameKind kind);

/// What is wrong with a name; nothing is said of a good one.
struct NameFault {
  std::string message;
  std::string mend;
  bool is_bad() const { return !message.empty(); }
};
NameFault find_fault(NameKind kind, std::string_view name);

}  // namespace cpginfra::config
