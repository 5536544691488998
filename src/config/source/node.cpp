// SPDX-License-Identifier: MIT
#include "config/source/node.hpp"

#include <fmt/format.h>

#include <array>

namespace cpginfra::config {
namespace {

constexpr std::size_t kShown = 80;

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

Node::Node() = default;
Node::Node(Value node_value, Place node_place) : value(std::move(node_value)), place(node_place) {}
Node::Node(const Node&) = default;
Node::Node(Node&&) noexcept = default;
Node& Node::operator=(const Node&) = default;
Node& Node::operator=(Node&&) noexcept = default;
Node::~Node() = default;

const Entry* find_entry(const Node::Map& map, std::string_view key) {
  for (const Entry& entry : map) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

Entry* find_entry(Node::Map& map, std::string_view key) {
  for (Entry& entry : map) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

std::string describe_kind(const Node& node) {
  if (const Node::Other* other = node.as_other()) return other->kind;
  static constexpr std::array<std::string_view, 7> kKinds = {
      "null", "a boolean", "an integer", "a number", "text", "a list", "a mapping"};
  const std::size_t index = node.value.index();
  return std::string(index < kKinds.size() ? kKinds[index] : "a broken value");
}

std::string show_value(const Node& node) {
  if (const bool* flag = node.as_bool()) return *flag ? "true" : "false";
  if (const std::int64_t* integer = node.as_integer()) return fmt::format("{}", *integer);
  if (const double* number = node.as_number()) return fmt::format("{}", *number);
  if (const std::string* text = node.as_text()) return shortened(*text);
  if (const Node::Other* other = node.as_other()) return shortened(other->text);
  return node.is_null() ? "null" : "";
}

std::string shortened(std::string_view text) {
  if (text.size() <= kShown) return std::string(text);
  std::size_t end = kShown;
  while (end > 0 && continues_character(text[end])) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace cpginfra::config
