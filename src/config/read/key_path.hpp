// SPDX-License-Identifier: MIT
//
// This header defines KeyPath, the way from the top of the configuration to a value. It is kept
// as steps while values are read and becomes text only where something is wrong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cpginfra::config {

/// One step: into a mapping by its key, or into a list by its index.
struct PathStep {
  PathStep(std::string_view step_key) : key(step_key) {}
  PathStep(const char* step_key) : key(step_key) {}
  PathStep(const std::string& step_key) : key(step_key) {}
  PathStep(std::size_t step_index) : index(step_index), is_index(true) {}

  std::string_view key;
  std::size_t index = 0;
  bool is_index = false;
};

/// A sequence of steps. Keys are borrowed.
class KeyPath {
 public:
  void push(PathStep step) { steps_.push_back(step); }
  void pop() { steps_.pop_back(); }
  /// As `datasets.fewgenomes.members.analysis[2]`; keys that are not plain words are quoted.
  std::string text() const;
  /// The same with a further key.
  std::string text_with(std::string_view key) const;

 private:
  std::vector<PathStep> steps_;
};

/// Adds a step for the length of a scope.
class PathScope {
 public:
  PathScope(KeyPath& path, PathStep step) : path_(path) { path_.push(step); }
  PathScope(const PathScope&) = delete;
  PathScope& operator=(const PathScope&) = delete;
  ~PathScope() { path_.pop(); }

 private:
  KeyPath& path_;
};

/// Appends a step to a path's text.
void append_step(const PathStep& step, std::string& text);

}  // namespace cpginfra::config
