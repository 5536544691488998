// SPDX-License-Identifier: MIT
#include "cpginfra/plan/resolver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cpginfra/plan/function.hpp"
#include "cpginfra/plan/resource.hpp"

namespace cpginfra::plan {

bool holds_unknown(const Value& value) {
  if (!value.is_dynamic()) return false;
  if (value.is_unknown()) return true;
  const auto items = value.items();
  const auto fields = value.fields();
  return std::any_of(items.begin(), items.end(), holds_unknown) ||
         std::any_of(fields.begin(), fields.end(),
                     [](const Field& field) { return holds_unknown(field.value); });
}

absl::StatusOr<Value> concat_texts(std::span<const Value> parts, ValueStore& store) {
  std::string text;
  for (const Value& part : parts) {
    switch (part.kind()) {
      case Kind::kText:
        text += part.text();
        break;
      case Kind::kInt:
        fmt::format_to(std::back_inserter(text), "{}", part.integer());
        break;
      case Kind::kBool:
        text += part.boolean() ? "true" : "false";
        break;
      case Kind::kDouble:
        fmt::format_to(std::back_inserter(text), "{}", part.number());
        break;
      default:
        return absl::InvalidArgumentError(
            "a concatenation takes texts, numbers and booleans, not a list, an object or nothing");
    }
  }
  return Value(store.text(text));
}

absl::StatusOr<Value> Resolver::resolve(const Value& value) {
  if (!value.is_dynamic()) return value;
  switch (value.kind()) {
    case Kind::kDeferred:
      return resolve_deferred(*value.deferred());
    case Kind::kList:
      return resolve_items(value);
    case Kind::kObject:
    case Kind::kArchive:
      return resolve_fields(value);
    default:
      return value;
  }
}

absl::StatusOr<Value> Resolver::resolve_items(const Value& value) {
  std::vector<Value> items;
  items.reserve(value.items().size());
  for (const Value& item : value.items()) {
    auto resolved = resolve(item);
    if (!resolved.ok()) return resolved.status();
    items.push_back(*resolved);
  }
  return store_.list(items);
}

absl::StatusOr<Value> Resolver::resolve_fields(const Value& value) {
  std::vector<Field> fields;
  fields.reserve(value.fields().size());
  for (const Field& field : value.fields()) {
    auto resolved = resolve(field.value);
    if (!resolved.ok()) return resolved.status();
    fields.push_back({field.name, *resolved});
  }
  return value.kind() == Kind::kObject ? store_.object(fields) : store_.archive(fields);
}

absl::StatusOr<Value> Resolver::resolve_deferred(const Deferred& deferred) {
  if (auto found = known_.find(&deferred); found != known_.end()) return found->second;
  auto value = compute(deferred);
  if (value.ok()) known_.emplace(&deferred, *value);
  return value;
}

absl::StatusOr<Value> Resolver::compute(const Deferred& deferred) {
  if (deferred.form == DeferredForm::kAttribute) {
    return source_.attribute(*deferred.resource, deferred.name, store_);
  }
  if (deferred.form == DeferredForm::kExternal) return source_.external(deferred.name, store_);

  auto arguments = resolve_items(Value::list_over(deferred.arguments));
  if (!arguments.ok()) return arguments.status();
  if (holds_unknown(*arguments)) return Value::unknown();
  switch (deferred.form) {
    case DeferredForm::kInvoke:
      return source_.invoke(deferred.token, arguments->items()[0], deferred.name, store_);
    case DeferredForm::kConcat:
      return concat_texts(arguments->items(), store_);
    default:
      if (deferred.function == nullptr) {
        return absl::NotFoundError(
            fmt::format("no function called '{}' is known to this library", deferred.name));
      }
      return deferred.function->body(arguments->items(), store_);
  }
}

}  // namespace cpginfra::plan
