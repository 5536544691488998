// SPDX-License-Identifier: MIT
#include "cpginfra/plugin/registry.hpp"
#include "plugin/billing_aggregator/billing_aggregator.hpp"

namespace cpginfra::plugin {

const Registry& shipped_plugins() {
  static const Registry kRegistry = [] {
    Registry shipped;
    shipped.add("billing_aggregator", make_billing_aggregator).IgnoreError();
    return shipped;
  }();
  return kRegistry;
}

}  // namespace cpginfra::plugin
