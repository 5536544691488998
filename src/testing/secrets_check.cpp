// SPDX-License-Identifier: MIT
#include "cpginfra/testing/secrets_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "cpginfra/plan/deferred.hpp"
#include "testing/nearest.hpp"

namespace cpginfra::testing {
namespace {

using plan::Kind;
using plan::Value;

/// How keys and tokens begin, and how many characters of the kind that tokens are made of follow at
/// the least. Sources: the vendors' pages on token formats and secret scanning.
struct TokenRow {
  std::string_view beginning;
  std::size_t at_least;
  std::string_view what;
};
constexpr std::array<TokenRow, 13> kTokens = {{
    {"-----BEGIN PRIVATE KEY", 0, "a private key"},
    {"-----BEGIN RSA PRIVATE KEY", 0, "a private key"},
    {"-----BEGIN EC PRIVATE KEY", 0, "a private key"},
    {"-----BEGIN OPENSSH PRIVATE KEY", 0, "a private key"},
    {"-----BEGIN ENCRYPTED PRIVATE KEY", 0, "a private key"},
    {"ghp_", 36, "a token of GitHub"},
    {"gho_", 36, "a token of GitHub"},
    {"ghs_", 36, "a token of GitHub"},
    {"github_pat_", 22, "a token of GitHub"},
    {"xoxb-", 10, "a token of Slack"},
    {"xoxp-", 10, "a token of Slack"},
    {"AIza", 35, "an API key of Google"},
    {"AKIA", 16, "an access key of AWS"},
}};

/// What inputs that hold a secret are called, in lower case without `_` and `-`.
constexpr std::array<std::string_view, 10> kSecretNames = {
    "password",  "passwd",       "token",      "apikey",     "privatekey",
    "secretkey", "clientsecret", "secretdata", "accountkey", "sharedaccesskey",
};

bool is_token_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

bool is_called_like_a_secret(std::string_view name) {
  std::string plain;
  for (char c : name) {
    if (c == '_' || c == '-') continue;
    plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return std::find(kSecretNames.begin(), kSecretNames.end(), plain) != kSecretNames.end();
}

/// What the text holds that looks like a key or token; empty where nothing does.
std::string_view token_in(std::string_view text) {
  for (const TokenRow& row : kTokens) {
    for (std::size_t at = text.find(row.beginning); at != std::string_view::npos;
         at = text.find(row.beginning, at + 1)) {
      const std::string_view rest = text.substr(at + row.beginning.size());
      const auto* const end = std::find_if_not(rest.begin(), rest.end(), is_token_character);
      if (std::cmp_greater_equal(end - rest.begin(), row.at_least)) return row.what;
    }
  }
  return {};
}

/// Looks through a plan, place by place.
class Search {
 public:
  explicit Search(const std::vector<std::string>& secrets) : secrets_(secrets) {}

  void resource(const plan::Resource& resource);
  void text(const std::string& place, std::string_view text);
  void value(const std::string& place, const Value& value);
  [[nodiscard]] const std::string& evidence() const noexcept { return evidence_; }

 private:
  void fields(const std::string& place, const Value& value);
  void found(const std::string& place, std::string_view what) {
    evidence_ += fmt::format("{}  {} holds {}", evidence_.empty() ? "" : "\n", place, what);
  }

  const std::vector<std::string>& secrets_;
  std::string evidence_;
};

void Search::text(const std::string& place, std::string_view text) {
  for (std::size_t i = 0; i < secrets_.size(); ++i) {
    if (!secrets_[i].empty() && text.find(secrets_[i]) != std::string_view::npos) {
      found(place, fmt::format("the given secret {}", i + 1));
      return;
    }
  }
  if (const std::string_view what = token_in(text); !what.empty()) found(place, what);
}

void Search::fields(const std::string& place, const Value& value) {
  for (const plan::Field& field : value.fields()) {
    const std::string inner = fmt::format("{}.{}", place, field.name);
    if (field.value.is_text() && !field.value.text().empty() &&
        is_called_like_a_secret(field.name)) {
      found(inner, "a plain text, and is called like a secret");
    } else {
      this->value(inner, field.value);
    }
  }
}

void Search::value(const std::string& place, const Value& value) {
  if (value.is_text()) {
    text(place, value.text());
  } else if (const plan::Deferred* deferred = value.deferred()) {
    // A secret one is shown as an expression; the plain texts in it are shown too.
    for (const Value& argument : deferred->arguments) this->value(place, argument);
    text(place, deferred->name);
  } else if (value.kind() == Kind::kList) {
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      this->value(fmt::format("{}[{}]", place, i), value.items()[i]);
    }
  } else {
    fields(place, value);
  }
}

void Search::resource(const plan::Resource& resource) {
  const auto& secret_inputs = resource.type->secret_inputs;
  const std::string place = reference(resource);
  text(place, resource.name);
  for (const plan::Field& field : resource.inputs) {
    const bool is_secret =
        std::find(secret_inputs.begin(), secret_inputs.end(), field.name) != secret_inputs.end();
    if (!is_secret) fields(place, Value::object_over({&field, 1}));
  }
  text(place + " (import)", resource.options->import_id);
}

}  // namespace

SecretsCheck::SecretsCheck(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {}

std::string SecretsCheck::description() const {
  return secrets_.empty()
             ? "has no secret in clear"
             : fmt::format("has none of {} given secrets, and no other, in clear", secrets_.size());
}

Outcome SecretsCheck::check(const plan::Plan& plan) const {
  Search search(secrets_);
  for (const plan::Resource* resource : plan.resources()) search.resource(*resource);
  for (const plan::Export& exported : plan.exports()) {
    const plan::Field field{.name = exported.name, .value = exported.value};
    search.value("exports", Value::object_over({&field, 1}));
  }
  for (const plan::Group& group : plan.groups()) {
    search.text(fmt::format("the group {}", group.name), group.description);
  }
  for (const plan::Note& note : plan.warnings()) search.text("a warning", note.text);
  for (const plan::Note& note : plan.lines()) search.text("a line of the dry run", note.text);
  return {.holds = search.evidence().empty(), .evidence = search.evidence()};
}

}  // namespace cpginfra::testing
