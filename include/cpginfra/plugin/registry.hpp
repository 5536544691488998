// SPDX-License-Identifier: MIT
// This header defines Registry, the plugins that a configuration can enable by name. A plugin is a
// driver::Extension that adds to the plan; the library ships some, and whoever embeds it adds their
// own:
//
//   class AuditBucket final : public CpgInfrastructurePlugin {
//     void main(CPGInfrastructure& infrastructure) override {
//       infrastructure.common_infra().create_bucket({.name = "audit"});
//     }
//   };
//   plugin::Registry registry = plugin::shipped_plugins();
//   registry.add("audit", [](plugin::Setup&) { return std::make_unique<AuditBucket>(); });
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "cpginfra/config/configuration.hpp"
#include "cpginfra/config/diagnostic.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/infrastructure.hpp"

namespace cpginfra::plugin {

/// What a plugin is made from: the configuration, and the way to say what is wrong with it. What a
/// plugin reads from files it reads here, so that planning itself reads nothing.
class Setup {
 public:
  /// All three must outlive it.
  Setup(const Configuration& configuration, const config::Locations& locations,
        config::Diagnostics& diagnostics)
      : configuration_(configuration), locations_(locations), diagnostics_(diagnostics) {}

  [[nodiscard]] const Configuration& configuration() const noexcept { return configuration_; }
  [[nodiscard]] const CPGInfrastructureConfig& config() const noexcept {
    return configuration_.infrastructure;
  }
  /// Adds an error at the value that the keys lead to from the infrastructure's top.
  void error(std::string_view rule, absl::Span<const std::string_view> keys, std::string message,
             std::string value = "", std::string mend = "");

 private:
  const Configuration& configuration_;
  const config::Locations& locations_;
  config::Diagnostics& diagnostics_;
};

/// Makes a plugin for one plan. Null where it has said what is wrong.
using Factory = std::function<std::unique_ptr<driver::Extension>(Setup& setup)>;

/// See the top of this file.
class Registry {
 public:
  /// AlreadyExists where a plugin has that name.
  absl::Status add(std::string name, Factory factory);
  /// The factory of that name, or null.
  [[nodiscard]] const Factory* find(std::string_view name) const;
  /// All names, sorted.
  [[nodiscard]] std::vector<std::string_view> names() const;

 private:
  std::map<std::string, Factory, std::less<>> factories_;
};

/// The plugins that the library ships.
[[nodiscard]] const Registry& shipped_plugins();

}  // namespace cpginfra::plugin

namespace cpginfra {
using CpgInfrastructurePlugin = driver::Extension;
}  // namespace cpginfra
