// SPDX-License-Identifier: MIT
// The plan: its resources, what they are made of, who may reach what, and its saved form.
#include "cpginfra/plan/plan.hpp"

#include <fmt/format.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <charconv>
#include <cstddef>
#include <iterator>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "cpginfra/plan/access.hpp"
#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/plan/function.hpp"
#include "cpginfra/plan/resolver.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/report/plan_text.hpp"
#include "errors.hpp"
#include "module.hpp"
#include "part.hpp"
#include "plan_parts.hpp"

namespace cpginfra::python {
namespace {

using plan::Deferred;
using plan::DeferredForm;
using plan::Resource;

using PrincipalPart = Part<const plan::Principal>;
using TargetPart = Part<const plan::Target>;
using GroupPart = Part<const plan::Group>;

/// What the label of a foreign object begins with; its place follows.
constexpr std::string_view kOutput = "output-";

/// A fact of a plan that has no lasting place in it, so that it is copied.
template <class T>
struct Fact {
  PlanPtr state;
  T fact;

  const T* operator->() const { return &fact; }
};

using GrantFact = Fact<plan::Grant>;
using MembershipFact = Fact<plan::Membership>;
using NoteFact = Fact<plan::Note>;

/// The resources of a plan in their order; it grows with the plan.
struct ResourceList {
  PlanPtr state;
};

const plan::Plan& readable(const PlanPtr& state) {
  check_readable(*state);
  return state->plan;
}

py::object text_or_none(std::string_view text) {
  if (text.empty()) return py::none();
  return to_str(text);
}

template <class Texts>
py::list to_list(const Texts& texts) {
  py::list list;
  for (const auto& text : texts) list.append(to_str(text));
  return list;
}

template <class Resources>
py::list resource_list(const PlanPtr& state, const Resources& resources) {
  py::list list;
  for (const Resource* resource : resources) list.append(ResourcePart{state, resource});
  return list;
}

template <class T>
py::list facts(const PlanPtr& state, std::span<const T> all) {
  py::list list;
  for (const T& fact : all) list.append(Fact<T>{state, fact});
  return list;
}

/// `dataset` and `cloud`: where a part of the plan belongs.
template <class T, class... Options>
void define_origin(py::class_<T, Options...>& type) {
  type.def_property_readonly(
      "dataset",
      [](const T& self) { return text_or_none(self->origin ? self->origin->dataset : ""); },
      "The dataset that it belongs to, or None.");
  type.def_property_readonly(
      "cloud", [](const T& self) { return text_or_none(self->origin ? self->origin->cloud : ""); },
      "The cloud that it belongs to, or None.");
}

std::string urn_of(const Resource& resource) {
  return fmt::format("{}::{}", resource.type->token, resource.name);
}

// --- resources -------------------------------------------------------------------------------

py::dict inputs_of(const ResourcePart& self) {
  py::dict inputs;
  for (const plan::Field& field : self->inputs) {
    inputs[to_str(field.name)] = to_python(self.state, field.value);
  }
  return inputs;
}

py::list input_names_of(const ResourcePart& self) {
  py::list names;
  for (const plan::Field& field : self->inputs) names.append(to_str(field.name));
  return names;
}

py::list aliases_of(const Resource& resource) {
  py::list aliases;
  for (const plan::Alias& alias : resource.options->aliases) {
    py::dict entry;
    if (!alias.name.empty()) entry["name"] = to_str(alias.name);
    if (!alias.type.empty()) entry["type"] = to_str(alias.type);
    aliases.append(entry);
  }
  for (std::string_view type : resource.type->alias_types) {
    py::dict entry;
    entry["type"] = to_str(type);
    aliases.append(entry);
  }
  return aliases;
}

/// The names that the SDK of Pulumi has for them.
py::dict options_of(const ResourcePart& self) {
  const Resource& resource = *self;
  const plan::ResourceOptions& options = *resource.options;
  py::dict set;
  const auto set_if_any = [&](const char* name, const py::list& list) {
    if (!list.empty()) set[name] = list;
  };
  py::list dependencies = resource_list(self.state, resource.depends_on);
  const auto foreign = self.state->foreign_options.find(&resource);
  const bool has_foreign = foreign != self.state->foreign_options.end();
  if (has_foreign) {
    for (const py::object& object : foreign->second.depends_on) dependencies.append(object);
  }
  set_if_any("depends_on", dependencies);
  set_if_any("ignore_changes", to_list(options.ignore_changes));
  set_if_any("replace_on_changes", to_list(options.replace_on_changes));
  py::list secret_outputs = to_list(resource.type->secret_outputs);
  for (std::string_view name : options.additional_secret_outputs)
    secret_outputs.append(to_str(name));
  set_if_any("additional_secret_outputs", secret_outputs);
  set_if_any("aliases", aliases_of(resource));
  if (options.delete_before_replace) set["delete_before_replace"] = true;
  if (options.protect) set["protect"] = true;
  if (options.retain_on_delete) set["retain_on_delete"] = true;
  if (!options.import_id.empty()) set["import_"] = to_str(options.import_id);
  if (options.provider != nullptr) set["provider"] = ResourcePart{self.state, options.provider};
  if (has_foreign && !foreign->second.provider.is_none()) {
    set["provider"] = foreign->second.provider;
  }
  return set;
}

void register_resource(py::module_& module) {
  py::class_<ResourcePart> type(
      module, "Resource",
      "One thing that will exist.\n\n"
      ">>> bucket = plan.find('gcp:storage/bucket:Bucket', 'fewgenomes-gcp-main-bucket')\n"
      ">>> bucket.inputs['location']\n"
      "'australia-southeast1'");
  define_identity(type);
  define_origin(type);
  type.def_property_readonly(
          "type", [](const ResourcePart& self) { return to_str(self->type->token); },
          "The type token, as `gcp:storage/bucket:Bucket`.")
      .def_property_readonly(
          "name", [](const ResourcePart& self) { return to_str(self->name); }, "The logical name.")
      .def_property_readonly(
          "index", [](const ResourcePart& self) { return self->index; },
          "Its place in the plan; every dependency has a smaller one.")
      .def_property_readonly("plan", [](const ResourcePart& self) { return self.state; })
      .def_property_readonly("inputs", &inputs_of,
                             "The inputs by their names, made anew each time.")
      .def_property_readonly("input_names", &input_names_of)
      .def_property_readonly(
          "depends_on",
          [](const ResourcePart& self) { return resource_list(self.state, self->depends_on); },
          "Declared dependencies; those that come from inputs are not among them.")
      .def_property_readonly(
          "dependencies",
          [](const ResourcePart& self) {
            return resource_list(self.state, plan::dependencies_of(*self));
          },
          "All dependencies, in their order, each once.")
      .def_property_readonly(
          "secret_inputs",
          [](const ResourcePart& self) { return to_list(plan::secret_paths(*self)); },
          "Paths of the inputs that are sent as secrets, as `environment[0].value`.")
      .def_property_readonly("options", &options_of,
                             "What is set of the engine's options, those of the type included.")
      .def(
          "attribute",
          [](const ResourcePart& self, std::string_view path) {
            const Resource& resource = *self;
            return to_python(self.state,
                             self.state->plan.attribute(resource, kept(self.state, path)));
          },
          py::arg("path"), "What an attribute will be, as `email` or `groupKey.id`.")
      .def("__repr__",
           [](const ResourcePart& self) { return fmt::format("<Resource {}>", urn_of(*self)); });
}

void register_resource_list(py::module_& module) {
  py::class_<ResourceList>(module, "ResourceList", "The resources of a plan, in their order.")
      .def("__len__",
           [](const ResourceList& self) { return readable(self.state).resources().size(); })
      .def("__getitem__",
           [](const ResourceList& self, py::ssize_t place) {
             const auto resources = readable(self.state).resources();
             const auto size = static_cast<py::ssize_t>(resources.size());
             if (place < 0) place += size;
             if (place < 0 || place >= size) throw py::index_error("no resource has that place");
             return ResourcePart{self.state, resources[static_cast<std::size_t>(place)]};
           })
      .def("__iter__", [](const py::object& self) {
        return py::reinterpret_steal<py::iterator>(PySeqIter_New(self.ptr()));
      });
}

// --- deferred values -------------------------------------------------------------------------

std::string_view form_text(DeferredForm form) {
  switch (form) {
    case DeferredForm::kAttribute:
      return "attribute";
    case DeferredForm::kInvoke:
      return "invoke";
    case DeferredForm::kConcat:
      return "concat";
    case DeferredForm::kCall:
      return "call";
    case DeferredForm::kExternal:
      return "external";
  }
  return "";
}

class LeafFinder {
 public:
  void visit(const plan::Value& value) {
    if (!value.is_dynamic()) return;
    for (const plan::Value& item : value.items()) visit(item);
    for (const plan::Field& field : value.fields()) visit(field.value);
    if (value.deferred() == nullptr || !seen_.insert(value.deferred()).second) return;
    const Deferred& deferred = *value.deferred();
    if (deferred.form == DeferredForm::kConcat || deferred.form == DeferredForm::kCall) {
      for (const plan::Value& argument : deferred.arguments) visit(argument);
    } else {
      leaves_.push_back(&deferred);
    }
  }
  std::vector<const Deferred*> take() { return std::move(leaves_); }

 private:
  absl::flat_hash_set<const Deferred*> seen_;
  std::vector<const Deferred*> leaves_;
};

/// Has no answers beside those that a resolver has been told.
class NoAnswers final : public plan::AttributeSource {
 public:
  absl::StatusOr<plan::Value> attribute(const Resource& resource, std::string_view path,
                                        plan::ValueStore& /*store*/) override {
    return absl::NotFoundError(fmt::format("{} of {} is not known", path, urn_of(resource)));
  }
  absl::StatusOr<plan::Value> invoke(std::string_view token, const plan::Value& /*arguments*/,
                                     std::string_view /*field*/,
                                     plan::ValueStore& /*store*/) override {
    return absl::NotFoundError(fmt::format("the answer of {} is not known", token));
  }
  absl::StatusOr<plan::Value> external(std::string_view label,
                                       plan::ValueStore& /*store*/) override {
    return absl::NotFoundError(fmt::format("the value {} is not known", label));
  }
};

/// The value, given those of its leaves.
py::object compute(const DeferredPart& self, const py::sequence& answers) {
  const std::vector<const Deferred*> leaves = leaves_of(*self);
  if (leaves.size() != answers.size()) {
    throw py::value_error(
        fmt::format("this takes {} values, not {}", leaves.size(), answers.size()));
  }
  NoAnswers none;
  plan::Resolver resolver(none);
  plan::ValueStore store;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    resolver.know(*leaves[i], known_value(store, answers[i]));
  }
  const absl::StatusOr<plan::Value> value = resolver.resolve(plan::Value(self.object));
  if (!value.ok()) {
    throw_error(fmt::format(
        "{}, while computing {}",
        std::string_view(value.status().message().data(), value.status().message().size()),
        report::to_text(plan::Value(self.object))));
  }
  return to_python(self.state, *value);
}

void register_deferred(py::module_& module) {
  py::class_<DeferredPart> type(
      module, "Deferred",
      "A value that only the cloud knows: what an attribute of a resource will be, a provider's\n"
      "answer, or a function of such.\n\n"
      ">>> plan.concat('serviceAccount:', account.attribute('email'))\n"
      "<Deferred serviceAccount:${gcp:serviceaccount/account:Account::robot.email}>");
  define_identity(type);
  type.def_property_readonly(
          "form", [](const DeferredPart& self) { return to_str(form_text(self->form)); },
          "`attribute`, `invoke`, `concat`, `call` or `external`.")
      .def_property_readonly("plan", [](const DeferredPart& self) { return self.state; })
      .def_property_readonly(
          "name", [](const DeferredPart& self) { return to_str(self->name); },
          "The attribute's path, the field of the answer, the function, or the label.")
      .def_property_readonly(
          "token", [](const DeferredPart& self) { return text_or_none(self->token); },
          "The provider's function that an invoke asks, or None.")
      .def_property_readonly(
          "resource",
          [](const DeferredPart& self) { return part_or_none(self.state, self->resource); },
          "The resource whose attribute it is, or None.")
      .def_property_readonly(
          "arguments",
          [](const DeferredPart& self) {
            return to_python(self.state, plan::Value::list_over(self->arguments));
          },
          "The parts of a concat, the arguments of a call, and the one object of an invoke.")
      .def_property_readonly(
          "secret", [](const DeferredPart& self) { return self->secret; },
          "Whether it must not be shown.")
      .def_property_readonly(
          "dependencies",
          [](const DeferredPart& self) { return resource_list(self.state, self->dependencies); },
          "The resources that it depends on, in their order.")
      .def_property_readonly(
          "leaves",
          [](const DeferredPart& self) {
            py::list leaves;
            for (const Deferred* leaf : leaves_of(*self))
              leaves.append(DeferredPart{self.state, leaf});
            return leaves;
          },
          "The attributes, invokes and external values that it is a function of, each once.")
      .def("compute", &compute, py::arg("answers"),
           "The value, given those of its leaves; its functions run in C++.")
      .def_property_readonly(
          "foreign",
          [](const DeferredPart& self) -> py::object {
            std::size_t place = 0;
            std::string_view name = self->name;
            if (self->form != DeferredForm::kExternal || !name.starts_with(kOutput)) {
              return py::none();
            }
            name.remove_prefix(kOutput.size());
            const auto read = std::from_chars(name.data(), name.data() + name.size(), place);
            if (read.ec != std::errc() || place >= self.state->foreign.size()) return py::none();
            return self.state->foreign[place];
          },
          "The object of the embedding program that an external value stands for, or None.")
      .def("__format__",
           [](const DeferredPart& /*self*/, const py::str& /*spec*/) -> py::str {
             throw py::type_error(
                 "what only the cloud knows is no text yet: join texts with plan.concat(...)");
           })
      .def("__repr__", [](const DeferredPart& self) {
        return fmt::format("<Deferred {}>", report::to_text(plan::Value(&*self)));
      });
}

// --- access ----------------------------------------------------------------------------------

void register_principal(py::module_& module) {
  py::class_<PrincipalPart> type(module, "Principal", "Somebody who can be given access.");
  define_identity(type);
  type.def_property_readonly(
          "kind", [](const PrincipalPart& self) { return to_str(plan::to_text(self->kind)); },
          "`person`, `machine-account`, `group` or `other`.")
      .def_property_readonly(
          "label", [](const PrincipalPart& self) { return to_str(self->label); },
          "The name by which people know it.")
      .def_property_readonly(
          "id", [](const PrincipalPart& self) { return to_python(self.state, self->id); },
          "The email or id; may be deferred.")
      .def_property_readonly(
          "group", [](const PrincipalPart& self) { return part_or_none(self.state, self->group); },
          "The group of the plan that it is, or None.")
      .def_property_readonly(
          "resource",
          [](const PrincipalPart& self) { return part_or_none(self.state, self->resource); },
          "The resource that makes it, or None.")
      .def("__repr__", [](const PrincipalPart& self) {
        return fmt::format("<Principal {}:{}>", plan::to_text(self->kind), self->label);
      });
}

void register_group(py::module_& module) {
  py::class_<GroupPart> type(module, "PlanGroup", "A group, as the plan knows it.");
  define_identity(type);
  type.def_property_readonly("name", [](const GroupPart& self) { return to_str(self->name); })
      .def_property_readonly("description",
                             [](const GroupPart& self) { return to_str(self->description); })
      .def_property_readonly("cloud", [](const GroupPart& self) { return to_str(self->cloud); })
      .def_property_readonly(
          "dataset",
          [](const GroupPart& self) {
            return text_or_none(self->origin ? self->origin->dataset : "");
          },
          "The dataset that it belongs to, or None.")
      .def_property_readonly(
          "key", [](const GroupPart& self) { return to_python(self.state, self->key); },
          "What memberships name it by; usually deferred.")
      .def_property_readonly(
          "resource",
          [](const GroupPart& self) { return part_or_none(self.state, self->resource); })
      .def_property_readonly(
          "_resource",
          [](const GroupPart& self) { return part_or_none(self.state, self->resource); })
      .def_property_readonly("_value",
                             [](const GroupPart& self) { return to_python(self.state, self->key); })
      .def("__repr__", [](const GroupPart& self) {
        return fmt::format("<PlanGroup {}/{}>", self->cloud, self->name);
      });
}

void register_target(py::module_& module) {
  py::class_<TargetPart> type(module, "Target", "Something that access is given to.");
  define_identity(type);
  type.def_property_readonly(
          "kind", [](const TargetPart& self) { return to_str(plan::to_text(self->kind)); },
          "`bucket`, `registry`, `secret`, `machine-account`, `project`, `service` or `other`.")
      .def_property_readonly("name", [](const TargetPart& self) { return to_str(self->name); })
      .def_property_readonly(
          "resource",
          [](const TargetPart& self) { return part_or_none(self.state, self->resource); },
          "The resource that makes it, or None.")
      .def("__repr__", [](const TargetPart& self) {
        return fmt::format("<Target {} {}>", plan::to_text(self->kind), self->name);
      });
}

void register_facts(py::module_& module) {
  py::class_<GrantFact> grant(module, "Grant", "One principal's access to one target.");
  define_origin(grant);
  grant
      .def_property_readonly("member",
                             [](const GrantFact& self) {
                               return PrincipalPart{self.state, self->member};
                             })
      .def_property_readonly("target",
                             [](const GrantFact& self) {
                               return TargetPart{self.state, self->target};
                             })
      .def_property_readonly(
          "level", [](const GrantFact& self) { return to_str(plan::to_text(self->level)); },
          "As `read` or `mutate`.")
      .def_property_readonly(
          "availability",
          [](const GrantFact& self) { return to_str(plan::to_text(self->availability)); },
          "`standing` or `on-request`.")
      .def_property_readonly(
          "role", [](const GrantFact& self) { return text_or_none(self->role); },
          "The cloud's name of the role, or None.")
      .def_property_readonly(
          "declared_by",
          [](const GrantFact& self) { return part_or_none(self.state, self->declared_by); })
      .def("__repr__", [](const GrantFact& self) {
        return fmt::format("<Grant {} {} {}>", self->member->label, plan::to_text(self->level),
                           self->target->name);
      });

  py::class_<MembershipFact> membership(module, "Membership", "One principal's place in a group.");
  define_origin(membership);
  membership
      .def_property_readonly(
          "group", [](const MembershipFact& self) { return part_or_none(self.state, self->group); },
          "The group, or None for one that the plan only names.")
      .def_property_readonly("group_name",
                             [](const MembershipFact& self) { return to_str(self->group_name); })
      .def_property_readonly("member",
                             [](const MembershipFact& self) {
                               return PrincipalPart{self.state, self->member};
                             })
      .def_property_readonly(
          "declared_by",
          [](const MembershipFact& self) { return part_or_none(self.state, self->declared_by); })
      .def("__repr__", [](const MembershipFact& self) {
        return fmt::format("<Membership {} in {}>", self->member->label, self->group_name);
      });

  py::class_<NoteFact> note(module, "Note", "A text for whoever reads the plan.");
  define_origin(note);
  note.def_property_readonly("text", [](const NoteFact& self) { return to_str(self->text); })
      .def("__str__", [](const NoteFact& self) { return to_str(self->text); })
      .def("__repr__", [](const NoteFact& self) { return fmt::format("<Note {}>", self->text); });
}

// --- the plan --------------------------------------------------------------------------------

py::object find(const PlanPtr& self, std::string_view type, std::string_view name) {
  return part_or_none(self, readable(self).find(type, name));
}

std::string dump(const PlanPtr& self) {
  const absl::StatusOr<std::string> text = report::to_json(readable(self));
  if (!text.ok()) throw_error(text.status());
  return *text;
}

PlanPtr from_json(std::string_view text) {
  absl::StatusOr<plan::Plan> plan = report::read_json(text);
  if (!plan.ok()) throw_error(plan.status());
  return std::make_shared<PlanState>(nullptr, *std::move(plan));
}

py::dict exports_of(const PlanPtr& self) {
  py::dict exports;
  for (const plan::Export& exported : readable(self).exports()) {
    exports[to_str(exported.name)] = to_python(self, exported.value);
  }
  return exports;
}

std::vector<plan::Value> values_of(const PlanPtr& self, const py::args& parts) {
  std::vector<plan::Value> values;
  for (py::handle part : parts) values.push_back(to_value(self, part));
  return values;
}

py::object call(const PlanPtr& self, std::string_view name, const py::args& arguments) {
  const plan::Function* function = plan::find_function(name);
  if (function == nullptr) {
    std::string names;
    for (const plan::Function& known : plan::functions()) {
      fmt::format_to(std::back_inserter(names), "{}{}", names.empty() ? "" : ", ", known.name);
    }
    throw py::value_error(fmt::format("no function is called '{}'; there are {}", name, names));
  }
  const std::vector<plan::Value> values = values_of(self, arguments);
  if (plan::Value::list_over(values).is_dynamic()) {
    return to_python(self, self->plan.call(*function, values));
  }
  const absl::StatusOr<plan::Value> value = function->body(values, self->plan.values());
  if (!value.ok()) throw_error(value.status());
  return to_python(self, *value);
}

py::object concat(const PlanPtr& self, const py::args& parts) {
  const std::vector<plan::Value> values = values_of(self, parts);
  if (plan::Value::list_over(values).is_dynamic()) {
    return to_python(self, self->plan.concat(values));
  }
  const absl::StatusOr<plan::Value> text = plan::concat_texts(values, self->plan.values());
  if (!text.ok()) throw_error(text.status());
  return to_python(self, *text);
}

void register_plan_itself(py::module_& module) {
  py::class_<PlanState, PlanPtr>(module, "Plan",
                                 "Everything that will exist.\n\n"
                                 ">>> for resource in plan.resources:\n"
                                 "...     print(resource.type, resource.name)")
      .def("__len__", [](const PlanPtr& self) { return readable(self).resources().size(); })
      .def_property_readonly(
          "resources", [](const PlanPtr& self) { return ResourceList{self}; },
          "The resources, each after those that it depends on.")
      .def("find", &find, py::arg("type"), py::arg("name"),
           "The resource of that type and logical name, or None.")
      .def_property_readonly("exports", &exports_of, "What the stack gives to others, by name.")
      .def_property_readonly("groups",
                             [](const PlanPtr& self) {
                               py::list groups;
                               for (const plan::Group& group : readable(self).groups()) {
                                 groups.append(GroupPart{self, &group});
                               }
                               return groups;
                             })
      .def_property_readonly(
          "grants", [](const PlanPtr& self) { return facts(self, readable(self).grants()); },
          "Who has access to what.")
      .def_property_readonly(
          "memberships",
          [](const PlanPtr& self) { return facts(self, readable(self).memberships()); },
          "Who is in which group.")
      .def_property_readonly(
          "warnings", [](const PlanPtr& self) { return facts(self, readable(self).warnings()); })
      .def_property_readonly(
          "lines", [](const PlanPtr& self) { return facts(self, readable(self).lines()); },
          "What a dry run says that it would do, in order.")
      .def("concat", &concat,
           "The parts' texts one after the other; parts may be deferred.\n\n"
           ">>> plan.concat('gs://', bucket.attribute('name'), '/reports')")
      .def("call", &call, py::arg("function"),
           "A function of the library, by its name, of values that may be deferred.\n\n"
           ">>> plan.call('base64-decode', key.attribute('privateKey'))")
      .def_readwrite("program", &PlanState::program, "For cpginfra._bridge alone.")
      .def(
          "ask",
          [](const PlanPtr& self, const py::object& value) {
            self->asked.push_back(to_value(self, value));
            return self->asked.size() - 1;
          },
          py::arg("value"),
          "Keeps a value for when the plan is deployed, and returns its place. For "
          "cpginfra._bridge "
          "alone.")
      .def("to_json", &dump, "The saved form, in which secrets are marks (docs/plan-json.md).")
      .def_static("from_json", &from_json, py::arg("text"), "Reads what `to_json` wrote.");
}

}  // namespace

std::vector<const Deferred*> leaves_of(const Deferred& deferred) {
  LeafFinder finder;
  finder.visit(plan::Value(&deferred));
  return finder.take();
}

void register_plan(py::module_& module) {
  py::class_<Archive>(module, "Archive",
                      "Files by their names, for an input that takes an archive.\n\n"
                      ">>> cpginfra.Archive({'main.py': 'print()'})")
      .def(py::init([](const py::dict& files) { return Archive{files}; }), py::arg("files"))
      .def_readonly("files", &Archive::files);
  register_resource(module);
  register_resource_list(module);
  register_deferred(module);
  register_principal(module);
  register_group(module);
  register_target(module);
  register_facts(module);
  register_plan_itself(module);
}

}  // namespace cpginfra::python
