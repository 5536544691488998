// SPDX-License-Identifier: MIT
#include "cpginfra/plan/function.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "internal/text.hpp"
#include "plan/parse_toml.hpp"
#include "plan/sorted_toml.hpp"

namespace cpginfra::plan {
namespace {

absl::Status wrong_arguments(std::string_view function, std::string_view wanted) {
  return absl::InvalidArgumentError(fmt::format("function '{}' takes {}", function, wanted));
}

absl::StatusOr<Value> base64_decode(std::span<const Value> arguments, ValueStore& store) {
  std::string decoded;
  if (arguments.size() != 1 || !arguments[0].is_text() ||
      !absl::Base64Unescape(std::string(arguments[0].text()), &decoded)) {
    return wrong_arguments("base64-decode", "one text in base64");
  }
  return Value(store.text(decoded));
}

/// Lower-cased and each once, by domain and then by name; ids without a domain come first.
absl::StatusOr<std::vector<std::string>> sorted_members(std::span<const Value> arguments) {
  std::vector<std::string> members;
  members.reserve(arguments.size());
  for (const Value& member : arguments) {
    if (!member.is_text()) return wrong_arguments("sorted-members", "texts");
    members.push_back(internal::lower_case(member.text()));
  }
  const auto sort_key = [](const std::string& member) {
    const std::string_view text = member;
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos) return std::pair(std::string_view(), text);
    std::string_view domain = text.substr(at + 1);
    domain = domain.substr(0, domain.find('@'));
    return std::pair(domain, text.substr(0, at));
  };
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  std::stable_sort(members.begin(), members.end(),
                   [&](const auto& a, const auto& b) { return sort_key(a) < sort_key(b); });
  return members;
}

absl::StatusOr<Value> sorted_members_list(std::span<const Value> arguments, ValueStore& store) {
  auto members = sorted_members(arguments);
  if (!members.ok()) return members.status();
  std::vector<Value> items;
  items.reserve(members->size());
  for (const std::string& member : *members) items.emplace_back(store.text(member));
  return store.list(items);
}

absl::StatusOr<Value> members_text(std::span<const Value> arguments, ValueStore& store) {
  auto members = sorted_members(arguments);
  if (!members.ok()) return members.status();
  std::string text;
  for (const std::string& member : *members) {
    if (!text.empty()) text += '\n';
    text += member;
  }
  return Value(text.empty() ? std::string_view("\n") : store.text(text));
}

/// The member that Google's policies know an email by.
absl::StatusOr<Value> gcp_policy_member(std::span<const Value> arguments, ValueStore& store) {
  if (arguments.size() != 1 || !arguments[0].is_text()) {
    return wrong_arguments("gcp-policy-member", "one text");
  }
  const std::string_view member = arguments[0].text();
  return Value(store.text({internal::gcp_member_prefix(member), member}));
}

Value merged(const Value& base, const Value& update, ValueStore& store) {
  std::vector<Field> fields(base.fields().begin(), base.fields().end());
  for (const Field& field : update.fields()) {
    auto same = std::find_if(fields.begin(), fields.end(),
                             [&](const Field& other) { return other.name == field.name; });
    if (same == fields.end()) {
      fields.push_back(field);
    } else if (same->value.kind() == Kind::kObject && field.value.kind() == Kind::kObject) {
      same->value = merged(same->value, field.value, store);
    } else {
      same->value = field.value;
    }
  }
  return store.object(fields);
}

absl::StatusOr<Value> merge(std::span<const Value> arguments, ValueStore& store) {
  Value result = store.object({});
  for (const Value& argument : arguments) {
    if (argument.kind() != Kind::kObject) return wrong_arguments("merge", "objects");
    result = merged(result, argument, store);
  }
  return result;
}

absl::StatusOr<Value> toml(std::span<const Value> arguments, ValueStore& store) {
  if (arguments.size() != 1 || arguments[0].kind() != Kind::kObject) {
    return wrong_arguments("toml", "one object");
  }
  auto text = sorted_toml(arguments[0]);
  if (!text.ok()) return text.status();
  return Value(store.text(*text));
}

absl::StatusOr<Value> parsed_toml(std::span<const Value> arguments, ValueStore& store) {
  if (arguments.size() != 1 || !arguments[0].is_text()) {
    return wrong_arguments("parse-toml", "one text");
  }
  return parse_toml(arguments[0].text(), store);
}

/// A text as a file, in the form in which Pulumi's engine passes files ("assets"): an object that
/// the first key marks. As a function, what is not known yet makes the whole file unknown.
absl::StatusOr<Value> text_asset(std::span<const Value> arguments, ValueStore& store) {
  constexpr std::string_view kSignature = "4dabf18193072939515e22adb298388d";
  constexpr std::string_view kAsset = "c44067f5952c0a294b673a41bacd8c17";
  if (arguments.size() != 1 || !arguments[0].is_text()) {
    return wrong_arguments("text-asset", "one text");
  }
  return store.object({{kSignature, kAsset}, {"text", store.text(arguments[0].text())}});
}

/// `availableCpu` as `available_cpu`. What does not begin with a small letter, or is not made of
/// letters and digits alone, is a user's own key.
std::string snake_case(std::string_view key) {
  const bool is_property =
      !key.empty() && absl::ascii_islower(static_cast<unsigned char>(key.front())) &&
      std::all_of(key.begin(), key.end(),
                  [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); });
  if (!is_property) return std::string(key);
  std::string snake;
  for (char c : key) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) snake += '_';
    snake += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return snake;
}

Value with_snake_case_keys(const Value& value, ValueStore& store) {
  if (value.kind() == Kind::kList) {
    std::vector<Value> items;
    for (const Value& item : value.items()) items.push_back(with_snake_case_keys(item, store));
    return store.list(items);
  }
  if (value.kind() != Kind::kObject) return value;
  std::vector<Field> fields;
  for (const Field& field : value.fields()) {
    fields.push_back(
        {store.text(snake_case(field.name)), with_snake_case_keys(field.value, store)});
  }
  return Value::object_over(store.keep(std::span<const Field>(fields)));
}

absl::StatusOr<Value> resource_outputs(std::span<const Value> arguments, ValueStore& store) {
  std::vector<Field> fields;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    if (!arguments[i].is_text()) {
      return wrong_arguments("resource-outputs", "names and values in turn");
    }
    fields.push_back({arguments[i].text(), arguments[i + 1]});
  }
  return with_snake_case_keys(Value::object_over(fields), store);
}

constexpr std::array<Function, 9> kFunctions = {{
    {"base64-decode", "the text that a text in base64 stands for", base64_decode},
    {"gcp-policy-member", "an email with the prefix that Google's policies want",
     gcp_policy_member},
    {"members-text", "members in lower case, sorted by domain and name, one a line", members_text},
    {"merge", "objects merged deeply, later ones over earlier ones", merge},
    {"parse-toml", "the object that a TOML text stands for, in its order", parsed_toml},
    {"resource-outputs", "a resource's outputs, names and values in turn, as Python spells them",
     resource_outputs},
    {"sorted-members", "members in lower case, sorted by domain and name", sorted_members_list},
    {"text-asset", "a text as a file, as Pulumi's engine passes files", text_asset},
    {"toml", "an object as TOML with sorted keys", toml},
}};

}  // namespace

std::span<const Function> functions() { return kFunctions; }

const Function* find_function(std::string_view name) {
  const auto* found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                   [name](const Function& f) { return f.name == name; });
  return found == kFunctions.end() ? nullptr : found;
}

}  // namespace cpginfra::plan
