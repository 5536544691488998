// SPDX-License-Identifier: MIT
// What an interrupt (Ctrl-C, a cancelled CI job, a closed terminal) must not leave behind.
#pragma once

#include <csignal>
#include <string>

namespace cpginfra::command {

/// From now on, an interrupt removes every file that a RemovedOnInterrupt stands for, says so, and
/// then ends the process as it would have. Signals that the process was told to ignore stay so.
void handle_interrupts();

/// While it lives, interrupts wait.
class InterruptsHeld {
 public:
  InterruptsHeld();
  ~InterruptsHeld();
  InterruptsHeld(const InterruptsHeld&) = delete;
  InterruptsHeld& operator=(const InterruptsHeld&) = delete;

 private:
  sigset_t before_;
};

/// A file that an interrupt removes as long as this lives. The file need not be there.
class RemovedOnInterrupt {
 public:
  explicit RemovedOnInterrupt(std::string path);
  ~RemovedOnInterrupt();
  RemovedOnInterrupt(const RemovedOnInterrupt&) = delete;
  RemovedOnInterrupt& operator=(const RemovedOnInterrupt&) = delete;

 private:
  friend void remove_files_in_signal_handler() noexcept;

  std::string path_;
  RemovedOnInterrupt* next_ = nullptr;
};

}  // namespace cpginfra::command
