// SPDX-License-Identifier: MIT
#include "command/output_file.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "catch.hpp"
#include "command/interrupt.hpp"

namespace cpginfra::command {
namespace {

namespace fs = std::filesystem;

/// A directory that is removed in the end.
struct Workplace {
  fs::path path;
  Workplace() {
    std::string name = (fs::temp_directory_path() / "cpginfra-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Workplace() { fs::remove_all(path); }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
};

/// How a child that is interrupted in the midst of writing ends: the signal, or 0.
int signal_that_ends(const fs::path& file, int signal) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(STDERR_FILENO);  // the test's own output stays clean
    std::signal(signal, SIG_DFL);
    handle_interrupts();
    report::StringSink ignored;
    const Streams streams{.out = {.sink = ignored}, .err = {.sink = ignored}};
    Output output(file.string(), streams);
    output.sink().write("half").IgnoreError();
    std::raise(signal);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST_CASE("An interrupt leaves no file, ends the process as usual, and keeps what was there",
          "[command]") {
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const Workplace workplace;
    INFO("signal " << signal);
    CHECK(signal_that_ends(workplace.path / "plan.json", signal) == signal);
    CHECK(fs::is_empty(workplace.path));
  }
}

TEST_CASE("A signal that the process was told to ignore stays ignored", "[command]") {
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGHUP, SIG_IGN);
    handle_interrupts();
    std::raise(SIGHUP);
    ::_exit(7);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);
}

}  // namespace
}  // namespace cpginfra::command
