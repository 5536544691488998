// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "cpginfra/report/diff_output.hpp"
#include "report/diff/wording.hpp"
#include "report/format/columns.hpp"

namespace cpginfra::report {
namespace {

/// Longer texts are cut: what they are stands in the JSON.
constexpr std::size_t kLongestText = 300;
/// A section of more entries is folded.
constexpr std::size_t kMostOpenEntries = 15;
/// Room for the heading, the fold and the count of what is left out of a section.
constexpr std::size_t kSectionFrame = 256;

bool is_continuation(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

/// The beginning of a text that is too long, whole characters of it.
std::string shortened(std::string text) {
  if (text.size() <= kLongestText) return text;
  std::size_t end = kLongestText;
  while (end > 0 && is_continuation(text[end])) --end;
  const std::size_t left = text.size() - end;
  text.resize(end);
  return text + fmt::format("... ({} more bytes)", left);
}

/// A code span, in which nothing is Markdown, HTML or a mention: longer backticks around it than
/// there are in it.
std::string code(std::string_view raw) {
  const std::string text = shortened(printable(raw));
  if (text.find_first_not_of(' ') == std::string::npos) return "(blank)";
  std::size_t longest = 0;
  std::size_t run = 0;
  for (char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const bool needs_space =
      text.front() == '`' || text.back() == '`' || text.front() == ' ' || text.back() == ' ';
  const std::string_view space = needs_space ? " " : "";
  return fmt::format("{}{}{}{}{}", fence, space, text, space, fence);
}

/// A heading with entries, each of which is shown whole or not at all.
struct Section {
  std::string heading;
  std::vector<std::string> entries;

  [[nodiscard]] std::size_t size() const {
    return std::accumulate(
        entries.begin(), entries.end(), kSectionFrame,
        [](std::size_t sum, const std::string& entry) { return sum + entry.size(); });
  }
};

void add_access(const PlanDiff& diff, std::string_view heading, bool of_people,
                std::vector<Section>& sections) {
  Section section{.heading = std::string(heading), .entries = {}};
  for (const AccessChange& change : diff.access) {
    if ((change.kind == plan::PrincipalKind::kPerson) != of_people) continue;
    for (const std::string& text : sentences(change, code)) {
      section.entries.push_back(fmt::format("- {}\n", text));
    }
  }
  sections.push_back(std::move(section));
}

void add_resources(const PlanDiff& diff, const VerbRow& row, std::vector<Section>& sections) {
  constexpr std::size_t kMostProperties = 20;
  Section section{.heading = std::string(row.heading), .entries = {}};
  for (const ResourceChange& change : diff.resources) {
    if (change.verb != row.verb) continue;
    std::string entry = fmt::format("- {}\n", resource_line(change, code));
    const std::size_t shown = std::min(kMostProperties, change.properties.size());
    for (std::size_t i = 0; i < shown; ++i) {
      entry += fmt::format("  - {}\n", property_line(change.properties[i], code));
    }
    if (shown < change.properties.size()) {
      entry += fmt::format("  - and {} more\n", change.properties.size() - shown);
    }
    section.entries.push_back(std::move(entry));
  }
  sections.push_back(std::move(section));
}

std::vector<Section> sections_of(const PlanDiff& diff) {
  std::vector<Section> sections;
  add_access(diff, "Access of people", true, sections);
  add_access(diff, "Access of machine accounts and others", false, sections);
  for (const VerbRow& row : kVerbRows) add_resources(diff, row, sections);
  Section exports{.heading = "Exports", .entries = {}};
  for (const PropertyChange& change : diff.exports) {
    exports.entries.push_back(fmt::format("- {}\n", property_line(change, code)));
  }
  sections.push_back(std::move(exports));
  sections.erase(std::remove_if(sections.begin(), sections.end(),
                                [](const Section& section) { return section.entries.empty(); }),
                 sections.end());
  return sections;
}

/// How many bytes each section may have: small ones all they want, the others an equal part.
std::vector<std::size_t> shares(const std::vector<Section>& sections, std::size_t room) {
  std::vector<std::size_t> order(sections.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return sections[a].size() < sections[b].size(); });
  std::vector<std::size_t> shares(sections.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    shares[order[i]] = std::min(sections[order[i]].size(), room / (order.size() - i));
    room -= shares[order[i]];
  }
  return shares;
}

void append_section(const Section& section, std::size_t share, std::string& out) {
  const bool is_folded = section.entries.size() > kMostOpenEntries;
  const std::string heading = fmt::format("{} ({})", section.heading, section.entries.size());
  out += is_folded ? fmt::format("\n<details>\n<summary><b>{}</b></summary>\n\n", heading)
                   : fmt::format("\n### {}\n\n", heading);
  std::size_t used = kSectionFrame;
  std::size_t shown = 0;
  while (shown < section.entries.size() && used + section.entries[shown].size() <= share) {
    used += section.entries[shown].size();
    out += section.entries[shown++];
  }
  if (shown < section.entries.size()) {
    out += fmt::format("- {}{} more that there is no room for here\n", shown == 0 ? "" : "and ",
                       section.entries.size() - shown);
  }
  if (is_folded) out += "\n</details>\n";
}

}  // namespace

std::string diff_markdown(const PlanDiff& diff) {
  std::string out = fmt::format("## What this changes\n\n{}.\n", summary_line(diff));
  const std::vector<Section> sections = sections_of(diff);
  const std::vector<std::size_t> rooms = shares(sections, kMarkdownLimit - 1 - out.size());
  for (std::size_t i = 0; i < sections.size(); ++i) append_section(sections[i], rooms[i], out);
  return out;
}

}  // namespace cpginfra::report
