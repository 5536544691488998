// SPDX-License-Identifier: MIT
// This header defines Deferred, an expression over what only the cloud knows: an attribute of a
// resource, the answer to a question (an invoke), a concatenation, or a named pure function of
// other values. Plan's functions make them:
//
//   plan::Value email = plan.attribute(*account, "email");
//   plan::Value member = plan.concat({"serviceAccount:", email});
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cpginfra/plan/value.hpp"

namespace cpginfra::plan {

struct Function;

/// How a deferred value comes about.
enum class DeferredForm : std::uint8_t {
  kAttribute,  ///< `name` is an attribute's path of `resource`, such as `groupKey.id`
  kInvoke,     ///< `name` is a field of the answer to `token` with `arguments` (one object)
  kConcat,     ///< the texts of `arguments`, one after the other
  kCall,       ///< the function called `name` (`function`, where known) of `arguments`
  kExternal,   ///< a value of the embedding program (a pulumi.Output), known by its `name`
};

/// One deferred value. The rules hold by construction: it is secret when any part is secret, and
/// depends on all that its parts depend on.
struct Deferred {
  DeferredForm form = DeferredForm::kConcat;
  bool secret = false;
  std::string_view name;
  std::string_view token;
  const Resource* resource = nullptr;
  const Function* function = nullptr;
  std::span<const Value> arguments;
  /// In the order of their declaration, each once.
  std::span<const Resource* const> dependencies;
};

}  // namespace cpginfra::plan
