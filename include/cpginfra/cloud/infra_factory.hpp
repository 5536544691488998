// SPDX-License-Identifier: MIT
// This header defines InfraFactory, which says what implements a cloud. make_infra is the library's
// own; with another one, a class of one's own takes the place of a cloud:
//
//   const cloud::InfraFactory factory = [](CloudName, const auto&... config, plan::Plan& plan) {
//     return std::make_unique<MyCloud>(config..., plan);
//   };
//   absl::StatusOr<plan::Plan> plan = build_plan(configuration, {}, factory);
#pragma once

#include <functional>
#include <memory>

#include "cpginfra/cloud/cloud_infra_base.hpp"

namespace cpginfra::cloud {

/// Makes the implementation of a cloud for one dataset; never null. What it is given outlives what
/// it makes.
using InfraFactory = std::function<std::unique_ptr<CloudInfraBase>(
    CloudName name, const CPGInfrastructureConfig& config, const CPGDatasetConfig& dataset_config,
    plan::Plan& plan)>;

}  // namespace cpginfra::cloud
