// SPDX-License-Identifier: MIT
#include "report/adopt/renamed.hpp"

#include <algorithm>
#include <utility>

#include "report/adopt/state_values.hpp"

namespace cpginfra::report {
namespace {

/// The names of the inputs that are known, sorted. A stack keeps secrets sealed.
std::vector<std::string_view> known_inputs(const plan::Resource& resource,
                                           const plan::Value& inputs) {
  const auto& secrets = resource.type->secret_inputs;
  std::vector<std::string_view> names;
  for (const plan::Field& field : inputs.fields()) {
    const bool is_secret = std::find(secrets.begin(), secrets.end(), field.name) != secrets.end();
    if (!is_secret && is_known(field.value)) names.push_back(field.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string text_of(const plan::Value& inputs, const std::vector<std::string_view>& names) {
  std::string text;
  for (std::string_view name : names) append_alike_text(inputs.field(name), text);
  return text;
}

}  // namespace

const OrphansOfType::ByText& OrphansOfType::sorted_by(const std::vector<std::string_view>& names) {
  const auto [entry, is_new] = sorted_.try_emplace(names);
  if (is_new) {
    for (const StateResource* orphan : orphans_) {
      entry->second[text_of(orphan->inputs, names)].push_back(orphan);
    }
  }
  return entry->second;
}

std::vector<const StateResource*> OrphansOfType::alike(const plan::Resource& resource,
                                                       const plan::Value& inputs) {
  const std::vector<std::string_view> names = known_inputs(resource, inputs);
  if (names.empty()) return {};
  const ByText& sorted = sorted_by(names);
  const auto found = sorted.find(text_of(inputs, names));
  if (found == sorted.end()) return {};
  std::vector<const StateResource*> alike;
  for (const StateResource* orphan : found->second) {
    if (!taken_.contains(orphan) && are_alike(inputs, orphan->inputs)) alike.push_back(orphan);
  }
  return alike;
}

}  // namespace cpginfra::report
