// SPDX-License-Identifier: MIT
//
// This header defines Node, a value of any format together with the place it was read from.
// The three readers make nodes; nothing after them knows which format a value came in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cpginfra::config {

/// Where a value stands. The file is an index into SourceSet; line and column count from 1.
struct Place {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct Entry;

/// One value, with what it holds.
struct Node {
  using List = std::vector<Node>;
  using Map = std::vector<Entry>;
  /// A value that no field takes, such as a date; `kind` names it with its article.
  struct Other {
    std::string kind;
    std::string text;
  };
  /// A value about which a diagnostic has already been made.
  struct Broken {};

  using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map,
                             Other, Broken>;

  Node();
  Node(Value node_value, Place node_place);
  // Written in one place: the compiler then warns of no member of a variant that is not there.
  Node(const Node&);
  Node(Node&&) noexcept;
  Node& operator=(const Node&);
  Node& operator=(Node&&) noexcept;
  ~Node();

  Value value;
  Place place;

  bool is_null() const { return std::holds_alternative<std::monostate>(value); }
  bool is_broken() const { return std::holds_alternative<Broken>(value); }
  const bool* as_bool() const { return std::get_if<bool>(&value); }
  const std::int64_t* as_integer() const { return std::get_if<std::int64_t>(&value); }
  const double* as_number() const { return std::get_if<double>(&value); }
  const std::string* as_text() const { return std::get_if<std::string>(&value); }
  const List* as_list() const { return std::get_if<List>(&value); }
  const Map* as_map() const { return std::get_if<Map>(&value); }
  const Other* as_other() const { return std::get_if<Other>(&value); }
  List* as_list() { return std::get_if<List>(&value); }
  Map* as_map() { return std::get_if<Map>(&value); }
};

/// One entry of a mapping. Keys of a mapping are unique.
struct Entry {
  std::string key;
  Place place;
  Node node;
};

/// The entry of `key`, or null. Looks at one entry after the other: for mappings of few keys.
const Entry* find_entry(const Node::Map& map, std::string_view key);
Entry* find_entry(Node::Map& map, std::string_view key);

/// What a value is, with its article: `text`, `an integer`, `a list`, …
std::string describe_kind(const Node& node);

/// The value as it is shown in a message: short, on one line. Lists and mappings are not shown.
std::string show_value(const Node& node);

/// `text` cut to some eighty bytes, at a character's end.
std::string shortened(std::string_view text);

}  // namespace cpginfra::config
