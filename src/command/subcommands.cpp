// SPDX-License-Identifier: MIT
#include "command/subcommands.hpp"

namespace cpginfra::command {

std::span<const SubcommandRow> subcommands() { return {}; }

}  // namespace cpginfra::command
