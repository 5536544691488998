// SPDX-License-Identifier: MIT
#include "cpginfra/report/diff.hpp"

#include <algorithm>
#include <tuple>

#include "report/diff/access_changes.hpp"
#include "report/diff/matching.hpp"
#include "report/diff/properties.hpp"

namespace cpginfra::report {
namespace {

ResourceChange change_of(ResourceVerb verb, const plan::Resource& resource) {
  ResourceChange change;
  change.verb = verb;
  change.type = resource.type->token;
  change.name = resource.name;
  if (resource.origin != nullptr) {
    change.dataset = resource.origin->dataset;
    change.cloud = resource.origin->cloud;
  }
  return change;
}

ResourceVerb verb_of(const std::vector<PropertyChange>& changes) {
  const auto is_replacing = [](const PropertyChange& each) { return each.is_replacing; };
  const auto is_reordered = [](const PropertyChange& each) { return each.is_reordered; };
  if (std::any_of(changes.begin(), changes.end(), is_replacing)) return ResourceVerb::kReplaced;
  if (std::all_of(changes.begin(), changes.end(), is_reordered)) return ResourceVerb::kReordered;
  return ResourceVerb::kChanged;
}

}  // namespace

PlanDiff diff_plans(const plan::Plan& before, const plan::Plan& after) {
  const Matching matching(before, after);
  PlanDiff diff;
  for (const Matching::Pair& pair : matching.same()) {
    std::vector<PropertyChange> changes = property_changes(*pair.before, *pair.after, matching);
    if (changes.empty()) continue;
    ResourceChange change = change_of(verb_of(changes), *pair.after);
    change.properties = std::move(changes);
    diff.resources.push_back(std::move(change));
  }
  for (const Matching::Pair& pair : matching.renamed()) {
    ResourceChange change = change_of(ResourceVerb::kRenamed, *pair.after);
    change.former_type = pair.before->type->token;
    change.former_name = pair.before->name;
    change.properties = property_changes(*pair.before, *pair.after, matching);
    diff.resources.push_back(std::move(change));
  }
  for (const plan::Resource* resource : matching.removed()) {
    diff.resources.push_back(change_of(ResourceVerb::kRemoved, *resource));
  }
  for (const plan::Resource* resource : matching.added()) {
    diff.resources.push_back(change_of(ResourceVerb::kAdded, *resource));
  }
  std::sort(diff.resources.begin(), diff.resources.end(),
            [](const ResourceChange& a, const ResourceChange& b) {
              return std::tie(a.verb, a.dataset, a.cloud, a.type, a.name) <
                     std::tie(b.verb, b.dataset, b.cloud, b.type, b.name);
            });
  diff.exports = export_changes(before, after, matching);
  diff.access = access_changes(before, after, matching);
  return diff;
}

std::string_view to_text(ResourceVerb verb) noexcept {
  switch (verb) {
    case ResourceVerb::kReplaced:
      return "replaced";
    case ResourceVerb::kRemoved:
      return "removed";
    case ResourceVerb::kAdded:
      return "added";
    case ResourceVerb::kChanged:
      return "changed";
    case ResourceVerb::kRenamed:
      return "renamed";
    case ResourceVerb::kReordered:
      return "reordered";
  }
  return "";
}

std::string_view to_text(AccessVerb verb) noexcept {
  switch (verb) {
    case AccessVerb::kGains:
      return "gains";
    case AccessVerb::kLoses:
      return "loses";
    case AccessVerb::kBecomes:
      return "becomes";
  }
  return "";
}

}  // namespace cpginfra::report
