// SPDX-License-Identifier: MIT
//
// This header defines Diagnostic, one thing that is wrong or odd in a configuration, and
// Diagnostics, all of them: where it is, which rule it breaks, and what would mend it.
//
//   for (const Diagnostic& diagnostic : diagnostics.all()) {
//     std::cerr << diagnostic.file << ':' << diagnostic.line << ": " << diagnostic.message;
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"

namespace cpginfra::config {

/// An error stops a configuration from being used; a warning does not.
enum class Severity { kError, kWarning };

/// The spelling in output: `error` or `warning`.
std::string_view to_string(Severity severity);

/// One finding.
struct Diagnostic {
  Severity severity = Severity::kError;
  /// The rule's id, as `unknown-key`.
  std::string rule;
  /// The file as it was named to the loader; empty where the value did not come from a file.
  std::string file;
  /// Both count from 1, the column in characters; 0 where the place is not known.
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  /// The key's path, as `datasets.fewgenomes.members.analysis[2]`; empty for a file's syntax.
  std::string path;
  std::string message;
  /// The offending value, shortened; empty where there is none to show.
  std::string value;
  /// What would mend it; empty where nothing can be said.
  std::string mend;
  /// The offending line, shortened, and the column in it that `column` stands for.
  std::string excerpt;
  std::uint32_t excerpt_column = 0;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// All findings of a run. So that a hostile file cannot fill the memory, only the first 1000
/// are kept; the rest are counted.
class Diagnostics {
 public:
  static constexpr std::size_t kKept = 1000;

  void add(Diagnostic diagnostic);
  /// By file, line, column and rule.
  void sort();

  absl::Span<const Diagnostic> all() const { return kept_; }
  bool empty() const { return kept_.empty(); }
  bool has_errors() const { return errors_ > 0; }
  /// These count those that were not kept too.
  std::size_t error_count() const { return errors_; }
  std::size_t warning_count() const { return warnings_; }
  /// How many were not kept.
  std::size_t left_out() const { return errors_ + warnings_ - kept_.size(); }

 private:
  std::vector<Diagnostic> kept_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

}  // namespace cpginfra::config
