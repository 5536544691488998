// SPDX-License-Identifier: MIT
// What a subcommand of `cpginfra` is. To add one: write a class in a file of its own with a
// function that makes it, declare that function in subcommands.hpp, and add a row to the table in
// subcommands.cpp.
//
//   class Plan final : public Subcommand {
//     void describe(CLI::App& app) override { app.add_option("PATH", path_, "…"); }
//     int run(const Streams& streams) override { … }
//     std::string path_;
//   };
#pragma once

#include <memory>
#include <string_view>

#include "command/streams.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace cpginfra::command {

/// How the command ends.
inline constexpr int kGood = 0;
/// The configuration is wrong, or a file could not be read or written.
inline constexpr int kWrongConfiguration = 1;
inline constexpr int kWrongUsage = 2;
/// The reader of the output went away: as a shell says it of a program that a closed pipe ended.
inline constexpr int kClosedPipe = 141;

/// One subcommand, for one run.
class Subcommand {
 public:
  virtual ~Subcommand() = default;
  /// Gives `app` the subcommand's options, which are kept in this object.
  virtual void describe(CLI::App& app) = 0;
  /// Does it, and says how it ended.
  virtual int run(const Streams& streams) = 0;
};

/// A row of the table of subcommands.
struct SubcommandRow {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<Subcommand> (*make)();
};

/// The exit code that a failure to write the output stands for; says what failed on stderr, except
/// for a closed pipe, which is no mistake.
int end_of_output(const absl::Status& status, const Streams& streams);
/// Writes text to the stream; what cannot be written there cannot be said anywhere.
void say(const Stream& stream, std::string_view text);

}  // namespace cpginfra::command
