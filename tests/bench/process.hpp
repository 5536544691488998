// SPDX-License-Identifier: MIT
// Measuring in processes of their own, so that one measurement's memory is not another's.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace cpginfra::bench {

/// What a process took.
struct Cost {
  /// Processor time, its own and the system's for it: other programs change it little.
  double seconds = 0;
  /// The most memory that it had at a time.
  double peak_megabytes = 0;
  int exit_code = 0;
  /// What it wrote to its standard output.
  std::string output;
};

/// Runs a program, found by PATH, to its end.
Cost run_program(const std::vector<std::string>& arguments);
/// Runs a function in a child process; its result is the output.
Cost run_apart(const std::function<std::string()>& function);

}  // namespace cpginfra::bench
