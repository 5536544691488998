// SPDX-License-Identifier: MIT
// Groups whose members are being collected, and who keeps them.
#include <fmt/format.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <string>

#include "driver_parts.hpp"
#include "errors.hpp"
#include "models.hpp"
#include "plan_parts.hpp"

namespace cpginfra::python {
namespace {

/// A member of a group, with the plan that it is of.
struct MemberFact {
  PlanPtr state;
  driver::GroupMember member;
};

using UserModel = ModelRef<CPGInfrastructureUser::Cloud>;

py::object cloud_id(const MemberFact& self) {
  return member_id(self.state, *self.member.principal);
}

py::object user_of(const MemberFact& self) {
  if (self.member.user == nullptr) return py::none();
  return py::cast(UserModel(self.state, self.member.user));
}

py::object entry_object(const PlanPtr& state, const driver::GroupMember& member) {
  if (member.group != nullptr) return group_object(state, *member.group);
  return py::cast(MemberFact{state, member});
}

py::dict members_of(const DriverGroupPart& self) {
  py::dict members;
  for (const driver::GroupMember& member : self->members()) {
    members[to_str(member.resource_key)] = entry_object(self.state, member);
  }
  return members;
}

/// The account as the configuration has it, or a copy that lives as long as the plan.
const CPGInfrastructureUser::Cloud& kept_user(const PlanPtr& state, const UserModel& user) {
  for (const CPGInfrastructureUser::Cloud& known : drivers_of(state).users) {
    if (known == *user.model) return known;
  }
  return drivers_of(state).users.emplace_back(*user.model);
}

/// Any of the group's clouds can say who somebody is; the common dataset is on each that has
/// groups.
InfraPart infra_of(const DriverGroupPart& group) {
  const auto cloud = config::parse_cloud_name(group->group().cloud);
  CloudInfraBase* infra =
      cloud ? drivers_of(group.state).infrastructure.common_infra(*cloud) : nullptr;
  if (infra == nullptr) throw_error("the common dataset is not on the group's cloud");
  return {group.state, infra};
}

void add_member(const DriverGroupPart& self, LogicalName resource_key, const py::object& member,
                const py::object& user) {
  check_writable(*self.state);
  const std::string_view key = kept(self.state, resource_key);
  if (drivers_of(self.state).are_groups_final) {
    self.state->plan.warn(
        self->group().origin,
        fmt::format("{} is not put into the group {}, whose memberships are written by the time of "
                    "on_group_finalisation(); add it in a plugin's main()",
                    key, self->name()));
  }
  if (py::isinstance<DriverGroupPart>(member)) {
    const auto& nested = member.cast<const DriverGroupPart&>();
    if (nested.state != self.state) throw_error("a part of one plan cannot be used in another");
    if (nested == self) {
      throw py::value_error(fmt::format("a group cannot be a member of itself: {}", self->name()));
    }
    self->add_member(key, *nested);
    return;
  }
  const plan::Principal& principal = to_principal(infra_of(self), member);
  if (user.is_none()) {
    self->add_member(key, principal);
    return;
  }
  if (!py::isinstance<UserModel>(user)) {
    throw_wrong_type("a CPGInfrastructureUser.Cloud", user);
  }
  self->add_member(key, principal, kept_user(self.state, user.cast<const UserModel&>()));
}

CloudName cloud_of(std::string_view name) {
  const auto cloud = config::parse_cloud_name(name);
  if (!cloud) throw py::key_error(std::string(name));
  return *cloud;
}

py::object get_group(const ProviderPart& self, std::string_view infra_name,
                     std::string_view group_name) {
  driver::Group* group = self->get_group(cloud_of(infra_name), group_name);
  if (group == nullptr) throw py::key_error(std::string(group_name));
  return group_object(self.state, *group);
}

py::object create_group(const ProviderPart& self, const py::object& infra, LogicalName name,
                        bool cache_members, const py::object& members,
                        std::optional<Known<std::string_view>> description) {
  check_writable(*self.state);
  const InfraPart part = infra_part(infra);
  if (part.state != self.state) throw_error("a part of one plan cannot be used in another");
  if (self->get_group(part->name(), name) != nullptr) {
    throw py::value_error(fmt::format(R"(group "{}" in "{}" already exists)", name.text,
                                      config::to_string(part->name())));
  }
  const auto cache = cache_members ? driver::MembersCache::kWritten : driver::MembersCache::kNone;
  driver::Group& group = self->create_group(*part, name, cache, description);
  const DriverGroupPart object{self.state, &group};
  if (!members.is_none()) {
    for (const py::handle item : members.attr("items")()) {
      const auto [key, member] = item.cast<std::pair<std::string, py::object>>();
      add_member(object, {key}, member, py::none());
    }
  }
  return py::cast(object);
}

py::list resolve(const ProviderPart& self, const DriverGroupPart& group) {
  if (group.state != self.state) throw_error("a part of one plan cannot be used in another");
  py::list members;
  for (const driver::GroupMember& member : self->resolve_group_members(*group)) {
    members.append(MemberFact{self.state, member});
  }
  return members;
}

py::list static_group_order(const ProviderPart& self, std::string_view cloud) {
  py::list groups;
  for (driver::Group* group : self->static_group_order(cloud_of(cloud))) {
    groups.append(group_object(self.state, *group));
  }
  return groups;
}

py::dict groups_of(const ProviderPart& self) {
  py::dict clouds;
  for (const CloudName cloud : config::all_cloud_names()) {
    py::dict groups;
    for (driver::Group* group : self->groups(cloud)) {
      groups[to_str(group->name())] = group_object(self.state, *group);
    }
    if (!groups.empty()) clouds[to_str(config::to_string(cloud))] = groups;
  }
  return clouds;
}

void register_members(const py::object& scope) {
  py::class_<MemberFact>(scope, "GroupMember", "Somebody in a group.")
      .def_property_readonly("cloud_id", &cloud_id,
                             "The email or id; a Deferred where only the cloud will know it.")
      .def_property_readonly("user", &user_of,
                             "The configuration's account of a person; None for others.")
      .def_property_readonly(
          "resource_key", [](const MemberFact& self) { return to_str(self.member.resource_key); },
          "The logical name of the membership.")
      .def("__lt__", [](const MemberFact& self,
                        const MemberFact& other) { return cloud_id(self) < cloud_id(other); })
      .def("__repr__", [](const MemberFact& self) {
        return fmt::format("GroupMember(cloud_id={})",
                           py::repr(cloud_id(self)).cast<std::string>());
      });
}

}  // namespace

py::object group_object(const PlanPtr& state, driver::Group& group) {
  return made_by_driver(state, group);
}

void register_groups(py::module_& module) {
  py::class_<ProviderPart> provider(
      module, "GroupProvider",
      "All groups. Their memberships reach the cloud when everything has been added.\n\n"
      ">>> for member in infrastructure.group_provider.resolve_group_members(group):\n"
      "...     print(member.cloud_id)");
  py::class_<DriverGroupPart> group(provider, "Group",
                                    "A group whose members are being collected.");
  register_members(group);
  define_identity(group);
  group.def_property_readonly_static("is_group", [](const py::object&) { return true; })
      .def_property_readonly(
          "name", [](const DriverGroupPart& self) { return to_str(self->name()); },
          "The name without the institute's prefix.")
      .def_property_readonly(
          "group",
          [](const DriverGroupPart& self) {
            return py::cast(Part<const plan::Group>{self.state, &self->group()});
          },
          "The group in the cloud.")
      .def_property_readonly("cache_members",
                             [](const DriverGroupPart& self) {
                               return self->cache() == driver::MembersCache::kWritten;
                             })
      .def_property_readonly("members", &members_of,
                             "Members by the logical names of their memberships.")
      .def_property_readonly(
          "_value",
          [](const DriverGroupPart& self) { return to_python(self.state, self->group().key); })
      .def_property_readonly("_resource",
                             [](const DriverGroupPart& self) {
                               return part_or_none(self.state, self->group().resource);
                             })
      .def("add_member", &add_member, py::arg("resource_key"), py::arg("member"),
           py::arg("user") = py::none(),
           "Adds a member; a second one under the same key takes the first one's place.")
      .def("__repr__",
           [](const DriverGroupPart& self) { return fmt::format("Group('{}')", self->name()); });

  define_identity(provider);
  provider.def("get_group", &get_group, py::arg("infra_name"), py::arg("group_name"))
      .def("create_group", &create_group, py::arg("infra"), py::arg("name"),
           py::arg("cache_members"), py::arg("members") = py::none(),
           py::arg("description") = py::none())
      .def("resolve_group_members", &resolve, py::arg("group"),
           "The people and accounts in a group and in those nested in it, each once.")
      .def("static_group_order", &static_group_order, py::arg("cloud"),
           "The groups of a cloud, each after those nested in it.")
      .def_property_readonly("groups", &groups_of, "Groups by their names, for each cloud.")
      .def_property_readonly("group_prefix", [](const ProviderPart& self) {
        return drivers_of(self.state).infrastructure.config().group_prefix.value_or("");
      });
}

}  // namespace cpginfra::python
