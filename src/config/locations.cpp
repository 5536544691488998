// SPDX-License-Identifier: MIT
#include "config/locations.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "config/check/context.hpp"

namespace cpginfra::config {
namespace {

// A key as a step: an index where the value is a list, or where it is not known what the value is.
PathStep step_of(std::string_view key, const Node* node) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  const bool is_number = error == std::errc() && end == key.data() + key.size();
  const bool can_be_list = node == nullptr || node->as_list() != nullptr;
  return is_number && can_be_list ? PathStep(index) : PathStep(key);
}

const Node* child_of(const Node* node, const PathStep& step) {
  if (node == nullptr) return nullptr;
  if (step.is_index) {
    const Node::List* list = node->as_list();
    return list != nullptr && step.index < list->size() ? &(*list)[step.index] : nullptr;
  }
  const Node::Map* map = node->as_map();
  const Entry* entry = map == nullptr ? nullptr : find_entry(*map, step.key);
  return entry == nullptr ? nullptr : &entry->node;
}

}  // namespace

void Locations::locate(Diagnostic& diagnostic, absl::Span<const std::string_view> keys) const {
  static const Source kNothing{{}, std::nullopt, "infrastructure"};
  const Source& source = source_ == nullptr ? kNothing : *source_;
  const Node* top = source.infrastructure ? &*source.infrastructure : nullptr;
  std::vector<PathStep> steps;
  steps.reserve(keys.size());
  const Node* node = top;
  for (std::string_view key : keys) {
    steps.push_back(step_of(key, node));
    node = child_of(node, steps.back());
  }
  Spot spot = find_spot(top, source.key, steps);

  Diagnostics placed;
  Reporter(source.sources, placed)
      .report({diagnostic.rule, spot.place, std::move(spot.path), std::move(diagnostic.message),
               std::move(diagnostic.value), std::move(diagnostic.mend), diagnostic.severity});
  diagnostic = placed.all().front();
}

}  // namespace cpginfra::config
