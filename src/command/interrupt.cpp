// SPDX-License-Identifier: MIT
#include "command/interrupt.hpp"

#include <pthread.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <utility>

namespace cpginfra::command {
namespace {

constexpr std::array<int, 3> kInterrupts = {SIGINT, SIGTERM, SIGHUP};

/// Everything that is to be removed, the newest first. It is changed only while no interrupt can
/// come in between.
RemovedOnInterrupt* newest = nullptr;

sigset_t interrupts() {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : kInterrupts) sigaddset(&set, signal);
  return set;
}

}  // namespace

void remove_files_in_signal_handler() noexcept {
  for (const RemovedOnInterrupt* file = newest; file != nullptr; file = file->next_) {
    ::unlink(file->path_.c_str());
  }
}

namespace {

/// Only calls that POSIX allows in a handler.
extern "C" void on_interrupt(int signal) {
  remove_files_in_signal_handler();
  constexpr std::string_view kSaid = "cpginfra: interrupted\n";
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, kSaid.data(), kSaid.size());
  // The default action again, so that whoever started the process sees what ended it.
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

void handle_interrupts() {
  for (int signal : kInterrupts) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    action.sa_handler = on_interrupt;
    action.sa_mask = interrupts();
    action.sa_flags = 0;
    ::sigaction(signal, &action, nullptr);
  }
}

InterruptsHeld::InterruptsHeld() {
  const sigset_t held = interrupts();
  pthread_sigmask(SIG_BLOCK, &held, &before_);
}

InterruptsHeld::~InterruptsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

RemovedOnInterrupt::RemovedOnInterrupt(std::string path) : path_(std::move(path)) {
  const InterruptsHeld held;
  next_ = std::exchange(newest, this);
}

RemovedOnInterrupt::~RemovedOnInterrupt() {
  const InterruptsHeld held;
  RemovedOnInterrupt** place = &newest;
  while (*place != this) place = &(*place)->next_;
  *place = next_;
}

}  // namespace cpginfra::command
