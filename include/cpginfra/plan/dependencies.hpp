// SPDX-License-Identifier: MIT
// This header defines what a value or a resource of a plan depends on, and which inputs are secret:
// the facts that an engine derives from deferred values.
//
//   for (const plan::Resource* other : plan::dependencies_of(resource)) …
#pragma once

#include <string>
#include <vector>

#include "cpginfra/plan/resource.hpp"
#include "cpginfra/plan/value.hpp"

namespace cpginfra::plan {

/// The resources that the value depends on, in the order of their declaration, each once.
[[nodiscard]] std::vector<const Resource*> dependencies_of(const Value& value);
/// The declared dependencies and those of every input, in the order of declaration, each once.
[[nodiscard]] std::vector<const Resource*> dependencies_of(const Resource& resource);
/// Whether the value holds, at any depth, a secret deferred value.
[[nodiscard]] bool holds_secret(const Value& value);
/// Paths (`secretData`, `environment[0].value`) of the inputs that are secret: by the type, or
/// because a secret is in the value. In the order of the inputs.
[[nodiscard]] std::vector<std::string> secret_paths(const Resource& resource);

}  // namespace cpginfra::plan
