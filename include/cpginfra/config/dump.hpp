// SPDX-License-Identifier: MIT
//
// This header defines the way back from models to data: every field, in order, with enums by
// their spelling. Loading what was dumped gives an equal model.
//
//   std::string text = to_json(to_value(configuration));
#pragma once

#include <string>

#include "cpginfra/config/any_value.hpp"
#include "cpginfra/config/configuration.hpp"
#include "cpginfra/config/field.hpp"

namespace cpginfra::config {

/// The model as data. There is one for each of AllModels.
template <DescribedModel Model>
AnyValue to_value(const Model& model);

/// The whole as data, with `config` and `datasets`, as load_value takes it.
AnyValue to_value(const Configuration& configuration);

/// JSON text, indented by two spaces, ending in a newline.
std::string to_json(const AnyValue& value);

}  // namespace cpginfra::config
