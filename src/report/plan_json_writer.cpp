// SPDX-License-Identifier: MIT
// Writing a plan as JSON. docs/plan-json.md says what is written; keep both in step.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/version.hpp"
#include "internal/sha256.hpp"
#include "report/json_buffer.hpp"
#include "report/plan_keys.hpp"
#include "report/secret_mark.hpp"
#include "report/selected_exports.hpp"

namespace cpginfra::report {
namespace {

using plan::Deferred;
using plan::DeferredForm;
using plan::Field;
using plan::Kind;
using plan::Resource;
using plan::Value;
using Resources = std::vector<const Resource*>;

void sort_in_order_of_declaration(Resources& resources) {
  const auto earlier = [](const Resource* a, const Resource* b) { return a->index < b->index; };
  if (!std::is_sorted(resources.begin(), resources.end(), earlier)) {
    std::sort(resources.begin(), resources.end(), earlier);
  }
  resources.erase(std::unique(resources.begin(), resources.end()), resources.end());
}

void collect_dependencies(const Value& value, Resources& found) {
  if (!value.is_dynamic()) return;
  if (const Resource* resource = value.resource()) found.push_back(resource);
  if (const Deferred* deferred = value.deferred()) {
    found.insert(found.end(), deferred->dependencies.begin(), deferred->dependencies.end());
  }
  for (const Value& item : value.items()) collect_dependencies(item, found);
  for (const Field& field : value.fields()) collect_dependencies(field.value, found);
}

class Writer {
 public:
  Writer(Sink& sink, const PlanSelection& selection) : json_(sink), selection_(selection) {}

  absl::Status write(const plan::Plan& plan);

 private:
  // Values. `mark` is given inside of a secret input: texts and numbers there become marks.
  void value(const Value& value, const SecretMark* mark);
  void object(std::span<const Field> fields, const SecretMark* mark);
  void items(std::span<const Value> items, const SecretMark* mark);
  void deferred(const Deferred& deferred, const SecretMark* mark);
  void external(const Deferred& deferred);
  void text(std::string_view text);
  void number(double number);

  // Members of an object; each begins with a comma.
  void key(std::string_view name);
  void text_member(std::string_view name, std::string_view text);
  void texts_member(std::string_view name, std::span<const std::string_view> texts);
  void flag_member(std::string_view name, bool flag);
  void resource_member(std::string_view name, const Resource* resource);
  void resources_member(std::string_view name, std::span<const Resource* const> resources);
  void origin_members(const plan::Origin* origin);

  void reference(const Resource& resource);
  void references(std::span<const Resource* const> resources);

  // Resources.
  void resource(const Resource& resource);
  void inputs(const Resource& resource);
  void options(const Resource& resource);
  void aliases(const Resource& resource);
  void derived(const Resource& resource);

  // Access.
  void principal_members(const plan::Principal& principal);
  void group(const plan::Group& group);
  void principal(const plan::Principal& principal);
  void member(const plan::Principal& member);
  void grant(const plan::Grant& grant);
  void membership(const plan::Membership& membership);
  void group_member(std::string_view name, const plan::Group& group);

  void note(const plan::Note& note);
  void problem(const plan::Problem& problem);
  void exported(const plan::Export& exported);

  void part();
  void collect_principals(const plan::Plan& plan);
  /// A list with one element a line, of what is selected.
  template <typename Range, typename Write>
  void section(std::string_view name, const Range& range, Write write);
  void line_start();
  [[nodiscard]] bool is_selected(const Resource* resource) const {
    return selection_.holds(resource->origin);
  }
  [[nodiscard]] bool is_selected(const plan::Principal* /*principal*/) const { return true; }
  [[nodiscard]] bool is_selected(const plan::Export& exported) const;
  template <typename Record>
  [[nodiscard]] bool is_selected(const Record& record) const {
    return selection_.holds(record.origin);
  }

  JsonBuffer json_;
  const PlanSelection& selection_;
  std::vector<const plan::Principal*> members_;
  PrincipalKeys principals_;
  GroupKeys groups_;
  std::size_t depth_ = 0;
  bool first_line_ = true;
  Resources property_dependencies_;
  Resources dependencies_;
};

// Values.

void Writer::value(const Value& value, const SecretMark* mark) {
  if (++depth_ > kDeepestValue) {
    json_.fail(absl::InvalidArgumentError(
        fmt::format("a value in the plan is nested deeper than {} levels", kDeepestValue)));
  }
  if (json_.failed()) {
    --depth_;
    return;
  }
  switch (value.kind()) {
    case Kind::kNull:
      json_.raw("null");
      break;
    case Kind::kBool:
      json_.raw(value.boolean() ? "true" : "false");
      break;
    case Kind::kInt:
      if (mark != nullptr) {
        json_.raw(mark->of(fmt::format_int(value.integer()).str()));
      } else {
        json_.integer(value.integer());
      }
      break;
    case Kind::kDouble:
      if (mark != nullptr) {
        json_.raw(mark->of(fmt::format("{}", value.number())));
      } else {
        number(value.number());
      }
      break;
    case Kind::kText:
      if (mark != nullptr) {
        json_.raw(mark->of(value.text()));
      } else {
        text(value.text());
      }
      break;
    case Kind::kList:
      items(value.items(), mark);
      break;
    case Kind::kObject:
      if (has_reserved_name(value.fields())) {
        json_.raw(R"({"$object":)");
        object(value.fields(), mark);
        json_.raw("}");
      } else {
        object(value.fields(), mark);
      }
      break;
    case Kind::kArchive:
      json_.raw(R"({"$archive":)");
      object(value.fields(), mark);
      json_.raw("}");
      break;
    case Kind::kResource:
      json_.raw(R"({"$resource":)");
      reference(*value.resource());
      json_.raw("}");
      break;
    case Kind::kDeferred:
      deferred(*value.deferred(), mark);
      break;
    case Kind::kUnknown:
      json_.raw(R"({"$unknown":true})");
      break;
  }
  --depth_;
}

void Writer::text(std::string_view text) {
  if (is_utf8(text)) {
    json_.text(text);
    return;
  }
  std::string encoded;
  absl::Base64Escape(absl::string_view(text.data(), text.size()), &encoded);
  json_.raw(R"({"$bytes":)");
  json_.text(encoded);
  json_.raw("}");
}

void Writer::number(double number) {
  if (std::isfinite(number)) {
    json_.number(number);
  } else {
    json_.raw(std::isnan(number) ? R"({"$number":"nan"})"
              : number > 0       ? R"({"$number":"inf"})"
                                 : R"({"$number":"-inf"})");
  }
}

void Writer::object(std::span<const Field> fields, const SecretMark* mark) {
  json_.raw("{");
  bool first = true;
  for (const Field& field : fields) {
    if (!first) json_.raw(",");
    first = false;
    json_.text(field.name);
    json_.raw(":");
    value(field.value, mark);
  }
  json_.raw("}");
}

void Writer::items(std::span<const Value> items, const SecretMark* mark) {
  json_.raw("[");
  bool first = true;
  for (const Value& item : items) {
    if (!first) json_.raw(",");
    first = false;
    value(item, mark);
  }
  json_.raw("]");
}

void Writer::deferred(const Deferred& deferred, const SecretMark* mark) {
  switch (deferred.form) {
    case DeferredForm::kAttribute:
      json_.raw(R"({"$attribute":{"of":)");
      reference(*deferred.resource);
      text_member("path", deferred.name);
      json_.raw("}}");
      break;
    case DeferredForm::kInvoke:
      json_.raw(R"({"$invoke":{"token":)");
      json_.text(deferred.token);
      key("arguments");
      value(deferred.arguments.front(), mark);
      text_member("field", deferred.name);
      json_.raw("}}");
      break;
    case DeferredForm::kConcat:
      json_.raw(R"({"$concat":)");
      items(deferred.arguments, mark);
      json_.raw("}");
      break;
    case DeferredForm::kCall:
      json_.raw(R"({"$call":{"function":)");
      json_.text(deferred.name);
      key("arguments");
      items(deferred.arguments, mark);
      json_.raw("}}");
      break;
    case DeferredForm::kExternal:
      external(deferred);
      break;
  }
}

void Writer::external(const Deferred& deferred) {
  if (is_secret_mark(deferred)) {
    json_.raw(R"({"$secret":)");
    json_.text(deferred.name);
    json_.raw("}");
    return;
  }
  json_.raw(R"({"$external":{"label":)");
  json_.text(deferred.name);
  flag_member("secret", deferred.secret);
  resources_member("dependencies", deferred.dependencies);
  json_.raw("}}");
}

// Members of an object.

void Writer::key(std::string_view name) {
  json_.raw(",\"");
  json_.raw(name);
  json_.raw("\":");
}

void Writer::text_member(std::string_view name, std::string_view text) {
  key(name);
  json_.text(text);
}

void Writer::texts_member(std::string_view name, std::span<const std::string_view> texts) {
  if (texts.empty()) return;
  key(name);
  char before = '[';
  for (std::string_view text : texts) {
    json_.raw({&before, 1});
    before = ',';
    json_.text(text);
  }
  json_.raw("]");
}

void Writer::flag_member(std::string_view name, bool flag) {
  if (!flag) return;
  key(name);
  json_.raw("true");
}

void Writer::resource_member(std::string_view name, const Resource* resource) {
  if (resource == nullptr) return;
  key(name);
  reference(*resource);
}

void Writer::resources_member(std::string_view name, std::span<const Resource* const> resources) {
  if (resources.empty()) return;
  key(name);
  references(resources);
}

void Writer::origin_members(const plan::Origin* origin) {
  if (origin == nullptr) return;
  if (!origin->dataset.empty()) text_member("dataset", origin->dataset);
  if (!origin->cloud.empty()) text_member("cloud", origin->cloud);
}

void Writer::reference(const Resource& resource) {
  json_.raw("\"");
  json_.inner_text(resource.type->token);
  json_.raw("::");
  json_.inner_text(resource.name);
  json_.raw("\"");
}

void Writer::references(std::span<const Resource* const> resources) {
  json_.raw("[");
  bool first = true;
  for (const Resource* resource : resources) {
    if (!first) json_.raw(",");
    first = false;
    reference(*resource);
  }
  json_.raw("]");
}

// Resources.

void Writer::resource(const Resource& resource) {
  json_.raw("{\"type\":");
  json_.text(resource.type->token);
  text_member("name", resource.name);
  origin_members(resource.origin);
  inputs(resource);
  texts_member("typeSecretInputs", resource.type->secret_inputs);
  resources_member("dependsOn", resource.depends_on);
  options(resource);
  derived(resource);
  json_.raw("}");
}

void Writer::inputs(const Resource& resource) {
  const auto secret_names = resource.type->secret_inputs;
  std::optional<SecretMark> mark;
  if (!secret_names.empty()) mark.emplace(resource);
  key("inputs");
  json_.raw("{");
  bool first = true;
  for (const Field& field : resource.inputs) {
    if (!first) json_.raw(",");
    first = false;
    json_.text(field.name);
    json_.raw(":");
    const bool hidden =
        std::find(secret_names.begin(), secret_names.end(), field.name) != secret_names.end();
    value(field.value, hidden ? &*mark : nullptr);
  }
  json_.raw("}");
}

void Writer::options(const Resource& resource) {
  const plan::ResourceOptions& options = *resource.options;
  texts_member("ignoreChanges", options.ignore_changes);
  texts_member("replaceOnChanges", options.replace_on_changes);
  flag_member("deleteBeforeReplace", options.delete_before_replace);
  flag_member("protect", options.protect);
  flag_member("retainOnDelete", options.retain_on_delete);
  if (!options.additional_secret_outputs.empty() || !resource.type->secret_outputs.empty()) {
    std::vector<std::string_view> outputs(options.additional_secret_outputs.begin(),
                                          options.additional_secret_outputs.end());
    outputs.insert(outputs.end(), resource.type->secret_outputs.begin(),
                   resource.type->secret_outputs.end());
    texts_member("additionalSecretOutputs", outputs);
  }
  aliases(resource);
  resource_member("provider", options.provider);
  if (!options.import_id.empty()) text_member("import", options.import_id);
}

void Writer::aliases(const Resource& resource) {
  const auto former_types = resource.type->alias_types;
  if (resource.options->aliases.empty() && former_types.empty()) return;
  key("aliases");
  std::string_view before = "[{";
  const auto alias_member = [&](std::string_view separator, std::string_view name,
                                std::string_view text) {
    json_.raw(separator);
    json_.text(name);
    json_.raw(":");
    json_.text(text);
  };
  for (const plan::Alias& alias : resource.options->aliases) {
    json_.raw(before);
    before = ",{";
    if (!alias.name.empty()) alias_member("", "name", alias.name);
    if (!alias.type.empty()) alias_member(alias.name.empty() ? "" : ",", "type", alias.type);
    json_.raw("}");
  }
  for (std::string_view type : former_types) {
    json_.raw(before);
    before = ",{";
    alias_member("", "type", type);
    json_.raw("}");
  }
  json_.raw("]");
}

void Writer::derived(const Resource& resource) {
  if (const auto paths = plan::secret_paths(resource); !paths.empty()) {
    texts_member("secretInputs", std::vector<std::string_view>(paths.begin(), paths.end()));
  }
  dependencies_.assign(resource.depends_on.begin(), resource.depends_on.end());
  std::string_view before = "{";
  for (const Field& field : resource.inputs) {
    if (!field.value.is_dynamic()) continue;
    std::span<const Resource* const> found;
    if (const Deferred* deferred = field.value.deferred()) {
      found = deferred->dependencies;
    } else {
      property_dependencies_.clear();
      collect_dependencies(field.value, property_dependencies_);
      sort_in_order_of_declaration(property_dependencies_);
      found = property_dependencies_;
    }
    if (found.empty()) continue;
    dependencies_.insert(dependencies_.end(), found.begin(), found.end());
    if (before == "{") key("propertyDependencies");
    json_.raw(before);
    before = ",";
    json_.text(field.name);
    json_.raw(":");
    references(found);
  }
  if (before == ",") json_.raw("}");
  sort_in_order_of_declaration(dependencies_);
  resources_member("dependencies", dependencies_);
}

// Access.

void Writer::principal_members(const plan::Principal& principal) {
  json_.raw("\"kind\":");
  json_.text(plan::to_text(principal.kind));
  text_member("label", principal.label);
  if (!principal.id.is_null()) {
    key("id");
    value(principal.id, nullptr);
  }
  if (!principal.policy_member.is_null()) {
    key("policyMember");
    value(principal.policy_member, nullptr);
  }
  resource_member("resource", principal.resource);
}

void Writer::group(const plan::Group& group) {
  json_.raw("{\"key\":");
  json_.text(groups_.key_of(group));
  text_member("name", group.name);
  if (!group.description.empty()) text_member("description", group.description);
  if (!group.cloud.empty()) text_member("groupCloud", group.cloud);
  origin_members(group.origin);
  resource_member("resource", group.resource);
  if (!group.key.is_null()) {
    key("id");
    value(group.key, nullptr);
  }
  key("principal");
  json_.raw("{");
  principal_members(group.principal);
  json_.raw("}}");
}

void Writer::principal(const plan::Principal& principal) {
  json_.raw("{\"key\":");
  json_.text(principals_.key_of(principal));
  json_.raw(",");
  principal_members(principal);
  if (principal.group != nullptr) group_member("group", *principal.group);
  json_.raw("}");
}

void Writer::member(const plan::Principal& member) {
  if (groups_.owns(member)) {
    json_.raw("\"memberGroup\":");
    json_.text(groups_.key_of(*member.group));
  } else {
    json_.raw("\"member\":");
    json_.text(principals_.key_of(member));
  }
}

void Writer::group_member(std::string_view name, const plan::Group& group) {
  if (!groups_.has(group)) {
    json_.fail(absl::InvalidArgumentError(fmt::format(
        "the group '{}' is used in the plan but is not one of its groups", group.name)));
    return;
  }
  text_member(name, groups_.key_of(group));
}

void Writer::grant(const plan::Grant& grant) {
  json_.raw("{");
  member(*grant.member);
  key("target");
  json_.raw("{\"kind\":");
  json_.text(plan::to_text(grant.target->kind));
  text_member("name", grant.target->name);
  resource_member("resource", grant.target->resource);
  json_.raw("}");
  text_member("level", plan::to_text(grant.level));
  if (grant.availability != plan::Availability::kStanding) {
    text_member("availability", plan::to_text(grant.availability));
  }
  if (!grant.role.empty()) text_member("role", grant.role);
  resource_member("declaredBy", grant.declared_by);
  origin_members(grant.origin);
  json_.raw("}");
}

void Writer::membership(const plan::Membership& membership) {
  json_.raw("{");
  member(*membership.member);
  if (membership.group != nullptr) group_member("group", *membership.group);
  if (membership.group == nullptr || membership.group_name != membership.group->name) {
    text_member("groupName", membership.group_name);
  }
  resource_member("declaredBy", membership.declared_by);
  origin_members(membership.origin);
  json_.raw("}");
}

// The whole.

void Writer::note(const plan::Note& note) {
  json_.raw("{\"text\":");
  json_.text(note.text);
  origin_members(note.origin);
  json_.raw("}");
}

void Writer::problem(const plan::Problem& problem) {
  json_.raw("{\"rule\":");
  json_.text(problem.rule);
  text_member("text", problem.text);
  origin_members(problem.origin);
  json_.raw("}");
}

void Writer::exported(const plan::Export& exported) {
  json_.raw("{\"name\":");
  json_.text(exported.name);
  key("value");
  value(exported.value, nullptr);
  json_.raw("}");
}

bool Writer::is_selected(const plan::Export& exported) const {
  return is_of_selection(exported, selection_);
}

void Writer::line_start() {
  json_.raw(first_line_ ? "\n" : ",\n");
  first_line_ = false;
}

template <typename Range, typename Write>
void Writer::section(std::string_view name, const Range& range, Write write) {
  json_.raw(",\n\"");
  json_.raw(name);
  json_.raw("\":[");
  first_line_ = true;
  for (const auto& element : range) {
    if (json_.failed()) return;
    if (!is_selected(element)) continue;
    line_start();
    write(element);
  }
  json_.raw("\n]");
}

void Writer::part() {
  if (selection_.is_everything()) return;
  json_.raw(",\n\"part\":{");
  if (!selection_.dataset.empty()) {
    json_.raw("\"dataset\":");
    json_.text(selection_.dataset);
  }
  if (!selection_.cloud.empty()) {
    json_.raw(selection_.dataset.empty() ? "\"cloud\":" : ",\"cloud\":");
    json_.text(selection_.cloud);
  }
  json_.raw("}");
}

void Writer::collect_principals(const plan::Plan& plan) {
  const auto note_member = [this](const plan::Principal* member) {
    if (member == nullptr) {
      json_.fail(absl::InvalidArgumentError("a grant or membership in the plan has no member"));
    } else if (!groups_.owns(*member) && principals_.add(*member)) {
      members_.push_back(member);
    }
  };
  for (const plan::Grant& grant : plan.grants()) {
    if (!is_selected(grant)) continue;
    note_member(grant.member);
    if (grant.target == nullptr) {
      json_.fail(absl::InvalidArgumentError("a grant in the plan has no target"));
    }
  }
  for (const plan::Membership& membership : plan.memberships()) {
    if (is_selected(membership)) note_member(membership.member);
  }
}

absl::Status Writer::write(const plan::Plan& plan) {
  for (const plan::Group& group : plan.groups()) groups_.add(group);

  json_.raw("{\n\"format\":\"cpginfra-plan\",\n\"formatVersion\":");
  json_.integer(kPlanFormatVersion);
  json_.raw(",\n\"library\":");
  json_.text(version());
  part();
  section("resources", plan.resources(), [this](const Resource* r) { resource(*r); });
  section("exports", plan.exports(), [this](const plan::Export& e) { exported(e); });
  section("groups", plan.groups(), [this](const plan::Group& g) { group(g); });
  collect_principals(plan);
  section("principals", members_, [this](const plan::Principal* p) { principal(*p); });
  section("grants", plan.grants(), [this](const plan::Grant& g) { grant(g); });
  section("memberships", plan.memberships(), [this](const plan::Membership& m) { membership(m); });
  section("warnings", plan.warnings(), [this](const plan::Note& n) { note(n); });
  section("problems", plan.problems(), [this](const plan::Problem& p) { problem(p); });
  section("lines", plan.lines(), [this](const plan::Note& n) { note(n); });
  json_.raw("\n}\n");
  return json_.finish();
}

}  // namespace

absl::Status write_json(const plan::Plan& plan, Sink& sink) {
  return write_json(plan, PlanSelection(), sink);
}

absl::Status write_json(const plan::Plan& plan, const PlanSelection& selection, Sink& sink) {
  return Writer(sink, selection).write(plan);
}

absl::StatusOr<std::string> to_json(const plan::Plan& plan) {
  StringSink sink;
  absl::Status status = write_json(plan, sink);
  if (!status.ok()) return status;
  return sink.text();
}

}  // namespace cpginfra::report
