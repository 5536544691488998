// SPDX-License-Identifier: MIT
// The plugin `billing_aggregator`: cloud functions that gather all costs in one BigQuery table, and
// two more that watch budgets, with their schedules and alerts. For Google Cloud alone.
#pragma once

#include <memory>

#include "cpginfra/driver/infrastructure.hpp"
#include "cpginfra/plugin/registry.hpp"

namespace cpginfra::plugin {

/// Null where something in the configuration is wrong, which has been said.
std::unique_ptr<driver::Extension> make_billing_aggregator(Setup& setup);

}  // namespace cpginfra::plugin
