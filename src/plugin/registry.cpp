// SPDX-License-Identifier: MIT
#include "cpginfra/plugin/registry.hpp"

#include <fmt/format.h>

#include <utility>

namespace cpginfra::plugin {

void Setup::error(std::string_view rule, absl::Span<const std::string_view> keys,
                  std::string message, std::string value, std::string mend) {
  config::Diagnostic diagnostic;
  diagnostic.rule = std::string(rule);
  diagnostic.message = std::move(message);
  diagnostic.value = std::move(value);
  diagnostic.mend = std::move(mend);
  locations_.locate(diagnostic, keys);
  diagnostics_.add(std::move(diagnostic));
}

absl::Status Registry::add(std::string name, Factory factory) {
  const auto [entry, is_new] = factories_.emplace(std::move(name), std::move(factory));
  if (is_new) return absl::OkStatus();
  return absl::AlreadyExistsError(fmt::format("a plugin is called '{}' already", entry->first));
}

const Factory* Registry::find(std::string_view name) const {
  const auto found = factories_.find(name);
  return found == factories_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> Registry::names() const {
  std::vector<std::string_view> names;
  names.reserve(factories_.size());
  for (const auto& [name, factory] : factories_) names.push_back(name);
  return names;
}

}  // namespace cpginfra::plugin
