// SPDX-License-Identifier: MIT
// The clouds, and what they hand out.
#include <fmt/format.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cloud_parts.hpp"
#include "cpginfra/cloud/azure.hpp"
#include "cpginfra/cloud/gcp.hpp"
#include "cpginfra/driver/group_provider.hpp"
#include "enums.hpp"
#include "errors.hpp"
#include "internal/text.hpp"
#include "models.hpp"
#include "module.hpp"
#include "plan_parts.hpp"

namespace cpginfra::python {

template <>
struct EnumTable<BucketMembership> {
  static constexpr const char* kName = "BucketMembership";
  static constexpr const char* kDoc =
      "What a member may do with a bucket's objects. Each level includes those before it.";
  static constexpr EnumRow<BucketMembership> kRows[] = {
      {BucketMembership::kList, "LIST", "list"},
      {BucketMembership::kRead, "READ", "read"},
      {BucketMembership::kAppend, "APPEND", "append"},
      {BucketMembership::kMutate, "MUTATE", "mutate"},
  };
};

template <>
struct EnumTable<SecretMembership> {
  static constexpr const char* kName = "SecretMembership";
  static constexpr const char* kDoc = "What a member may do with a secret: read it, or manage it.";
  static constexpr EnumRow<SecretMembership> kRows[] = {
      {SecretMembership::kAccessor, "ACCESSOR", "accessor"},
      {SecretMembership::kAdmin, "ADMIN", "admin"},
  };
};

template <>
struct EnumTable<TemporaryBucketAccessType> {
  static constexpr const char* kName = "TemporaryBucketAccessType";
  static constexpr const char* kDoc = "What somebody may ask for, for a limited time.";
  static constexpr EnumRow<TemporaryBucketAccessType> kRows[] = {
      {TemporaryBucketAccessType::kRead, "READ", "read"},
      {TemporaryBucketAccessType::kWrite, "WRITE", "write"},
  };
};

template <>
struct EnumTable<ContainerRegistryMembership> {
  static constexpr const char* kName = "ContainerRegistryMembership";
  static constexpr const char* kDoc = "What a member may do with a registry. A writer can read.";
  static constexpr EnumRow<ContainerRegistryMembership> kRows[] = {
      {ContainerRegistryMembership::kReader, "READER", "reader"},
      {ContainerRegistryMembership::kWriter, "WRITER", "writer"},
  };
};

template <>
struct EnumTable<MachineAccountRole> {
  static constexpr const char* kName = "MachineAccountRole";
  static constexpr const char* kDoc =
      "What a member may do with a machine account: run as it, change it, make keys of it, make "
      "short-lived tokens of it.";
  static constexpr EnumRow<MachineAccountRole> kRows[] = {
      {MachineAccountRole::kAccess, "ACCESS", "access"},
      {MachineAccountRole::kAdmin, "ADMIN", "admin"},
      {MachineAccountRole::kCredentialsAdmin, "CREDENTIALS_ADMIN", "credentials-admin"},
      {MachineAccountRole::kTokenCreator, "TOKEN_CREATOR", "token-creator"},
  };
};

namespace {

struct GcpPart : InfraPart {};
struct AzurePart : InfraPart {};
struct DryRunPart : InfraPart {};

using GroupPart = Part<const plan::Group>;

template <class T>
bool is_part(py::handle object) {
  return py::isinstance<Part<T>>(object);
}

/// The part; raises where it is of another plan.
template <class T>
T& own(const PlanPtr& state, py::handle object) {
  const auto& part = object.cast<const Part<T>&>();
  if (part.state != state) throw_error("a part of one plan cannot be used in another");
  return *part;
}

plan::ValueStore& values(const InfraPart& infra) { return infra.state->plan.values(); }

/// What people read in place of a value that only the cloud knows.
std::string_view label_of(const PlanPtr& state, const plan::Value& value) {
  if (value.is_text()) return value.text();
  if (!value.is_deferred()) return "";
  const plan::Deferred& deferred = *value.deferred();
  if (deferred.resource != nullptr) {
    return state->plan.values().text({deferred.resource->name, ".", deferred.name});
  }
  return deferred.name.empty() ? deferred.token : deferred.name;
}

/// A value that names something: a text or one that only the cloud knows.
plan::Value name_value(const PlanPtr& state, py::handle object, std::string_view expected) {
  const plan::Value value = to_value(state, object);
  if (!value.is_text() && !value.is_deferred()) throw_wrong_type(expected, object);
  return value;
}

bool is_of_type(const PlanPtr& state, py::handle object, std::string_view token) {
  return py::isinstance<ResourcePart>(object) &&
         own<const plan::Resource>(state, object).type->token == token;
}

// --- what the clouds take ------------------------------------------------------------------------

const plan::Resource* resource_of(const plan::Value& value) {
  return value.is_deferred() ? value.deferred()->resource : nullptr;
}

/// Which attribute of a type's resources is a member.
struct MemberAttribute {
  std::string_view type;
  std::string_view attribute;
};
constexpr MemberAttribute kMemberAttributes[] = {
    {"gcp:serviceaccount/account:Account", "email"},
    {"gcp:cloudidentity/group:Group", "groupKey.id"},
};

const plan::Principal& principal_of(const InfraPart& infra, const plan::Resource& resource) {
  for (const MemberAttribute& row : kMemberAttributes) {
    if (resource.type->token != row.type) continue;
    return infra->member(infra.state->plan.attribute(resource, row.attribute), resource.name,
                         &resource);
  }
  throw py::type_error(fmt::format("a {} cannot be a member", resource.type->token));
}

/// Whether it is a resource of a program beside ours, such as one of a provider's own SDK.
bool is_foreign_resource(py::handle object) {
  const py::dict modules = py::module_::import("sys").attr("modules");
  return modules.contains("pulumi") &&
         py::isinstance(object, py::module_::import("pulumi").attr("Resource"));
}

/// The attribute of such a resource; anything else as it is. Outputs have whatever attribute they
/// are asked for, so that they are not asked.
py::object named_by(py::handle object, const char* attribute) {
  if (is_foreign_resource(object) && py::hasattr(object, attribute)) return object.attr(attribute);
  return py::reinterpret_borrow<py::object>(object);
}

/// A service account is its email there, and a group its key's id.
py::object foreign_member(py::handle member) {
  if (is_foreign_resource(member) && py::hasattr(member, "group_key")) {
    return member.attr("group_key").attr("id");
  }
  return named_by(member, "email");
}

const plan::Principal& member_of_value(const InfraPart& infra, py::handle member) {
  const plan::Value value = name_value(infra.state, member, "a member");
  if (value.is_text()) return infra->member(value.text());
  return infra->member(value, label_of(infra.state, value), resource_of(value));
}

const cloud::Bucket& to_bucket(const InfraPart& infra, py::handle bucket) {
  if (is_part<const cloud::Bucket>(bucket)) return own<const cloud::Bucket>(infra.state, bucket);
  if (py::isinstance<ResourcePart>(bucket)) {
    const auto& resource = own<const plan::Resource>(infra.state, bucket);
    return *values(infra).keep_one(cloud::Bucket{
        .target = {.kind = plan::TargetKind::kBucket, .name = resource.name, .resource = &resource},
        .name = infra.state->plan.attribute(resource, "name"),
        .resource = &resource});
  }
  const plan::Value name =
      name_value(infra.state, named_by(bucket, "name"), "a bucket or its name");
  if (name.is_text()) return infra->existing_bucket(name.text());
  return *values(infra).keep_one(cloud::Bucket{.target = {.kind = plan::TargetKind::kBucket,
                                                          .name = label_of(infra.state, name),
                                                          .resource = resource_of(name)},
                                               .name = name});
}

const cloud::Project& to_project(const InfraPart& infra, py::handle project) {
  if (project.is_none()) return infra->project();
  if (is_part<const cloud::Project>(project))
    return own<const cloud::Project>(infra.state, project);
  const plan::Value id =
      name_value(infra.state, named_by(project, "project_id"), "a project or its id");
  if (id.is_text()) return infra->existing_project(id.text());
  return infra->existing_project(id, label_of(infra.state, id), resource_of(id));
}

const cloud::Secret& to_secret(const InfraPart& infra, py::handle secret,
                               const cloud::Project& project) {
  if (is_part<const cloud::Secret>(secret)) return own<const cloud::Secret>(infra.state, secret);
  const plan::Value id = name_value(infra.state, named_by(secret, "id"), "a secret or its name");
  if (id.is_text()) return infra->existing_secret(id.text(), project);
  return *values(infra).keep_one(cloud::Secret{.target = {.kind = plan::TargetKind::kSecret,
                                                          .name = label_of(infra.state, id),
                                                          .resource = resource_of(id)},
                                               .id = id});
}

const cloud::ContainerRegistry& to_registry(const InfraPart& infra, py::handle registry) {
  using cloud::ContainerRegistry;
  if (is_part<const ContainerRegistry>(registry)) {
    return own<const ContainerRegistry>(infra.state, registry);
  }
  const plan::Value name = name_value(infra.state, registry, "a registry or its name");
  if (name.is_text()) return infra->existing_container_registry(name.text());
  return *values(infra).keep_one(ContainerRegistry{.target = {.kind = plan::TargetKind::kRegistry,
                                                              .name = label_of(infra.state, name),
                                                              .resource = resource_of(name)},
                                                   .name = name});
}

/// A machine account, of which `attribute` is asked: `name` or `email`. Of one that a program
/// beside ours makes no more than that is known.
const cloud::MachineAccount& to_account(const InfraPart& infra, py::handle account,
                                        const char* attribute) {
  if (is_part<const cloud::MachineAccount>(account)) {
    return own<const cloud::MachineAccount>(infra.state, account);
  }
  plan::Value value;
  const plan::Resource* resource = nullptr;
  if (is_of_type(infra.state, account, "gcp:serviceaccount/account:Account")) {
    resource = &own<const plan::Resource>(infra.state, account);
    value = infra.state->plan.attribute(*resource, attribute);
  } else if (is_foreign(account)) {
    value = to_value(infra.state, account.attr(attribute));
  } else {
    throw_wrong_type("a machine account", account);
  }
  const std::string_view label =
      resource != nullptr ? resource->name : label_of(infra.state, value);
  return *values(infra).keep_one(cloud::MachineAccount{
      .target = {.kind = plan::TargetKind::kMachineAccount, .name = label, .resource = resource},
      .email = value,
      .name = value,
      .resource = resource});
}

std::vector<plan::Value> to_rules(const PlanPtr& state, const py::object& rules) {
  std::vector<plan::Value> list;
  if (rules.is_none()) return list;
  for (const py::handle rule : rules) list.push_back(to_value(state, rule));
  return list;
}

cloud::Date to_date(py::handle date) {
  return {.year = date.attr("year").cast<int>(),
          .month = date.attr("month").cast<int>(),
          .day = date.attr("day").cast<int>()};
}

// --- calls ---------------------------------------------------------------------------------------

/// Runs something that adds to the plan.
template <class F>
auto add(const InfraPart& infra, F function) {
  check_writable(*infra.state);
  return function(*infra.object);
}

/// The same; gives back the resource that it declared last, or None.
template <class F>
py::object add_resource(const InfraPart& infra, F function) {
  check_writable(*infra.state);
  const std::size_t before = infra.state->plan.resources().size();
  function(*infra.object);
  const auto resources = infra.state->plan.resources();
  if (resources.size() == before) return py::none();
  return py::cast(ResourcePart{infra.state, resources.back()});
}

template <class T>
py::object made(const InfraPart& infra, const T& thing) {
  return py::cast(Part<const T>{infra.state, &thing});
}

py::object create_bucket(const InfraPart& self, LogicalName name, const py::object& rules,
                         Known<bool> unique, Known<bool> requester_pays, Known<bool> versioning,
                         Known<bool> autoclass, const py::object& project,
                         Known<bool> soft_delete_protection) {
  check_writable(*self.state);
  const std::vector<plan::Value> kept_rules = to_rules(self.state, rules);
  const cloud::BucketSpec spec{.name = kept(self.state, name),
                               .lifecycle_rules = kept_rules,
                               .requester_pays = requester_pays,
                               .versioning = versioning,
                               .autoclass = autoclass,
                               .soft_delete_protection = soft_delete_protection,
                               .project = project.is_none() ? nullptr : &to_project(self, project)};
  return made(self, unique ? self->create_unique_bucket(spec) : self->create_bucket(spec));
}

py::object bucket_rule_temporary(const InfraPart& self, Known<int> days,
                                 const py::object& prefixes) {
  std::vector<std::string_view> texts;
  if (!prefixes.is_none()) {
    for (const py::handle prefix : prefixes) {
      texts.push_back(text_argument(self.state, prefix, "matches_prefixes"));
    }
  }
  return to_python(self.state, self->bucket_rule_temporary(days, texts));
}

py::object create_temporary_bucket_access(const InfraPart& self, LogicalName key,
                                          const py::object& bucket, const py::object& access_type,
                                          const py::object& principals,
                                          Known<std::string_view> duration) {
  const auto type = enum_value<TemporaryBucketAccessType>(access_type);
  const bool is_one_value = py::isinstance<DeferredPart>(principals) || is_foreign(principals);
  return add_resource(self, [&](CloudInfraBase& infra) {
    const cloud::Bucket& of = to_bucket(self, bucket);
    std::vector<const plan::Principal*> members;
    if (is_one_value && infra.name() == CloudName::kGcp) {
      const plan::Value list = to_value(self.state, principals);
      static_cast<cloud::GcpInfrastructure&>(infra).create_temporary_bucket_access_of(
          key, of, list, label_of(self.state, list), type, duration);
      return;
    }
    if (!is_one_value) {
      for (const py::handle member : principals) members.push_back(&to_principal(self, member));
    }
    infra.create_temporary_bucket_access(key, of, members, type, duration);
  });
}

/// What a thing of Google Cloud that has a key of its own may be called by: what only the cloud
/// will know. Other clouds fit names to their rules, for which they must have them.
cloud::GcpInfrastructure& namer(const InfraPart& infra, bool has_key, py::handle name) {
  if (!has_key) demand_known_name(name);
  if (infra->name() != CloudName::kGcp) demand_known(name, "str");
  return static_cast<cloud::GcpInfrastructure&>(*infra);
}

py::object create_machine_account(const InfraPart& self, const py::object& name,
                                  const py::object& project,
                                  const std::optional<LogicalName>& key) {
  return add(self, [&](CloudInfraBase& infra) {
    const plan::Value id = name_value(self.state, name, "an account's name");
    const cloud::Project& of = to_project(self, project);
    if (id.is_text()) {
      const std::string usual = fmt::format("service-account-{}", id.text());
      return made(self,
                  infra.create_machine_account_in(id.text(), of, key.value_or(LogicalName{usual})));
    }
    return made(self, namer(self, key.has_value(), name)
                          .create_machine_account_of(id, label_of(self.state, id), of,
                                                     key.value_or(LogicalName{})));
  });
}

/// What memberships name a group by that no provider of groups keeps.
plan::Value group_id(const PlanPtr& state, py::handle group) {
  if (is_of_type(state, group, "gcp:cloudidentity/group:Group")) {
    return state->plan.attribute(own<const plan::Resource>(state, group), "id");
  }
  // A bucket or an account has a name too, but is no group.
  const bool is_key = py::isinstance<py::str>(group) || py::isinstance<DeferredPart>(group);
  if (!is_key && !is_foreign(group)) throw_wrong_type("a group, or its key", group);
  return to_value(state, named_by(group, "id"));
}

void add_group_member(const InfraPart& self, LogicalName key, const py::object& group,
                      const py::object& member, Known<bool> unique_resource_key) {
  check_writable(*self.state);
  const plan::Principal& principal = to_principal(self, member);
  const plan::Group* of = nullptr;
  if (is_part<const plan::Group>(group)) {
    of = &own<const plan::Group>(self.state, group);
  } else if (is_part<driver::Group>(group)) {
    of = &own<driver::Group>(self.state, group).group();
  }
  if (of != nullptr) {
    const std::string_view name =
        unique_resource_key ? kept(self.state, key) : self->get_pulumi_name(key);
    self->add_group_member(name, *of, principal);
    return;
  }
  if (unique_resource_key) {
    throw py::value_error(
        "a group that is only named takes its membership's key as it is; leave "
        "unique_resource_key out");
  }
  const plan::Value id = group_id(self.state, group);
  self->add_member_to_existing_group(key, id, label_of(self.state, id), principal);
}

py::object create_secret(const InfraPart& self, const py::object& name, const py::object& project,
                         const std::optional<LogicalName>& resource_key) {
  return add(self, [&](CloudInfraBase& infra) {
    const plan::Value id = name_value(self.state, name, "a secret's name");
    const cloud::Project& of = to_project(self, project);
    if (id.is_text()) {
      const std::string_view key =
          resource_key ? kept(self.state, *resource_key) : infra.get_pulumi_name(id.text());
      return made(self, infra.create_secret_in(id.text(), of, key));
    }
    return made(self,
                namer(self, resource_key.has_value(), name)
                    .create_secret_of(id, label_of(self.state, id), of,
                                      kept(self.state, resource_key.value_or(LogicalName{}))));
  });
}

void add_secret_member(const InfraPart& self, LogicalName key, const py::object& secret,
                       const py::object& member, const py::object& membership,
                       const py::object& project) {
  add(self, [&](CloudInfraBase& infra) {
    const cloud::Project& of = to_project(self, project);
    infra.add_secret_member(key, to_secret(self, secret, of), to_principal(self, member),
                            enum_value<SecretMembership>(membership), of);
  });
}

/// The pattern of the URLs of each cloud's storage.
std::string storage_url_regex(CloudName cloud) {
  switch (cloud) {
    case CloudName::kGcp:
      return R"(^gs:\/\/)";
    case CloudName::kAzure:
      return R"(^https:\/\/[a-z0-9]+\.blob\.core\.windows\.net\/)";
    case CloudName::kDryRun:
      return R"(^Fake:\/\/)";
  }
  return "";
}

py::object member_id_of(py::handle member) {
  if (py::isinstance<MachineAccountPart>(member)) {
    const auto& part = member.cast<const MachineAccountPart&>();
    return member_id(part.state, part->principal);
  }
  if (py::isinstance<GroupPart>(member)) {
    const auto& part = member.cast<const GroupPart&>();
    return member_id(part.state, part->principal);
  }
  if (py::isinstance<py::str>(member) || py::isinstance<DeferredPart>(member)) {
    return py::reinterpret_borrow<py::object>(member);
  }
  return foreign_member(member);
}

// --- classes -------------------------------------------------------------------------------------

/// An attribute of what a handle's resource makes, under its name in Python.
struct AttributeRow {
  const char* name;
  const char* attribute;
};

template <class T>
py::object attribute_of(const Part<const T>& self, const AttributeRow& row) {
  if (self->resource == nullptr) {
    throw py::attribute_error(fmt::format(
        "'{}' is known only of what this plan makes, and this one exists already", row.name));
  }
  return to_python(self.state, self.state->plan.attribute(*self->resource, row.attribute));
}

/// A handle's class: its resource, its attributes, and what it stands for as a value.
template <class T>
py::class_<Part<const T>> define_handle(py::module_& module, const char* name, const char* doc,
                                        std::initializer_list<AttributeRow> attributes) {
  using Self = Part<const T>;
  py::class_<Self> type(module, name, doc);
  define_identity(type);
  const auto resource = [](const Self& self) { return part_or_none(self.state, self->resource); };
  type.def_property_readonly("resource", resource,
                             "The resource that makes it; None for what exists already.")
      .def_property_readonly("_resource", resource);
  for (const AttributeRow& row : attributes) {
    type.def_property_readonly(row.name,
                               [row](const Self& self) { return attribute_of(self, row); });
  }
  return type;
}

template <class T, class F>
void define_value(py::class_<Part<const T>>& type, F value) {
  type.def_property_readonly(
      "_value", [value](const Part<const T>& self) { return to_python(self.state, value(*self)); });
}

template <class T>
void define_label(py::class_<Part<const T>>& type, const char* kind) {
  type.def("__repr__", [kind](const Part<const T>& self) {
    return fmt::format("<{} {}>", kind, self->target.name);
  });
}

void register_handles(py::module_& module) {
  auto bucket = define_handle<cloud::Bucket>(
      module, "Bucket", "A bucket: made here, or existing under a name.",
      {{"id", "id"}, {"location", "location"}, {"project", "project"}, {"url", "url"}});
  bucket.def_property_readonly(
      "name", [](const BucketPart& self) { return to_python(self.state, self->name); },
      "Its name, which for a bucket that is made here only the cloud gives.");
  define_value(bucket, [](const cloud::Bucket& self) { return self.name; });
  define_label(bucket, "Bucket");

  auto project = define_handle<cloud::Project>(
      module, "Project", "A project: made here, or existing under an id.", {{"id", "id"}});
  project
      .def_property_readonly(
          "project_id", [](const ProjectPart& self) { return to_python(self.state, self->id); })
      .def_property_readonly(
          "name", [](const ProjectPart& self) { return to_python(self.state, self->name); })
      .def_property_readonly(
          "number", [](const ProjectPart& self) { return to_python(self.state, self->number); });
  define_value(project, [](const cloud::Project& self) { return self.id; });
  define_label(project, "Project");

  auto account = define_handle<cloud::MachineAccount>(
      module, "MachineAccount", "A machine account that is made here.",
      {{"account_id", "accountId"}, {"project", "project"}, {"unique_id", "uniqueId"}});
  account
      .def_property_readonly(
          "email",
          [](const MachineAccountPart& self) { return to_python(self.state, self->email); })
      .def_property_readonly(
          "id", [](const MachineAccountPart& self) { return to_python(self.state, self->id); })
      .def_property_readonly(
          "name", [](const MachineAccountPart& self) { return to_python(self.state, self->name); });
  define_value(account, [](const cloud::MachineAccount& self) { return self.email; });
  define_label(account, "MachineAccount");

  auto secret = define_handle<cloud::Secret>(
      module, "Secret", "A secret: made here, or existing under a name.",
      {{"name", "name"}, {"project", "project"}, {"secret_id", "secretId"}});
  secret.def_property_readonly(
      "id", [](const SecretPart& self) { return to_python(self.state, self->id); });
  define_value(secret, [](const cloud::Secret& self) { return self.id; });
  define_label(secret, "Secret");

  auto registry = define_handle<cloud::ContainerRegistry>(
      module, "ContainerRegistry", "A registry: made here, or existing under a name.",
      {{"id", "id"},
       {"location", "location"},
       {"project", "project"},
       {"repository_id", "repositoryId"}});
  registry.def_property_readonly("name", [](const RegistryPart& self) {
    if (self->resource == nullptr) return to_python(self.state, self->name);
    return to_python(self.state, self.state->plan.attribute(*self->resource, "name"));
  });
  define_value(registry, [](const cloud::ContainerRegistry& self) { return self.name; });
  define_label(registry, "ContainerRegistry");

  py::class_<HailAccountPart> hail(module, "HailAccount", "A Hail Batch account that jobs run as.");
  define_identity(hail);
  hail.def_property_readonly("username",
                             [](const HailAccountPart& self) { return to_str(self->username); })
      .def_property_readonly(
          "cloud_id",
          [](const HailAccountPart& self) { return member_id(self.state, *self->principal); },
          "The account that stands behind it in the cloud.")
      .def_property_readonly(
          "resource",
          [](const HailAccountPart& self) {
            return part_or_none(self.state, self->principal->resource);
          },
          "The resource that makes it.")
      .def_property_readonly("_resource",
                             [](const HailAccountPart& self) {
                               return part_or_none(self.state, self->principal->resource);
                             })
      .def_property_readonly("_value", [](const HailAccountPart& self) {
        return to_python(self.state, self->principal->id);
      });

  auto billing = define_handle<cloud::HailBillingProject>(
      module, "HailBatchBillingProject", "The billing project of a dataset at Hail Batch.", {});
  billing.def_property_readonly(
      "name", [](const HailBillingProjectPart& self) { return to_str(self->name); });
  define_value(billing,
               [](const cloud::HailBillingProject& self) { return plan::Value(self.resource); });
  auto metamist = define_handle<cloud::MetamistProject>(
      module, "MetamistProject", "A project in metamist, which keeps samples' metadata.", {});
  metamist
      .def_property_readonly("name",
                             [](const MetamistProjectPart& self) { return to_str(self->name); })
      .def_property_readonly("project_name", [](const MetamistProjectPart& self) {
        return to_python(self.state, self->project_name);
      });
  define_value(metamist,
               [](const cloud::MetamistProject& self) { return plan::Value(self.resource); });
}

void define_projects_and_buckets(py::class_<InfraPart>& type) {
  type.def_property_readonly(
          "project", [](const InfraPart& self) { return made(self, self->project()); },
          "The dataset's own project.")
      .def_property_readonly(
          "project_id",
          [](const InfraPart& self) { return to_python(self.state, self->project().id); })
      .def(
          "get_project", [](const InfraPart& self) { return made(self, self->project()); },
          "The same as `project`.")
      .def(
          "get_project_id",
          [](const InfraPart& self) { return to_python(self.state, self->project().id); },
          "The same as `project_id`.")
      .def(
          "create_project",
          [](const InfraPart& self, LogicalName key, const py::object& name) {
            return add(self, [&](CloudInfraBase& infra) {
              const plan::Value id = name_value(self.state, name, "a project's id");
              return made(self, infra.create_project(key, id, label_of(self.state, id)));
            });
          },
          py::arg("resource_key"), py::arg("name"))
      .def(
          "create_monthly_budget",
          [](const InfraPart& self, LogicalName key, Known<std::int64_t> budget,
             const py::object& project) {
            add(self, [&](CloudInfraBase& infra) {
              infra.create_monthly_budget(key, to_project(self, project), budget);
            });
          },
          py::arg("resource_key"), py::kw_only(), py::arg("budget"),
          py::arg("project") = py::none())
      .def(
          "create_fixed_budget",
          [](const InfraPart& self, LogicalName key, const py::object& project,
             Known<std::int64_t> budget, const py::object& start_date) {
            add(self, [&](CloudInfraBase& infra) {
              infra.create_fixed_budget(
                  key, to_project(self, project), budget,
                  start_date.is_none() ? cloud::kFixedBudgetStart : to_date(start_date));
            });
          },
          py::arg("resource_key"), py::kw_only(), py::arg("project"), py::arg("budget"),
          py::arg("start_date") = py::none())
      .def(
          "bucket_rule_undelete",
          [](const InfraPart& self, Known<int> days) {
            return to_python(self.state, self->bucket_rule_undelete(days));
          },
          py::arg("days") = cloud::kUndeleteDays)
      .def("bucket_rule_temporary", &bucket_rule_temporary, py::arg("days") = cloud::kTemporaryDays,
           py::arg("matches_prefixes") = py::none())
      .def(
          "bucket_rule_archive",
          [](const InfraPart& self, Known<std::int64_t> days) {
            return to_python(self.state, self->bucket_rule_archive(days));
          },
          py::arg("days") = cloud::kArchiveDays)
      .def("create_bucket", &create_bucket, py::arg("name"),
           py::arg("lifecycle_rules") = py::none(), py::arg("unique") = false,
           py::arg("requester_pays") = false, py::arg("versioning") = true,
           py::arg("autoclass") = false, py::arg("project") = py::none(),
           py::arg("soft_delete_protection") = true,
           "A bucket of the dataset; `unique` says that the name is its whole name.\n\n"
           ">>> bucket = infra.create_bucket('audit', [infra.bucket_rule_undelete()])")
      .def(
          "bucket_output_path",
          [](const InfraPart& self, const py::object& bucket) {
            return to_python(self.state, self->bucket_output_path(to_bucket(self, bucket)));
          },
          py::arg("bucket"), "The bucket's URL.")
      .def(
          "add_member_to_bucket",
          [](const InfraPart& self, LogicalName key, const py::object& bucket,
             const py::object& member, const py::object& membership) {
            add(self, [&](CloudInfraBase& infra) {
              infra.add_member_to_bucket(key, to_bucket(self, bucket), to_principal(self, member),
                                         enum_value<BucketMembership>(membership));
            });
          },
          py::arg("resource_key"), py::arg("bucket"), py::arg("member"), py::arg("membership"))
      .def("create_temporary_bucket_access", &create_temporary_bucket_access,
           py::arg("resource_key"), py::arg("bucket"), py::arg("access_type"),
           py::arg("principals"), py::arg("max_duration") = cloud::kTemporaryAccessDuration)
      .def(
          "add_blob_to_bucket",
          [](const InfraPart& self, LogicalName name, const py::object& bucket,
             const py::object& output_name, const py::object& contents) {
            return add_resource(self, [&](CloudInfraBase& infra) {
              infra.add_blob_to_bucket(name, to_bucket(self, bucket),
                                       name_value(self.state, output_name, "a file's name"),
                                       to_value(self.state, contents));
            });
          },
          py::arg("resource_name"), py::arg("bucket"), py::arg("output_name"), py::arg("contents"))
      .def(
          "give_member_ability_to_list_buckets",
          [](const InfraPart& self, LogicalName key, const py::object& member,
             const py::object& project) {
            add(self, [&](CloudInfraBase& infra) {
              infra.give_member_ability_to_list_buckets(key, to_principal(self, member),
                                                        to_project(self, project));
            });
          },
          py::arg("resource_key"), py::arg("member"), py::arg("project") = py::none());
}

void define_accounts_and_groups(py::class_<InfraPart>& type) {
  type.def("create_machine_account", &create_machine_account, py::arg("name"),
           py::arg("project") = py::none(), py::kw_only(), py::arg("resource_key") = py::none())
      .def(
          "add_member_to_machine_account_role",
          [](const InfraPart& self, LogicalName key, const py::object& account,
             const py::object& member, const py::object& role, const py::object& /*project*/) {
            add(self, [&](CloudInfraBase& infra) {
              infra.add_member_to_machine_account_role(key, to_account(self, account, "name"),
                                                       to_principal(self, member),
                                                       enum_value<MachineAccountRole>(role));
            });
          },
          py::arg("resource_key"), py::arg("machine_account"), py::arg("member"), py::arg("role"),
          py::arg("project") = py::none())
      .def(
          "get_credentials_for_machine_account",
          [](const InfraPart& self, LogicalName key, const py::object& account) {
            return add(self, [&](CloudInfraBase& infra) {
              return to_python(self.state, infra.get_credentials_for_machine_account(
                                               key, to_account(self, account, "email")));
            });
          },
          py::arg("resource_key"), py::arg("account"), "A secret key of the account.")
      .def(
          "create_group",
          [](const InfraPart& self, LogicalName name,
             std::optional<Known<std::string_view>> description) {
            return add(self, [&](CloudInfraBase& infra) {
              return made(self, infra.create_group(name, description));
            });
          },
          py::arg("name"), py::arg("description") = py::none(),
          "A group whose members are added at once; GroupProvider.create_group makes one whose "
          "members are collected first.")
      .def("add_group_member", &add_group_member, py::arg("resource_key"), py::arg("group"),
           py::arg("member"), py::arg("unique_resource_key") = false)
      .def("create_secret", &create_secret, py::arg("name"), py::arg("project") = py::none(),
           py::arg("resource_key") = py::none())
      .def("add_secret_member", &add_secret_member, py::arg("resource_key"), py::arg("secret"),
           py::arg("member"), py::arg("membership"), py::arg("project") = py::none())
      .def(
          // Any object as a key, since pybind11 prints all arguments, the contents too, where one
          // is of the wrong type.
          "add_secret_version",
          [](const InfraPart& self, const py::object& key, const py::object& secret,
             const py::object& contents) {
            demand_known_name(key);
            return add_resource(self, [&](CloudInfraBase& infra) {
              infra.add_secret_version(text_argument(self.state, key, "resource_key"),
                                       to_secret(self, secret, infra.project()),
                                       to_value(self.state, contents));
            });
          },
          py::arg("resource_key"), py::arg("secret"), py::arg("contents"))
      .def(
          "create_container_registry",
          [](const InfraPart& self, LogicalName name) {
            return add(self, [&](CloudInfraBase& infra) {
              return made(self, infra.create_container_registry(name));
            });
          },
          py::arg("name"))
      .def(
          "add_member_to_container_registry",
          [](const InfraPart& self, LogicalName key, const py::object& registry,
             const py::object& member, const py::object& membership, const py::object& project) {
            add(self, [&](CloudInfraBase& infra) {
              infra.add_member_to_container_registry(
                  key, to_registry(self, registry), to_principal(self, member),
                  enum_value<ContainerRegistryMembership>(membership), to_project(self, project));
            });
          },
          py::arg("resource_key"), py::arg("registry"), py::arg("member"), py::arg("membership"),
          py::arg("project") = py::none());
}

template <class T>
const T& kept_copy(const InfraPart& infra, const T& thing) {
  return *values(infra).keep_one(thing);
}

void define_services(py::class_<InfraPart>& type) {
  type.def(
          "create_hail_user",
          [](const InfraPart& self, LogicalName key, Known<std::string_view> username,
             Known<std::string_view> auth_url) {
            return add(self, [&](CloudInfraBase& infra) {
              return made(self,
                          kept_copy(self, infra.create_hail_user(key, kept(self.state, username),
                                                                 kept(self.state, auth_url))));
            });
          },
          py::arg("resource_key"), py::arg("username"), py::arg("auth_url"),
          "A Hail Batch user, made through the authentication service.")
      .def(
          "create_metamist_project",
          [](const InfraPart& self, LogicalName name) {
            return add(self, [&](CloudInfraBase& infra) {
              return made(self,
                          kept_copy(self, infra.create_metamist_project(kept(self.state, name))));
            });
          },
          py::arg("project_name"));
}

void register_base(py::module_& module) {
  py::class_<InfraPart> type(
      module, "CloudInfraBase",
      "One cloud, for one dataset: makes buckets, accounts, groups and secrets, and gives "
      "access.\n\n"
      ">>> infra = infrastructure.common_dataset.clouds['gcp'].infra\n"
      ">>> infra.add_member_to_bucket('audit-reader', infra.create_bucket('audit'),\n"
      "...                            'jane@uni.edu', BucketMembership.READ)");
  define_identity(type);
  type.def("name",
           [](const InfraPart& self) { return std::string(config::to_string(self->name())); })
      .def_property_readonly("dataset", [](const InfraPart& self) { return self->dataset(); })
      .def_property_readonly(
          "config", [](const InfraPart& self) { return config_object(self.state->configuration); })
      .def_property_readonly("dataset_config",
                             [](const InfraPart& self) {
                               return dataset_object(self.state->configuration,
                                                     self->dataset_config());
                             })
      .def(
          "get_pulumi_name",
          [](const InfraPart& self, LogicalName key) { return to_str(self->get_pulumi_name(key)); },
          py::arg("key"), "The logical name of that key, `{dataset}-{cloud}-{key}`.")
      .def("storage_url_regex",
           [](const InfraPart& self) { return storage_url_regex(self->name()); })
      .def_static("member_id", &member_id_of, py::arg("member"), "The email or id of a member.")
      .def(
          "finalise",
          [](const InfraPart& self) { add(self, [](CloudInfraBase& infra) { infra.finalise(); }); })
      .def("__repr__", [](const InfraPart& self) {
        return fmt::format("<{} of {}>", config::to_string(self->name()), self->dataset());
      });
  define_projects_and_buckets(type);
  define_accounts_and_groups(type);
  define_services(type);
}

cloud::GcpInfrastructure& gcp(const GcpPart& part) {
  return static_cast<cloud::GcpInfrastructure&>(*part);
}

cloud::AzureInfra& azure(const AzurePart& part) { return static_cast<cloud::AzureInfra&>(*part); }

void give_project_role(const GcpPart& self, std::string_view key, const py::object& member,
                       cloud::ProjectRole role) {
  add(self, [&](CloudInfraBase& infra) {
    infra.add_project_role(key, to_principal(self, member), role, infra.project());
  });
}

/// The organisation that the institute's domain belongs to.
struct Organization {
  GcpPart infra;
};

constexpr AttributeRow kOrganizationFields[] = {
    {"create_time", "createTime"},
    {"directory_customer_id", "directoryCustomerId"},
    {"domain", "domain"},
    {"id", "id"},
    {"name", "name"},
    {"org_id", "orgId"},
};

void register_organization(py::module_& module) {
  py::class_<Organization> type(module, "Organization",
                                "The organisation of the institute's domain on Google Cloud.\n\n"
                                ">>> plan.concat('organizations/', infra.organization.org_id)");
  for (const AttributeRow& row : kOrganizationFields) {
    type.def_property_readonly(row.name, [row](const Organization& self) {
      return to_python(self.infra.state, gcp(self.infra).organization(row.attribute));
    });
  }
}

/// What memberships name a group by.
py::object get_group_key(const GcpPart& self, const py::object& group) {
  const PlanPtr& state = self.state;
  if (is_part<driver::Group>(group)) {
    return to_python(state, own<driver::Group>(state, group).group().key);
  }
  if (is_part<const plan::Group>(group)) {
    return to_python(state, own<const plan::Group>(state, group).key);
  }
  if (is_foreign(group)) return named_by(group, "id");
  return to_python(state, gcp(self).existing_group_key(group_id(state, group)));
}

/// What names a secret for its readers.
py::object get_secret_key(const GcpPart& self, const py::object& secret) {
  const PlanPtr& state = self.state;
  if (is_part<const cloud::Secret>(secret)) {
    return to_python(state, own<const cloud::Secret>(state, secret).id);
  }
  if (is_of_type(state, secret, "gcp:secretmanager/secret:Secret")) {
    return to_python(state, state->plan.attribute(own<const plan::Resource>(state, secret), "id"));
  }
  if (py::isinstance<py::str>(secret) || py::isinstance<DeferredPart>(secret) ||
      is_foreign(secret)) {
    return named_by(secret, "id");
  }
  throw_wrong_type("a secret, or its id", secret);
}

void add_member_to_dataproc_api(const GcpPart& self, LogicalName key, const py::object& account,
                                const py::object& role) {
  add(self, [&](CloudInfraBase&) {
    plan::Value name = name_value(self.state, role, "a role's name");
    if (name.is_text() && (name.text() == "worker" || name.text() == "admin")) {
      name = values(self).text({"roles/dataproc.", name.text()});
    }
    gcp(self).add_member_to_dataproc_api(key, to_principal(self, account), name,
                                         label_of(self.state, name));
  });
}

void register_gcp(py::module_& module) {
  register_organization(module);
  py::class_<GcpPart, InfraPart>(module, "GcpInfrastructure", "Google Cloud, for one dataset.")
      .def_static("name", [] { return "gcp"; })
      .def_static("storage_url_regex", [] { return storage_url_regex(CloudName::kGcp); })
      .def_property_readonly("region",
                             [](const GcpPart& self) { return to_str(gcp(self).region()); })
      .def_property_readonly("organization", [](const GcpPart& self) { return Organization{self}; })
      .def(
          "bucket_rule_abort_incomplete_multipart_upload",
          [](const GcpPart& self, Known<int> days) {
            return to_python(self.state,
                             gcp(self).bucket_rule_abort_incomplete_multipart_upload(days));
          },
          py::arg("days") = cloud::kAbortIncompleteUploadDays)
      .def("get_group_key", &get_group_key, py::arg("group"),
           "What memberships name a group by; for the email of one that exists, `group:` and it.")
      .def("get_secret_key", &get_secret_key, py::arg("secret"))
      .def("add_member_to_dataproc_api", &add_member_to_dataproc_api, py::arg("resource_key"),
           py::arg("account"), py::arg("role"),
           "Gives a role for Dataproc: `worker`, `admin`, or one by its whole name.")
      .def(
          "add_project_role",
          [](const GcpPart& self, LogicalName key, const py::object& member, const py::object& role,
             const py::object& project) {
            return add(self, [&](CloudInfraBase&) {
              const plan::Value name = name_value(self.state, role, "a role's name");
              return py::cast(ResourcePart{
                  self.state, &gcp(self).add_project_role_by_name(key, to_principal(self, member),
                                                                  name, label_of(self.state, name),
                                                                  to_project(self, project))});
            });
          },
          py::arg("resource_key"), py::kw_only(), py::arg("member"), py::arg("role"),
          py::arg("project") = py::none(), "Gives a role by its name, such as `roles/browser`.")
      .def(
          "add_cloudrun_invoker",
          [](const GcpPart& self, LogicalName key, const py::object& service,
             const py::object& project, const py::object& member) {
            add(self, [&](CloudInfraBase& infra) {
              const plan::Value name = name_value(self.state, service, "a service's name");
              infra.add_service_invoker(key, name, label_of(self.state, name),
                                        to_project(self, project), to_principal(self, member));
            });
          },
          py::arg("resource_key"), py::kw_only(), py::arg("service"), py::arg("project"),
          py::arg("member"))
      .def(
          "add_batch_agent_reporter_role",
          [](const GcpPart& self, LogicalName key, const py::object& account) {
            give_project_role(self, key, account, cloud::ProjectRole::kBatchAgentReporter);
          },
          py::arg("resource_key"), py::arg("account"))
      .def(
          "add_batch_jobs_editor_role",
          [](const GcpPart& self, LogicalName key, const py::object& account) {
            give_project_role(self, key, account, cloud::ProjectRole::kBatchJobsEditor);
          },
          py::arg("resource_key"), py::arg("account"));
}

}  // namespace

py::object infra_object(const PlanPtr& state, CloudInfraBase& infra) {
  switch (infra.name()) {
    case CloudName::kGcp:
      return py::cast(GcpPart{{state, &infra}});
    case CloudName::kAzure:
      return py::cast(AzurePart{{state, &infra}});
    case CloudName::kDryRun:
      break;
  }
  return py::cast(DryRunPart{{state, &infra}});
}

InfraPart infra_part(py::handle object) {
  if (!py::isinstance<InfraPart>(object)) throw_wrong_type("a cloud's infrastructure", object);
  return object.cast<const InfraPart&>();
}

const plan::Principal& to_principal(const InfraPart& infra, py::handle member) {
  const PlanPtr& state = infra.state;
  if (is_part<driver::Group>(member)) return own<driver::Group>(state, member).principal();
  if (is_part<const plan::Group>(member)) return own<const plan::Group>(state, member).principal;
  if (is_part<const plan::Principal>(member)) return own<const plan::Principal>(state, member);
  if (is_part<const cloud::MachineAccount>(member)) {
    return own<const cloud::MachineAccount>(state, member).principal;
  }
  if (is_part<const cloud::HailAccount>(member)) {
    return *own<const cloud::HailAccount>(state, member).principal;
  }
  if (py::isinstance<ResourcePart>(member)) {
    return principal_of(infra, own<const plan::Resource>(state, member));
  }
  if (py::isinstance<py::str>(member) || py::isinstance<DeferredPart>(member)) {
    return member_of_value(infra, member);
  }
  return member_of_value(infra, foreign_member(member));
}

py::object member_id(const PlanPtr& state, const plan::Principal& member) {
  return to_python(state, member.id);
}

std::string_view text_argument(const PlanPtr& state, py::handle object, std::string_view name) {
  if (!py::isinstance<py::str>(object))
    throw_wrong_type(fmt::format("a text for {}", name), object);
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(object.ptr(), &size);
  if (text == nullptr) throw py::error_already_set();
  return kept(state, {text, static_cast<std::size_t>(size)});
}

void demand_known_name(py::handle object) {
  if (!py::isinstance<DeferredPart>(object) && !is_foreign(object)) return;
  throw py::type_error(fmt::format(
      "a logical name is a str, which an engine must have before it makes anything, and cannot be "
      "or hold a {}; where a method takes a resource_key too, give that as a str",
      type_name(object)));
}

void demand_known(py::handle object, std::string_view expected) {
  if (!py::isinstance<DeferredPart>(object) && !is_foreign(object)) return;
  throw py::type_error(
      fmt::format("this is settled when the plan is made, so that it is a {} and cannot be a {}; "
                  "CPGInfrastructure.declare() makes resources whose every input can be one",
                  expected, type_name(object)));
}

void register_cloud(py::module_& module) {
  module.attr("BucketMembership") = make_enum<BucketMembership>();
  module.attr("SecretMembership") = make_enum<SecretMembership>();
  module.attr("TemporaryBucketAccessType") = make_enum<TemporaryBucketAccessType>();
  module.attr("ContainerRegistryMembership") = make_enum<ContainerRegistryMembership>();
  module.attr("MachineAccountRole") = make_enum<MachineAccountRole>();
  module.def(
      "gcp_policy_member",
      [](const std::string& member) {
        return std::string(internal::gcp_member_prefix(member)) + member;
      },
      py::arg("member"), "An email or id as Google's policies spell it, `user:jane@uni.edu`.");
  register_handles(module);
  register_base(module);
  register_gcp(module);
  py::class_<AzurePart, InfraPart>(module, "AzureInfra", "Azure, for one dataset.")
      .def_static("name", [] { return "azure"; })
      .def_property_readonly("region",
                             [](const AzurePart& self) { return to_str(azure(self).region()); })
      .def_property_readonly(
          "resource_group", [](const AzurePart& self) { return made(self, self->project()); },
          "What stands for the dataset's project.")
      .def_property_readonly(
          "storage_account",
          [](const AzurePart& self) {
            check_writable(*self.state);
            return py::cast(ResourcePart{self.state, &azure(self).storage_account()});
          },
          "The account that holds the dataset's containers.")
      .def_static("storage_url_regex", [] { return storage_url_regex(CloudName::kAzure); });
  py::class_<DryRunPart, InfraPart>(module, "DryRunInfra",
                                    "A cloud that makes nothing and says what it would make.")
      .def_static("name", [] { return "dry-run"; })
      .def_static("storage_url_regex", [] { return storage_url_regex(CloudName::kDryRun); });
}

}  // namespace cpginfra::python
