// SPDX-License-Identifier: MIT
// Values across clouds. What only one cloud will know can be an input on another: the plan keeps it
// as a deferred value, whoever deploys the plan fills it in, and what needs it waits for it. Here a
// dataset on both clouds uses that twice, so that its account on Azure can write to Google Cloud:
//
//   - the key of the Google account becomes a secret on Azure. It works everywhere, but keys do not
//     expire and can be copied;
//   - the better way, Google Cloud trusts the account on Azure itself: no key exists at all.
//
//   example::AcrossClouds across("cardiac");
//   std::array<driver::Extension*, 1> extensions = {&across};
//   absl::StatusOr<plan::Plan> plan = driver::build_plan(configuration, extensions);
#pragma once

#include <string>

#include "cpginfra/cloud/azure.hpp"
#include "cpginfra/cloud/gcp.hpp"
#include "cpginfra/driver/infrastructure.hpp"

namespace example {

/// See the top of this file.
class AcrossClouds final : public cpginfra::driver::Extension {
 public:
  /// The dataset must be on both clouds; where it is not, nothing is added.
  explicit AcrossClouds(std::string dataset) : dataset_(std::move(dataset)) {}

  void main(cpginfra::CPGInfrastructure& infrastructure) override;
  void on_group_finalisation(cpginfra::CPGInfrastructure& /*infrastructure*/) override {}

 private:
  std::string dataset_;
};

/// Keeps a key of a Google account in the dataset's key vault, for an account on Azure to read.
void keep_google_key_on_azure(cpginfra::GcpInfrastructure& gcp, cpginfra::AzureInfra& azure,
                              const cpginfra::cloud::MachineAccount& google_account,
                              const cpginfra::cloud::MachineAccount& azure_account);
/// Lets an account on Azure be a Google account, by the tokens that Azure gives it.
void trust_azure_account(cpginfra::GcpInfrastructure& gcp, cpginfra::AzureInfra& azure,
                         const cpginfra::cloud::MachineAccount& google_account,
                         const cpginfra::cloud::MachineAccount& azure_account);

}  // namespace example
