// SPDX-License-Identifier: MIT
#include "cloud/provider_schemas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "cpginfra/plan/deferred.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::golden {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kDynamic = "pulumi-python:dynamic:Resource";
/// How the engine marks a file among values.
constexpr const char* kFileMark = "4dabf18193072939515e22adb298388d";

bool is_file(const Json& value) {
  return value.is_object() && (value.contains("archive") || value.contains(kFileMark));
}

}  // namespace

/// Walks values along their types, which are texts: see described() in tests/providers.
class ProviderSchemas::Checker {
 public:
  explicit Checker(const Json& schemas) : schemas_(schemas) {}

  void check_resource(const Json& resource) {
    const auto type = resource.at("type").get<std::string>();
    const std::string at = fmt::format("{}::{}", type, resource.at("name").get<std::string>());
    converts_ = !type.starts_with("azure-native:");
    if (const auto found = schemas_.at("types").find(type); found != schemas_.at("types").end()) {
      check_fields(at, resource.at("inputs"), *found);
    } else {
      say(at, "no such type");
    }
  }

  void check_question(const plan::Deferred& question) {
    const std::string token(question.token);
    const auto found = schemas_.at("types").find(token);
    if (found == schemas_.at("types").end() || !found->contains("outputs")) {
      say(token, "no such function");
      return;
    }
    for (const plan::Field& field : question.arguments.front().fields()) {
      if (!found->at("inputs").contains(std::string(field.name))) {
        say(token, fmt::format("no argument {}", field.name));
      }
    }
    const Json& outputs = found->at("outputs");
    if (std::find(outputs.begin(), outputs.end(), std::string(question.name)) == outputs.end()) {
      say(token, fmt::format("no answer {}", question.name));
    }
  }

  std::vector<std::string> take() { return std::move(faults_); }

 private:
  void say(const std::string& at, const std::string& fault) {
    faults_.push_back(fmt::format("{}: {}", at, fault));
  }

  void check_fields(const std::string& at, const Json& value, const Json& schema) {
    for (const auto& [name, field] : value.items()) {
      const auto found = schema.at("inputs").find(name);
      if (found == schema.at("inputs").end()) {
        say(at, fmt::format("no input {}", name));
      } else {
        check(fmt::format("{}.{}", at, name), field, found->get<std::string>());
      }
    }
    for (const Json& name : schema.value("required", Json::array())) {
      const auto text = name.get<std::string>();
      if (!value.contains(text)) say(at, fmt::format("{} is not given", text));
    }
  }

  void check(const std::string& at, const Json& value, const std::string& type) {
    if (type == "any") return;
    if (type.starts_with("[]")) {
      check_list(at, value, type.substr(2));
    } else if (type.starts_with("{}")) {
      check_map(at, value, type.substr(2));
    } else if (type.front() == '@') {
      if (!value.is_object()) {
        say(at, "is no object");
      } else {
        check_fields(at, value, schemas_.at("objects").at(type.substr(1)));
      }
    } else if (type.front() == '^' || type.front() == '~') {
      check_enumeration(at, value, schemas_.at("enums").at(type.substr(1)));
    } else {
      check_scalar(at, value, type);
    }
  }

  void check_list(const std::string& at, const Json& value, const std::string& type) {
    if (!value.is_array()) {
      say(at, "is no list");
      return;
    }
    for (std::size_t place = 0; place < value.size(); ++place) {
      check(fmt::format("{}[{}]", at, place), value[place], type);
    }
  }

  void check_map(const std::string& at, const Json& value, const std::string& type) {
    if (!value.is_object()) {
      say(at, "is no mapping");
      return;
    }
    for (const auto& [name, item] : value.items())
      check(fmt::format("{}.{}", at, name), item, type);
  }

  void check_enumeration(const std::string& at, const Json& value, const Json& values) {
    if (std::find(values.begin(), values.end(), value) != values.end()) return;
    say(at, fmt::format("{} is none of {}", value.dump(), values.dump()));
  }

  void check_scalar(const std::string& at, const Json& value, const std::string& type) {
    const bool is_resource = value.is_object() && value.size() == 1 && value.contains("resource");
    const bool is_text = value.is_string() || is_resource || (converts_ && value.is_number());
    const bool is_right =
        (type == "string" && is_text) || (type == "boolean" && value.is_boolean()) ||
        (type == "integer" && value.is_number_integer()) ||
        (type == "number" && value.is_number()) || (type == "file" && is_file(value));
    if (!is_right) say(at, fmt::format("{} is no {}", value.dump(), type));
  }

  const Json& schemas_;
  /// Providers that are bridged from Terraform make texts of numbers.
  bool converts_ = false;
  std::vector<std::string> faults_;
};

ProviderSchemas::ProviderSchemas()
    : schemas_(Json::parse(std::ifstream(test::source_path("tests/providers/schemas.json")))) {}

std::vector<std::string> ProviderSchemas::faults(const Json& recording) const {
  Checker checker(schemas_);
  for (const Json& resource : recording.at("resources")) {
    if (resource.at("type") != kDynamic) checker.check_resource(resource);
  }
  return checker.take();
}

std::vector<std::string> ProviderSchemas::question_faults(const plan::Plan& plan) const {
  Checker checker(schemas_);
  std::set<const plan::Deferred*> seen;
  std::vector<plan::Value> left;
  for (const plan::Resource* resource : plan.resources()) {
    for (const plan::Field& input : resource->inputs) left.push_back(input.value);
  }
  while (!left.empty()) {
    const plan::Value value = left.back();
    left.pop_back();
    if (!value.is_dynamic()) continue;
    left.insert(left.end(), value.items().begin(), value.items().end());
    for (const plan::Field& field : value.fields()) left.push_back(field.value);
    const plan::Deferred* deferred = value.deferred();
    if (deferred == nullptr || !seen.insert(deferred).second) continue;
    if (deferred->form == plan::DeferredForm::kInvoke) checker.check_question(*deferred);
    left.insert(left.end(), deferred->arguments.begin(), deferred->arguments.end());
  }
  return checker.take();
}

}  // namespace cpginfra::golden
