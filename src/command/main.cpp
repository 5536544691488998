// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <csignal>

#include "command/command_line.hpp"

int main(int argc, char** argv) {
  using namespace cpginfra::command;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is then an error of write()
  DescriptorSink out(STDOUT_FILENO);
  DescriptorSink err(STDERR_FILENO);
  const std::size_t width = terminal_width(STDOUT_FILENO);
  return run(argc, argv,
             {.out = {.sink = out, .is_terminal = width > 0},
              .err = {.sink = err, .is_terminal = isatty(STDERR_FILENO) != 0},
              .width = width});
}
