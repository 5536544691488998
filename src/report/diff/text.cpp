// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cpginfra/report/diff_output.hpp"
#include "report/diff/wording.hpp"
#include "report/format/columns.hpp"

namespace cpginfra::report {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kReset = "\x1b[0m";

/// The SGR sequence (ECMA-48) of a line with that mark.
std::string_view colour_of(char mark) noexcept {
  switch (mark) {
    case '+':
      return "\x1b[32m";
    case '-':
      return "\x1b[31m";
    case '!':
      return "\x1b[35m";
    default:
      return "\x1b[33m";
  }
}

char mark_of(AccessVerb verb) noexcept {
  switch (verb) {
    case AccessVerb::kGains:
      return '+';
    case AccessVerb::kLoses:
      return '-';
    case AccessVerb::kBecomes:
      return '~';
  }
  return ' ';
}

/// Writes lines with colours.
class Coloured {
 public:
  void heading(std::string_view text) {
    fmt::format_to(std::back_inserter(out_), "{}{}{}\n", kBold, text, kReset);
  }
  void line(char mark, const std::string& text) {
    fmt::format_to(std::back_inserter(out_), "  {}{}{} {}\n", colour_of(mark), mark, kReset, text);
  }
  void detail(const std::string& text) { out_ += "      " + text + "\n"; }
  void gap() { out_ += '\n'; }
  std::string& text() { return out_; }

 private:
  std::string out_;
};

/// Writes the same lines without.
class Plain {
 public:
  void heading(std::string_view text) { fmt::format_to(std::back_inserter(out_), "{}\n", text); }
  void line(char mark, const std::string& text) {
    fmt::format_to(std::back_inserter(out_), "  {} {}\n", mark, text);
  }
  void detail(const std::string& text) { out_ += "      " + text + "\n"; }
  void gap() { out_ += '\n'; }
  std::string& text() { return out_; }

 private:
  std::string out_;
};

template <typename Lines>
std::string text_of(const PlanDiff& diff) {
  const Quote quote = [](std::string_view text) { return printable(text); };
  Lines lines;
  if (!diff.access.empty()) {
    lines.heading("Access");
    for (const AccessChange& change : diff.access) {
      for (const std::string& text : sentences(change, quote)) {
        lines.line(mark_of(change.verb), text);
      }
    }
    lines.gap();
  }
  for (const VerbRow& row : kVerbRows) {
    bool is_first = true;
    for (const ResourceChange& change : diff.resources) {
      if (change.verb != row.verb) continue;
      if (is_first) lines.heading(row.heading);
      is_first = false;
      lines.line(row.mark, resource_line(change, quote));
      for (const PropertyChange& property : change.properties) {
        lines.detail(property_line(property, quote));
      }
    }
    if (!is_first) lines.gap();
  }
  if (!diff.exports.empty()) {
    lines.heading("Exports");
    for (const PropertyChange& change : diff.exports) lines.line('~', property_line(change, quote));
    lines.gap();
  }
  lines.heading(summary_line(diff));
  return std::move(lines.text());
}

}  // namespace

std::string sentence(const AccessChange& change) {
  const auto all = sentences(change, [](std::string_view text) { return printable(text); });
  return fmt::format("{}", fmt::join(all, "; "));
}

std::string diff_text(const PlanDiff& diff) { return text_of<Plain>(diff); }

std::string diff_coloured(const PlanDiff& diff) { return text_of<Coloured>(diff); }

}  // namespace cpginfra::report
