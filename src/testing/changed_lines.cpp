// SPDX-License-Identifier: MIT
#include "testing/changed_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

namespace cpginfra::testing {
namespace {

constexpr std::size_t kIndentation = 2;

/// The headings that a line is under, and the line itself.
using Path = std::vector<std::string_view>;

std::vector<Path> paths_of(std::string_view text) {
  std::vector<Path> paths;
  Path current;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t indentation = line.find_first_not_of(' ');
    if (indentation == std::string_view::npos) continue;
    const std::size_t depth = std::min(indentation / kIndentation, current.size());
    current.resize(depth);
    current.push_back(line.substr(indentation));
    paths.push_back(current);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// The lines of one side below one heading.
struct Change {
  std::vector<std::string_view> before;
  std::vector<std::string_view> after;
};

}  // namespace

std::string changed_lines(std::string_view before, std::string_view after, std::size_t most) {
  const std::vector<Path> left = paths_of(before);
  const std::vector<Path> right = paths_of(after);
  std::vector<Path> removed;
  std::vector<Path> added;
  std::set_difference(left.begin(), left.end(), right.begin(), right.end(),
                      std::back_inserter(removed));
  std::set_difference(right.begin(), right.end(), left.begin(), left.end(),
                      std::back_inserter(added));

  std::map<Path, Change> changes;  // by heading
  const auto heading = [](const Path& path) { return Path(path.begin(), path.end() - 1); };
  for (const Path& path : removed) changes[heading(path)].before.push_back(path.back());
  for (const Path& path : added) changes[heading(path)].after.push_back(path.back());

  std::string text;
  std::size_t count = 0;
  Path shown;
  const auto add = [&](char sign, std::size_t depth, std::string_view line) {
    if (++count > most) return;
    text += fmt::format("{}  {} {:{}}{}", text.empty() ? "" : "\n", sign, "", depth * kIndentation,
                        line);
  };
  for (const auto& [path, change] : changes) {
    // Headings that are themselves shown as changed are not said again.
    const auto same = std::mismatch(path.begin(), path.end(), shown.begin(), shown.end()).first;
    for (auto at = same; at != path.end() && count < most; ++at) {
      const auto depth = static_cast<std::size_t>(at - path.begin());
      const Path own(path.begin(), at + 1);
      if (std::binary_search(removed.begin(), removed.end(), own) ||
          std::binary_search(added.begin(), added.end(), own)) {
        continue;
      }
      text += fmt::format("{}    {:{}}{}", text.empty() ? "" : "\n", "", depth * kIndentation, *at);
    }
    shown = path;
    for (std::string_view line : change.before) add('-', path.size(), line);
    for (std::string_view line : change.after) add('+', path.size(), line);
  }
  if (count > most) text += fmt::format("\n    and {} more lines", count - most);
  return text;
}

}  // namespace cpginfra::testing
