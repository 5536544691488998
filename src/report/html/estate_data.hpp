// SPDX-License-Identifier: MIT
// What the page knows: the facts of a plan about access, as compact JSON. Lists stand by column,
// and things are named by their place in them; page/estate.js reads it.
#pragma once

#include <string>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/html.hpp"

namespace cpginfra::report {

/// The JSON, fit to stand in a script element.
std::string estate_json(const plan::Plan& plan, const HtmlOptions& options);

}  // namespace cpginfra::report
