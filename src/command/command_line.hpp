// SPDX-License-Identifier: MIT
// The whole command but main(), for main() itself and for tests.
#pragma once

#include "command/streams.hpp"

namespace cpginfra::command {

/// Runs the command with those arguments; the first is its own name. Gives the exit code.
int run(int argc, const char* const* argv, const Streams& streams);

}  // namespace cpginfra::command
