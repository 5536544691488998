// SPDX-License-Identifier: MIT
#include "terraform_json.hpp"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "cpginfra/plan/dependencies.hpp"

namespace terraform {
namespace {

namespace plan = cpginfra::plan;
using Json = nlohmann::ordered_json;
using plan::Deferred;
using plan::DeferredForm;
using plan::Kind;
using plan::Value;

constexpr std::string_view kProviderTypes = "google_";

/// Plan functions that Terraform has as well.
struct FunctionRow {
  std::string_view name;
  std::string_view terraform;
};
constexpr FunctionRow kFunctions[] = {{"base64-decode", "base64decode"}};

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) text += part;
  return text;
}

/// Letters, digits, `_` and `-`, of which a name begins with a letter or `_`.
std::string identifier(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool is_other = (c >= '0' && c <= '9') || c == '-';
    if (text.empty() && !is_letter) text += '_';
    text += is_letter || is_other ? c : '_';
  }
  return text;
}

std::string address(const plan::Resource& resource) {
  return joined({resource.type->token, ".", identifier(resource.name)});
}

/// A text in which `${` and `%{` begin nothing.
std::string literal(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] == '$' || text[i] == '%') && text.substr(i + 1, 1) == "{") escaped += text[i];
    escaped += text[i];
  }
  return escaped;
}

class Writer {
 public:
  absl::StatusOr<std::string> write(const plan::Plan& plan);

 private:
  void resource(const plan::Resource& resource);
  void output(const plan::Export& exported);
  Json value(const Value& value);
  Json object(std::span<const plan::Field> fields);
  /// The expression without `${` and `}`.
  std::string expression(const Deferred& deferred);
  std::string argument(const Value& value);
  std::string data(const Deferred& invoke);
  std::string template_text(const Value& value);
  void fail(const std::string& message) {
    if (status_.ok()) status_ = absl::InvalidArgumentError(message);
  }

  Json document_ = Json::object();
  absl::Status status_;
};

/// What a template has between other text: `${…}`, or the text itself.
std::string Writer::template_text(const Value& value) {
  if (value.is_text()) return literal(value.text());
  if (value.kind() == Kind::kInt) return std::to_string(value.integer());
  const Deferred* deferred = value.deferred();
  if (deferred == nullptr) {
    fail("a part of a text is neither text nor deferred");
    return {};
  }
  if (deferred->form != DeferredForm::kConcat) return joined({"${", expression(*deferred), "}"});
  std::string text;
  for (const Value& part : deferred->arguments) text += template_text(part);
  return text;
}

/// A value inside of an expression.
std::string Writer::argument(const Value& value) {
  if (const Deferred* deferred = value.deferred();
      deferred != nullptr && deferred->form != DeferredForm::kConcat) {
    return expression(*deferred);
  }
  return Json(template_text(value)).dump();
}

/// Declares the data source that answers a provider's function, once.
std::string Writer::data(const Deferred& invoke) {
  const Json arguments = value(invoke.arguments[0]);
  Json& sources = document_["data"][std::string(invoke.token)];
  for (const auto& [name, source] : sources.items()) {
    if (source == arguments) return joined({"data.", invoke.token, ".", name});
  }
  const std::string name = joined({"source_", std::to_string(sources.size() + 1)});
  sources[name] = arguments;
  return joined({"data.", invoke.token, ".", name});
}

std::string Writer::expression(const Deferred& deferred) {
  switch (deferred.form) {
    case DeferredForm::kAttribute:
      return joined({address(*deferred.resource), ".", deferred.name});
    case DeferredForm::kInvoke:
      return joined({data(deferred), ".", deferred.name});
    case DeferredForm::kCall:
      for (const FunctionRow& row : kFunctions) {
        if (row.name != deferred.name) continue;
        std::string arguments;
        for (const Value& each : deferred.arguments) {
          arguments += (arguments.empty() ? "" : ", ") + argument(each);
        }
        return joined({row.terraform, "(", arguments, ")"});
      }
      fail(joined({"Terraform has no function '", deferred.name, "'"}));
      return {};
    case DeferredForm::kConcat:
    case DeferredForm::kExternal:
      fail(joined({"Terraform cannot know '", deferred.name, "'"}));
      return {};
  }
  return {};
}

Json Writer::object(std::span<const plan::Field> fields) {
  Json object = Json::object();
  for (const plan::Field& field : fields) object[std::string(field.name)] = value(field.value);
  return object;
}

Json Writer::value(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return nullptr;
    case Kind::kBool:
      return value.boolean();
    case Kind::kInt:
      return value.integer();
    case Kind::kDouble:
      return value.number();
    case Kind::kText:
    case Kind::kDeferred:
      return template_text(value);
    case Kind::kList: {
      Json list = Json::array();
      for (const Value& item : value.items()) list.push_back(this->value(item));
      return list;
    }
    case Kind::kObject:
      return object(value.fields());
    case Kind::kResource:
      return joined({"${", address(*value.resource()), ".id}"});
    case Kind::kArchive:
    case Kind::kUnknown:
      fail("Terraform has no word for an archive or something unknown");
      return nullptr;
  }
  return nullptr;
}

void Writer::resource(const plan::Resource& resource) {
  if (!resource.type->token.starts_with(kProviderTypes)) {
    fail(joined({resource.name, " is of type ", resource.type->token,
                 ", which the provider does not have; leave out what asks for it"}));
    return;
  }
  Json body = object(resource.inputs);
  for (const plan::Resource* other : resource.depends_on) {
    body["depends_on"].push_back(address(*other));
  }
  Json& of_type = document_["resource"][std::string(resource.type->token)];
  const std::string name = identifier(resource.name);
  if (of_type.contains(name)) fail(joined({"two resources are called ", address(resource)}));
  of_type[name] = std::move(body);
}

void Writer::output(const plan::Export& exported) {
  Json body = {{"value", value(exported.value)}};
  if (plan::holds_secret(exported.value)) body["sensitive"] = true;
  document_["output"][identifier(exported.name)] = std::move(body);
}

absl::StatusOr<std::string> Writer::write(const plan::Plan& plan) {
  document_["terraform"]["required_providers"]["google"] = {{"source", "hashicorp/google"}};
  for (const plan::Resource* each : plan.resources()) resource(*each);
  for (const plan::Export& each : plan.exports()) output(each);
  if (!status_.ok()) return status_;
  return document_.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

absl::StatusOr<std::string> to_terraform_json(const plan::Plan& plan) {
  return Writer().write(plan);
}

}  // namespace terraform
