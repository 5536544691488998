// SPDX-License-Identifier: MIT
//
// This header defines what an unquoted YAML scalar stands for, by the rules of YAML 1.1 that
// PyYAML follows (`yes` is a boolean, `1e3` is text).
#pragma once

#include <string>
#include <string_view>

#include "config/source/node.hpp"

namespace cpginfra::config {

/// A scalar's value, or why it has none that all readers of YAML agree on.
struct YamlScalar {
  Node::Value value;
  /// Empty where there is a value.
  std::string_view rule;
  std::string message;
  std::string mend;
};

/// The value of an unquoted scalar.
YamlScalar resolve_yaml_scalar(std::string_view text);

/// Whether an unquoted scalar is text.
bool is_yaml_text(std::string_view text);

}  // namespace cpginfra::config
