// SPDX-License-Identifier: MIT
// The roles that the library gives on Azure: those that Azure has, and those that the institute
// defines because Azure's own give too much.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cpginfra/cloud/azure.hpp"

namespace cpginfra::cloud::azure {

enum class Role : std::uint8_t {
  // Buckets, in the order of BucketMembership.
  kBlobLister,
  kBlobReader,
  kBlobCreator,
  kBlobMutator,
  kContainerLister,
  // Secrets.
  kSecretReader,
  kSecretVersionManager,
  // Registries.
  kImagePuller,
  kImagePusher,
  // Identities.
  kIdentityUser,
  kIdentityAdmin,
  kFederationAdmin,
  // Resource groups.
  kReader,
  kVirtualMachineAdmin,
  kLogReader,
  kMetricReader,
  kClusterOperator,
};

struct RoleRow {
  Role role;
  /// Azure's own name; of a definition of the institute, what follows its prefix.
  std::string_view name;
  /// The id of a role that Azure has; empty for a definition of the institute.
  std::string_view built_in;
  std::string_view description = {};
  std::span<const std::string_view> actions = {};
  std::span<const std::string_view> data_actions = {};
  /// What an assignment of the role is restricted to.
  std::string_view condition = {};
};

[[nodiscard]] const RoleRow& role_row(Role role) noexcept;

}  // namespace cpginfra::cloud::azure
