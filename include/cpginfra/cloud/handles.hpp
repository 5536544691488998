// SPDX-License-Identifier: MIT
// This header defines what a cloud hands out when asked to make something, and the levels at which
// it gives access: the words that the drivers speak, the same on every cloud.
//
//   const cloud::Bucket& bucket = infra.create_bucket({.name = "main"});
//   infra.add_member_to_bucket("reader", bucket, group.principal(), BucketMembership::kRead);
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cpginfra/plan/access.hpp"
#include "cpginfra/plan/resource.hpp"
#include "cpginfra/plan/value.hpp"

namespace cpginfra::cloud {

/// What a member may do with a bucket's objects. Each level includes those before it.
enum class BucketMembership : std::uint8_t { kList, kRead, kAppend, kMutate };
/// What a member may do with a secret: read its contents, or manage its versions.
enum class SecretMembership : std::uint8_t { kAccessor, kAdmin };
/// What somebody may ask for, for a limited time.
enum class TemporaryBucketAccessType : std::uint8_t { kRead, kWrite };
/// What a member may do with a container registry. A writer can read.
enum class ContainerRegistryMembership : std::uint8_t { kReader, kWriter };
/// What a member may do with a machine account: run as it, change it, make keys of it, make
/// short-lived tokens of it.
enum class MachineAccountRole : std::uint8_t { kAccess, kAdmin, kCredentialsAdmin, kTokenCreator };
/// What a member may do in a project.
enum class ProjectRole : std::uint8_t {
  kBatchAgentReporter,
  kBatchJobsEditor,
  kBrowser,
  kComputeAdmin,
  kComputeViewer,
  kDataprocAdmin,
  kDataprocViewer,
  kDataprocWorkerWithoutStorage,
  kLoggingViewer,
  kMonitoringViewer,
  kRoleViewer,
  kServiceUsageConsumer,
};

/// What not every cloud has. What a cloud lacks, its functions leave undone.
enum class Feature : std::uint8_t {
  kProjectRoles,     ///< roles in a project, for people and machine accounts
  kServices,         ///< services whose callers are members of groups
  kTemporaryAccess,  ///< access that is asked for, for a limited time
  kAccessBroker,     ///< temporary access is asked for through an account of the institute
};

/// A Hail Batch account that jobs run as.
struct HailAccount {
  std::string_view username;
  /// The account that stands behind it in the cloud.
  const plan::Principal* principal = nullptr;
};

/// The billing project of a dataset at Hail Batch.
struct HailBillingProject {
  std::string_view name;
  const plan::Resource* resource = nullptr;
};

/// A project in metamist, the service that keeps samples' metadata.
struct MetamistProject {
  std::string_view name;
  /// The name, as an input takes it.
  plan::Value project_name;
  const plan::Resource* resource = nullptr;
};

/// Who may read, contribute to and write a metamist project: lists, usually deferred.
struct MetamistMembers {
  plan::Value read;
  plan::Value contribute;
  plan::Value write;
};

/// A bucket: made here (`resource` is set) or existing under a name.
struct Bucket {
  plan::Target target;
  /// Its name, as an input takes it.
  plan::Value name;
  const plan::Resource* resource = nullptr;
};

/// A project: made here or existing under an id.
struct Project {
  plan::Target target;
  plan::Value id;
  plan::Value name;
  plan::Value number;
  const plan::Resource* resource = nullptr;
};

/// A machine account: made here.
struct MachineAccount {
  plan::Target target;
  plan::Principal principal;
  plan::Value email;
  plan::Value id;
  /// What grants on the account name it by.
  plan::Value name;
  const plan::Resource* resource = nullptr;
};

/// A secret: made here or existing under a name.
struct Secret {
  plan::Target target;
  plan::Value id;
  const plan::Resource* resource = nullptr;
};

/// A registry of container images: made here or existing under a name.
struct ContainerRegistry {
  plan::Target target;
  plan::Value name;
  const plan::Resource* resource = nullptr;
};

/// What a bucket to be made is like.
struct BucketSpec {
  std::string_view name;
  std::span<const plan::Value> lifecycle_rules = {};
  bool requester_pays = false;
  bool versioning = true;
  bool autoclass = false;
  bool soft_delete_protection = true;
  /// Where it is made; null stands for the dataset's own project.
  const Project* project = nullptr;
};

/// A day of the calendar.
struct Date {
  int year;
  int month;
  int day;
};

[[nodiscard]] std::string_view to_text(TemporaryBucketAccessType type) noexcept;
[[nodiscard]] plan::AccessLevel access_level(BucketMembership membership) noexcept;
[[nodiscard]] plan::AccessLevel access_level(SecretMembership membership) noexcept;
[[nodiscard]] plan::AccessLevel access_level(TemporaryBucketAccessType type) noexcept;
[[nodiscard]] plan::AccessLevel access_level(ContainerRegistryMembership membership) noexcept;
[[nodiscard]] plan::AccessLevel access_level(MachineAccountRole role) noexcept;

}  // namespace cpginfra::cloud

namespace cpginfra {
using cloud::BucketMembership;
using cloud::ContainerRegistryMembership;
using cloud::MachineAccountRole;
using cloud::SecretMembership;
using cloud::TemporaryBucketAccessType;
}  // namespace cpginfra
