// SPDX-License-Identifier: MIT
// This header defines Function, a named pure function that deferred values are made with, and the
// ones that the library ships. A function runs in C++ when its arguments are known, by whoever
// knows them: the Pulumi program at run time, a test with made-up values.
//
//   const plan::Function* decode = plan::find_function("base64-decode");
//   plan::Value key = plan.call(*decode, {plan.attribute(*account_key, "privateKey")});
#pragma once

#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "cpginfra/plan/value.hpp"
#include "cpginfra/plan/value_store.hpp"

namespace cpginfra::plan {

/// A pure function of known values; its result's memory is in `store`. Fails with InvalidArgument
/// on arguments that it has no answer for.
using FunctionBody = absl::StatusOr<Value> (*)(std::span<const Value> arguments, ValueStore& store);

/// A named function; the name identifies it in a saved plan.
struct Function {
  std::string_view name;
  std::string_view summary;
  FunctionBody body;
};

/// Every function that the library ships, by name.
[[nodiscard]] std::span<const Function> functions();
/// The shipped function of that name, or null.
[[nodiscard]] const Function* find_function(std::string_view name);

}  // namespace cpginfra::plan
