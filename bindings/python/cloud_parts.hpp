// SPDX-License-Identifier: MIT
// What clouds hand out, as parts of a plan, and what they take for it.
#pragma once

#include <pybind11/pybind11.h>

#include <string_view>
#include <utility>

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

/// An argument that is a logical name or a part of one. Where it is given what only the cloud will
/// know, the error says why that cannot be.
struct LogicalName {
  std::string_view text;
  operator std::string_view() const noexcept {
    return text;
  }  // NOLINT(google-explicit-constructor)
};

/// An argument that the plan needs to know; likewise.
template <class T>
struct Known {
  T value;
  operator T() const noexcept { return value; }  // NOLINT(google-explicit-constructor)
};

/// Raises TypeError for what only the cloud will know; `expected` is the Python type.
void demand_known_name(py::handle object);
void demand_known(py::handle object, std::string_view expected);

}  // namespace cpginfra::python

namespace pybind11::detail {

template <>
struct type_caster<cpginfra::python::LogicalName> {
  PYBIND11_TYPE_CASTER(cpginfra::python::LogicalName, const_name("str"));
  bool load(handle source, bool convert) {
    cpginfra::python::demand_known_name(source);
    if (!text_.load(source, convert)) return false;
    value.text = cast_op<std::string_view>(text_);
    return true;
  }

 private:
  make_caster<std::string_view> text_;
};

template <class T>
struct type_caster<cpginfra::python::Known<T>> {
  PYBIND11_TYPE_CASTER(cpginfra::python::Known<T>, make_caster<T>::name);
  bool load(handle source, bool convert) {
    make_caster<T> known;
    if (known.load(source, convert)) {
      value.value = cast_op<T>(known);
      return true;
    }
    cpginfra::python::demand_known(source, make_caster<T>::name.text);
    return false;
  }
};

}  // namespace pybind11::detail
