// SPDX-License-Identifier: MIT
//
// A TOML reader over toml++. Its tables forget the order of their keys, which the places of
// the keys bring back. It stops at the first mistake and recurses as deep as values are nested,
// so the depth is checked before.
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "config/source/readers.hpp"

namespace cpginfra::config {
namespace {

// Walks over text without reading it: past strings and comments, counting the brackets that
// are open and the parts of dotted keys.
class DepthScan {
 public:
  DepthScan(std::uint32_t file, std::string_view text) : file_(file), text_(text) {}

  // The first place that is nested too deep, or nothing.
  std::optional<Place> find_too_deep() {
    while (at_ < text_.size()) {
      const char byte = text_[at_];
      if (byte == '#') {
        skip_until('\n');
        continue;
      }
      if (byte == '"' || byte == '\'') {
        skip_string(byte);
        continue;
      }
      count(byte);
      if (brackets_ > Limits::kDepth || dots_ > Limits::kDepth) {
        return Place{file_, line_, static_cast<std::uint32_t>(at_ - line_start_ + 1)};
      }
      ++at_;
    }
    return std::nullopt;
  }

 private:
  void count(char byte) {
    switch (byte) {
      case '[':
      case '{':
        ++brackets_;
        dots_ = 0;
        break;
      case ']':
      case '}':
        brackets_ -= brackets_ > 0 ? 1 : 0;
        dots_ = 0;
        break;
      case '=':
      case ',':
        dots_ = 0;
        break;
      case '\n':
        start_line();
        dots_ = 0;
        break;
      case '.':
        ++dots_;
        break;
      default:
        break;
    }
  }

  void start_line() {
    ++line_;
    line_start_ = at_ + 1;
  }

  void skip_until(char end) {
    while (at_ < text_.size() && text_[at_] != end) ++at_;
  }

  void skip_string(char quote) {
    const bool is_long =
        at_ + 2 < text_.size() && text_[at_ + 1] == quote && text_[at_ + 2] == quote;
    at_ += is_long ? 3 : 1;
    while (at_ < text_.size()) {
      const char byte = text_[at_];
      if (byte == '\n') {
        if (!is_long) return;
        start_line();
      } else if (byte == '\\' && quote == '"') {
        if (at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
      } else if (byte == quote) {
        if (!is_long) break;
        if (text_.substr(at_, 3) == std::string(3, quote)) {
          at_ += 2;
          break;
        }
      }
      ++at_;
    }
    ++at_;
  }

  std::uint32_t file_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t line_start_ = 0;
  int brackets_ = 0;
  int dots_ = 0;
};

class TomlConverter {
 public:
  TomlConverter(std::uint32_t file, ReadingRun& run) : file_(file), run_(run) {}

  bool convert(const toml::node& from, Node& to, int depth) {
    to.place = place_of(from.source());
    if (depth > Limits::kDepth) {
      report_too_deep(to.place, run_);
      return false;
    }
    if (!run_.budget.take()) {
      report_too_many(to.place, run_);
      return false;
    }
    switch (from.type()) {
      case toml::node_type::table:
        return convert_table(*from.as_table(), to, depth);
      case toml::node_type::array:
        return convert_array(*from.as_array(), to, depth);
      case toml::node_type::string:
        to.value = from.as_string()->get();
        if (to.as_text()->find('\0') != std::string::npos) {
          run_.reporter.report({"encoding", to.place, "", "text must not contain NUL"});
          to.value = Node::Broken();
        }
        return true;
      case toml::node_type::integer:
        to.value = from.as_integer()->get();
        return true;
      case toml::node_type::floating_point:
        to.value = from.as_floating_point()->get();
        return true;
      case toml::node_type::boolean:
        to.value = from.as_boolean()->get();
        return true;
      case toml::node_type::date:
      case toml::node_type::time:
      case toml::node_type::date_time:
      case toml::node_type::none:
        break;
    }
    to.value = Node::Other{from.type() == toml::node_type::time ? "a time" : "a date", ""};
    return true;
  }

 private:
  Place place_of(const toml::source_region& region) const {
    return {file_, region.begin.line, region.begin.column};
  }

  bool convert_table(const toml::table& table, Node& to, int depth) {
    Node::Map& map = to.value.emplace<Node::Map>();
    map.reserve(table.size());
    for (const auto& [key, value] : table) {
      Entry& entry = map.emplace_back();
      entry.key = std::string(key.str());
      entry.place = place_of(key.source());
      if (!convert(value, entry.node, depth + 1)) return false;
    }
    std::stable_sort(map.begin(), map.end(), [](const Entry& left, const Entry& right) {
      return std::pair(left.place.line, left.place.column) <
             std::pair(right.place.line, right.place.column);
    });
    return true;
  }

  bool convert_array(const toml::array& array, Node& to, int depth) {
    Node::List& list = to.value.emplace<Node::List>();
    list.reserve(array.size());
    for (const toml::node& element : array) {
      if (!convert(element, list.emplace_back(), depth + 1)) return false;
    }
    return true;
  }

  std::uint32_t file_;
  ReadingRun& run_;
};

// "Error while parsing X: Y" as "Y (in a X)"; anything else with a small first letter.
std::string as_message(std::string_view description) {
  constexpr std::string_view kFrame = "Error while parsing ";
  const std::size_t colon = description.find(": ");
  if (description.starts_with(kFrame) && colon != std::string_view::npos) {
    return fmt::format("{} (in a {})", description.substr(colon + 2),
                       description.substr(kFrame.size(), colon - kFrame.size()));
  }
  std::string message(description);
  if (!message.empty()) {
    message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
  }
  return message;
}

}  // namespace

std::optional<Node> read_toml(std::uint32_t file, ReadingRun& run) {
  const std::string& text = run.sources.file(file).text();
  if (const std::optional<Place> place = DepthScan(file, text).find_too_deep()) {
    report_too_deep(*place, run);
    return std::nullopt;
  }
  try {
    const toml::table table = toml::parse(text);
    Node node;
    if (!TomlConverter(file, run).convert(table, node, 0)) return std::nullopt;
    return node;
  } catch (const toml::parse_error& error) {
    const toml::source_position& at = error.source().begin;
    run.reporter.report(
        {"syntax", {file, at.line, at.column}, "", as_message(error.description())});
    return std::nullopt;
  }
}

}  // namespace cpginfra::config
