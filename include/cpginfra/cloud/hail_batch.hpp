// SPDX-License-Identifier: MIT
// This header defines what the library declares at Hail Batch, the service that runs analyses:
// users, billing projects and who is in them. They are the same on every cloud.
//
//   const plan::Resource& project = cloud::declare_hail_billing_project(infra, "cohort-a", url);
//   cloud::declare_hail_billing_member(infra, "batch-billing-member-x", project, "jane");
#pragma once

#include <string_view>

#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace cpginfra::cloud {

/// A Hail Batch account that jobs run as.
struct HailAccount {
  std::string_view username;
  /// The account that stands behind it in the cloud.
  const plan::Principal* principal = nullptr;
};

/// A Hail Batch user, made through the authentication service at `auth_url`.
HailAccount declare_hail_user(CloudInfraBase& infra, std::string_view key,
                              std::string_view username, std::string_view auth_url);
/// The billing project of a dataset at the batch service at `batch_url`.
const plan::Resource& declare_hail_billing_project(CloudInfraBase& infra,
                                                   std::string_view project_name,
                                                   std::string_view batch_url);
/// A user's place in a billing project.
void declare_hail_billing_member(CloudInfraBase& infra, std::string_view key,
                                 const plan::Resource& billing_project, std::string_view username);

}  // namespace cpginfra::cloud
