// SPDX-License-Identifier: MIT
// This header defines the parts that every dataset is made of: its groups, its buckets and its
// access levels, as names that the policy tables use.
//
//   dataset.group(driver::DatasetGroup::kMainRead).add_member(key, principal);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cpginfra::driver {

/// The levels at which analyses run.
enum class AccessLevelName : std::uint8_t { kTest, kStandard, kFull };
inline constexpr std::size_t kAccessLevelCount = 3;

/// The groups of a dataset. Each is made when something first asks for it.
enum class DatasetGroup : std::uint8_t {
  // People.
  kDataManager,
  kAnalysis,
  kMetadataAccess,
  kMetadataContribute,
  kMetadataWrite,
  kWebAccess,
  kUpload,
  kReleaseAccess,
  kTmpMainReadAccess,
  // Access to storage.
  kTestRead,
  kTestFull,
  kMainList,
  kMainRead,
  kMainCreate,
  // Access levels of machine accounts.
  kTest,
  kStandard,
  kFull,
  // Container images.
  kImagesReader,
  kImagesDevReader,
  kImagesWriter,
  kImagesDevWriter,
  // Metamist permissions.
  kMetamistTestRead,
  kMetamistTestWrite,
  kMetamistTestContribute,
  kMetamistMainRead,
  kMetamistMainWrite,
  kMetamistMainContribute,
  // Hail.
  kHailWheelsViewers,
};
inline constexpr std::size_t kDatasetGroupCount = 28;

/// The buckets of a dataset. Each is made when something first asks for it. Further upload buckets
/// are configured.
enum class DatasetBucket : std::uint8_t {
  kArchive,
  kMain,
  kMainTmp,
  kMainAnalysis,
  kMainWeb,
  kMainUpload,
  kTest,
  kTestAnalysis,
  kTestTmp,
  kTestWeb,
  kTestUpload,
  kRelease,
  kHail,
};
inline constexpr std::size_t kDatasetBucketCount = 13;

/// `test`, `standard`, `full`.
[[nodiscard]] std::string_view to_text(AccessLevelName level) noexcept;
/// The name after the dataset's, such as `main-read`.
[[nodiscard]] std::string_view to_text(DatasetGroup group) noexcept;
/// The name after the dataset's, such as `main-tmp`.
[[nodiscard]] std::string_view to_text(DatasetBucket bucket) noexcept;

}  // namespace cpginfra::driver
