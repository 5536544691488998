// SPDX-License-Identifier: MIT
//
// This header defines SourceSet, the files of one run with their text, and Reporter, which
// turns a finding at a place into a diagnostic with the file's name and the offending line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/source/node.hpp"
#include "cpginfra/config/diagnostic.hpp"

namespace cpginfra::config {

/// The bounds that keep hostile input from taking memory or time.
struct Limits {
  static constexpr std::size_t kFileBytes = std::size_t{64} << 20;
  static constexpr std::size_t kTotalBytes = std::size_t{256} << 20;
  static constexpr int kDepth = 64;
  static constexpr std::size_t kNodes = 2'000'000;
};

/// A file's name and text.
class SourceFile {
 public:
  SourceFile(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {}

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }
  bool is_ascii() const { return is_ascii_; }
  void set_is_ascii(bool is_ascii) { is_ascii_ = is_ascii; }
  /// Takes bytes that are not part of the text off its front. For before the text is read.
  void drop_front(std::size_t bytes) { text_.erase(0, bytes); }
  /// The line, which counts from 1, without its end; empty past the end.
  std::string_view line(std::uint32_t number) const;

 private:
  std::string name_;
  std::string text_;
  bool is_ascii_ = false;
  mutable std::vector<std::size_t> line_starts_;
};

/// The files of a run. Index 0 is no file: the place of values made in memory.
class SourceSet {
 public:
  SourceSet() { files_.emplace_back("", ""); }
  /// Adds a file; the index stays valid, and so do references to files.
  std::uint32_t add(std::string name, std::string text);
  const SourceFile& file(std::uint32_t index) const { return files_[index]; }
  SourceFile& file(std::uint32_t index) { return files_[index]; }
  std::size_t total_bytes() const { return total_bytes_; }

 private:
  std::deque<SourceFile> files_;
  std::size_t total_bytes_ = 0;
};

/// What a rule says; the reporter adds the file and the line.
struct Finding {
  std::string_view rule;
  Place place;
  std::string path;
  std::string message;
  std::string value = {};
  std::string mend = {};
  Severity severity = Severity::kError;
};

/// Collects findings as diagnostics.
class Reporter {
 public:
  Reporter(const SourceSet& sources, Diagnostics& diagnostics)
      : sources_(sources), diagnostics_(diagnostics) {}
  void report(Finding finding);
  /// Whether a further finding would be kept, so that it is worth a hint.
  bool keeps_more() const { return diagnostics_.all().size() < Diagnostics::kKept; }
  /// The word that is written at a place, or `otherwise` where there is no file.
  std::string word_at(Place place, std::string_view otherwise) const;

 private:
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
};

/// How many values may still be made; shared by all files of a run.
class NodeBudget {
 public:
  /// Takes one; false once there are none left.
  bool take() {
    if (left_ == 0) return false;
    --left_;
    return true;
  }
  bool is_spent() const { return left_ == 0; }

 private:
  std::size_t left_ = Limits::kNodes;
};

}  // namespace cpginfra::config
