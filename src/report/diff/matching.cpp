// SPDX-License-Identifier: MIT
#include "report/diff/matching.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "internal/sha256.hpp"
#include "report/diff/canonical.hpp"

namespace cpginfra::report {

using plan::Resource;

Matching::Matching(const plan::Plan& before, const plan::Plan& after) {
  for (const Resource* resource : before.resources()) {
    const Resource* other = after.find(resource->type->token, resource->name);
    if (other != nullptr) {
      same_.push_back({.before = resource, .after = other});
    } else {
      removed_.push_back(resource);
    }
  }
  for (const Resource* resource : after.resources()) {
    if (before.find(resource->type->token, resource->name) == nullptr) added_.push_back(resource);
  }
  if (removed_.empty() || added_.empty()) return;

  Prints prints = fingerprints(removed_);
  prints.merge(fingerprints(added_));
  pair_by([&](const Resource& resource) {
    return fmt::format("{} {}", prints.at(&resource), resource.type->token);
  });
  pair_by([&](const Resource& resource) {
    return fmt::format("{} {}", prints.at(&resource), resource.name);
  });
}

Matching::Prints Matching::fingerprints(const std::vector<const Resource*>& resources) {
  Prints prints;
  // What a resource refers to was declared before it.
  const ReferenceText reference = [&prints](const Resource& resource) {
    const auto found = prints.find(&resource);
    return found == prints.end() ? identity(resource) : found->second;
  };
  for (const Resource* resource : resources) {
    std::string text;
    for (const plan::Field& field : resource->inputs) {
      text += field.name;
      text += '=';
      append_canonical(field.value, reference, nullptr, text);
    }
    internal::Sha256 digest;
    digest.update(text);
    prints.emplace(resource, digest.hex());
  }
  return prints;
}

template <typename Key>
void Matching::pair_by(Key key) {
  absl::flat_hash_map<std::string, std::deque<const Resource*>> waiting;
  for (const Resource* resource : removed_) {
    if (!resource->inputs.empty()) waiting[key(*resource)].push_back(resource);
  }
  std::vector<const Resource*> left;
  for (const Resource* resource : added_) {
    const auto found = resource->inputs.empty() ? waiting.end() : waiting.find(key(*resource));
    if (found == waiting.end() || found->second.empty()) {
      left.push_back(resource);
      continue;
    }
    const Resource* former = found->second.front();
    found->second.pop_front();
    const std::string id = fmt::format("#{}", renamed_.size());
    ids_[former] = id;
    ids_[resource] = id;
    renamed_.push_back({.before = former, .after = resource});
  }
  added_ = std::move(left);
  removed_.erase(std::remove_if(removed_.begin(), removed_.end(),
                                [this](const Resource* each) { return ids_.contains(each); }),
                 removed_.end());
}

std::string Matching::id_of(const Resource& resource) const {
  const auto found = ids_.find(&resource);
  return found == ids_.end() ? identity(resource) : found->second;
}

}  // namespace cpginfra::report
