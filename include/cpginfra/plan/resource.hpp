// SPDX-License-Identifier: MIT
// This header defines Resource, one thing that will exist in a cloud: its type, logical name,
// inputs and options, as an engine such as Pulumi takes them.
//
//   for (const plan::Resource* resource : plan.resources())
//     std::cout << resource->type->token << " " << resource->name << "\n";
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cpginfra/plan/value.hpp"

namespace cpginfra::plan {

/// What a provider's SDK knows of a type beside its token, as data.
struct ResourceType {
  std::string_view token;
  /// Inputs that are sent as secrets.
  std::span<const std::string_view> secret_inputs;
  /// Outputs that the engine must treat as secrets.
  std::span<const std::string_view> secret_outputs;
  /// Older tokens of the same type.
  std::span<const std::string_view> alias_types;
};

/// A former identity of a resource: another name, another type, or both.
struct Alias {
  std::string_view name;
  std::string_view type;
};

/// What an engine is told of a resource beside its inputs. Unset parts are empty.
struct ResourceOptions {
  std::span<const std::string_view> ignore_changes;
  std::span<const std::string_view> replace_on_changes;
  std::span<const std::string_view> additional_secret_outputs;
  std::span<const Alias> aliases;
  bool delete_before_replace = false;
  bool protect = false;
  bool retain_on_delete = false;
  std::string_view import_id;
  const Resource* provider = nullptr;
};

/// Which dataset, on which cloud, a part of the plan belongs to; both empty for what belongs to the
/// whole institute.
struct Origin {
  std::string_view dataset;
  std::string_view cloud;
};

/// One resource. Plan::declare makes it; it does not change afterwards.
struct Resource {
  const ResourceType* type = nullptr;
  std::string_view name;
  std::span<const Field> inputs;
  /// Declared dependencies; those that come from inputs are not repeated here.
  std::span<const Resource* const> depends_on;
  const ResourceOptions* options = nullptr;
  const Origin* origin = nullptr;
  /// Its place in Plan::resources(): every dependency has a smaller one.
  std::uint32_t index = 0;

  /// The input of that name; null where it is not set.
  [[nodiscard]] Value input(std::string_view input_name) const noexcept;
};

}  // namespace cpginfra::plan
