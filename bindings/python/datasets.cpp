// SPDX-License-Identifier: MIT
// A dataset on its clouds, with everything that it is made of.
#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <string>

#include "cpginfra/driver/dataset_parts.hpp"
#include "driver_parts.hpp"
#include "enums.hpp"
#include "models.hpp"
#include "plan_parts.hpp"

namespace cpginfra::python {
namespace {

using driver::AccessLevelName;
using driver::DatasetBucket;
using driver::DatasetGroup;

/// An upload bucket, with the plan that it is of.
struct UploadFact {
  PlanPtr state;
  driver::MainUploadBucket upload;
};

constexpr DatasetGroup kNamedGroups[] = {
    DatasetGroup::kDataManager,
    DatasetGroup::kAnalysis,
    DatasetGroup::kMetadataAccess,
    DatasetGroup::kMetadataContribute,
    DatasetGroup::kMetadataWrite,
    DatasetGroup::kWebAccess,
    DatasetGroup::kUpload,
    DatasetGroup::kReleaseAccess,
    DatasetGroup::kTmpMainReadAccess,
    DatasetGroup::kTestRead,
    DatasetGroup::kTestFull,
    DatasetGroup::kMainList,
    DatasetGroup::kMainRead,
    DatasetGroup::kMainCreate,
    DatasetGroup::kTest,
    DatasetGroup::kStandard,
    DatasetGroup::kFull,
    DatasetGroup::kImagesReader,
    DatasetGroup::kImagesDevReader,
    DatasetGroup::kImagesWriter,
    DatasetGroup::kImagesDevWriter,
};

constexpr DatasetBucket kNamedBuckets[] = {
    DatasetBucket::kArchive,      DatasetBucket::kMain,    DatasetBucket::kMainTmp,
    DatasetBucket::kMainAnalysis, DatasetBucket::kMainWeb, DatasetBucket::kTest,
    DatasetBucket::kTestAnalysis, DatasetBucket::kTestTmp, DatasetBucket::kTestWeb,
    DatasetBucket::kTestUpload,   DatasetBucket::kRelease, DatasetBucket::kHail,
};

struct MetamistGroupRow {
  const char* permission;
  DatasetGroup group;
};
constexpr MetamistGroupRow kMetamistGroups[] = {
    {"test-read", DatasetGroup::kMetamistTestRead},
    {"test-write", DatasetGroup::kMetamistTestWrite},
    {"test-contribute", DatasetGroup::kMetamistTestContribute},
    {"main-read", DatasetGroup::kMetamistMainRead},
    {"main-write", DatasetGroup::kMetamistMainWrite},
    {"main-contribute", DatasetGroup::kMetamistMainContribute},
};

struct ComponentRow {
  const char* name;
  CPGDatasetComponents component;
};
constexpr ComponentRow kComponents[] = {
    {"should_setup_storage", CPGDatasetComponents::kStorage},
    {"should_setup_spark", CPGDatasetComponents::kSpark},
    {"should_setup_cromwell", CPGDatasetComponents::kCromwell},
    {"should_setup_notebooks", CPGDatasetComponents::kNotebooks},
    {"should_setup_metamist", CPGDatasetComponents::kMetamist},
    {"should_setup_hail", CPGDatasetComponents::kHailAccounts},
    {"should_setup_container_registry", CPGDatasetComponents::kContainerRegistry},
    {"should_setup_analysis_runner", CPGDatasetComponents::kAnalysisRunner},
};

/// `main-read` and `group` make `main_read_group`.
std::string property_name(std::string_view name, std::string_view kind) {
  std::string text = fmt::format("{}_{}", name, kind);
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

py::object infrastructure_object(const PlanPtr& state) {
  return py::cast(InfrastructurePart{state, &drivers_of(state).infrastructure});
}

py::object provider_object(const PlanPtr& state) {
  return py::cast(ProviderPart{state, &drivers_of(state).infrastructure.group_provider()});
}

py::dict clouds_of(const DatasetPart& self) {
  py::dict clouds;
  for (const auto& cloud : self->clouds()) {
    clouds[to_str(config::to_string(cloud->infra().name()))] =
        py::cast(CloudDatasetPart{self.state, cloud.get()});
  }
  return clouds;
}

/// Something for each access level, by the level's name.
template <class F>
py::dict by_level(const CloudDatasetPart& self, F make) {
  py::dict made;
  for (const AccessLevelName level : self->access_levels()) {
    made[to_str(driver::to_text(level))] = make(level);
  }
  return made;
}

py::dict hail_accounts(const CloudDatasetPart& self) {
  if (!self->has(CPGDatasetComponents::kHailAccounts)) return {};
  return by_level(self, [&](AccessLevelName level) {
    return made_by_driver(self.state, self->hail_account(level));
  });
}

py::dict deployment_accounts(const CloudDatasetPart& self) {
  const CPGDatasetConfig& config = self->dataset_config();
  py::dict accounts;
  const auto add = [&](const char* level, const std::optional<std::string>& account) {
    if (account && !account->empty()) accounts[level] = *account;
  };
  add("standard", config.deployment_service_account_standard);
  add("full", config.deployment_service_account_full);
  if (config.setup_test) add("test", config.deployment_service_account_test);
  return accounts;
}

py::dict metamist_groups(const CloudDatasetPart& self) {
  py::dict groups;
  if (!self->has(CPGDatasetComponents::kMetamist)) return groups;
  for (const MetamistGroupRow& row : kMetamistGroups) {
    groups[row.permission] = group_object(self.state, self->group(row.group));
  }
  return groups;
}

py::dict main_upload_buckets(const CloudDatasetPart& self) {
  py::dict buckets;
  for (const driver::MainUploadBucket& upload : self->main_upload_buckets()) {
    made_by_driver(self.state, *upload.bucket);
    buckets[to_str(upload.name)] = py::cast(UploadFact{self.state, upload});
  }
  return buckets;
}

py::list components_of(const CloudDatasetPart& self) {
  py::list components;
  for (const CPGDatasetComponents component : config::all_components()) {
    if (self->has(component)) components.append(enum_member(component));
  }
  return components;
}

py::object create_group(const CloudDatasetPart& self, LogicalName name, bool cache_members) {
  const std::string group_name = fmt::format("{}-{}", self->infra().dataset(), name.text);
  return provider_object(self.state)
      .attr("create_group")(infra_object(self.state, self->infra()), group_name, cache_members);
}

void register_upload_bucket(py::module_& module) {
  py::class_<UploadFact>(module, "MainUploadBucket", "A bucket that people upload to.")
      .def_property_readonly("bucket",
                             [](const UploadFact& self) {
                               return py::cast(BucketPart{self.state, self.upload.bucket});
                             })
      .def_property_readonly("uploaders",
                             [](const UploadFact& self) {
                               py::list uploaders;
                               for (const std::string& uploader : self.upload.uploaders) {
                                 uploaders.append(uploader);
                               }
                               return uploaders;
                             })
      .def_property_readonly("is_dropbox",
                             [](const UploadFact& self) { return self.upload.is_dropbox; });
}

void define_groups_and_buckets(py::class_<CloudDatasetPart>& type) {
  for (const DatasetGroup group : kNamedGroups) {
    type.def_property_readonly(property_name(driver::to_text(group), "group").c_str(),
                               [group](const CloudDatasetPart& self) {
                                 return group_object(self.state, self->group(group));
                               });
  }
  for (const DatasetBucket bucket : kNamedBuckets) {
    type.def_property_readonly(property_name(driver::to_text(bucket), "bucket").c_str(),
                               [bucket](const CloudDatasetPart& self) {
                                 return made_by_driver(self.state, self->bucket(bucket));
                               });
  }
  for (const ComponentRow& row : kComponents) {
    type.def_property_readonly(row.name, [component = row.component](const CloudDatasetPart& self) {
      return self->has(component);
    });
  }
  type.def_property_readonly("components", &components_of)
      .def_property_readonly("main_upload_buckets", &main_upload_buckets,
                             "The default upload bucket, the configured ones and the dropboxes.")
      .def_property_readonly("access_level_groups",
                             [](const CloudDatasetPart& self) {
                               return by_level(self, [&](AccessLevelName level) {
                                 return group_object(self.state, self->access_level_group(level));
                               });
                             })
      .def_property_readonly("metamist_groups", &metamist_groups,
                             "The groups that metamist's permissions go to, by permission.")
      .def("create_group", &create_group, py::arg("name"), py::arg("cache_members") = false,
           "A group whose name begins with the dataset's.");
}

py::object text_or_none(std::string_view text) {
  if (text.empty()) return py::none();
  return to_str(text);
}

void define_accounts(py::class_<CloudDatasetPart>& type) {
  type.def_property_readonly("project",
                             [](const CloudDatasetPart& self) {
                               return py::cast(ProjectPart{self.state, &self->infra().project()});
                             })
      .def_property_readonly("main_upload_account",
                             [](const CloudDatasetPart& self) {
                               return made_by_driver(self.state, self->main_upload_account());
                             })
      .def_property_readonly("notebook_account",
                             [](const CloudDatasetPart& self) {
                               return made_by_driver(self.state, self->notebook_account());
                             })
      .def_property_readonly(
          "hail_batch_url",
          [](const CloudDatasetPart& self) { return text_or_none(self->hail_urls().batch); })
      .def_property_readonly(
          "hail_auth_url",
          [](const CloudDatasetPart& self) { return text_or_none(self->hail_urls().auth); })
      .def_property_readonly("hail_accounts_by_access_level", &hail_accounts)
      .def_property_readonly("deployment_accounts_by_access_level", &deployment_accounts)
      .def_property_readonly("cromwell_machine_accounts_by_access_level",
                             [](const CloudDatasetPart& self) {
                               return by_level(self, [&](AccessLevelName level) {
                                 return made_by_driver(self.state, self->cromwell_account(level));
                               });
                             })
      .def_property_readonly("dataproc_machine_accounts_by_access_level",
                             [](const CloudDatasetPart& self) {
                               return by_level(self, [&](AccessLevelName level) {
                                 return made_by_driver(self.state, self->dataproc_account(level));
                               });
                             })
      .def_property_readonly("hail_batch_billing_project", [](const CloudDatasetPart& self) {
        return made_by_driver(self.state, self->hail_batch_billing_project());
      });
}

void register_cloud_dataset(py::module_& module) {
  py::class_<CloudDatasetPart> type(
      module, "CPGDatasetCloudInfrastructure",
      "One dataset on one cloud. Everything is made on first use, exactly once.\n\n"
      ">>> infrastructure.common_dataset.clouds['gcp'].main_bucket");
  define_identity(type);
  type.def_property_readonly(
          "infra",
          [](const CloudDatasetPart& self) { return infra_object(self.state, self->infra()); },
          "The cloud's side of it, which makes further things.")
      .def_property_readonly(
          "config",
          [](const CloudDatasetPart& self) { return config_object(self.state->configuration); })
      .def_property_readonly("dataset_config",
                             [](const CloudDatasetPart& self) {
                               return dataset_object(self.state->configuration,
                                                     self->dataset_config());
                             })
      .def_property_readonly(
          "root", [](const CloudDatasetPart& self) { return infrastructure_object(self.state); })
      .def_property_readonly(
          "group_provider",
          [](const CloudDatasetPart& self) { return provider_object(self.state); })
      .def("__repr__", [](const CloudDatasetPart& self) {
        return fmt::format("<CPGDatasetCloudInfrastructure of {} on {}>", self->infra().dataset(),
                           config::to_string(self->infra().name()));
      });
  define_groups_and_buckets(type);
  define_accounts(type);
}

void register_dataset(py::module_& module) {
  py::class_<DatasetPart> type(module, "CPGDatasetInfrastructure",
                               "One dataset on all clouds that it is deployed to.");
  define_identity(type);
  type.def_property_readonly("dataset", [](const DatasetPart& self) { return self->dataset(); })
      .def_property_readonly("clouds", &clouds_of, "The dataset on each of its clouds, by name.")
      .def_property_readonly(
          "config",
          [](const DatasetPart& self) { return config_object(self.state->configuration); })
      .def_property_readonly("dataset_config",
                             [](const DatasetPart& self) {
                               return dataset_object(self.state->configuration,
                                                     self->dataset_config());
                             })
      .def_property_readonly(
          "deploy_locations",
          [](const DatasetPart& self) {
            py::list locations;
            for (const CloudName cloud : self->dataset_config().deploy_locations) {
              locations.append(to_str(config::to_string(cloud)));
            }
            return locations;
          })
      .def_property_readonly(
          "root", [](const DatasetPart& self) { return infrastructure_object(self.state); })
      .def_property_readonly("group_provider",
                             [](const DatasetPart& self) { return provider_object(self.state); })
      .def_property_readonly("metamist_project",
                             [](const DatasetPart& self) {
                               return made_by_driver(self.state, self->metamist_project());
                             })
      .def_property_readonly("metamist_test_project",
                             [](const DatasetPart& self) {
                               return made_by_driver(self.state, self->metamist_test_project());
                             })
      .def("__repr__", [](const DatasetPart& self) {
        return fmt::format("<CPGDatasetInfrastructure of {}>", self->dataset());
      });
}

}  // namespace

py::object dataset_infrastructure(const PlanPtr& state, driver::CPGDatasetInfrastructure& dataset) {
  return py::cast(DatasetPart{state, &dataset});
}

void register_datasets(py::module_& module) {
  register_upload_bucket(module);
  register_cloud_dataset(module);
  register_dataset(module);
}

}  // namespace cpginfra::python
