// SPDX-License-Identifier: MIT
// The subcommands, and the table of them in the order in which the help lists them.
#pragma once

#include <memory>
#include <span>

#include "command/subcommand.hpp"

namespace cpginfra::command {

std::span<const SubcommandRow> subcommands();

std::unique_ptr<Subcommand> make_access();
std::unique_ptr<Subcommand> make_check();
std::unique_ptr<Subcommand> make_diff();
std::unique_ptr<Subcommand> make_import();
std::unique_ptr<Subcommand> make_plan();
std::unique_ptr<Subcommand> make_report();
std::unique_ptr<Subcommand> make_schema();
std::unique_ptr<Subcommand> make_validate();

}  // namespace cpginfra::command
