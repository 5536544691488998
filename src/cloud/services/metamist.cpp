// SPDX-License-Identifier: MIT
#include "cpginfra/cloud/metamist.hpp"

#include <fmt/format.h>

#include "cloud/services/dynamic_resource.hpp"

namespace cpginfra::cloud {

const plan::Resource& declare_metamist_project(plan::Plan& plan, const plan::Origin* origin,
                                               std::string_view project_name) {
  return plan.declare(kDynamicResource, fmt::format("metamist-project-{}", project_name),
                      {{"project_name", plan.values().text(project_name)}}, {.origin = origin});
}

void declare_metamist_members(plan::Plan& plan, const plan::Origin* origin,
                              std::string_view resource_name, const plan::Resource& project,
                              const MetamistMembers& members) {
  plan.declare(kDynamicResource, resource_name,
               {{"contribute_members", members.contribute},
                {"project_name", plan.attribute(project, "project_name")},
                {"read_members", members.read},
                {"write_members", members.write}},
               {.origin = origin});
}

}  // namespace cpginfra::cloud
