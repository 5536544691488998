// SPDX-License-Identifier: MIT
// What the tests of the configuration share: the data files, and a directory to write into.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/config/load.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::config {

using test::source_path;

inline std::string file_text(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// `text` with every `from` replaced by `to`.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// A directory that is removed at the end of the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "cpginfra-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }

  std::string path(std::string_view name = "") const {
    return name.empty() ? path_ : path_ + "/" + std::string(name);
  }
  /// Writes a file, with the directories on the way to it.
  std::string write(std::string_view name, std::string_view text) const {
    std::string target = path(name);
    std::filesystem::create_directories(std::filesystem::path(target).parent_path());
    std::ofstream(target, std::ios::binary) << text;
    return target;
  }

 private:
  std::string path_;
};

/// `RULE line:column path` of each diagnostic.
inline std::vector<std::string> summary(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& each : diagnostics.all()) {
    lines.push_back(each.rule + " " + std::to_string(each.line) + ":" +
                    std::to_string(each.column) + " " + each.path);
  }
  return lines;
}

}  // namespace cpginfra::config
