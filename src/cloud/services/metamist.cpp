// SPDX-License-Identifier: MIT
// What is declared at metamist: projects and their members.
#include <fmt/format.h>

#include "cloud/services/dynamic_resource.hpp"
#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace cpginfra::cloud {

MetamistProject CloudInfraBase::create_metamist_project(std::string_view project_name) {
  const std::string_view name = values_.text(project_name);
  const plan::Resource& resource =
      plan_.declare(kDynamicResource, fmt::format("metamist-project-{}", name),
                    {{"project_name", name}}, {.origin = origin_});
  return {.name = name,
          .project_name = plan_.attribute(resource, "project_name"),
          .resource = &resource};
}

void CloudInfraBase::set_metamist_members(std::string_view resource_name,
                                          const MetamistProject& project,
                                          const MetamistMembers& members) {
  plan_.declare(kDynamicResource, resource_name,
                {{"contribute_members", members.contribute},
                 {"project_name", project.project_name},
                 {"read_members", members.read},
                 {"write_members", members.write}},
                {.origin = origin_});
}

}  // namespace cpginfra::cloud
