// SPDX-License-Identifier: MIT
// This header defines build_plan for GitHub's workload identity, a stack beside the datasets':
// identity pools and their providers, a machine account for each environment of each repository,
// what it reaches, and the environment's secrets on GitHub that name both.
//
//   config::GitHubWIFResult loaded = config::load_github_wif("github_wif.yaml");
//   absl::StatusOr<plan::Plan> plan = driver::build_plan(*loaded.config);
#pragma once

#include "absl/status/statusor.h"
#include "cpginfra/config/github_wif.hpp"
#include "cpginfra/plan/plan.hpp"

namespace cpginfra::driver {

/// The plan of a checked configuration. Pure, as is the datasets' one. Fails with
/// FailedPrecondition, naming every problem, where two things would have one name.
absl::StatusOr<plan::Plan> build_plan(const GitHubWIFConfig& config);

}  // namespace cpginfra::driver
