// SPDX-License-Identifier: MIT
#include <array>

#include "driver/policy/policy.hpp"

namespace cpginfra::driver {
namespace {

using enum DatasetBucket;
using enum cloud::BucketMembership;
using DatasetGroup::kAnalysis;
using DatasetGroup::kFull;
using DatasetGroup::kMainCreate;
using DatasetGroup::kMainList;
using DatasetGroup::kMainRead;
using DatasetGroup::kReleaseAccess;
using DatasetGroup::kTestFull;
using DatasetGroup::kTestRead;
using DatasetGroup::kUpload;
using Need::kAlways;
using Need::kTestNamespace;

using Autoclass = AutoclassPolicy;
using Keep = Lifecycle;
using Guard = Protection;

constexpr std::array<BucketRow, kDatasetBucketCount> kBuckets = {{
    {kArchive, "archive", Keep::kArchive, Autoclass::kOff, Guard::kFull, false},
    {kMain, "main", Keep::kUndelete, Autoclass::kAsConfigured, Guard::kFull, false},
    {kMainTmp, "main-tmp", Keep::kTemporary, Autoclass::kOff, Guard::kNone, false},
    {kMainAnalysis, "main-analysis", Keep::kUndelete, Autoclass::kAsConfigured, Guard::kFull,
     false},
    {kMainWeb, "main-web", Keep::kUndelete, Autoclass::kAsConfigured, Guard::kFull, false},
    {kMainUpload, "main-upload", Keep::kUndelete, Autoclass::kAsConfigured, Guard::kFull, false},
    {DatasetBucket::kTest, "test", Keep::kUndelete, Autoclass::kAsConfigured, Guard::kFull, false},
    {kTestAnalysis, "test-analysis", Keep::kUndelete, Autoclass::kAsConfigured, Guard::kFull,
     false},
    {kTestTmp, "test-tmp", Keep::kTemporary, Autoclass::kOff, Guard::kNone, false},
    {kTestWeb, "test-web", Keep::kUndelete, Autoclass::kAsConfigured, Guard::kFull, false},
    {kTestUpload, "test-upload", Keep::kUndelete, Autoclass::kAsConfigured, Guard::kFull, false},
    {kRelease, "release", Keep::kUndelete, Autoclass::kAsConfigured, Guard::kFull, true},
    {kHail, "hail", Keep::kTemporary, Autoclass::kOff, Guard::kFull, false},
}};

constexpr std::array<BucketGrantRow, 28> kGrants = {{
    {"main-list-archive-bucket", kArchive, kMainList, kList, kAlways},
    {"full-archive-bucket-admin", kArchive, kFull, kMutate, kAlways},

    {"main-read-main-bucket-read", kMain, kMainRead, kRead, kAlways},
    {"main-create-main-bucket-view-create", kMain, kMainCreate, kAppend, kAlways},
    {"full-main-bucket-admin", kMain, kFull, kMutate, kAlways},

    {"main-read-main-tmp-bucket-read", kMainTmp, kMainRead, kRead, kAlways},
    {"main-create-main-tmp-bucket-view-create", kMainTmp, kMainCreate, kAppend, kAlways},
    {"full-main-tmp-bucket-admin", kMainTmp, kFull, kMutate, kAlways},

    {"analysis-group-main-analysis-bucket-viewer", kMainAnalysis, kAnalysis, kRead, kAlways},
    {"main-read-main-analysis-bucket-viewer", kMainAnalysis, kMainRead, kRead, kAlways},
    {"main-create-main-analysis-bucket-view-create", kMainAnalysis, kMainCreate, kAppend, kAlways},
    {"full-main-analysis-bucket-admin", kMainAnalysis, kFull, kMutate, kAlways},

    {"analysis-group-main-web-bucket-viewer", kMainWeb, kAnalysis, kRead, kAlways},
    // Its key says viewer, its level is append: the level is what stacks have.
    {"main-read-main-web-bucket-viewer", kMainWeb, kMainRead, kAppend, kAlways},
    {"full-main-web-bucket-admin", kMainWeb, kFull, kMutate, kAlways},

    {"test-full-test-admin", DatasetBucket::kTest, kTestFull, kMutate, kTestNamespace},
    {"test-read-test-read", DatasetBucket::kTest, kTestRead, kRead, kTestNamespace},
    {"test-full-test-analysis-admin", kTestAnalysis, kTestFull, kMutate, kTestNamespace},
    {"test-read-test-analysis-read", kTestAnalysis, kTestRead, kRead, kTestNamespace},
    {"test-full-test-tmp-admin", kTestTmp, kTestFull, kMutate, kTestNamespace},
    {"test-read-test-tmp-read", kTestTmp, kTestRead, kRead, kTestNamespace},
    {"test-full-test-web-admin", kTestWeb, kTestFull, kMutate, kTestNamespace},
    {"test-read-test-web-read", kTestWeb, kTestRead, kRead, kTestNamespace},
    {"test-full-test-upload-admin", kTestUpload, kTestFull, kMutate, kTestNamespace},
    {"test-read-test-upload-read", kTestUpload, kTestRead, kRead, kTestNamespace},

    {"analysis-group-release-bucket-viewer", DatasetBucket::kRelease, kAnalysis, kRead,
     Need::kRelease},
    {"release-access-group-release-bucket-viewer", DatasetBucket::kRelease, kReleaseAccess, kRead,
     Need::kRelease},
    {"full-release-bucket-admin", DatasetBucket::kRelease, kFull, kMutate, Need::kRelease},
}};

constexpr std::array<UploadGrantRow, 4> kUploadGrants = {{
    {"main-upload-upload-group-", "-bucket-admin", kUpload, kMutate},
    {"full-", "-bucket-admin", kFull, kMutate},
    {"main-read-", "-bucket-viewer", kMainRead, kRead},
    // Uploaded metadata is read by those who analyse.
    {"analysis-group-", "-bucket-viewer", kAnalysis, kRead},
}};

}  // namespace

std::span<const BucketRow> bucket_rows() { return kBuckets; }
std::span<const BucketGrantRow> bucket_grant_rows() { return kGrants; }
std::span<const UploadGrantRow> upload_grant_rows() { return kUploadGrants; }

std::string_view to_text(DatasetBucket bucket) noexcept {
  return kBuckets[static_cast<std::size_t>(bucket)].name;
}

}  // namespace cpginfra::driver
