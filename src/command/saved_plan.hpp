// SPDX-License-Identifier: MIT
// A plan from a configuration, or from the file that one was saved in.
#pragma once

#include "command/configuration.hpp"

namespace cpginfra::command {

/// The plan of a configuration, or the plan that `cpginfra plan --format json` saved there; which
/// of them a file is shows in its beginning.
Step<plan::Plan> read_or_build_plan(const ConfigurationPath& path, const Streams& streams);

}  // namespace cpginfra::command
