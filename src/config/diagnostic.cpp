// SPDX-License-Identifier: MIT
#include "cpginfra/config/diagnostic.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace cpginfra::config {

std::string_view to_string(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

void Diagnostics::add(Diagnostic diagnostic) {
  ++(diagnostic.severity == Severity::kError ? errors_ : warnings_);
  if (kept_.size() < kKept) kept_.push_back(std::move(diagnostic));
}

void Diagnostics::sort() {
  const auto place = [](const Diagnostic& diagnostic) {
    return std::tie(diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.rule,
                    diagnostic.path, diagnostic.message);
  };
  std::stable_sort(
      kept_.begin(), kept_.end(),
      [&](const Diagnostic& left, const Diagnostic& right) { return place(left) < place(right); });
}

}  // namespace cpginfra::config
