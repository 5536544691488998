// SPDX-License-Identifier: MIT
// What one institute costs: loading, building, writing, reading, questions about access, and the
// command.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "timing.hpp"

namespace cpginfra::bench {

/// One size of institute, with its files. Measurements may be made again and again; the result has
/// the least of each number, since other programs can only add to it. Times are seconds of
/// processor time.
class Institute {
 public:
  /// Writes the files into the directory.
  Institute(std::size_t datasets, const std::filesystem::path& directory);

  [[nodiscard]] std::size_t datasets() const noexcept { return datasets_; }
  /// Runs everything once, each part in a process of its own. Throws if something fails.
  void measure();
  /// How long Python's json.load of the plan's own JSON takes; unset where Python cannot be run.
  void measure_python(const std::string& python);
  /// All numbers, with those that follow from them.
  [[nodiscard]] Json result() const;

 private:
  void take(const Json& numbers);

  std::size_t datasets_;
  std::string file_;
  std::string directory_;
  std::string plan_file_;
  std::vector<std::string> directory_files_;
  Json least_ = Json::object();
};

}  // namespace cpginfra::bench
