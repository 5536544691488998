// SPDX-License-Identifier: MIT
#include "cpginfra/driver/build_plan.hpp"

#include <fmt/format.h>

#include <string>

#include "absl/status/status.h"

namespace cpginfra::driver {

absl::Status check_plan(const plan::Plan& plan) {
  if (plan.problems().empty()) return absl::OkStatus();
  std::string message;
  for (const plan::Problem& problem : plan.problems()) {
    if (!message.empty()) message += '\n';
    if (problem.origin->dataset.empty()) {
      message += fmt::format("{} [{}]", problem.text, problem.rule);
    } else {
      message += fmt::format("dataset {} on {}: {} [{}]", problem.origin->dataset,
                             problem.origin->cloud, problem.text, problem.rule);
    }
  }
  return absl::FailedPreconditionError(message);
}

absl::StatusOr<plan::Plan> build_plan(const Configuration& configuration,
                                      std::span<Extension* const> extensions,
                                      const cloud::InfraFactory& make_infra) {
  plan::Plan plan;
  if (extensions.empty() && !configuration.infrastructure.plugins_enabled.empty()) {
    plan.report_problem(nullptr, "plugins-not-given",
                        "the configuration enables plugins, but none are given to the driver; "
                        "plugin::build_plan gives it those that the library ships");
  }
  CPGInfrastructure infrastructure(configuration, plan, make_infra);
  infrastructure.main(extensions);
  if (absl::Status status = check_plan(plan); !status.ok()) return status;
  return plan;
}

}  // namespace cpginfra::driver
