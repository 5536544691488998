// SPDX-License-Identifier: MIT
#include "report/limits/known.hpp"

#include <fmt/format.h>

#include <string_view>

#include "cpginfra/plan/deferred.hpp"

namespace cpginfra::report {
namespace {

using plan::DeferredForm;
using plan::Kind;
using plan::Value;

/// The input that an attribute repeats; null where it is not an input.
Value repeated_input(const plan::Deferred& deferred) {
  if (deferred.form != DeferredForm::kAttribute || deferred.resource == nullptr) return {};
  std::string_view path = deferred.name;
  Value value = deferred.resource->input(path.substr(0, path.find('.')));
  while (path.find('.') != std::string_view::npos) {
    path.remove_prefix(path.find('.') + 1);
    value = value.field(path.substr(0, path.find('.')));
  }
  return value;
}

}  // namespace

std::optional<std::string> known_text(const Value& value) {
  if (value.is_text()) return std::string(value.text());
  const plan::Deferred* deferred = value.deferred();
  if (deferred == nullptr) return std::nullopt;
  if (deferred->form == DeferredForm::kAttribute) {
    const Value input = repeated_input(*deferred);
    return input.is_null() ? std::nullopt : known_text(input);
  }
  if (deferred->form != DeferredForm::kConcat) return std::nullopt;
  std::string text;
  for (const Value& part : deferred->arguments) {
    const auto known = known_text(part);
    if (!known) return std::nullopt;
    text += *known;
  }
  return text;
}

std::string known_parts(const Value& value) {
  if (const auto known = known_text(value)) return *known;
  const plan::Deferred* deferred = value.deferred();
  std::string text;
  if (deferred == nullptr || deferred->form != DeferredForm::kConcat) return text;
  for (const Value& part : deferred->arguments) text += known_parts(part);
  return text;
}

std::uint64_t known_size(const Value& value) { return known_parts(value).size(); }

std::string value_key(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return value.boolean() ? "true" : "false";
    case Kind::kInt:
      return fmt::format("{}", value.integer());
    case Kind::kDouble:
      return fmt::format("{}", value.number());
    case Kind::kText:
      return fmt::format("{}:{}", value.text().size(), value.text());
    case Kind::kResource:
      return fmt::format("resource {}", value.resource()->index);
    case Kind::kUnknown:
      return "unknown";
    case Kind::kList: {
      std::string key = "[";
      for (const Value& item : value.items()) key += value_key(item) + ",";
      return key + "]";
    }
    case Kind::kObject:
    case Kind::kArchive: {
      std::string key = "{";
      for (const plan::Field& field : value.fields()) {
        key += fmt::format("{}:{}={},", field.name.size(), field.name, value_key(field.value));
      }
      return key + "}";
    }
    case Kind::kDeferred:
      break;
  }
  if (const auto known = known_text(value)) return fmt::format("{}:{}", known->size(), *known);
  const plan::Deferred& deferred = *value.deferred();
  std::string key = fmt::format("deferred {} {} {} ", static_cast<int>(deferred.form),
                                deferred.token, deferred.name);
  if (deferred.resource != nullptr) key += fmt::format("{} ", deferred.resource->index);
  for (const Value& argument : deferred.arguments) key += value_key(argument) + ",";
  return key;
}

}  // namespace cpginfra::report
