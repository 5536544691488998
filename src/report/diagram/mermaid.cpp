// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>

#include "cpginfra/report/diagram.hpp"
#include "report/diagram/diagram.hpp"
#include "report/format/columns.hpp"

namespace cpginfra::report {
namespace {

struct Brackets {
  std::string_view open;
  std::string_view close;
};
/// The look of each BoxKind, in its order.
constexpr std::array<Brackets, 6> kLooks = {{
    {"(", ")"},    // person
    {"([", "])"},  // machine account
    {"[", "]"},    // group
    {"[/", "/]"},  // outside of the plan
    {"[(", ")]"},  // bucket
    {"{{", "}}"},  // other thing
}};

bool is_plain(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return byte >= 0x80 || ('a' <= letter && letter <= 'z') || ('A' <= letter && letter <= 'Z') ||
         ('0' <= letter && letter <= '9') ||
         std::string_view(" -._@/:,").find(letter) != std::string_view::npos;
}

/// A quoted text of Mermaid: what is not plain stands as an entity, since Mermaid takes labels for
/// Markdown and HTML.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char letter : printable(text)) {
    if (is_plain(letter)) {
      out += letter;
    } else {
      out += fmt::format("#{};", static_cast<int>(letter));
    }
  }
  return out + '"';
}

std::string label_of(const DiagramBox& box) {
  if (box.caption.empty()) return quoted(box.label);
  return quoted(fmt::format("{}: {}", box.caption, box.label));
}

}  // namespace

std::string diagram_mermaid(const AccessGraph& graph, std::string_view dataset) {
  const Diagram diagram = dataset_diagram(graph, dataset);
  std::string out = "flowchart LR\n";
  for (std::size_t place = 0; place < diagram.boxes.size(); ++place) {
    const DiagramBox& box = diagram.boxes[place];
    const Brackets& look = kLooks[static_cast<std::size_t>(box.kind)];
    out += fmt::format("  n{}{}{}{}\n", place, look.open, label_of(box), look.close);
  }
  for (const DiagramArrow& arrow : diagram.arrows) {
    if (arrow.is_on_request) {
      out += fmt::format("  n{} -. {} .-> n{}\n", arrow.from,
                         quoted(fmt::format("{} on request", arrow.label)), arrow.to);
    } else if (!arrow.label.empty()) {
      out += fmt::format("  n{} -- {} --> n{}\n", arrow.from, quoted(arrow.label), arrow.to);
    } else {
      out += fmt::format("  n{} --> n{}\n", arrow.from, arrow.to);
    }
  }
  return out;
}

}  // namespace cpginfra::report
