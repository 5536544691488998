// SPDX-License-Identifier: MIT
// This header defines build_plan, which turns a checked configuration into a plan.
//
//   absl::StatusOr<plan::Plan> plan = driver::build_plan(configuration);
#pragma once

#include <span>

#include "absl/status/statusor.h"
#include "cpginfra/config/configuration.hpp"
#include "cpginfra/driver/infrastructure.hpp"
#include "cpginfra/plan/plan.hpp"

namespace cpginfra::driver {

/// The plan of everything, extensions included; they run in their order. `make_infra` says what
/// implements each cloud. Pure: it reads no file, clock or environment. Fails with
/// FailedPrecondition, naming every problem, where things that are right in themselves do not fit
/// together, such as two resources of one type and name, and where the configuration enables
/// plugins and no extension is given: see plugin/build_plan.hpp.
absl::StatusOr<plan::Plan> build_plan(const Configuration& configuration,
                                      std::span<Extension* const> extensions = {},
                                      const cloud::InfraFactory& make_infra = cloud::make_infra);
/// What is wrong with a finished plan: OK, or FailedPrecondition with a line for each problem.
absl::Status check_plan(const plan::Plan& plan);

}  // namespace cpginfra::driver

namespace cpginfra {
using driver::build_plan;
}  // namespace cpginfra
