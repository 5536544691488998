// SPDX-License-Identifier: MIT
// A plan as a configuration in Terraform's JSON syntax.
// https://developer.hashicorp.com/terraform/language/syntax/json
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "cpginfra/plan/plan.hpp"

namespace terraform {

/// The text of a `main.tf.json`. Fails with InvalidArgument for what Terraform has no word for: a
/// resource type of another engine, a function that it does not know, two resources whose names are
/// the same in Terraform.
absl::StatusOr<std::string> to_terraform_json(const cpginfra::plan::Plan& plan);

}  // namespace terraform
