// SPDX-License-Identifier: MIT
#include "cpginfra/testing/dependency_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/plan/dependencies.hpp"
#include "testing/nearest.hpp"

namespace cpginfra::testing {
namespace {

using plan::Resource;

constexpr std::size_t kShown = 10;

/// The one resource of that name, or why there is none.
struct Found {
  const Resource* resource = nullptr;
  std::string trouble;
};

Found find_one(const plan::Plan& plan, const std::string& text) {
  const std::vector<const Resource*> found = find_resources(plan, text);
  if (found.size() == 1) return {.resource = found.front(), .trouble = {}};
  if (found.empty()) {
    return {.resource = nullptr,
            .trouble = fmt::format("  there is no resource {}; the nearest is {}", text,
                                   nearest_resource(plan, text))};
  }
  std::string trouble = fmt::format("  {} resources are called {}; say which:", found.size(), text);
  for (const Resource* resource : found) trouble += "\n    " + reference(*resource);
  return {.resource = nullptr, .trouble = std::move(trouble)};
}

/// The way from a resource to one that it depends on, both included; empty where there is none.
std::vector<const Resource*> way(const Resource& from, const Resource& to) {
  absl::flat_hash_map<const Resource*, const Resource*> came_from = {{&from, nullptr}};
  std::deque<const Resource*> open = {&from};
  while (!open.empty() && !came_from.contains(&to)) {
    const Resource* resource = open.front();
    open.pop_front();
    for (const Resource* next : plan::dependencies_of(*resource)) {
      // Whatever comes before the wanted one was declared earlier and cannot depend on it.
      if (next->index < to.index) continue;
      if (came_from.emplace(next, resource).second) open.push_back(next);
    }
  }
  std::vector<const Resource*> found;
  const auto end = came_from.find(&to);
  if (&from == &to || end == came_from.end()) return found;
  for (const Resource* step = &to; step != nullptr; step = came_from.at(step)) {
    found.push_back(step);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

}  // namespace

DependencyCheck::DependencyCheck(std::string resource, std::string on)
    : resource_(std::move(resource)), on_(std::move(on)) {}

std::string DependencyCheck::description() const {
  return fmt::format("makes {} after {}", resource_, on_);
}

Outcome DependencyCheck::check(const plan::Plan& plan) const {
  const Found resource = find_one(plan, resource_);
  if (resource.resource == nullptr) return {.holds = false, .evidence = resource.trouble};
  const Found on = find_one(plan, on_);
  if (on.resource == nullptr) return {.holds = false, .evidence = on.trouble};

  const std::vector<const Resource*> steps = way(*resource.resource, *on.resource);
  if (!steps.empty()) {
    std::string evidence = "  it depends on it:";
    for (const Resource* step : steps) evidence += "\n    " + reference(*step);
    return {.holds = true, .evidence = std::move(evidence)};
  }
  const std::vector<const Resource*> others = plan::dependencies_of(*resource.resource);
  if (others.empty()) return {.holds = false, .evidence = "  it depends on nothing"};
  std::string evidence = "  it depends on others; directly on:";
  for (std::size_t i = 0; i < others.size() && i < kShown; ++i) {
    evidence += "\n    " + reference(*others[i]);
  }
  if (others.size() > kShown) evidence += fmt::format("\n    and {} more", others.size() - kShown);
  return {.holds = false, .evidence = std::move(evidence)};
}

}  // namespace cpginfra::testing
