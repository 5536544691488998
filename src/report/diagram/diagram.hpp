// SPDX-License-Identifier: MIT
// A dataset's diagram before it is written in one language or another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/report/access_graph.hpp"

namespace cpginfra::report {

enum class BoxKind : std::uint8_t { kPerson, kAccount, kGroup, kOutside, kBucket, kThing };

/// One thing in a diagram; its place among the boxes is its name in the text.
struct DiagramBox {
  BoxKind kind = BoxKind::kThing;
  std::string_view label;
  /// What it is, where its look does not say so.
  std::string_view caption;
};

struct DiagramArrow {
  std::size_t from = 0;
  std::size_t to = 0;
  /// The levels of access; empty for membership of a group.
  std::string label;
  bool is_on_request = false;
};

struct Diagram {
  std::vector<DiagramBox> boxes;
  std::vector<DiagramArrow> arrows;
};

/// By node, then target; members before what they are in.
[[nodiscard]] Diagram dataset_diagram(const AccessGraph& graph, std::string_view dataset);

}  // namespace cpginfra::report
