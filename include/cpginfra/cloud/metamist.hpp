// SPDX-License-Identifier: MIT
// This header defines what the library declares at metamist, the service that keeps samples'
// metadata: projects and who may read, contribute to and write them.
//
//   const plan::Resource& project = cloud::declare_metamist_project(plan, origin, "cohort-a");
#pragma once

#include <string_view>

#include "cpginfra/plan/plan.hpp"

namespace cpginfra::cloud {

/// Lists of members; usually deferred.
struct MetamistMembers {
  plan::Value read;
  plan::Value contribute;
  plan::Value write;
};

/// A project in metamist.
const plan::Resource& declare_metamist_project(plan::Plan& plan, const plan::Origin* origin,
                                               std::string_view project_name);
/// The members of a project, all of them.
void declare_metamist_members(plan::Plan& plan, const plan::Origin* origin,
                              std::string_view resource_name, const plan::Resource& project,
                              const MetamistMembers& members);

}  // namespace cpginfra::cloud
