// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/report/access.hpp"
#include "cpginfra/testing/snapshot_check.hpp"
#include "internal/sha256.hpp"
#include "internal/text.hpp"
#include "report/format/columns.hpp"
#include "report/rules/pattern.hpp"
#include "report/value_text.hpp"
#include "testing/fitting.hpp"
#include "testing/nearest.hpp"

namespace cpginfra::testing {
namespace {

using plan::Resource;
using report::printable;

constexpr std::size_t kDigestLength = 12;

std::string digest(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  internal::Sha256 sha;
  for (const std::string& line : lines) {
    sha.update(line);
    sha.update("\n");
  }
  return sha.hex().substr(0, kDigestLength);
}

/// `24, digest 3f2a…`.
std::string summed(std::vector<std::string> lines) {
  const std::size_t count = lines.size();
  return fmt::format("{}, digest {}", count, digest(std::move(lines)));
}

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (std::string_view name : names) text += (text.empty() ? "" : ", ") + printable(name);
  return text;
}

/// What is said of a resource: a line an input, an option, and its dependencies.
std::vector<std::string> lines_of(const Resource& resource) {
  std::vector<std::string> lines;
  for (const plan::Field& field : resource.inputs) {
    lines.push_back(
        fmt::format("{}: {}", printable(field.name), shown(resource, field.name, field.value)));
  }
  std::string depends_on;
  for (const Resource* other : resource.depends_on) {
    depends_on += (depends_on.empty() ? "" : ", ") + reference(*other);
  }
  const plan::ResourceOptions& options = *resource.options;
  std::string aliases;
  for (const plan::Alias& alias : options.aliases) {
    aliases += fmt::format("{}{} {}", aliases.empty() ? "" : ", ", alias.type, alias.name);
  }
  const std::pair<std::string_view, std::string> said[] = {
      {"depends on", depends_on},
      {"ignores changes of", joined(options.ignore_changes)},
      {"replaced when these change", joined(options.replace_on_changes)},
      {"secret outputs", joined(options.additional_secret_outputs)},
      {"formerly", aliases},
      {"deleted before it is replaced", options.delete_before_replace ? "yes" : ""},
      {"protected", options.protect ? "yes" : ""},
      {"kept in the cloud when deleted", options.retain_on_delete ? "yes" : ""},
      {"imported from", printable(options.import_id)},
      {"provider", options.provider == nullptr ? "" : reference(*options.provider)},
  };
  for (const auto& [what, text] : said) {
    if (!text.empty()) lines.push_back(fmt::format("({}) {}", what, text));
  }
  return lines;
}

bool is_in_full(std::string_view type, const SnapshotOptions& options) {
  return std::any_of(
      options.in_full.begin(), options.in_full.end(), [&](const std::string& pattern) {
        return report::fits_pattern(internal::lower_case(type), internal::lower_case(pattern));
      });
}

std::string resources_text(const plan::Plan& plan, const SnapshotOptions& options) {
  std::map<std::string_view, std::vector<const Resource*>> by_type;
  for (const Resource* resource : plan.resources()) {
    if (options.selection.holds(resource->origin)) {
      by_type[resource->type->token].push_back(resource);
    }
  }
  std::string text = "resources\n";
  for (auto& [type, resources] : by_type) {
    std::sort(resources.begin(), resources.end(),
              [](const Resource* a, const Resource* b) { return a->name < b->name; });
    std::string full;
    std::vector<std::string> all;
    for (const Resource* resource : resources) {
      const std::vector<std::string> lines = lines_of(*resource);
      full += fmt::format("    {}\n", printable(resource->name));
      for (const std::string& line : lines) full += fmt::format("      {}\n", line);
      all.push_back(fmt::format("{} {}", resource->name, fmt::join(lines, "\n")));
    }
    text += fmt::format("  {}\n", printable(type));
    text += is_in_full(type, options) ? full : fmt::format("    {}\n", summed(std::move(all)));
  }
  return text;
}

/// Who reaches which bucket, and a sum of everything else.
std::string access_text(const plan::Plan& plan, const SnapshotOptions& options) {
  const report::AccessGraph graph(plan);
  const report::AccessTable table = options.selection.dataset.empty()
                                        ? report::matrix(graph)
                                        : report::matrix(graph, options.selection.dataset);
  std::string text = "access\n";
  report::NodeId last = report::kNoNode;
  for (const report::Access& row : table.rows()) {
    if (row.principal != last) {
      text += fmt::format("  {}\n", printable(graph.node(row.principal).label));
      last = row.principal;
    }
    text += fmt::format("    {}: {} ({})\n", printable(graph.target(row.target).name),
                        report::level_text(*row.grant), report::to_text(row.how));
  }
  std::vector<std::string> grants;
  for (const plan::Grant& grant : plan.grants()) {
    if (!options.selection.holds(grant.origin)) continue;
    grants.push_back(fmt::format("{} {} {} {} {} {}", grant.member->label,
                                 plan::to_text(grant.target->kind), grant.target->name,
                                 plan::to_text(grant.level), grant.role,
                                 plan::to_text(grant.availability)));
  }
  std::vector<std::string> memberships;
  for (const plan::Membership& membership : plan.memberships()) {
    if (!options.selection.holds(membership.origin)) continue;
    memberships.push_back(fmt::format("{} {}", membership.group_name, membership.member->label));
  }
  text += fmt::format("  in all\n    grants: {}\n    memberships: {}\n", summed(std::move(grants)),
                      summed(std::move(memberships)));
  return text;
}

std::string exports_text(const plan::Plan& plan) {
  std::map<std::string_view, std::string> exports;
  for (const plan::Export& exported : plan.exports()) {
    report::append_value_text(exported.value, report::Showing::kOpen, exports[exported.name]);
  }
  std::string text = "exports\n";
  for (const auto& [name, value] : exports) {
    text += fmt::format("  {}: {}\n", printable(name), value);
  }
  return text;
}

std::string notes_text(const plan::Plan& plan, const SnapshotOptions& options) {
  std::vector<std::string> lines;
  for (const std::span<const plan::Note> notes : {plan.warnings(), plan.lines()}) {
    for (const plan::Note& note : notes) {
      if (options.selection.holds(note.origin)) lines.push_back("  " + printable(note.text) + '\n');
    }
  }
  std::sort(lines.begin(), lines.end());
  std::string text = "notes\n";
  for (const std::string& line : lines) text += line;
  return text;
}

}  // namespace

std::string snapshot_text(const plan::Plan& plan, const SnapshotOptions& options) {
  std::string text = "cpginfra snapshot 1\n" + access_text(plan, options);
  text += resources_text(plan, options);
  if (options.selection.is_everything()) text += exports_text(plan);
  return text + notes_text(plan, options);
}

}  // namespace cpginfra::testing
