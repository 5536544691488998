// SPDX-License-Identifier: MIT
#include "report/diff/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "cpginfra/report/diff_output.hpp"
#include "report/summary_text.hpp"

namespace cpginfra::report {
namespace {

std::string_view words_of(How how) noexcept {
  switch (how) {
    case How::kHas:
      return "";
    case How::kCanRequest:
      return " on request";
    case How::kCanBecome:
      return " as a machine account";
  }
  return "";
}

std::string words_of(const AccessWay& way, const Quote& quote) {
  // Our levels are plain words; a role may be anything.
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz-";
  const bool is_word = way.level.find_first_not_of(kLetters) == std::string::npos;
  return fmt::format("{}{}", is_word ? way.level : quote(way.level), words_of(way.how));
}

std::string words_of(std::span<const AccessWay> ways, const Quote& quote) {
  std::string text;
  for (const AccessWay& way : ways) {
    if (!text.empty()) text += " and ";
    text += words_of(way, quote);
  }
  return text;
}

/// `, through a > b`; nothing for a grant of one's own.
std::string path_words(const AccessWay& way, const Quote& quote) {
  std::string text;
  for (std::size_t i = 0; i + 1 < way.path.size(); ++i) {
    text += i == 0 ? ", through " : " > ";
    text += quote(way.path[i]);
  }
  return text;
}

std::string target_words(const AccessChange& change, const Quote& quote) {
  std::string kind;
  if (change.target_kind != plan::TargetKind::kBucket &&
      change.target_kind != plan::TargetKind::kOther) {
    kind = std::string(plan::to_text(change.target_kind)) + " ";
    std::replace(kind.begin(), kind.end(), '-', ' ');
  }
  std::string text = kind + quote(change.target);
  if (change.has_namesake && !change.resource.empty()) {
    const std::size_t name = change.resource.find("::") + 2;
    text += fmt::format(" ({})", quote(std::string_view(change.resource).substr(name)));
  }
  return text;
}

}  // namespace

std::vector<std::string> sentences(const AccessChange& change, const Quote& quote) {
  const std::string who = quote(change.principal);
  const std::string what = target_words(change, quote);
  if (change.verb == AccessVerb::kBecomes) {
    return {fmt::format("{}: {} becomes {} on {}{}", who, words_of(change.before, quote),
                        words_of(change.after, quote), what,
                        path_words(change.after.front(), quote))};
  }
  std::vector<std::string> found;
  for (const AccessWay& way : change.verb == AccessVerb::kGains ? change.after : change.before) {
    found.push_back(fmt::format("{} {} {} on {}{}", who, to_text(change.verb), words_of(way, quote),
                                what, path_words(way, quote)));
  }
  return found;
}

std::string property_line(const PropertyChange& change, const Quote& quote) {
  std::string text = quote(change.path) + ": ";
  if (change.is_reordered) return text + "another order";
  if (change.is_secret && change.before && change.after) {
    text += "another secret";
  } else if (change.before && change.after) {
    text += fmt::format("{} -> {}", quote(*change.before), quote(*change.after));
  } else {
    text += change.after ? "added " + quote(*change.after) : "removed " + quote(*change.before);
  }
  if (change.is_replacing) text += " (replaces)";
  return text;
}

std::string resource_line(const ResourceChange& change, const Quote& quote) {
  std::string now = quote(change.type + "::" + change.name);
  if (change.former_name.empty() && change.former_type.empty()) return now;
  return fmt::format("{} -> {}", quote(change.former_type + "::" + change.former_name), now);
}

std::string summary_line(const PlanDiff& diff) {
  if (diff.is_empty()) return "no difference";
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (!text.empty()) text += ", ";
    text += part;
  };
  if (!diff.access.empty()) {
    add(fmt::format("{} in access", plural(diff.access.size(), "change")));
  }
  for (const VerbRow& row : kVerbRows) {
    const auto count =
        std::count_if(diff.resources.begin(), diff.resources.end(),
                      [&](const ResourceChange& change) { return change.verb == row.verb; });
    if (count > 0) {
      add(fmt::format("{} {}", plural(static_cast<std::size_t>(count), "resource"),
                      to_text(row.verb)));
    }
  }
  if (!diff.exports.empty()) {
    add(fmt::format("{} changed", plural(diff.exports.size(), "export")));
  }
  return text;
}

}  // namespace cpginfra::report
