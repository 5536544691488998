// SPDX-License-Identifier: MIT
//
// This header defines NamedValues, the values and spellings of the enums, for code that is
// written once for all of them.
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>

#include "absl/types/span.h"
#include "cpginfra/config/names.hpp"

namespace cpginfra::config {

template <class Enum>
struct NamedValues;

template <>
struct NamedValues<CloudName> {
  static absl::Span<const CloudName> all() { return all_cloud_names(); }
  static std::optional<CloudName> parse(std::string_view text) { return parse_cloud_name(text); }
};

template <>
struct NamedValues<GroupName> {
  static absl::Span<const GroupName> all() { return all_group_names(); }
  static std::optional<GroupName> parse(std::string_view text) { return parse_group_name(text); }
};

template <>
struct NamedValues<CPGDatasetComponents> {
  static absl::Span<const CPGDatasetComponents> all() { return all_components(); }
  static std::optional<CPGDatasetComponents> parse(std::string_view text) {
    return parse_component(text);
  }
};

}  // namespace cpginfra::config
