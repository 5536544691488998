// SPDX-License-Identifier: MIT
#include "process.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace cpginfra::bench {
namespace {

constexpr double kMicroseconds = 1e6;

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicroseconds;
}

/// `child` runs in a child process whose standard output is collected.
Cost run_child(const std::function<int()>& child) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe can be made");
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("no process can be made");
  if (pid == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::_exit(child());
  }
  ::close(ends[1]);
  Cost cost;
  std::array<char, 4096> buffer;
  for (ssize_t got = 0; (got = ::read(ends[0], buffer.data(), buffer.size())) > 0;) {
    cost.output.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  int status = 0;
  rusage usage{};
  ::wait4(pid, &status, 0, &usage);
  cost.seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
#ifdef __APPLE__
  constexpr double kUnitsOfAMegabyte = 1024.0 * 1024.0;
#else
  constexpr double kUnitsOfAMegabyte = 1024.0;
#endif
  cost.peak_megabytes = static_cast<double>(usage.ru_maxrss) / kUnitsOfAMegabyte;
  cost.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return cost;
}

}  // namespace

Cost run_program(const std::vector<std::string>& arguments) {
  return run_child([&] {
    std::vector<char*> pointers;
    for (const std::string& argument : arguments) {
      pointers.push_back(const_cast<char*>(argument.c_str()));
    }
    pointers.push_back(nullptr);
    ::execvp(pointers[0], pointers.data());
    return 127;
  });
}

Cost run_apart(const std::function<std::string()>& function) {
  return run_child([&] {
    const std::string result = function();
    const ssize_t written = ::write(STDOUT_FILENO, result.data(), result.size());
    return std::cmp_equal(written, result.size()) ? 0 : 1;
  });
}

}  // namespace cpginfra::bench
