// SPDX-License-Identifier: MIT
#include "report/plan_value_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "absl/strings/escaping.h"
#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "report/json_record.hpp"
#include "report/secret_mark.hpp"

namespace cpginfra::report {
namespace {

using plan::Field;
using plan::Resource;
using plan::Value;

/// Stands in for a function that a saved plan names and this library does not have.
absl::StatusOr<Value> missing_function(std::span<const Value> /*arguments*/,
                                       plan::ValueStore& /*store*/) {
  return absl::NotFoundError("the saved plan uses a function that this library does not have");
}

/// How long a text may be that is kept once for all equal ones.
constexpr std::size_t kSharedText = 64;

}  // namespace

Value read_number(JsonCursor& json) {
  std::int64_t integer = 0;
  double floating = 0;
  bool is_integer = false;
  if (!json.number(integer, floating, is_integer)) return {};
  return is_integer ? Value(integer) : Value(floating);
}

std::string_view PlanValueReader::name() { return plan_.values().shared_text(json_.text()); }

std::span<const std::string_view> PlanValueReader::names() {
  scratch_names_.clear();
  if (json_.begin_list()) {
    while (json_.next_item()) scratch_names_.push_back(name());
  }
  return plan_.values().keep(std::span<const std::string_view>(scratch_names_));
}

const Resource* PlanValueReader::resource() {
  const std::string_view text = json_.text();
  if (json_.failed()) return nullptr;
  // Types and names may have colons of their own.
  for (std::size_t at = text.find("::"); at != std::string_view::npos;
       at = text.find("::", at + 1)) {
    if (const Resource* found = plan_.find(text.substr(0, at), text.substr(at + 2))) return found;
  }
  json_.fail(fmt::format("no resource '{}' (type::name) stands above", text));
  return nullptr;
}

std::vector<const Resource*> PlanValueReader::resources() {
  std::vector<const Resource*> found;
  if (json_.begin_list()) {
    while (json_.next_item()) found.push_back(resource());
  }
  if (json_.failed()) found.clear();
  return found;
}

Value PlanValueReader::value() {
  if (++depth_ > kDeepestValue) {
    json_.fail(fmt::format("a value is nested deeper than {} levels", kDeepestValue));
  }
  const Value read = json_.failed() ? Value() : next_value();
  --depth_;
  return json_.failed() ? Value() : read;
}

Value PlanValueReader::next_value() {
  switch (json_.peek()) {
    case JsonKind::kNull:
      json_.null();
      return {};
    case JsonKind::kBool:
      return json_.boolean();
    case JsonKind::kNumber:
      return read_number(json_);
    case JsonKind::kText: {
      const std::string_view text = json_.text();
      if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
        json_.fail("a text is longer than 4 GiB");
        return {};
      }
      return text.size() <= kSharedText ? plan_.values().shared_text(text)
                                        : plan_.values().text(text);
    }
    case JsonKind::kList:
      return list();
    case JsonKind::kObject:
      return object();
    case JsonKind::kNothing:
      json_.fail("the file ends where a value is wanted");
  }
  return {};
}

bool PlanValueReader::items(std::size_t from) {
  if (!json_.begin_list()) return false;
  while (json_.next_item()) {
    const Value item = value();
    value_stack_.push_back(item);
  }
  if (value_stack_.size() - from > std::numeric_limits<std::uint32_t>::max()) {
    json_.fail("a list is too long");
  }
  return !json_.failed();
}

Value PlanValueReader::list() {
  const std::size_t from = value_stack_.size();
  Value result;
  if (items(from)) result = plan_.values().list(std::span(value_stack_).subspan(from));
  value_stack_.resize(from);
  return result;
}

std::span<const Field> PlanValueReader::fields() {
  if (!json_.begin_object()) return {};
  std::string_view key;
  if (!json_.next_key(key)) return {};
  return fields_after(plan_.values().shared_text(key));
}

std::span<const Field> PlanValueReader::fields_after(std::string_view first_name) {
  const std::size_t from = field_stack_.size();
  std::string_view key = first_name;
  do {
    const std::string_view field_name = plan_.values().shared_text(key);
    const Value field_value = value();
    field_stack_.push_back({field_name, field_value});
  } while (json_.next_key(key));
  const auto found = std::span<const Field>(field_stack_).subspan(from);
  std::span<const Field> kept;
  if (!json_.failed() && names_are_unique(found)) kept = plan_.values().keep(found);
  field_stack_.resize(from);
  return kept;
}

bool PlanValueReader::names_are_unique(std::span<const Field> fields) {
  scratch_names_.clear();
  for (const Field& field : fields) scratch_names_.push_back(field.name);
  std::sort(scratch_names_.begin(), scratch_names_.end());
  const auto twice = std::adjacent_find(scratch_names_.begin(), scratch_names_.end());
  if (twice == scratch_names_.end()) return true;
  return json_.fail(fmt::format("an object has the key '{}' twice", *twice));
}

Value PlanValueReader::object() {
  std::string_view key;
  if (!json_.begin_object() || !json_.next_key(key)) return Value::object_over({});
  if (!key.starts_with('$')) {
    return Value::object_over(fields_after(plan_.values().shared_text(key)));
  }
  const Value result = special(key);
  if (json_.next_key(key)) json_.fail("an object whose key begins with '$' has one key only");
  return result;
}

Value PlanValueReader::special(std::string_view name) {
  struct Row {
    std::string_view name;
    Value (*read)(PlanValueReader& reader);
  };
  using Reader = PlanValueReader;
  static constexpr std::array<Row, 12> kForms = {{
      {"$attribute", [](Reader& r) { return r.attribute(); }},
      {"$concat", [](Reader& r) { return r.concat(); }},
      {"$call", [](Reader& r) { return r.call(); }},
      {"$resource", [](Reader& r) { return Value(r.resource()); }},
      {"$secret", [](Reader& r) { return r.secret(); }},
      {"$invoke", [](Reader& r) { return r.invoke(); }},
      {"$external", [](Reader& r) { return r.external(); }},
      {"$archive", [](Reader& r) { return Value::archive_over(r.fields()); }},
      {"$object", [](Reader& r) { return Value::object_over(r.fields()); }},
      {"$bytes", [](Reader& r) { return r.bytes(); }},
      {"$number", [](Reader& r) { return r.odd_number(); }},
      {"$unknown", [](Reader& r) { return r.unknown(); }},
  }};
  for (const Row& row : kForms) {
    if (row.name == name) return row.read(*this);
  }
  json_.fail(fmt::format("'{}' is no special value that this version knows", name));
  return {};
}

Value PlanValueReader::unknown() {
  if (!json_.boolean()) json_.fail("true is wanted here");
  return Value::unknown();
}

Value PlanValueReader::attribute() {
  struct Draft {
    const Resource* of = nullptr;
    std::string_view path;
  } draft;
  static constexpr std::array<RecordKey<PlanValueReader, Draft>, 2> kKeys = {{
      {"of", Need::kRequired, [](PlanValueReader& r, Draft& d) { d.of = r.resource(); }},
      {"path", Need::kRequired, [](PlanValueReader& r, Draft& d) { d.path = r.name(); }},
  }};
  if (!read_record(json_, *this, kKeys, draft)) return {};
  const auto [found, is_new] = attributes_.try_emplace({draft.of, draft.path.data()});
  if (is_new) found->second = plan_.attribute(*draft.of, draft.path);
  return found->second;
}

Value PlanValueReader::invoke() {
  struct Draft {
    std::string_view token;
    Value arguments;
    std::string_view field;
  } draft;
  static constexpr std::array<RecordKey<PlanValueReader, Draft>, 3> kKeys = {{
      {"token", Need::kRequired, [](PlanValueReader& r, Draft& d) { d.token = r.name(); }},
      {"arguments", Need::kRequired, [](PlanValueReader& r, Draft& d) { d.arguments = r.value(); }},
      {"field", Need::kRequired, [](PlanValueReader& r, Draft& d) { d.field = r.name(); }},
  }};
  if (!read_record(json_, *this, kKeys, draft)) return {};
  return plan_.invoke(draft.token, draft.arguments, draft.field);
}

Value PlanValueReader::concat() {
  const std::size_t from = value_stack_.size();
  Value result;
  if (items(from)) {
    const auto parts = std::span<const Value>(value_stack_).subspan(from);
    if (Value::list_over(parts).is_dynamic()) {
      result = plan_.concat(parts);
    } else {
      json_.fail("a concatenation wants a part that is deferred");
    }
  }
  value_stack_.resize(from);
  return result;
}

Value PlanValueReader::call() {
  struct Draft {
    std::size_t from;
    std::string_view function;
  } draft{.from = value_stack_.size(), .function = {}};
  static constexpr std::array<RecordKey<PlanValueReader, Draft>, 2> kKeys = {{
      {"function", Need::kRequired, [](PlanValueReader& r, Draft& d) { d.function = r.name(); }},
      {"arguments", Need::kRequired, [](PlanValueReader& r, Draft& d) { r.items(d.from); }},
  }};
  Value result;
  if (read_record(json_, *this, kKeys, draft)) {
    const auto arguments = std::span<const Value>(value_stack_).subspan(draft.from);
    if (Value::list_over(arguments).is_dynamic()) {
      result = plan_.call(function(draft.function), arguments);
    } else {
      json_.fail("a call wants an argument that is deferred");
    }
  }
  value_stack_.resize(draft.from);
  return result;
}

const plan::Function& PlanValueReader::function(std::string_view name) {
  if (const plan::Function* known = plan::find_function(name)) return *known;
  const auto [found, is_new] = unknown_functions_.try_emplace(name);
  if (is_new) {
    found->second = plan_.values().keep_one(
        plan::Function{.name = name, .summary = {}, .body = missing_function});
  }
  return *found->second;
}

Value PlanValueReader::external() {
  struct Draft {
    std::string_view label;
    bool is_secret = false;
    std::vector<const Resource*> dependencies;
  } draft;
  static constexpr std::array<RecordKey<PlanValueReader, Draft>, 3> kKeys = {{
      {"label", Need::kRequired, [](PlanValueReader& r, Draft& d) { d.label = r.name(); }},
      {"secret", Need::kOptional,
       [](PlanValueReader& r, Draft& d) { d.is_secret = r.json_.boolean(); }},
      {"dependencies", Need::kOptional,
       [](PlanValueReader& r, Draft& d) { d.dependencies = r.resources(); }},
  }};
  if (!read_record(json_, *this, kKeys, draft)) return {};
  return draft.is_secret ? plan_.external_secret(draft.label, draft.dependencies)
                         : plan_.external(draft.label, draft.dependencies);
}

Value PlanValueReader::secret() {
  const std::string_view mark = json_.text();
  if (!mark.starts_with(kSecretMarkPrefix)) {
    json_.fail(fmt::format("the mark of a secret begins with '{}'", kSecretMarkPrefix));
  }
  if (json_.failed()) return {};
  return plan_.external_secret(mark, {});
}

Value PlanValueReader::bytes() {
  const std::string_view encoded = json_.text();
  std::string decoded;
  if (!absl::Base64Unescape(absl::string_view(encoded.data(), encoded.size()), &decoded)) {
    json_.fail("bytes are written in base64");
    return {};
  }
  return plan_.values().text(decoded);
}

Value PlanValueReader::odd_number() {
  const std::string_view name = json_.text();
  if (name == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (name == "inf") return std::numeric_limits<double>::infinity();
  if (name == "-inf") return -std::numeric_limits<double>::infinity();
  json_.fail("a number that JSON has not is 'nan', 'inf' or '-inf'");
  return {};
}

}  // namespace cpginfra::report
