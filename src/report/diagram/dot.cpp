// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>

#include "cpginfra/report/diagram.hpp"
#include "report/diagram/diagram.hpp"
#include "report/format/columns.hpp"

namespace cpginfra::report {
namespace {

/// The look of each BoxKind, in its order.
constexpr std::array<std::string_view, 6> kLooks = {
    "shape=box style=rounded",             // person
    "shape=box style=\"rounded,dashed\"",  // machine account
    "shape=box",                           // group
    "shape=box style=dotted",              // outside of the plan
    "shape=cylinder",                      // bucket
    "shape=note",                          // other thing
};

/// A quoted text of DOT, in which backslashes and entities mean something.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char letter : printable(text)) {
    switch (letter) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '&':
        out += "&amp;";
        break;
      default:
        out += letter;
    }
  }
  return out + '"';
}

std::string label_of(const DiagramBox& box) {
  std::string label = quoted(box.label);
  if (box.caption.empty()) return label;
  label.pop_back();
  return fmt::format("{}\\n({})\"", label, box.caption);
}

}  // namespace

std::string diagram_dot(const AccessGraph& graph, std::string_view dataset) {
  const Diagram diagram = dataset_diagram(graph, dataset);
  std::string out = fmt::format("digraph {} {{\n", quoted(dataset));
  out += "  rankdir=LR\n  node [fontname=\"sans-serif\"]\n  edge [fontname=\"sans-serif\"]\n";
  for (std::size_t place = 0; place < diagram.boxes.size(); ++place) {
    const DiagramBox& box = diagram.boxes[place];
    out += fmt::format("  n{} [label={} {}]\n", place, label_of(box),
                       kLooks[static_cast<std::size_t>(box.kind)]);
  }
  for (const DiagramArrow& arrow : diagram.arrows) {
    out += fmt::format("  n{} -> n{}", arrow.from, arrow.to);
    if (arrow.is_on_request) {
      out += fmt::format(" [label={} style=dashed]",
                         quoted(fmt::format("{} on request", arrow.label)));
    } else if (!arrow.label.empty()) {
      out += fmt::format(" [label={}]", quoted(arrow.label));
    }
    out += '\n';
  }
  return out + "}\n";
}

}  // namespace cpginfra::report
