// SPDX-License-Identifier: MIT
//
// This header defines Loading, what lives as long as one loading.
#pragma once

#include "config/source/readers.hpp"
#include "config/source/source_set.hpp"
#include "cpginfra/config/diagnostic.hpp"

namespace cpginfra::config {

/// The files of a run and what has been found in them.
struct Loading {
  Diagnostics diagnostics;
  SourceSet sources;
  Reporter reporter{sources, diagnostics};
  NodeBudget budget;
  ReadingRun run{sources, reporter, budget};
};

}  // namespace cpginfra::config
