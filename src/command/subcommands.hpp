// SPDX-License-Identifier: MIT
// The table of subcommands, in the order in which the help lists them.
#pragma once

#include <memory>
#include <span>

#include "command/subcommand.hpp"

namespace cpginfra::command {

std::span<const SubcommandRow> subcommands();

}  // namespace cpginfra::command
