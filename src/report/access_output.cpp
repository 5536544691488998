// SPDX-License-Identifier: MIT
#include "cpginfra/report/access_output.hpp"

#include <fmt/format.h>

#include "report/format/columns.hpp"
#include "report/format/csv.hpp"
#include "report/format/json.hpp"

namespace cpginfra::report {
namespace {

constexpr std::string_view kPathSeparator = " > ";

std::string joined_path(const AccessGraph& graph, const AccessTable& table, const Access& row) {
  return fmt::format("{}", fmt::join(path_names(graph, table, row), kPathSeparator));
}

/// Its kind and name, with the resource's where that does not tell which it is.
std::string target_text(const AccessGraph& graph, TargetId id) {
  const AccessTarget& target = graph.target(id);
  std::string text = fmt::format("{} {}", to_text(target.kind), target.name);
  if (target.resource != nullptr && graph.has_namesake(id)) {
    text += fmt::format(" ({})", target.resource->name);
  }
  return text;
}

}  // namespace

std::vector<std::string_view> path_names(const AccessGraph& graph, const AccessTable& table,
                                         const Access& row) {
  std::vector<std::string_view> names;
  for (NodeId node : table.path(row)) names.push_back(graph.node(node).label);
  names.push_back(row.grant->role.empty() ? level_text(*row.grant) : row.grant->role);
  return names;
}

std::string access_text(const AccessGraph& graph, const AccessTable& table) {
  if (table.rows().empty()) return "nobody\n";
  Columns columns({"PRINCIPAL", "LEVEL", "HOW", "TARGET", "PATH"});
  NodeId last = kNoNode;
  for (const Access& row : table.rows()) {
    const bool is_same = row.principal == last;
    columns.add({is_same ? std::string() : std::string(graph.node(row.principal).id),
                 std::string(level_text(*row.grant)), std::string(to_text(row.how)),
                 target_text(graph, row.target), joined_path(graph, table, row)});
    last = row.principal;
  }
  return columns.text();
}

std::string access_json(const AccessGraph& graph, const AccessTable& table) {
  std::string out = "[";
  std::string_view separator = "\n";
  for (const Access& row : table.rows()) {
    const AccessTarget& target = graph.target(row.target);
    out += separator;
    out += R"( {"principal": )";
    append_json_text(graph.node(row.principal).id, out);
    out += R"(, "resource": )";
    append_json_text(resource_text(target.resource), out);
    out += R"(, "target": )";
    append_json_text(target.name, out);
    out += R"(, "level": )";
    append_json_text(level_text(*row.grant), out);
    out += R"(, "how": )";
    append_json_text(to_text(row.how), out);
    out += R"(, "path": [)";
    std::string_view comma;
    for (std::string_view name : path_names(graph, table, row)) {
      out += comma;
      append_json_text(name, out);
      comma = ", ";
    }
    out += "]}";
    separator = ",\n";
  }
  out += table.rows().empty() ? "]\n" : "\n]\n";
  return out;
}

std::string access_csv(const AccessGraph& graph, const AccessTable& table) {
  std::string out = "principal,resource,target,level,how,path\r\n";
  for (const Access& row : table.rows()) {
    const AccessTarget& target = graph.target(row.target);
    const auto cell = [&out](std::string_view text, char end) {
      append_csv_cell(text, out);
      out += end;
    };
    cell(graph.node(row.principal).id, ',');
    cell(resource_text(target.resource), ',');
    cell(target.name, ',');
    cell(level_text(*row.grant), ',');
    cell(to_text(row.how), ',');
    cell(joined_path(graph, table, row), '\r');
    out += '\n';
  }
  return out;
}

}  // namespace cpginfra::report
