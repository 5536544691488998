// SPDX-License-Identifier: MIT
#include "examples.hpp"

#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <string>

namespace cpginfra::python {
namespace {

namespace py = pybind11;

struct Example {
  const char* name;
  const char* text;
};

constexpr Example kExamples[] = {
    {"AzureInfra", ">>> infrastructure.common_azure_infra.storage_account"},
    {"Bucket",
     ">>> infra.create_bucket('audit').name\n"
     "<Deferred ${gcp:storage/bucket:Bucket::common-gcp-audit-bucket.name}>"},
    {"BucketMembership",
     ">>> infra.add_member_to_bucket('reader', 'a-bucket', 'jane@uni.edu', BucketMembership.READ)"},
    {"CPGDatasetComponents",
     ">>> infrastructure.common_dataset.clouds['gcp'].components[0]\n"
     "<CPGDatasetComponents.STORAGE: 'storage'>"},
    {"CPGDatasetConfig",
     ">>> budgets = {'gcp': {'monthly_budget': 100}}\n"
     ">>> CPGDatasetConfig.from_dict(\n"
     "...     {'dataset': 'oak', 'gcp': {'project': 'oak-1'}, 'budgets': budgets}).gcp.project\n"
     "'oak-1'"},
    {"CPGDatasetInfrastructure",
     ">>> list(infrastructure.dataset_infrastructures['common'].clouds)\n"
     "['gcp']"},
    {"CPGInfrastructureConfig",
     ">>> config, datasets = load('institute/')\n"
     ">>> CPGInfrastructure(config, datasets).main()"},
    {"CPGInfrastructureGroup",
     ">>> CPGInfrastructureGroup.from_dict(\n"
     "...     {'name': 'curators', 'description': 'who curates', 'members': []}).name\n"
     "'curators'"},
    {"CPGInfrastructureUser",
     ">>> CPGInfrastructureUser.from_dict({'id': 'ann', 'clouds': {}}).id\n"
     "'ann'"},
    {"CheckResult",
     ">>> bool(check(plan, load_rules('rules.toml')))\n"
     "True"},
    {"ContainerRegistry",
     ">>> images = infra.create_container_registry('tools')\n"
     ">>> infra.add_member_to_container_registry('puller', images, 'jane@uni.edu', 'reader')"},
    {"ContainerRegistryMembership",
     ">>> ContainerRegistryMembership('writer')\n"
     "<ContainerRegistryMembership.WRITER: 'writer'>"},
    {"CpgInfraError",
     ">>> try:\n"
     "...     plan.call('no-such-function')\n"
     "... except (CpgInfraError, ValueError) as error:\n"
     "...     print(type(error).__name__)\n"
     "ValueError"},
    {"Diagnostic",
     ">>> try:\n"
     "...     load('institute/')\n"
     "... except ConfigError as error:\n"
     "...     for diagnostic in error.diagnostics:\n"
     "...         print(diagnostic.file, diagnostic.line, diagnostic.message)"},
    {"DryRunInfra",
     ">>> DryRunInfra.name()\n"
     "'dry-run'"},
    {"GcpInfrastructure",
     ">>> infrastructure.common_gcp_infra.name()\n"
     "'gcp'"},
    {"GitHubWIFConfig", ">>> build_github_wif_plan(load_github_wif('github_wif.yaml'))"},
    {"HailAccount",
     ">>> dataset = infrastructure.common_dataset.clouds['gcp']\n"
     ">>> dataset.hail_accounts_by_access_level['test'].cloud_id"},
    {"MachineAccount",
     ">>> robot = infra.create_machine_account('robot')\n"
     ">>> infra.add_member_to_bucket('robot-reader', 'a-bucket', robot, 'read')"},
    {"MachineAccountRole",
     ">>> robot = infra.create_machine_account('robot-two')\n"
     ">>> infra.add_member_to_machine_account_role('user', robot, 'jane@uni.edu',\n"
     "...                                          MachineAccountRole.ACCESS)"},
    {"MainUploadBucket",
     ">>> uploads = infrastructure.common_dataset.clouds['gcp'].main_upload_buckets\n"
     ">>> [upload.bucket for upload in uploads.values() if not upload.is_dropbox]"},
    {"PlanDiff",
     ">>> bool(diff_plans(plan, plan))\n"
     "False"},
    {"Project",
     ">>> infra.create_bucket('elsewhere', project=infra.create_project('other', 'other-1234'))"},
    {"Rules", ">>> check(plan, load_rules('rules.toml')).findings"},
    {"Secret",
     ">>> secret = infra.create_secret('token')\n"
     ">>> infra.add_secret_member('token-reader', secret, 'jane@uni.edu', 'accessor')"},
    {"SecretMembership",
     ">>> SecretMembership('accessor')\n"
     "<SecretMembership.ACCESSOR: 'accessor'>"},
    {"TemporaryBucketAccessType",
     ">>> infra.create_temporary_bucket_access('look', 'a-bucket', "
     "TemporaryBucketAccessType.READ,\n"
     "...                                      ['jane@uni.edu'])"},
};

}  // namespace

void add_examples(py::module_& module) {
  for (const Example& example : kExamples) {
    const py::object type = module.attr(example.name);
    const auto text = type.attr("__doc__").cast<std::string>();
    type.attr("__doc__") = fmt::format("{}\n\n{}", text, example.text);
  }
}

}  // namespace cpginfra::python
