// SPDX-License-Identifier: MIT
#include <array>
#include <string_view>

#include "cloud/gcp/resource_types.hpp"
#include "cpginfra/cloud/gcp.hpp"

namespace cpginfra::cloud {
namespace {

/// An API: its resource's key, its name, and the API that must be on before it.
struct ServiceRow {
  GcpService service;
  std::string_view key;
  std::string_view api;
  GcpService after;
};

using enum GcpService;

/// In the order of GcpService. An API that stands after itself depends on none.
constexpr std::array<ServiceRow, 10> kServices = {{
    {kCloudResourceManager, "cloudresourcemanager-service", "cloudresourcemanager.googleapis.com",
     kCloudResourceManager},
    {kCloudIdentity, "cloudidentity-service", "cloudidentity.googleapis.com",
     kCloudResourceManager},
    {kServiceUsage, "serviceusage-service", "serviceusage.googleapis.com", kServiceUsage},
    {kSecretManager, "secretmanager-service", "secretmanager.googleapis.com",
     kCloudResourceManager},
    {kDataproc, "dataproc-service", "dataproc.googleapis.com", kCloudResourceManager},
    {kBatch, "batch-service", "batch.googleapis.com", kServiceUsage},
    {kCloudBilling, "cloudbilling-service", "cloudbilling.googleapis.com", kCloudResourceManager},
    {kCloudBillingBudgets, "cloudbillingbudgets-service", "billingbudgets.googleapis.com",
     kCloudBilling},
    {kIam, "iam-service", "iam.googleapis.com", kCloudResourceManager},
    {kPrivilegedAccessManager, "privilegedaccessmanager-service",
     "privilegedaccessmanager.googleapis.com", kCloudResourceManager},
}};

}  // namespace

const plan::Resource& GcpInfrastructure::service(GcpService service) {
  const plan::Resource*& made = services_[static_cast<std::size_t>(service)];
  if (made != nullptr) return *made;
  const ServiceRow& row = kServices[static_cast<std::size_t>(service)];
  const std::initializer_list<plan::Field> inputs = {
      {"disableOnDestroy", false}, {"project", project().id}, {"service", row.api}};
  made = row.after == service ? &declare(gcp::kService, get_pulumi_name(row.key), inputs)
                              : &declare(gcp::kService, get_pulumi_name(row.key), inputs,
                                         {&this->service(row.after)});
  return *made;
}

const plan::Resource& GcpInfrastructure::pam_service_agent_binding() {
  if (pam_binding_ == nullptr) {
    pam_binding_ =
        &declare(gcp::kProjectIamMember, get_pulumi_name("pam-service-agent-binding"),
                 {{"project", project().id},
                  {"role", "roles/privilegedaccessmanager.serviceAgent"},
                  {"member", plan_.concat({"serviceAccount:service-org-", organization("orgId"),
                                           "@gcp-sa-pam.iam.gserviceaccount.com"})}},
                 {&service(kPrivilegedAccessManager)});
  }
  return *pam_binding_;
}

void GcpInfrastructure::finalise() { service(kServiceUsage); }

}  // namespace cpginfra::cloud
