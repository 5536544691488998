// SPDX-License-Identifier: MIT
//
// This header defines parse_model, which makes one model of a value in memory: what `from_dict`
// is in Python.
//
//   auto result = parse_model<CPGDatasetConfig::Budget>(AnyValue::Object{{"monthly_budget", 5}});
//   if (result.model) use(result.model->monthly_budget);
#pragma once

#include <optional>

#include "cpginfra/config/any_value.hpp"
#include "cpginfra/config/diagnostic.hpp"
#include "cpginfra/config/fields.hpp"

namespace cpginfra::config {

/// One model unless there are errors, and everything found on the way.
template <DescribedModel Model>
struct ModelResult {
  std::optional<Model> model;
  Diagnostics diagnostics;
};

/// Makes one model of a value, by the same rules and coercions as from a file; rules that span
/// models are not run. There is one for each of AllModels.
template <DescribedModel Model>
ModelResult<Model> parse_model(const AnyValue& value);

}  // namespace cpginfra::config
