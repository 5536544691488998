// SPDX-License-Identifier: MIT
// Who may do what in a dataset, as tables to be read down. The drivers run each with one loop; the
// keys name the resources, so changing one replaces what it names.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cpginfra/cloud/handles.hpp"
#include "cpginfra/driver/dataset_parts.hpp"
#include "cpginfra/driver/group_provider.hpp"

namespace cpginfra::driver {

/// When a row applies.
enum class Need : std::uint8_t {
  kAlways,
  kTestNamespace,
  kRelease,
};

// groups.cpp

/// A group's name, and whether its resolved members are cached.
struct GroupRow {
  DatasetGroup group;
  std::string_view name;
  MembersCache cache;
};
/// In the order of DatasetGroup.
std::span<const GroupRow> group_rows();

/// A group that is a member of another.
struct NestedGroupRow {
  DatasetGroup member;
  DatasetGroup in;
  std::string_view key;
  Need need;
};
std::span<const NestedGroupRow> nested_group_rows();
/// The same for the groups of container images.
std::span<const NestedGroupRow> nested_image_group_rows();

/// Groups that people are listed in, in the configuration's terms.
struct PeopleRow {
  DatasetGroup group;
  config::GroupName listed_as;
};
std::span<const PeopleRow> people_rows();

/// A group that is nested in the group of the same name of every dataset that it depends on.
struct TransitiveGroupRow {
  DatasetGroup group;
  Need need;
};
std::span<const TransitiveGroupRow> transitive_group_rows();

/// A group that is nested in a group of every dataset that it depends on for reading.
struct ReadonlyGroupRow {
  DatasetGroup group;
  DatasetGroup in;
  Need need;
};
std::span<const ReadonlyGroupRow> readonly_group_rows();

// buckets.cpp

/// How long objects are kept.
enum class Lifecycle : std::uint8_t { kUndelete, kTemporary, kArchive };
/// Whether the cloud moves objects between storage classes by itself.
enum class AutoclassPolicy : std::uint8_t { kAsConfigured, kOff };
/// What happens to objects that are deleted or overwritten.
enum class Protection : std::uint8_t {
  kFull,  ///< versions are kept, and deleted objects for the cloud's own time
  kNone,  ///< neither
};
struct BucketRow {
  DatasetBucket bucket;
  std::string_view name;
  Lifecycle lifecycle;
  AutoclassPolicy autoclass;
  Protection protection;
  bool requester_pays;
};
/// In the order of DatasetBucket.
std::span<const BucketRow> bucket_rows();

/// A group's access to a bucket.
struct BucketGrantRow {
  std::string_view key;
  DatasetBucket bucket;
  DatasetGroup group;
  cloud::BucketMembership membership;
  Need need;
};
std::span<const BucketGrantRow> bucket_grant_rows();

/// A group's access to every upload bucket: the key is `{before}{bucket}{after}`.
struct UploadGrantRow {
  std::string_view before;
  std::string_view after;
  DatasetGroup group;
  cloud::BucketMembership membership;
};
std::span<const UploadGrantRow> upload_grant_rows();

// services.cpp

/// A group's permissions in metamist.
struct MetamistRow {
  std::string_view name;
  DatasetGroup group;
  std::span<const DatasetGroup> permissions;
};
std::span<const MetamistRow> metamist_rows();
/// All metamist permissions, those of readers and those of writers among accounts.
std::span<const DatasetGroup> metamist_permissions();
std::span<const DatasetGroup> metamist_reader_permissions();
std::span<const DatasetGroup> metamist_writer_permissions();
/// `main-read` of DatasetGroup::kMetamistMainRead.
std::string_view metamist_permission_name(DatasetGroup permission);

enum class DatasetRegistry : std::uint8_t { kImages, kImagesDev, kImagesTmp };
/// A group's access to one of a dataset's registries.
struct RegistryGrantRow {
  std::string_view key;
  DatasetRegistry registry;
  DatasetGroup group;
  cloud::ContainerRegistryMembership membership;
};
std::span<const RegistryGrantRow> registry_grant_rows();

/// A group's role in the dataset's project.
struct ProjectRoleGrantRow {
  std::string_view key;
  DatasetGroup group;
  cloud::ProjectRole role;
};
std::span<const ProjectRoleGrantRow> monitoring_role_rows();

}  // namespace cpginfra::driver
