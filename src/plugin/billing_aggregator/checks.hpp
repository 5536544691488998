// SPDX-License-Identifier: MIT
// What must hold of the configuration for the billing aggregator to be planned.
#pragma once

#include <string>
#include <string_view>

#include "cpginfra/plugin/registry.hpp"
#include "plugin/billing_aggregator/function_sources.hpp"

namespace cpginfra::plugin {

/// The three parts of `project.dataset.table`; empty where there are not three.
struct TableName {
  std::string_view project;
  std::string_view dataset;
  std::string_view table;
};
TableName split_table_name(std::string_view name);

/// Whether everything is right; says what is not.
bool check_billing(Setup& setup);
/// Whether every file that the functions start from is there.
bool check_sources(const FunctionSources& sources, Setup& setup);

}  // namespace cpginfra::plugin
