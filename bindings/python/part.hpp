// SPDX-License-Identifier: MIT
// What Python objects that stand for parts of a plan share: each holds the whole plan, so that a
// part can outlive every other name of it.
//
//   py::class_<Part<cloud::Bucket>>(m, "Bucket")
//       .def_property_readonly("name", [](const Part<cloud::Bucket>& self) {
//         return to_python(self.state, self->name);
//       });
#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/config/configuration.hpp"
#include "cpginfra/plan/plan.hpp"

namespace cpginfra::python {

namespace py = pybind11;

/// What a resource is told of the embedding program's own resources, which no plan can hold.
struct ForeignOptions {
  std::vector<py::object> depends_on;
  py::object provider = py::none();
};

/// A plan with the configuration that it was made of (null for one that was read from JSON).
class PlanState {
 public:
  explicit PlanState(std::shared_ptr<const Configuration> made_of)
      : configuration(std::move(made_of)) {}
  PlanState(std::shared_ptr<const Configuration> made_of, plan::Plan finished)
      : configuration(std::move(made_of)), plan(std::move(finished)), closed(true) {}
  virtual ~PlanState() = default;
  PlanState(const PlanState&) = delete;
  PlanState& operator=(const PlanState&) = delete;

  std::shared_ptr<const Configuration> configuration;
  plan::Plan plan;
  /// Whether the plan has been given away (to the engine, or to whoever asked for it), after which
  /// nothing may be added.
  bool closed = false;
  /// Whether the drivers are at work without holding the interpreter; nothing may be looked at.
  bool busy = false;
  /// Objects of the embedding program (each a pulumi.Output) that values of the plan stand for; the
  /// one at place 3 is the external deferred value `output-3`.
  std::vector<py::object> foreign;
  absl::flat_hash_map<PyObject*, std::size_t> foreign_places;
  absl::flat_hash_map<const plan::Resource*, ForeignOptions> foreign_options;
  /// What the program has asked for before it gave the plan to an engine. It is here, and not with
  /// the program, lest what asks for a plan's values keeps the plan, which keeps the program.
  std::vector<plan::Value> asked;
  /// What the bridge to an engine keeps of this plan; None before it has been asked for anything.
  py::object program = py::none();
};

using PlanPtr = std::shared_ptr<PlanState>;

/// Raises where the plan is at work in another thread.
void check_readable(const PlanState& state);
/// Raises where nothing may be added any more.
void check_writable(const PlanState& state);

/// A part of a plan: one of its resources, groups, grants, or what a cloud or a driver gave out.
/// Two are equal if they are the same part.
template <class T>
struct Part {
  PlanPtr state;
  T* object = nullptr;

  T* operator->() const {
    check_readable(*state);
    return object;
  }
  T& operator*() const {
    check_readable(*state);
    return *object;
  }
  friend bool operator==(const Part& left, const Part& right) {
    return left.object == right.object;
  }
};

/// Adds `__eq__` and `__hash__` by identity.
template <class T, class... Options>
void define_identity(py::class_<Part<T>, Options...>& type) {
  type.def("__eq__", [](const Part<T>& self, const py::object& other) {
    return py::isinstance<Part<T>>(other) && self == other.cast<const Part<T>&>();
  });
  type.def("__hash__", [](const Part<T>& self) { return std::hash<T*>{}(self.object); });
}

/// The part, or None for null.
template <class T>
py::object part_or_none(const PlanPtr& state, T* object) {
  if (object == nullptr) return py::none();
  return py::cast(Part<T>{state, object});
}

/// A value as Python has it: None, bool, int, float, str, list and dict where it is known, and
/// a Resource, a Deferred or an Archive for the rest.
py::object to_python(const PlanPtr& state, const plan::Value& value);

/// The other way, into the plan's memory. Takes what to_python gives, tuples and mappings, every
/// handle (a bucket is its name, a machine account its email, a group its key), and whatever
/// `cpginfra._bridge.foreign_value` knows. Raises TypeError for the rest.
plan::Value to_value(const PlanPtr& state, py::handle object);

/// Whether it is something of a Pulumi program, as an Output or a resource.
bool is_foreign(py::handle object);

/// A kept copy of a text in the plan's memory.
std::string_view kept(const PlanPtr& state, std::string_view text);

}  // namespace cpginfra::python
