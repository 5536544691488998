// SPDX-License-Identifier: MIT
#include <array>

#include "driver/policy/policy.hpp"

namespace cpginfra::driver {
namespace {

using enum DatasetGroup;
using MembersCache::kNone;
using MembersCache::kWritten;
using Need::kAlways;
using Need::kTestNamespace;

constexpr std::array<GroupRow, kDatasetGroupCount> kGroups = {{
    {kDataManager, "data-manager", kNone},
    {kAnalysis, "analysis", kWritten},
    {kMetadataAccess, "metadata-access", kNone},
    {kMetadataContribute, "metadata-contribute", kNone},
    {kMetadataWrite, "metadata-write", kNone},
    {kWebAccess, "web-access", kWritten},
    {kUpload, "upload", kNone},
    {kReleaseAccess, "release-access", kNone},
    {kTmpMainReadAccess, "tmp-main-read-access", kNone},
    {kTestRead, "test-read", kNone},
    {kTestFull, "test-full", kNone},
    {kMainList, "main-list", kNone},
    {kMainRead, "main-read", kNone},
    {kMainCreate, "main-create", kNone},
    {kTest, "test", kNone},
    {kStandard, "standard", kNone},
    {kFull, "full", kNone},
    {kImagesReader, "images-reader", kNone},
    {kImagesDevReader, "images-dev-reader", kNone},
    {kImagesWriter, "images-writer", kNone},
    {kImagesDevWriter, "images-dev-writer", kNone},
    {kMetamistTestRead, "sample-metadata-test-read", kWritten},
    {kMetamistTestWrite, "sample-metadata-test-write", kWritten},
    {kMetamistTestContribute, "sample-metadata-test-contribute", kWritten},
    {kMetamistMainRead, "sample-metadata-main-read", kWritten},
    {kMetamistMainWrite, "sample-metadata-main-write", kWritten},
    {kMetamistMainContribute, "sample-metadata-main-contribute", kWritten},
    {kHailWheelsViewers, "sm-hail-wheels-viewers", kNone},
}};

constexpr std::array<NestedGroupRow, 15> kNested = {{
    // People: each of these may do what the next one may.
    {kDataManager, kAnalysis, "data-manager-in-analysis", kAlways},
    {kDataManager, kUpload, "data-manager-in-upload", kAlways},
    {kAnalysis, kMetadataAccess, "analysis-in-metadata", kAlways},
    {kAnalysis, kMetadataContribute, "analysis-in-metadata-contribute", kAlways},
    {kAnalysis, kWebAccess, "analysis-in-web-access", kAlways},
    {kMetadataAccess, kWebAccess, "metadata-in-web-access", kAlways},
    // The test namespace.
    {kTestFull, kTestRead, "test-full-in-test-read", kTestNamespace},
    {kAnalysis, kTestFull, "analysis-group-in-test-full", kTestNamespace},
    {kFull, kTestFull, "full-in-test-full", kTestNamespace},
    {kTest, kTestFull, "test-in-test-full", kTestNamespace},
    // The main namespace.
    {kAnalysis, kMainList, "analysis-group-in-main-list", kAlways},
    {kMainCreate, kMainRead, "main-create-in-main-read", kAlways},
    {kDataManager, kMainRead, "data-manager-in-main-read", kAlways},
    {kStandard, kMainCreate, "standard-in-main-create", kAlways},
    {kFull, kMainCreate, "full-in-main-create", kAlways},
}};

constexpr std::array<NestedGroupRow, 8> kNestedImages = {{
    {kStandard, kImagesWriter, "standard-in-images-writer-group-member", kAlways},
    {kFull, kImagesWriter, "full-in-images-writer-group-member", kAlways},
    {kTest, kImagesDevWriter, "test-in-images-writer-group-member", kAlways},
    {kTestFull, kImagesDevWriter, "test-full-in-images-writer-group-member", kAlways},
    {kAnalysis, kImagesReader, "analysis-in-images-reader-group-member", kAlways},
    {kStandard, kImagesReader, "standard-in-images-reader-group-member", kAlways},
    {kFull, kImagesReader, "full-in-images-reader-group-member", kAlways},
    {kTest, kImagesReader, "test-in-images-reader-group-member", kTestNamespace},
}};

constexpr std::array<PeopleRow, 7> kPeople = {{
    {kDataManager, config::GroupName::kDataManager},
    {kAnalysis, config::GroupName::kAnalysis},
    {kMetadataAccess, config::GroupName::kMetadataAccess},
    {kMetadataContribute, config::GroupName::kMetadataContribute},
    {kMetadataWrite, config::GroupName::kMetadataWrite},
    {kWebAccess, config::GroupName::kWebAccess},
    {kReleaseAccess, config::GroupName::kReleaseAccess},
}};

constexpr std::array<TransitiveGroupRow, 18> kTransitive = {{
    {kAnalysis, kAlways},
    {kDataManager, kAlways},
    {kWebAccess, kAlways},
    {kMetadataAccess, kAlways},
    {kMetadataContribute, kAlways},
    {kMetadataWrite, kAlways},
    {kUpload, kAlways},
    {kMainList, kAlways},
    {kMainRead, kAlways},
    {kMainCreate, kAlways},
    {kFull, kAlways},
    {kImagesReader, kAlways},
    {kImagesDevReader, kAlways},
    {kImagesWriter, kAlways},
    {kImagesDevWriter, kAlways},
    {kTmpMainReadAccess, kAlways},
    {kTestRead, kTestNamespace},
    {kTestFull, kTestNamespace},
}};

constexpr std::array<ReadonlyGroupRow, 10> kReadonly = {{
    {kMainRead, kMainRead, kAlways},
    {kMainCreate, kMainRead, kAlways},
    {kFull, kMainRead, kAlways},
    {kMainList, kMainList, kAlways},
    {kImagesReader, kImagesReader, kAlways},
    {kImagesDevReader, kImagesDevReader, kAlways},
    {kImagesDevWriter, kImagesDevWriter, kAlways},
    {kTmpMainReadAccess, kTmpMainReadAccess, kAlways},
    {kTestRead, kTestRead, kTestNamespace},
    {kTestFull, kTestRead, kTestNamespace},
}};

}  // namespace

std::span<const GroupRow> group_rows() { return kGroups; }
std::span<const NestedGroupRow> nested_group_rows() { return kNested; }
std::span<const NestedGroupRow> nested_image_group_rows() { return kNestedImages; }
std::span<const PeopleRow> people_rows() { return kPeople; }
std::span<const TransitiveGroupRow> transitive_group_rows() { return kTransitive; }
std::span<const ReadonlyGroupRow> readonly_group_rows() { return kReadonly; }

std::string_view to_text(DatasetGroup group) noexcept {
  return kGroups[static_cast<std::size_t>(group)].name;
}

std::string_view to_text(AccessLevelName level) noexcept {
  switch (level) {
    case AccessLevelName::kTest:
      return "test";
    case AccessLevelName::kStandard:
      return "standard";
    case AccessLevelName::kFull:
      return "full";
  }
  return "";
}

}  // namespace cpginfra::driver
