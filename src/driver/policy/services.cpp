// SPDX-License-Identifier: MIT
#include <array>

#include "driver/policy/policy.hpp"

namespace cpginfra::driver {
namespace {

using enum DatasetGroup;
using enum cloud::ContainerRegistryMembership;
using enum cloud::ProjectRole;
using enum DatasetRegistry;

constexpr std::array<DatasetGroup, 6> kEveryPermission = {
    kMetamistTestRead, kMetamistTestWrite, kMetamistTestContribute,
    kMetamistMainRead, kMetamistMainWrite, kMetamistMainContribute};
constexpr std::array<DatasetGroup, 5> kContribute = {kMetamistMainRead, kMetamistMainContribute,
                                                     kMetamistTestRead, kMetamistTestWrite,
                                                     kMetamistTestContribute};
constexpr std::array<DatasetGroup, 3> kReadMainWriteTest = {kMetamistMainRead, kMetamistTestRead,
                                                            kMetamistTestWrite};
constexpr std::array<DatasetGroup, 1> kReadMain = {kMetamistMainRead};
constexpr std::array<DatasetGroup, 2> kReadWriteMain = {kMetamistMainRead, kMetamistMainWrite};
constexpr std::array<DatasetGroup, 4> kReadWriteBoth = {kMetamistMainRead, kMetamistMainWrite,
                                                        kMetamistTestRead, kMetamistTestWrite};

constexpr std::array<MetamistRow, 10> kMetamist = {{
    {"human", kAnalysis, kContribute},
    {"data-manager-group", kDataManager, kEveryPermission},
    {"metadata-group", kMetadataAccess, kReadMainWriteTest},
    {"metadata-contribute-group", kMetadataContribute, kContribute},
    {"test-read", kTestRead, kReadMainWriteTest},
    {"test-write", kTestFull, kReadMainWriteTest},
    {"main-read", kMainRead, kReadMain},
    {"main-write", kMainCreate, kReadWriteMain},
    {"full", kFull, kEveryPermission},
    {"metadata-write-group", kMetadataWrite, kReadWriteBoth},
}};

constexpr std::array<RegistryGrantRow, 10> kRegistryGrants = {{
    {"images-reader-in-container-registry", kImages, kImagesReader, kReader},
    {"test-full-reader-in-container-registry", kImages, kTestFull, kReader},
    {"images-dev-reader-in-container-registry", kImages, kImagesDevReader, kReader},
    {"images-writer-in-container-registry", kImages, kImagesWriter, kWriter},
    {"test-full-reader-in-dev-container-registry", kImagesDev, kTestFull, kReader},
    {"analysis-writer-in-dev-container-registry", kImagesDev, kAnalysis, kWriter},
    {"images-dev-reader-in-dev-container-registry", kImagesDev, kImagesDevReader, kReader},
    {"images-dev-writer-in-dev-container-registry", kImagesDev, kImagesDevWriter, kWriter},
    {"images-dev-reader-in-tmp-container-registry", kImagesTmp, kImagesDevReader, kReader},
    {"images-dev-writer-in-tmp-container-registry", kImagesTmp, kImagesDevWriter, kWriter},
}};

constexpr std::array<ProjectRoleGrantRow, 3> kMonitoring = {{
    {"project-compute-viewer", kAnalysis, kComputeViewer},
    {"project-logging-viewer", kAnalysis, kLoggingViewer},
    {"project-monitoring-viewer", kAnalysis, kMonitoringViewer},
}};

}  // namespace

std::span<const MetamistRow> metamist_rows() { return kMetamist; }
std::span<const DatasetGroup> metamist_permissions() { return kEveryPermission; }
std::span<const DatasetGroup> metamist_reader_permissions() { return kReadMain; }
std::span<const DatasetGroup> metamist_writer_permissions() { return kReadWriteMain; }

std::string_view metamist_permission_name(DatasetGroup permission) {
  constexpr std::string_view kPrefix = "sample-metadata-";
  return to_text(permission).substr(kPrefix.size());
}

std::span<const RegistryGrantRow> registry_grant_rows() { return kRegistryGrants; }
std::span<const ProjectRoleGrantRow> monitoring_role_rows() { return kMonitoring; }

}  // namespace cpginfra::driver
