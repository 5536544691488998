// SPDX-License-Identifier: MIT
#include "testing/nearest.hpp"

#include <algorithm>

#include "cpginfra/report/access_graph.hpp"

namespace cpginfra::testing {
namespace {

/// How many characters two names begin with in common, and end with.
std::size_t likeness_of(std::string_view left, std::string_view right) {
  const auto start = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  const auto end = std::mismatch(left.rbegin(), left.rend(), right.rbegin(), right.rend());
  return static_cast<std::size_t>((start.first - left.begin()) + (end.first - left.rbegin()));
}

bool is_reference(std::string_view text) { return text.find("::") != std::string_view::npos; }

}  // namespace

void Nearest::offer(std::string_view name) {
  const std::size_t likeness = likeness_of(name, wanted_);
  if (!best_.empty() && likeness <= likeness_) return;
  best_ = name;
  likeness_ = likeness;
}

std::string reference(const plan::Resource& resource) { return report::resource_text(&resource); }

std::vector<const plan::Resource*> find_resources(const plan::Plan& plan, std::string_view text) {
  std::vector<const plan::Resource*> found;
  for (const plan::Resource* resource : plan.resources()) {
    if (resource->name == text || (is_reference(text) && reference(*resource) == text)) {
      found.push_back(resource);
    }
  }
  return found;
}

std::string nearest_resource(const plan::Plan& plan, std::string_view text) {
  Nearest nearest(text);
  if (!is_reference(text)) {
    for (const plan::Resource* resource : plan.resources()) nearest.offer(resource->name);
    return std::string(nearest.name());
  }
  std::vector<std::string> names;
  names.reserve(plan.resources().size());
  for (const plan::Resource* resource : plan.resources()) names.push_back(reference(*resource));
  for (const std::string& name : names) nearest.offer(name);
  return std::string(nearest.name());
}

}  // namespace cpginfra::testing
