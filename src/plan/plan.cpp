// SPDX-License-Identifier: MIT
#include "cpginfra/plan/plan.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/plan/resolver.hpp"
#include "internal/status.hpp"

namespace cpginfra::plan {
namespace {

/// A field of a provider function's answer that must not be shown.
struct SecretAnswer {
  std::string_view token;
  std::string_view field;
};
constexpr std::array<SecretAnswer, 1> kSecretAnswers = {{
    {"gcp:secretmanager/getSecretVersion:getSecretVersion", "secretData"},
}};

bool is_secret_answer(std::string_view token, std::string_view field) {
  return std::any_of(kSecretAnswers.begin(), kSecretAnswers.end(), [&](const SecretAnswer& row) {
    return row.token == token && row.field == field;
  });
}

constexpr ResourceOptions kNoOptions;
constexpr Origin kNoOrigin;

/// Whether the attribute is, or is inside, an output that the provider declares secret.
bool is_secret_output(const Resource& resource, std::string_view path) {
  const std::string_view root = path.substr(0, path.find('.'));
  const auto names = [root](std::string_view secret) { return secret == root; };
  return std::any_of(resource.type->secret_outputs.begin(), resource.type->secret_outputs.end(),
                     names) ||
         std::any_of(resource.options->additional_secret_outputs.begin(),
                     resource.options->additional_secret_outputs.end(), names);
}

}  // namespace

bool Plan::NamedEqual::operator()(const Named& left, const Named& right) const noexcept {
  return left.hash == right.hash && left.resource->name == right.resource->name &&
         left.resource->type->token == right.resource->type->token;
}

/// By the name alone: few resources of different types share one.
Plan::Named Plan::named(const Resource& resource) noexcept {
  return {.resource = &resource, .hash = XXH3_64bits(resource.name.data(), resource.name.size())};
}

Plan::Plan() = default;
Plan::~Plan() = default;
Plan::Plan(Plan&&) noexcept = default;
Plan& Plan::operator=(Plan&&) noexcept = default;

void Plan::reserve(std::size_t resources) {
  resources_.reserve(resources);
  by_name_.reserve(resources);
  // About a quarter of the resources give access, and a third are memberships.
  grants_.reserve(resources / 4);
  memberships_.reserve(resources / 3);
}

const Origin* Plan::make_origin(std::string_view dataset, std::string_view cloud) {
  return &origins_.emplace_back(
      Origin{.dataset = values_.shared_text(dataset), .cloud = values_.shared_text(cloud)});
}

const ResourceType& Plan::make_type(std::string_view token) {
  if (auto found = types_.find(token); found != types_.end()) return *found->second;
  const ResourceType type{.token = values_.shared_text(token)};
  return *types_.emplace(type.token, values_.keep_one(type)).first->second;
}

const Resource& Plan::declare(const ResourceType& type, std::string_view name,
                              std::span<const Field> inputs, const Declaration& declaration) {
  Resource resource{
      .type = &type,
      .name = name,
      .options = declaration.options == nullptr ? &kNoOptions : declaration.options,
      .origin = declaration.origin == nullptr ? &kNoOrigin : declaration.origin,
      .index = static_cast<std::uint32_t>(resources_.size()),
  };
  // The place in the set is on its way from memory while the rest is copied. What is copied for a
  // second resource of one name is lost, but then so is the plan.
  const Named wanted = named(resource);
  by_name_.prefetch(wanted);
  resource.name = values_.text(name);
  resource.inputs = values_.object(inputs).fields();
  resource.depends_on = keep_joined({declaration.depends_on.begin(), declaration.depends_on.size()},
                                    declaration.more_depends_on);
  if (!waiting_.empty()) take_adoptions(resource);
  bool is_new = false;
  const auto place = by_name_.lazy_emplace(wanted, [&](const auto& emplace) {
    is_new = true;
    emplace(Named{.resource = values_.keep_one(resource), .hash = wanted.hash});
  });
  if (is_new) {
    resources_.push_back(place->resource);
  } else {
    report_problem(
        resource.origin, "duplicate-resource",
        fmt::format("two resources of type {} are called '{}'; rename one of the things that they "
                    "are named after",
                    type.token, name));
  }
  return *place->resource;
}

void Plan::adopt(const Adoption& existing) {
  const Adoption kept{.kind = existing.kind,
                      .type = values_.shared_text(existing.type),
                      .name = values_.text(existing.name),
                      .of = values_.text(existing.of)};
  adoptions_.push_back(kept);
  waiting_[std::pair(kept.type, kept.name)][static_cast<std::size_t>(kept.kind)] =
      adoptions_.size();
}

void Plan::take_adoptions(Resource& resource) {
  auto waiting = waiting_.find(std::pair(resource.type->token, resource.name));
  if (waiting == waiting_.end()) return;
  ResourceOptions options = *resource.options;
  for (std::size_t place : waiting->second) {
    if (place == 0) continue;
    const Adoption& adoption = adoptions_[place - 1];
    if (adoption.kind == AdoptionKind::kImport) {
      options.import_id = adoption.of;
    } else {
      std::vector<Alias> aliases(options.aliases.begin(), options.aliases.end());
      aliases.push_back({.name = adoption.of});
      options.aliases = values_.keep(std::span<const Alias>(aliases));
    }
  }
  resource.options = values_.keep_one(options);
  waiting_.erase(waiting);
}

std::vector<Adoption> Plan::unused_adoptions() const {
  std::vector<std::size_t> places;
  for (const auto& [key, of_kinds] : waiting_) {
    std::copy_if(of_kinds.begin(), of_kinds.end(), std::back_inserter(places),
                 [](std::size_t place) { return place > 0; });
  }
  std::sort(places.begin(), places.end());
  std::vector<Adoption> unused;
  unused.reserve(places.size());
  for (std::size_t place : places) unused.push_back(adoptions_[place - 1]);
  return unused;
}

std::span<const Resource* const> Plan::keep_joined(std::span<const Resource* const> first,
                                                   std::span<const Resource* const> second) {
  if (second.empty()) return values_.keep(first);
  std::vector<const Resource*> joined(first.begin(), first.end());
  joined.insert(joined.end(), second.begin(), second.end());
  return values_.keep(std::span<const Resource* const>(joined));
}

Value Plan::keep_deferred(Deferred deferred) {
  for (const Value& argument : deferred.arguments) {
    deferred.secret = deferred.secret || holds_secret(argument);
  }
  const Value arguments = Value::list_over(deferred.arguments);
  const Deferred* only = nullptr;  // the one deferred part, whose dependencies can be shared
  std::size_t dynamic_parts = 0;
  for (const Value& argument : deferred.arguments) {
    if (!argument.is_dynamic()) continue;
    ++dynamic_parts;
    only = argument.deferred();
  }
  if (dynamic_parts == 1 && only != nullptr) {
    deferred.dependencies = only->dependencies;
  } else if (dynamic_parts > 0) {
    const std::vector<const Resource*> dependencies = dependencies_of(arguments);
    deferred.dependencies = values_.keep(std::span<const Resource* const>(dependencies));
  }
  return values_.keep_one(deferred);
}

Value Plan::attribute(const Resource& resource, std::string_view path) {
  Deferred* deferred = values_.keep_one(Deferred{
      .form = DeferredForm::kAttribute,
      .secret = is_secret_output(resource, path),
      .name = path,
      .resource = &resource,
  });
  deferred->dependencies = {&deferred->resource, 1};
  return static_cast<const Deferred*>(deferred);
}

Value Plan::invoke(std::string_view token, const Value& arguments, std::string_view field) {
  return keep_deferred({.form = DeferredForm::kInvoke,
                        .secret = is_secret_answer(token, field),
                        .name = field,
                        .token = token,
                        .arguments = values_.keep(std::span(&arguments, 1))});
}

Value Plan::concat(std::span<const Value> parts) {
  if (!Value::list_over(parts).is_dynamic()) {
    auto text = concat_texts(parts, values_);
    if (text.ok()) return *text;
    report_problem(nullptr, "concatenation", internal::message_of(text.status()));
    return {};
  }
  return keep_deferred({.form = DeferredForm::kConcat, .arguments = values_.keep(parts)});
}

Value Plan::call(const Function& function, std::span<const Value> arguments) {
  if (!Value::list_over(arguments).is_dynamic()) {
    auto result = function.body(arguments, values_);
    if (result.ok()) return *result;
    report_problem(nullptr, function.name, internal::message_of(result.status()));
    return {};
  }
  return keep_deferred({.form = DeferredForm::kCall,
                        .name = function.name,
                        .function = &function,
                        .arguments = values_.keep(arguments)});
}

Value Plan::external(std::string_view label, std::span<const Resource* const> dependencies) {
  return values_.keep_one(Deferred{.form = DeferredForm::kExternal,
                                   .name = values_.text(label),
                                   .dependencies = values_.keep(dependencies)});
}

Value Plan::external_secret(std::string_view label, std::span<const Resource* const> dependencies) {
  return values_.keep_one(Deferred{.form = DeferredForm::kExternal,
                                   .secret = true,
                                   .name = values_.text(label),
                                   .dependencies = values_.keep(dependencies)});
}

void Plan::export_value(std::string_view name, const Value& value) {
  if (auto found = export_places_.find(name); found != export_places_.end()) {
    exports_[found->second].value = value;
    return;
  }
  const std::string_view kept = values_.text(name);
  export_places_.emplace(kept, exports_.size());
  exports_.push_back({.name = kept, .value = value});
}

Group& Plan::add_group(const Group& group) {
  Group& kept = groups_.emplace_back(group);
  kept.principal.group = &kept;
  return kept;
}

void Plan::warn(const Origin* origin, std::string_view text) {
  warnings_.push_back(
      {.origin = origin == nullptr ? &kNoOrigin : origin, .text = values_.text(text)});
}

void Plan::report_problem(const Origin* origin, std::string_view rule, std::string_view text) {
  report_problem({.rule = rule, .text = text, .origin = origin});
}

void Plan::report_problem(const Problem& problem) {
  std::vector<std::string_view> keys;
  for (std::string_view key : problem.keys) keys.push_back(values_.text(key));
  problems_.push_back({.rule = values_.shared_text(problem.rule),
                       .text = values_.text(problem.text),
                       .origin = problem.origin == nullptr ? &kNoOrigin : problem.origin,
                       .keys = values_.keep(std::span<const std::string_view>(keys)),
                       .value = values_.text(problem.value),
                       .mend = values_.text(problem.mend)});
}

void Plan::add_line(const Origin* origin, std::initializer_list<std::string_view> parts) {
  lines_.push_back(
      {.origin = origin == nullptr ? &kNoOrigin : origin, .text = values_.text(parts)});
}

const Resource* Plan::find(std::string_view type, std::string_view name) const {
  const ResourceType wanted_type{.token = type};
  const Resource wanted{.type = &wanted_type, .name = name};
  auto found = by_name_.find(named(wanted));
  return found == by_name_.end() ? nullptr : found->resource;
}

}  // namespace cpginfra::plan
