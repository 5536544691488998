// SPDX-License-Identifier: MIT
#include "command/subcommands.hpp"

#include <array>

namespace cpginfra::command {
namespace {

constexpr std::array<SubcommandRow, 8> kSubcommands = {{
    {"plan", "Say everything that would be built", make_plan},
    {"validate", "Check a configuration, and say all that is wrong with it", make_validate},
    {"access", "Say who can reach which data, and by which path", make_access},
    {"check", "Hold the plan against the clouds' limits and a team's own rules", make_check},
    {"diff", "Say what a change does: who gains or loses access, and which resources", make_diff},
    {"report", "Write a page on which people look up who reaches what", make_report},
    {"import", "Say what a stack lacks of the plan, or calls otherwise, and write it for Pulumi",
     make_import},
    {"schema", "Print the JSON Schema of a configuration file", make_schema},
}};

}  // namespace

std::span<const SubcommandRow> subcommands() { return kSubcommands; }

}  // namespace cpginfra::command
