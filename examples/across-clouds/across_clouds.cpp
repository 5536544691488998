// SPDX-License-Identifier: MIT
#include "across-clouds/across_clouds.hpp"

namespace example {

using cpginfra::AzureInfra;
using cpginfra::CloudName;
using cpginfra::GcpInfrastructure;
using cpginfra::cloud::MachineAccount;
namespace cloud = cpginfra::cloud;
namespace plan = cpginfra::plan;

void AcrossClouds::main(cpginfra::CPGInfrastructure& infrastructure) {
  auto* dataset = infrastructure.dataset(dataset_);
  if (dataset == nullptr) return;
  auto* on_google = dataset->cloud(CloudName::kGcp);
  auto* on_azure = dataset->cloud(CloudName::kAzure);
  if (on_google == nullptr || on_azure == nullptr) return;
  auto& gcp = dynamic_cast<GcpInfrastructure&>(on_google->infra());
  auto& azure = dynamic_cast<AzureInfra&>(on_azure->infra());
  const MachineAccount& google_account = on_google->main_upload_account();
  const MachineAccount& azure_account = on_azure->main_upload_account();
  keep_google_key_on_azure(gcp, azure, google_account, azure_account);
  trust_azure_account(gcp, azure, google_account, azure_account);
}

void keep_google_key_on_azure(GcpInfrastructure& gcp, AzureInfra& azure,
                              const MachineAccount& google_account,
                              const MachineAccount& azure_account) {
  // Google makes the key when it is deployed; it is a secret wherever it goes.
  const plan::Value key =
      gcp.get_credentials_for_machine_account("main-upload-key-for-azure", google_account);
  const cloud::Secret& secret = azure.create_secret("google-main-upload-key");
  azure.add_secret_version("google-main-upload-key-version", secret, key);
  azure.add_secret_member("google-main-upload-key-reader", secret, azure_account.principal,
                          cpginfra::SecretMembership::kAccessor, azure.project());
}

void trust_azure_account(GcpInfrastructure& gcp, AzureInfra& azure,
                         const MachineAccount& google_account,
                         const MachineAccount& azure_account) {
  plan::Plan& plan = gcp.plan();
  plan::ValueStore& values = plan.values();
  const auto declare = [&](std::string_view type, std::string_view name,
                           std::initializer_list<plan::Field> inputs,
                           const plan::Origin* origin) -> const plan::Resource& {
    return plan.declare(plan.make_type(type), name, inputs, {.origin = origin});
  };

  // An application of the tenant, for which accounts on Azure ask for tokens.
  const auto& tenant = azure.config().azure->tenant;
  const plan::Value audience = values.text({"api://", tenant, "/google-", azure.dataset()});
  const plan::Resource& application =
      declare("azuread:index/application:Application", azure.get_pulumi_name("google-application"),
              {{"displayName", values.text({azure.dataset(), "-google"})},
               {"identifierUris", values.list({audience})}},
              azure.origin());
  declare("azuread:index/servicePrincipal:ServicePrincipal",
          azure.get_pulumi_name("google-application-principal"),
          {{"clientId", plan.attribute(application, "clientId")}}, azure.origin());

  // A pool in the dataset's project, in which those tokens count.
  const cloud::Project& project = gcp.project();
  const plan::Resource& pool = declare("gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
                                       gcp.get_pulumi_name("azure-pool"),
                                       {{"displayName", "Accounts on Azure"},
                                        {"project", project.id},
                                        {"workloadIdentityPoolId", "azure"}},
                                       gcp.origin());
  const plan::Value pool_id = plan.attribute(pool, "workloadIdentityPoolId");
  const plan::Value trust =
      values.object({{"allowedAudiences", values.list({audience})},
                     {"issuerUri", values.text({"https://sts.windows.net/", tenant, "/"})}});
  declare("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
          gcp.get_pulumi_name("azure-pool-provider"),
          {{"attributeMapping", values.object({{"google.subject", "assertion.sub"}})},
           {"oidc", trust},
           {"project", project.id},
           {"workloadIdentityPoolId", pool_id},
           {"workloadIdentityPoolProviderId", "tenant"}},
          gcp.origin());

  // One account there, known by the id that Azure gives it, may be this account here.
  const plan::Value member =
      plan.concat({"principal://iam.googleapis.com/projects/", project.number,
                   "/locations/global/workloadIdentityPools/", pool_id, "/subject/",
                   azure_account.principal.id});
  const plan::Resource& binding = declare("gcp:serviceaccount/iAMMember:IAMMember",
                                          gcp.get_pulumi_name("azure-main-upload-is-main-upload"),
                                          {{"member", member},
                                           {"role", "roles/iam.workloadIdentityUser"},
                                           {"serviceAccountId", google_account.name}},
                                          gcp.origin());
  // Said in neutral terms too, so that questions about access follow the way across.
  plan.add_grant({.member = &azure_account.principal,
                  .target = &google_account.target,
                  .level = plan::AccessLevel::kImpersonate,
                  .role = "roles/iam.workloadIdentityUser",
                  .declared_by = &binding,
                  .origin = gcp.origin()});
}

}  // namespace example
