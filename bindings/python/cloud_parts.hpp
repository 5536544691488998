// SPDX-License-Identifier: MIT
// What clouds hand out, as parts of a plan, and what they take for it.
#pragma once

#include <pybind11/pybind11.h>

#include <string>
#include <string_view>

#include "cpginfra/cloud/cloud_infra_base.hpp"
#include "part.hpp"

namespace cpginfra::python {

using InfraPart = Part<CloudInfraBase>;
using BucketPart = Part<const cloud::Bucket>;
using ProjectPart = Part<const cloud::Project>;
using MachineAccountPart = Part<const cloud::MachineAccount>;
using SecretPart = Part<const cloud::Secret>;
using RegistryPart = Part<const cloud::ContainerRegistry>;
using HailAccountPart = Part<const cloud::HailAccount>;
using HailBillingProjectPart = Part<const cloud::HailBillingProject>;
using MetamistProjectPart = Part<const cloud::MetamistProject>;

/// A cloud's side of a dataset as an object of its own class.
py::object infra_object(const PlanPtr& state, CloudInfraBase& infra);
/// The part of that object; raises TypeError for others.
InfraPart infra_part(py::handle object);

/// Somebody to give access to: an email or id, a group, a machine account, a Hail account, a
/// resource that makes an account or a group, or a value that only the cloud knows.
const plan::Principal& to_principal(const InfraPart& infra, py::handle member);
/// A membership's member as upstream has it: a text, or what only the cloud knows.
py::object member_id(const PlanPtr& state, const plan::Principal& member);

/// A text that is kept in the plan, from a str; raises TypeError for others, naming the argument.
std::string_view text_argument(const PlanPtr& state, py::handle object, std::string_view name);

}  // namespace cpginfra::python
