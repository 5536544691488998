// SPDX-License-Identifier: MIT
// How the facts of a plan about access name whom and what they are about.
#pragma once

#include <string>
#include <string_view>

#include "cpginfra/plan/access.hpp"
#include "cpginfra/plan/value_store.hpp"

namespace cpginfra::report {

/// Whether things of this kind have names that are theirs alone in all the cloud, in any case.
bool has_global_name(plan::TargetKind kind) noexcept;
/// Whether the level lets somebody act as the machine account that it is given on.
bool lets_become(plan::AccessLevel level) noexcept;
std::string_view cloud_of(const plan::Origin* origin) noexcept;
/// What a group is known by: in any case.
std::string_view group_id(const plan::Group& group) noexcept;
/// A group's id without the `group:` of policies.
std::string_view without_group_prefix(std::string_view id) noexcept;

/// Whether the text is the resource's name or its `type::name`.
bool is_called(const plan::Resource* resource, std::string_view text) noexcept;

/// A text by which targets are looked up: see AccessGraph::find_targets.
class TargetName {
 public:
  explicit TargetName(std::string_view text);
  /// Whether the target has this name, or is made by the resource of this name.
  [[nodiscard]] bool is_of(const plan::Target& target) const;
  [[nodiscard]] bool is_own_name_of(const plan::Target& target) const;

 private:
  std::string_view text_;
  std::string lower_;
};

/// Texts in lower case. Most are in it already, and are not copied.
class LowerCase {
 public:
  /// Valid until the next call.
  std::string_view of(std::string_view text);
  /// Valid as long as the text and the store.
  std::string_view kept(std::string_view text, plan::ValueStore& store);

 private:
  std::string last_;
};

}  // namespace cpginfra::report
