// SPDX-License-Identifier: MIT
// What is declared at Hail Batch: users, billing projects and who is in them.
#include "cloud/services/dynamic_resource.hpp"
#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace cpginfra::cloud {

HailAccount CloudInfraBase::create_hail_user(std::string_view key, std::string_view username,
                                             std::string_view auth_url) {
  const std::string_view kept_username = values_.text(username);
  const plan::Resource& resource = plan_.declare(kDynamicResource, get_pulumi_name(key),
                                                 {{"batch_uri", values_.shared_text(auth_url)},
                                                  {"token_category", origin_->cloud},
                                                  {"username", kept_username}},
                                                 {.origin = origin_});
  return {.username = kept_username,
          .principal = &member(plan_.attribute(resource, "cloud_id"), resource.name, &resource)};
}

HailBillingProject CloudInfraBase::create_hail_billing_project(std::string_view project_name,
                                                               std::string_view batch_url) {
  const std::string_view name = values_.shared_text(project_name);
  const plan::Resource& resource =
      plan_.declare(kDynamicResource, get_pulumi_name("batch-billing-project"),
                    {{"batch_uri", values_.shared_text(batch_url)},
                     {"name", name},
                     {"token_category", origin_->cloud}},
                    {.origin = origin_});
  return {.name = name, .resource = &resource};
}

void CloudInfraBase::add_hail_billing_member(std::string_view key,
                                             const HailBillingProject& project,
                                             std::string_view username) {
  plan_.declare(kDynamicResource, get_pulumi_name(key),
                {{"billing_project", project.resource}, {"user", values_.shared_text(username)}},
                {.origin = origin_});
}

}  // namespace cpginfra::cloud
