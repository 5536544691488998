// SPDX-License-Identifier: MIT
// Names on Azure: by rule whatever datasets are called, and never the same for two.
#include <fmt/format.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/cloud/azure.hpp"
#include "cpginfra/report/access_graph.hpp"
#include "cpginfra/report/limits.hpp"
#include "internal/azure_names.hpp"

namespace cpginfra::cloud {
namespace {

using internal::azure_container_name;
using internal::azure_key_vault_name;
using internal::azure_registry_name;
using internal::azure_resource_group_name;
using internal::azure_storage_account_name;

/// Names as the configuration allows them, many of them nearly the same: what the clouds drop or
/// cut is where they differ.
std::set<std::string> random_dataset_names(std::uint32_t seed, std::size_t count) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t limit) { return random() % limit; };
  const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const std::string further = letters.substr(0, 26) + "0123456789-_.";
  const std::vector<std::string> stems = {"study", "cohort", "a-name-that-is-long-for-any-account-",
                                          "2020",  "ABC",    "x"};
  std::set<std::string> names;
  while (names.size() < count) {
    std::string name =
        below(2) == 0 ? stems[below(stems.size())] : std::string(1, letters[below(letters.size())]);
    for (std::size_t length = below(below(8) == 0 ? 60 : 6); length > 0; --length) {
      const std::string& alphabet = below(4) == 0 ? letters : further;
      name += alphabet[below(alphabet.size())];
    }
    if (name.find("..") == std::string::npos) names.insert(name);
  }
  return names;
}

CPGInfrastructureConfig institute(const std::string& prefix) {
  CPGInfrastructureConfig config;
  config.domain = "institute.example";
  config.common_dataset = "common";
  config.azure = {.region = "australiaeast",
                  .subscription = "subscription",
                  .tenant = "tenant",
                  .dataset_storage_prefix = prefix,
                  .config_bucket_name = "config"};
  return config;
}

/// One of everything that has a name.
void declare_everything(const CPGInfrastructureConfig& config, const CPGDatasetConfig& dataset,
                        plan::Plan& plan) {
  AzureInfra infra(config, dataset, plan);
  infra.create_bucket({.name = "main"});
  infra.create_bucket({.name = "main-upload-" + dataset.dataset});
  infra.create_container_registry("images");
  infra.create_container_registry("images-dev");
  const MachineAccount& account = infra.create_machine_account("notebook-" + dataset.dataset);
  infra.add_federated_credential("trust-" + dataset.dataset, account, "https://issuer", "subject");
  infra.add_secret_version("version", infra.create_secret(dataset.dataset + "-key"), "value");
  infra.create_monthly_budget("monthly-budget", infra.project(), 1);
  infra.create_group(dataset.dataset + "-analysis", {});
  infra.finalise();
  infra.complete();
}

TEST_CASE("10,000 datasets break no rule about names on Azure and share none", "[azure][names]") {
  const std::string prefix = GENERATE("cpg-", "", "My_Institute.2-");
  const CPGInfrastructureConfig config = institute(prefix);
  std::vector<CPGDatasetConfig> datasets;
  for (const std::string& name : random_dataset_names(20261125, 10000)) {
    datasets.emplace_back().dataset = name;
  }
  plan::Plan plan;
  for (const CPGDatasetConfig& dataset : datasets) declare_everything(config, dataset, plan);
  CHECK(plan.problems().empty());

  const report::AccessGraph graph(plan);
  const report::LimitReport limits = report::check_limits(plan, graph, {});
  for (const report::Finding& finding : limits.findings) FAIL_CHECK(finding.message);
  std::set<std::string_view> measured;
  for (const report::LimitUse& use : limits.uses) {
    if (use.rule->kind == report::LimitKind::kName && use.subjects >= datasets.size()) {
      measured.insert(use.rule->id);
    }
  }
  CHECK(measured == std::set<std::string_view>{
                        "azure-blob-service-name", "azure-budget-name", "azure-container-name",
                        "azure-deployment-name", "azure-federated-credential-name",
                        "azure-identity-name", "azure-key-vault-name", "azure-registry-name",
                        "azure-resource-group-name", "azure-secret-name",
                        "azure-storage-account-name", "entra-group-name"});
  // The limits have no rule that resource groups are unique.
  std::set<std::string_view> groups;
  for (const plan::Resource* resource : plan.resources()) {
    if (resource->type->token == "azure-native:resources:ResourceGroup") {
      groups.insert(resource->input("resourceGroupName").text());
    }
  }
  CHECK(groups.size() == datasets.size());
}

TEST_CASE("a name that fits stays as it is; digits are kept", "[azure][names]") {
  CHECK(azure_storage_account_name("cpg-", "study1") == "cpgstudy1");
  CHECK(azure_storage_account_name("cpg-", "study2") == "cpgstudy2");
  CHECK(azure_resource_group_name("cpg-", "rare-disease") == "cpg-rare-disease");
  CHECK(azure_key_vault_name("", "cpg-rare-disease") == "cpg-rare-disease");
  CHECK(azure_container_name("main-tmp") == "main-tmp");
}

TEST_CASE("a name that loses something gets a hash of the whole", "[azure][names]") {
  // sha256("rare-disease") begins with 314cab13f6.
  CHECK(azure_storage_account_name("cpg-", "rare-disease") == "cpgraredisease314cab13f6");
  CHECK(azure_storage_account_name("cpg-", "rare-disease") !=
        azure_storage_account_name("cpg-", "raredisease"));
  CHECK(azure_resource_group_name("cpg-", "Study") != azure_resource_group_name("cpg-", "study"));
  CHECK(azure_key_vault_name("", "1st").size() > 3);
  CHECK(azure_registry_name("", "a", "bc") != azure_registry_name("", "ab", "c"));
  // Otherwise "a-b" and a dataset that is called as its account is could meet.
  const std::string hashed = azure_storage_account_name("", "a-b");
  CHECK(azure_storage_account_name("", hashed) != hashed);
}

}  // namespace
}  // namespace cpginfra::cloud
