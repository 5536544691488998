// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <csignal>

#include "command/command_line.hpp"
#include "command/interrupt.hpp"

int main(int argc, char** argv) {
  using namespace cpginfra::command;
  // A closed pipe, and a file past the size limit, are then errors of write().
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  handle_interrupts();
  DescriptorSink out(STDOUT_FILENO);
  DescriptorSink err(STDERR_FILENO);
  const std::size_t width = terminal_width(STDOUT_FILENO);
  return run(argc, argv,
             {.out = {.sink = out, .is_terminal = width > 0},
              .err = {.sink = err, .is_terminal = isatty(STDERR_FILENO) != 0},
              .width = width});
}
