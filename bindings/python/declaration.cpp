// SPDX-License-Identifier: MIT
#include "declaration.hpp"

#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "errors.hpp"
#include "plan_parts.hpp"

namespace cpginfra::python {
namespace {

/// What is declared here belongs to the institute as a whole.
const plan::Origin* institute(const PlanPtr& state) { return state->plan.make_origin("", ""); }

void check_type(std::string_view type) {
  const bool has_three_parts = std::count(type.begin(), type.end(), ':') == 2;
  if (!has_three_parts || type.starts_with(':') || type.ends_with(':')) {
    throw py::value_error(fmt::format(
        "a type is written package:module:Type, such as gcp:pubsub/topic:Topic, not '{}'", type));
  }
}

std::vector<plan::Field> fields_of(const PlanPtr& state, const py::object& inputs) {
  std::vector<plan::Field> fields;
  if (inputs.is_none()) return fields;
  for (const py::handle item : inputs.attr("items")()) {
    const auto [name, value] = item.cast<std::pair<py::object, py::object>>();
    fields.push_back({text_argument(state, name, "an input's name"), to_value(state, value)});
  }
  return fields;
}

/// The resource of something that has one; raises TypeError for others.
const plan::Resource* to_resource(const PlanPtr& state, py::handle object) {
  const py::object resource =
      py::isinstance<ResourcePart>(object)
          ? py::reinterpret_borrow<py::object>(object)
          : py::reinterpret_borrow<py::object>(py::getattr(object, "_resource", py::none()));
  if (!py::isinstance<ResourcePart>(resource)) {
    throw_wrong_type("a resource of this plan or of Pulumi", object);
  }
  const auto& part = resource.cast<const ResourcePart&>();
  if (part.state != state) throw_error("a part of one plan cannot be used in another");
  return part.object;
}

/// The resources of the plan; those of the embedding program go to `foreign`.
std::vector<const plan::Resource*> to_resources(const PlanPtr& state, const py::object& objects,
                                                std::vector<py::object>& foreign) {
  std::vector<const plan::Resource*> resources;
  for (const py::handle object : objects) {
    if (is_foreign(object)) {
      foreign.push_back(py::reinterpret_borrow<py::object>(object));
    } else {
      resources.push_back(to_resource(state, object));
    }
  }
  return resources;
}

std::span<const std::string_view> to_texts(const PlanPtr& state, const py::object& objects,
                                           std::string_view name) {
  if (py::isinstance<py::str>(objects)) {
    throw py::type_error(fmt::format("{} is a list of texts, not one text", name));
  }
  std::vector<std::string_view> texts;
  for (const py::handle object : objects) texts.push_back(text_argument(state, object, name));
  return state->plan.values().keep(std::span<const std::string_view>(texts));
}

/// A former name, or a mapping with `name`, `type` or both.
plan::Alias to_alias(const PlanPtr& state, py::handle object) {
  if (py::isinstance<py::str>(object)) {
    return {.name = text_argument(state, object, "an alias"), .type = ""};
  }
  const auto part = [&](const char* key) -> std::string_view {
    const py::object value = object.attr("get")(key);
    return value.is_none() ? std::string_view() : text_argument(state, value, "an alias");
  };
  return {.name = part("name"), .type = part("type")};
}

std::span<const plan::Alias> to_aliases(const PlanPtr& state, const py::object& objects) {
  std::vector<plan::Alias> aliases;
  for (const py::handle object : objects) aliases.push_back(to_alias(state, object));
  return state->plan.values().keep(std::span<const plan::Alias>(aliases));
}

py::object declare(const InfrastructurePart& self, Known<std::string_view> type, LogicalName name,
                   const py::object& inputs, const py::object& depends_on,
                   const py::object& ignore_changes, const py::object& replace_on_changes,
                   const py::object& additional_secret_outputs, const py::object& aliases,
                   bool delete_before_replace, bool protect, bool retain_on_delete,
                   const py::object& import_id, const py::object& provider) {
  const PlanPtr& state = self.state;
  check_writable(*state);
  check_type(type);
  ForeignOptions foreign;
  if (is_foreign(provider)) foreign.provider = provider;
  const bool has_own_provider = !provider.is_none() && foreign.provider.is_none();
  const plan::ResourceOptions options{
      .ignore_changes = to_texts(state, ignore_changes, "ignore_changes"),
      .replace_on_changes = to_texts(state, replace_on_changes, "replace_on_changes"),
      .additional_secret_outputs =
          to_texts(state, additional_secret_outputs, "additional_secret_outputs"),
      .aliases = to_aliases(state, aliases),
      .delete_before_replace = delete_before_replace,
      .protect = protect,
      .retain_on_delete = retain_on_delete,
      .import_id =
          import_id.is_none() ? std::string_view() : text_argument(state, import_id, "import_id"),
      .provider = has_own_provider ? to_resource(state, provider) : nullptr};
  const std::vector<const plan::Resource*> dependencies =
      to_resources(state, depends_on, foreign.depends_on);
  const std::vector<plan::Field> fields = fields_of(state, inputs);
  const plan::Resource& resource = state->plan.declare(
      state->plan.make_type(kept(state, type)), name, std::span<const plan::Field>(fields),
      {.origin = institute(state),
       .options = state->plan.values().keep_one(options),
       .more_depends_on = dependencies});
  if (!foreign.depends_on.empty() || !foreign.provider.is_none()) {
    state->foreign_options.emplace(&resource, std::move(foreign));
  }
  return py::cast(ResourcePart{state, &resource});
}

py::object invoke(const InfrastructurePart& self, std::string_view token,
                  const py::object& arguments, std::string_view field) {
  const PlanPtr& state = self.state;
  check_writable(*state);
  const std::vector<plan::Field> fields = fields_of(state, arguments);
  return to_python(state,
                   state->plan.invoke(kept(state, token), state->plan.values().object(fields),
                                      kept(state, field)));
}

}  // namespace

void define_declarations(py::class_<InfrastructurePart>& type) {
  const py::tuple none;
  type.def("declare", &declare, py::arg("type"), py::arg("name"), py::arg("inputs") = py::none(),
           py::kw_only(), py::arg("depends_on") = none, py::arg("ignore_changes") = none,
           py::arg("replace_on_changes") = none, py::arg("additional_secret_outputs") = none,
           py::arg("aliases") = none, py::arg("delete_before_replace") = false,
           py::arg("protect") = false, py::arg("retain_on_delete") = false,
           py::arg("import_id") = py::none(), py::arg("provider") = py::none(),
           "Adds a resource of any provider, by its type and its inputs' names as the engine has "
           "them. In a Pulumi program `depends_on` and `provider` take resources of Pulumi too.\n\n"
           ">>> topic = infrastructure.declare('gcp:pubsub/topic:Topic', 'audit-topic',\n"
           "...                                {'project': infra.project_id})")
      .def("invoke", &invoke, py::arg("token"), py::arg("arguments"), py::arg("field"),
           "A field of a provider function's answer.\n\n"
           ">>> infrastructure.invoke('gcp:organizations/getProject:getProject', {}, 'number')")
      .def(
          "export",
          [](const InfrastructurePart& self, Known<std::string_view> name,
             const py::object& value) {
            check_writable(*self.state);
            self.state->plan.export_value(kept(self.state, name), to_value(self.state, value));
          },
          py::arg("name"), py::arg("value"), "Gives a value to others as an output of the stack.")
      .def(
          "warn",
          [](const InfrastructurePart& self, Known<std::string_view> text) {
            check_writable(*self.state);
            self.state->plan.warn(institute(self.state), text);
          },
          py::arg("text"), "Says something to whoever reads the plan.");
}

}  // namespace cpginfra::python
