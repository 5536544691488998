// SPDX-License-Identifier: MIT
//
// This header defines what Locations is made of.
#pragma once

#include <optional>
#include <string>

#include "config/source/node.hpp"
#include "config/source/source_set.hpp"
#include "cpginfra/config/load.hpp"

namespace cpginfra::config {

/// The files of a loading that is over, and the values that its infrastructure was made of.
struct Locations::Source {
  SourceSet sources;
  std::optional<Node> infrastructure;
  std::string key;
};

}  // namespace cpginfra::config
