// SPDX-License-Identifier: MIT
// This header defines what a change of the configuration does: which resources it adds, removes,
// changes, replaces and renames, and who gains or loses which access by it.
//
//   const report::PlanDiff diff = report::diff_plans(before, after);
//   for (const report::AccessChange& change : diff.access) use(change.principal, change.target);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/plan/access.hpp"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/access.hpp"

namespace cpginfra::report {

/// What becomes of a resource.
enum class ResourceVerb : std::uint8_t {
  kReplaced,  ///< a property changes that its type is known to be made anew for
  kRemoved,
  kAdded,
  kChanged,
  kRenamed,    ///< another name or type, with the same inputs
  kReordered,  ///< nothing but the order of lists changes
};

/// One property of a resource, by its path (`labels.bucket`, `rules[2].age`); what has no index
/// (`members[]`) is in the list on one side only. Options stand in brackets: `(depends on)`.
struct PropertyChange {
  std::string path;
  /// As people read it; unset where there is no such value on that side.
  std::optional<std::string> before;
  std::optional<std::string> after;
  /// Only the order of a list changes.
  bool is_reordered = false;
  /// Its resource is made anew for it.
  bool is_replacing = false;
  /// It must not be shown, so `before` and `after` do not say what it is.
  bool is_secret = false;
};

/// One resource that is not the same in both plans.
struct ResourceChange {
  ResourceVerb verb = ResourceVerb::kChanged;
  std::string type;
  std::string name;
  /// The former type and name of a renamed resource; empty for others.
  std::string former_type;
  std::string former_name;
  std::string dataset;
  std::string cloud;
  /// By path, the options after the inputs. Empty for what is added or removed.
  std::vector<PropertyChange> properties;
};

enum class AccessVerb : std::uint8_t { kGains, kLoses, kBecomes };

/// One way in which somebody has access.
struct AccessWay {
  std::string level;
  How how = How::kHas;
  /// The names along the path from the principal's side, the role last, as path_names gives them.
  std::vector<std::string> path;
};

/// What changes for one principal and one thing. Another path to the same access is no change.
struct AccessChange {
  AccessVerb verb = AccessVerb::kGains;
  plan::PrincipalKind kind = plan::PrincipalKind::kPerson;
  /// The email or id, in lower case.
  std::string principal;
  plan::TargetKind target_kind = plan::TargetKind::kBucket;
  std::string target;
  /// `type::name` of what makes the target, in the later plan that does; may be empty.
  std::string resource;
  /// Whether another thing of that kind has the same name; then `resource` tells them apart.
  bool has_namesake = false;
  /// The nearest way first.
  std::vector<AccessWay> before;
  std::vector<AccessWay> after;
};

/// What differs between two plans; it does not refer to them.
struct PlanDiff {
  /// People first, then by principal, kind of target and target.
  std::vector<AccessChange> access;
  /// By verb, dataset, cloud, type and name.
  std::vector<ResourceChange> resources;
  /// Exports by name.
  std::vector<PropertyChange> exports;

  [[nodiscard]] bool is_empty() const noexcept {
    return access.empty() && resources.empty() && exports.empty();
  }
};

/// Compares two plans, live ones or read from JSON. Deferred values are equal where they are made
/// alike; the order of declarations does not matter. Comparing the other way round gives the same
/// with both sides exchanged.
[[nodiscard]] PlanDiff diff_plans(const plan::Plan& before, const plan::Plan& after);

[[nodiscard]] std::string_view to_text(ResourceVerb verb) noexcept;
[[nodiscard]] std::string_view to_text(AccessVerb verb) noexcept;

}  // namespace cpginfra::report
