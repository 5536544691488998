// SPDX-License-Identifier: MIT
// This header defines StackState, what a stack holds, as `pulumi stack export` writes it.
//
//   absl::StatusOr<report::StackState> state = report::read_stack_export(text);
//   for (const report::StateResource& resource : state->resources()) …
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "cpginfra/plan/value.hpp"
#include "cpginfra/plan/value_store.hpp"

namespace cpginfra::report {

/// One resource of a stack. Secrets, files and references to resources in its values are unknown.
struct StateResource {
  std::string_view urn;
  std::string_view type;
  std::string_view name;
  /// Its id in the cloud; empty for one that was never made.
  std::string_view id;
  /// What it was imported by, where the provider then gave it another id.
  std::string_view import_id;
  /// The URN of what it is a child of; empty for the stack itself.
  std::string_view parent;
  /// The URNs of what it depends on, its provider and its parent included.
  std::span<const std::string_view> needs;
  plan::Value inputs;
  plan::Value outputs;
  bool custom = false;
  /// Only read by the stack, which did not make it.
  bool external = false;
  bool protect = false;
  /// To be deleted by the next update: another one has taken its place.
  bool pending_deletion = false;
};

/// Something that an update began and did not end.
struct PendingOperation {
  std::string_view kind;
  std::string_view urn;
};

/// See the top of this file. It owns what its resources refer to.
class StackState {
 public:
  [[nodiscard]] std::span<const StateResource> resources() const noexcept { return resources_; }
  [[nodiscard]] std::span<const PendingOperation> pending_operations() const noexcept {
    return pending_operations_;
  }

 private:
  friend class StackStateReader;
  plan::ValueStore values_;
  std::vector<StateResource> resources_;
  std::vector<PendingOperation> pending_operations_;
};

/// How deep values may be nested in one another.
inline constexpr std::size_t kDeepestStateValue = 256;

/// Reads an export of version 3 or 4. Keys that are not needed are passed over. Every mistake is an
/// InvalidArgument that names line and column, or the resource.
absl::StatusOr<StackState> read_stack_export(std::string_view text);

}  // namespace cpginfra::report
