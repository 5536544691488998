// SPDX-License-Identifier: MIT
#include "cpginfra/cloud/hail_batch.hpp"

#include "cloud/services/dynamic_resource.hpp"

namespace cpginfra::cloud {

HailAccount declare_hail_user(CloudInfraBase& infra, std::string_view key,
                              std::string_view username, std::string_view auth_url) {
  plan::Plan& plan = infra.plan();
  const std::string_view kept_username = plan.values().text(username);
  const plan::Resource& resource = plan.declare(kDynamicResource, infra.get_pulumi_name(key),
                                                {{"batch_uri", plan.values().shared_text(auth_url)},
                                                 {"token_category", infra.origin()->cloud},
                                                 {"username", kept_username}},
                                                {.origin = infra.origin()});
  return {
      .username = kept_username,
      .principal = &infra.member(plan.attribute(resource, "cloud_id"), resource.name, &resource)};
}

const plan::Resource& declare_hail_billing_project(CloudInfraBase& infra,
                                                   std::string_view project_name,
                                                   std::string_view batch_url) {
  plan::Plan& plan = infra.plan();
  return plan.declare(kDynamicResource, infra.get_pulumi_name("batch-billing-project"),
                      {{"batch_uri", plan.values().shared_text(batch_url)},
                       {"name", plan.values().shared_text(project_name)},
                       {"token_category", infra.origin()->cloud}},
                      {.origin = infra.origin()});
}

void declare_hail_billing_member(CloudInfraBase& infra, std::string_view key,
                                 const plan::Resource& billing_project, std::string_view username) {
  plan::Plan& plan = infra.plan();
  plan.declare(
      kDynamicResource, infra.get_pulumi_name(key),
      {{"billing_project", &billing_project}, {"user", plan.values().shared_text(username)}},
      {.origin = infra.origin()});
}

}  // namespace cpginfra::cloud
