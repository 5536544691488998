// SPDX-License-Identifier: MIT
#include "cpginfra/report/stack_state.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "report/json_cursor.hpp"
#include "report/plan_value_reader.hpp"

namespace cpginfra::report {
namespace {

/// An object with this key is no object: it stands for a secret, a file or a resource.
constexpr std::string_view kSpecialValue = "4dabf18193072939515e22adb298388d";
constexpr std::string_view kUrnStart = "urn:pulumi:";

/// The text after the second `::`'s type, which a child's parents stand before with a `$`.
std::string_view name_of(std::string_view urn) {
  for (int part = 0; part < 3; ++part) {
    const std::size_t colons = urn.find("::");
    if (colons == std::string_view::npos) return {};
    urn.remove_prefix(colons + 2);
  }
  return urn;
}

}  // namespace

class StackStateReader {
 public:
  explicit StackStateReader(std::string_view text) : json_(text) {}

  absl::StatusOr<StackState> read() {
    read_export();
    if (!json_.failed()) json_.end();
    if (json_.failed()) return json_.status();
    return std::move(state_);
  }

 private:
  void read_export() {
    bool has_deployment = false;
    std::string_view key;
    if (!json_.begin_object()) return;
    while (json_.next_key(key)) {
      if (key == "version") {
        read_version();
      } else if (key == "deployment") {
        has_deployment = true;
        read_deployment();
      } else {
        json_.skip();
      }
    }
    if (!json_.failed() && !has_deployment) {
      json_.fail(
          "this object wants the key 'deployment': it is no export of a stack, which "
          "'pulumi stack export' writes");
    }
  }

  void read_version() {
    std::int64_t version = 0;
    double number = 0;
    bool is_integer = false;
    if (!json_.number(version, number, is_integer)) return;
    if (!is_integer || version < 3 || version > 4) {
      json_.fail("this version of export is not known; versions 3 and 4 are");
    }
  }

  void read_deployment() {
    std::string_view key;
    if (json_.peek() == JsonKind::kNull) return json_.null();
    if (!json_.begin_object()) return;
    while (json_.next_key(key)) {
      if (key == "resources") {
        read_each(&StackStateReader::read_resource);
      } else if (key == "pending_operations") {
        read_each(&StackStateReader::read_operation);
      } else {
        json_.skip();
      }
    }
  }

  void read_each(void (StackStateReader::*read_one)()) {
    if (json_.peek() == JsonKind::kNull) return json_.null();
    if (!json_.begin_list()) return;
    while (json_.next_item()) (this->*read_one)();
  }

  void read_resource() {
    const StateResource resource = read_resource_object();
    if (json_.failed()) return;
    if (!resource.pending_deletion && !urns_.insert(resource.urn).second) {
      json_.fail(fmt::format("two resources have the URN '{}'", resource.urn));
      return;
    }
    state_.resources_.push_back(resource);
  }

  StateResource read_resource_object() {
    StateResource resource;
    std::string_view key;
    needs_.clear();
    if (!json_.begin_object()) return resource;
    while (json_.next_key(key)) read_member(key, resource);
    if (json_.failed()) return resource;
    if (resource.urn.empty()) {
      json_.fail("this resource wants the key 'urn'");
    } else if (resource.type.empty()) {
      json_.fail(fmt::format("the resource '{}' wants the key 'type'", resource.urn));
    } else {
      resource.needs = state_.values_.keep(std::span<const std::string_view>(needs_));
      resource.name = name_of(resource.urn);
      if (!resource.urn.starts_with(kUrnStart) || resource.name.empty()) {
        json_.fail(
            fmt::format("'{}' is no URN, which is written urn:pulumi:stack::project::type::name",
                        resource.urn));
      }
    }
    return resource;
  }

  void read_member(std::string_view key, StateResource& resource) {
    if (key == "urn") {
      resource.urn = text();
    } else if (key == "type") {
      resource.type = shared_text();
    } else if (key == "id") {
      resource.id = text();
    } else if (key == "importID") {
      resource.import_id = text();
    } else if (key == "parent") {
      resource.parent = shared_text();
      if (!resource.parent.empty()) needs_.push_back(resource.parent);
    } else if (key == "provider") {
      const std::string_view provider = shared_text();  // its URN, and after a `::` its id
      if (!provider.empty()) needs_.push_back(provider.substr(0, provider.rfind("::")));
    } else if (key == "dependencies") {
      read_each(&StackStateReader::read_dependency);
    } else if (key == "inputs") {
      resource.inputs = properties();
    } else if (key == "outputs") {
      resource.outputs = properties();
    } else if (key == "custom") {
      resource.custom = json_.boolean();
    } else if (key == "external") {
      resource.external = json_.boolean();
    } else if (key == "protect") {
      resource.protect = json_.boolean();
    } else if (key == "delete") {
      resource.pending_deletion = json_.boolean();
    } else {
      json_.skip();
    }
  }

  void read_dependency() { needs_.push_back(shared_text()); }

  void read_operation() {
    PendingOperation operation;
    std::string_view key;
    if (!json_.begin_object()) return;
    while (json_.next_key(key)) {
      if (key == "type") {
        operation.kind = shared_text();
      } else if (key == "resource") {
        operation.urn = read_resource_object().urn;
      } else {
        json_.skip();
      }
    }
    if (!json_.failed()) state_.pending_operations_.push_back(operation);
  }

  std::string_view text() { return state_.values_.text(json_.text()); }
  std::string_view shared_text() { return state_.values_.shared_text(json_.text()); }

  plan::Value properties() {
    const JsonKind kind = json_.peek();
    if (kind != JsonKind::kObject && kind != JsonKind::kNull) {
      json_.fail("a resource's inputs and outputs are objects");
      return {};
    }
    return value(0);
  }

  plan::Value value(std::size_t depth) {
    if (depth > kDeepestStateValue) {
      json_.fail(fmt::format("values are nested deeper than {}", kDeepestStateValue));
      return {};
    }
    switch (json_.peek()) {
      case JsonKind::kNull:
        json_.null();
        return {};
      case JsonKind::kBool:
        return json_.boolean();
      case JsonKind::kNumber:
        return read_number(json_);
      case JsonKind::kText:
        return shared_text();
      case JsonKind::kList:
        return list(depth);
      default:
        return object(depth);
    }
  }

  plan::Value list(std::size_t depth) {
    std::vector<plan::Value> items;
    if (!json_.begin_list()) return {};
    while (json_.next_item()) items.push_back(value(depth + 1));
    return state_.values_.list(items);
  }

  plan::Value object(std::size_t depth) {
    std::vector<plan::Field> fields;
    bool is_special = false;
    std::string_view key;
    if (!json_.begin_object()) return {};
    while (json_.next_key(key)) {
      is_special = is_special || key == kSpecialValue;
      const std::string_view name = state_.values_.shared_text(key);
      fields.push_back({name, value(depth + 1)});
    }
    return is_special ? plan::Value::unknown() : state_.values_.object(fields);
  }

  JsonCursor json_;
  StackState state_;
  absl::flat_hash_set<std::string_view> urns_;
  /// Of the resource that is being read.
  std::vector<std::string_view> needs_;
};

absl::StatusOr<StackState> read_stack_export(std::string_view text) {
  return StackStateReader(text).read();
}

}  // namespace cpginfra::report
