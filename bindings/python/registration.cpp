// SPDX-License-Identifier: MIT
// A plan's way to an engine: the inputs of its resources as the engine takes them, with an output
// of the engine in the place of every deferred value.
#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "cpginfra/plan/plan.hpp"
#include "errors.hpp"
#include "module.hpp"
#include "part.hpp"
#include "plan_parts.hpp"

namespace cpginfra::python {
namespace {

using plan::Deferred;
using plan::Field;
using plan::Kind;
using plan::Resource;
using plan::Value;

/// Which attributes of which resources values ask for, by the first name in each path.
class AttributeFinder {
 public:
  explicit AttributeFinder(std::size_t resources) : names_(resources) {}

  void visit(const Value& value) {
    if (!value.is_dynamic()) return;
    for (const Value& item : value.items()) visit(item);
    for (const Field& field : value.fields()) visit(field.value);
    if (value.deferred() == nullptr || !seen_.insert(value.deferred()).second) return;
    const Deferred& deferred = *value.deferred();
    if (deferred.resource != nullptr) note(*deferred.resource, deferred.name);
    for (const Value& argument : deferred.arguments) visit(argument);
  }
  [[nodiscard]] std::span<const std::string_view> names(const Resource& resource) const {
    return names_[resource.index];
  }

 private:
  void note(const Resource& resource, std::string_view path) {
    const std::string_view name = path.substr(0, path.find('.'));
    if (name == "id" || name == "urn") return;  // every resource has them
    std::vector<std::string_view>& names = names_[resource.index];
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }

  absl::flat_hash_set<const Deferred*> seen_;
  std::vector<std::vector<std::string_view>> names_;
};

class Registration {
 public:
  /// The plan outlives it, by whose program it is kept; so it does not keep the plan.
  /// `make_output`, `make_archive` and `make_secret` make the engine's forms of a deferred value,
  /// of a dict of files, and of an input that is a secret.
  Registration(const PlanPtr& state, py::function make_output, py::function make_archive,
               py::function make_secret)
      : state_(state),
        make_output_(std::move(make_output)),
        make_archive_(std::move(make_archive)),
        make_secret_(std::move(make_secret)),
        attributes_(state->plan.resources().size()),
        registered_(state->plan.resources().size()) {
    for (const Resource* resource : state->plan.resources()) {
      for (const Field& input : resource->inputs) attributes_.visit(input.value);
    }
    for (const plan::Export& exported : state->plan.exports()) attributes_.visit(exported.value);
    for (const Value& value : state->asked) attributes_.visit(value);
  }

  /// The inputs for the engine; None for each attribute that is asked for and no input, since the
  /// engine's SDK makes outputs of just those properties that it has been given.
  py::dict inputs(const ResourcePart& part) {
    const Resource& resource = *part;
    py::dict inputs;
    for (const Field& field : resource.inputs) {
      py::object value = convert(field.value);
      if (is_secret_input(resource, field.name)) value = make_secret_(value);
      inputs[to_str(field.name)] = value;
    }
    for (std::string_view name : attributes_.names(resource)) {
      if (resource.input(name).is_null()) inputs[to_str(name)] = py::none();
    }
    return inputs;
  }

  /// Whether the engine's object of that resource will have an output for the attribute.
  [[nodiscard]] bool has_attribute(const ResourcePart& part, std::string_view name) const {
    if (name == "id" || name == "urn" || !part->input(name).is_null()) return true;
    const auto names = attributes_.names(*part);
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void add(const ResourcePart& part, py::object registered) {
    registered_.at(part->index) = std::move(registered);
  }

  py::object registered(const ResourcePart& part) const { return registered_of(*part); }

  py::object value(const py::object& object) { return convert(to_value(state(), object)); }

  /// The value that the program asked for at that place.
  py::object asked(std::size_t place) { return convert(state()->asked.at(place)); }

 private:
  [[nodiscard]] PlanPtr state() const {
    PlanPtr state = state_.lock();
    if (state == nullptr) throw_error("the plan of this registration is gone");
    return state;
  }

  static bool is_secret_input(const Resource& resource, std::string_view name) {
    const auto names = resource.type->secret_inputs;
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  py::object convert(const Value& value) {
    switch (value.kind()) {
      case Kind::kList: {
        py::list list(value.items().size());
        std::size_t place = 0;
        for (const Value& item : value.items()) list[place++] = convert(item);
        return list;
      }
      case Kind::kObject:
        return convert_fields(value.fields());
      case Kind::kArchive:
        return make_archive_(convert_fields(value.fields()));
      case Kind::kResource:
        return registered_of(*value.resource());
      case Kind::kDeferred:
        return output_of(*value.deferred());
      default:
        return to_python(state(), value);
    }
  }

  py::dict convert_fields(std::span<const Field> fields) {
    py::dict dict;
    for (const Field& field : fields) dict[to_str(field.name)] = convert(field.value);
    return dict;
  }

  [[nodiscard]] py::object registered_of(const Resource& resource) const {
    const py::object& registered = registered_.at(resource.index);
    if (!registered) {
      throw_error(fmt::format("{}::{} is not registered yet", resource.type->token, resource.name));
    }
    return registered;
  }

  py::object output_of(const Deferred& deferred) {
    if (const auto found = outputs_.find(&deferred); found != outputs_.end()) return found->second;
    py::object output = make_output_(DeferredPart{state(), &deferred});
    outputs_.emplace(&deferred, output);
    return output;
  }

  std::weak_ptr<PlanState> state_;
  py::function make_output_;
  py::function make_archive_;
  py::function make_secret_;
  AttributeFinder attributes_;
  std::vector<py::object> registered_;
  absl::flat_hash_map<const Deferred*, py::object> outputs_;
};

}  // namespace

void register_registration(py::module_& module) {
  py::class_<Registration>(module, "Registration",
                           "What an engine is told of a plan's resources, in their order.")
      .def(py::init<const PlanPtr&, py::function, py::function, py::function>(), py::arg("plan"),
           py::arg("make_output"), py::arg("make_archive"), py::arg("make_secret"))
      .def("inputs", &Registration::inputs, py::arg("resource"))
      .def("has_attribute", &Registration::has_attribute, py::arg("resource"), py::arg("name"))
      .def("add", &Registration::add, py::arg("resource"), py::arg("registered"))
      .def("registered", &Registration::registered, py::arg("resource"))
      .def("value", &Registration::value, py::arg("value"))
      .def("asked", &Registration::asked, py::arg("place"));
}

}  // namespace cpginfra::python
