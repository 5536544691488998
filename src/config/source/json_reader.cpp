// SPDX-License-Identifier: MIT
//
// A JSON reader (RFC 8259) that keeps the place of every value and key. A column is counted
// from the bytes since the line's start less those that continue a character, both of which
// are known as the text is read, so that a file of one line costs no more than any other.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "config/source/readers.hpp"
#include "config/source/unique_keys.hpp"

namespace cpginfra::config {
namespace {

class JsonReader {
 public:
  JsonReader(std::uint32_t file, ReadingRun& run)
      : run_(run), file_(file), text_(run.sources.file(file).text()) {}

  std::optional<Node> read() {
    skip_blanks();
    if (at_ == text_.size()) return Node{{}, here()};
    Node node;
    if (!read_value(node, 0)) return std::nullopt;
    skip_blanks();
    if (at_ < text_.size()) {
      fail("expected the end of the file after the value");
      return std::nullopt;
    }
    return node;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Place here() const {
    return {file_, line_, static_cast<std::uint32_t>(at_ - line_start_ - continuations_ + 1)};
  }

  bool fail(std::string message) { return fail_at(here(), std::move(message)); }
  bool fail_at(Place place, std::string message) {
    run_.reporter.report({"syntax", place, "", std::move(message)});
    return false;
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      const char byte = text_[at_];
      if (byte == '\n') {
        ++line_;
        line_start_ = at_ + 1;
        continuations_ = 0;
      } else if (byte != ' ' && byte != '\t' && byte != '\r') {
        return;
      }
      ++at_;
    }
  }

  bool read_value(Node& node, int depth) {
    node.place = here();
    if (depth > Limits::kDepth) {
      report_too_deep(node.place, run_);
      return false;
    }
    if (!run_.budget.take()) {
      report_too_many(node.place, run_);
      return false;
    }
    switch (peek()) {
      case '{':
        return read_map(node, depth);
      case '[':
        return read_list(node, depth);
      case '"': {
        std::string text;
        if (!read_text_into(text)) return false;
        node.value = std::move(text);
        return true;
      }
      default:
        return read_word_or_number(node);
    }
  }

  bool read_list(Node& node, int depth) {
    Node::List list;
    ++at_;
    skip_blanks();
    if (peek() == ']') {
      ++at_;
    } else {
      while (true) {
        if (!read_value(list.emplace_back(), depth + 1)) return false;
        skip_blanks();
        const char next = peek();
        if (next != ',' && next != ']') return fail("expected ',' or ']' in a list");
        ++at_;
        if (next == ']') break;
        skip_blanks();
        if (peek() == ']') return fail("expected a value after ','");
      }
    }
    node.value = std::move(list);
    return true;
  }

  bool read_map(Node& node, int depth) {
    Node::Map map;
    UniqueKeys keys;
    ++at_;
    skip_blanks();
    if (peek() == '}') {
      ++at_;
    } else {
      while (true) {
        if (!read_entry(map, keys, depth)) return false;
        skip_blanks();
        const char next = peek();
        if (next != ',' && next != '}') return fail("expected ',' or '}' in a mapping");
        ++at_;
        if (next == '}') break;
        skip_blanks();
      }
    }
    node.value = std::move(map);
    return true;
  }

  bool read_entry(Node::Map& map, UniqueKeys& keys, int depth) {
    Entry entry;
    entry.place = here();
    if (peek() != '"') return fail("expected a key in double quotes");
    if (!read_text_into(entry.key)) return false;
    skip_blanks();
    if (peek() != ':') return fail("expected ':' after a key");
    ++at_;
    skip_blanks();
    if (!read_value(entry.node, depth + 1)) return false;
    if (keys.position_of(map, entry.key) >= 0) {
      run_.reporter.report({"duplicate-key", entry.place, "",
                            fmt::format("the key '{}' is given twice", shortened(entry.key)),
                            shortened(entry.key)});
      return true;
    }
    map.push_back(std::move(entry));
    return true;
  }

  // Reads the text from its opening quote past its closing one.
  bool read_text_into(std::string& text) {
    const Place start = here();
    ++at_;
    while (true) {
      std::size_t end = at_;
      while (end < text_.size() && text_[end] != '"' && text_[end] != '\\' &&
             static_cast<unsigned char>(text_[end]) >= 0x20) {
        if ((static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) ++continuations_;
        ++end;
      }
      text.append(text_, at_, end - at_);
      at_ = end;
      if (at_ == text_.size()) return fail_at(start, "the text is not closed with '\"'");
      if (text_[at_] == '"') {
        ++at_;
        return true;
      }
      if (text_[at_] != '\\') return fail("a control character in text must be escaped");
      if (!read_escape(text)) return false;
    }
  }

  bool read_escape(std::string& text) {
    const Place start = here();
    ++at_;
    const char kind = peek();
    ++at_;
    switch (kind) {
      case '"':
      case '\\':
      case '/':
        text += kind;
        return true;
      case 'b':
        text += '\b';
        return true;
      case 'f':
        text += '\f';
        return true;
      case 'n':
        text += '\n';
        return true;
      case 'r':
        text += '\r';
        return true;
      case 't':
        text += '\t';
        return true;
      case 'u':
        return read_unicode_escape(start, text);
      default:
        --at_;
        return fail_at(start, "unknown escape in text");
    }
  }

  bool read_unicode_escape(Place start, std::string& text) {
    std::uint32_t code = 0;
    if (!read_four_digits(code)) return fail_at(start, "expected four hex digits after '\\u'");
    if (code >= 0xD800 && code < 0xDC00 && text_.compare(at_, 2, "\\u") == 0) {
      at_ += 2;
      std::uint32_t low = 0;
      if (!read_four_digits(low)) return fail_at(start, "expected four hex digits after '\\u'");
      if (low < 0xDC00 || low > 0xDFFF) return fail_at(start, "half of a surrogate pair in text");
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    } else if (code >= 0xD800 && code <= 0xDFFF) {
      return fail_at(start, "half of a surrogate pair in text");
    }
    if (code == 0) return fail_at(start, "text must not contain NUL");
    append_utf8(code, text);
    return true;
  }

  bool read_four_digits(std::uint32_t& code) {
    if (at_ + 4 > text_.size()) return false;
    const char* end = text_.data() + at_ + 4;
    const auto parsed = std::from_chars(text_.data() + at_, end, code, 16);
    if (parsed.ec != std::errc() || parsed.ptr != end) return false;
    at_ += 4;
    return true;
  }

  static void append_utf8(std::uint32_t code, std::string& text) {
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xC0U | (code >> 6U));
      put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
      put(0xE0U | (code >> 12U));
      put(0x80U | ((code >> 6U) & 0x3FU));
      put(0x80U | (code & 0x3FU));
    } else {
      put(0xF0U | (code >> 18U));
      put(0x80U | ((code >> 12U) & 0x3FU));
      put(0x80U | ((code >> 6U) & 0x3FU));
      put(0x80U | (code & 0x3FU));
    }
  }

  bool read_word_or_number(Node& node) {
    std::size_t end = at_;
    while (end < text_.size() && is_word_byte(text_[end])) ++end;
    const std::string_view word = std::string_view(text_).substr(at_, end - at_);
    if (word == "true" || word == "false") {
      node.value = word == "true";
    } else if (word == "null") {
      node.value = std::monostate();
    } else if (!is_number(word)) {
      return fail(word.empty() ? "expected a value"
                               : fmt::format("expected a value, not '{}'", shortened(word)));
    } else {
      read_number(word, node);
    }
    at_ = end;
    return true;
  }

  static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
  static bool is_word_byte(char byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           byte == '-' || byte == '+' || byte == '.';
  }

  static bool is_number(std::string_view word) {
    std::size_t at = word.starts_with('-') ? 1 : 0;
    const auto digits = [&] {
      const std::size_t first = at;
      while (at < word.size() && is_digit(word[at])) ++at;
      return at - first;
    };
    const bool leads_with_zero = at < word.size() && word[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (leads_with_zero && whole > 1)) return false;
    if (at < word.size() && word[at] == '.') {
      ++at;
      if (digits() == 0) return false;
    }
    if (at < word.size() && (word[at] == 'e' || word[at] == 'E')) {
      ++at;
      if (at < word.size() && (word[at] == '+' || word[at] == '-')) ++at;
      if (digits() == 0) return false;
    }
    return at == word.size();
  }

  void read_number(std::string_view word, Node& node) {
    const char* end = word.data() + word.size();
    if (word.find_first_of(".eE") == std::string_view::npos) {
      std::int64_t integer = 0;
      if (std::from_chars(word.data(), end, integer).ec == std::errc()) {
        node.value = integer;
        return;
      }
    } else {
      double number = 0;
      if (std::from_chars(word.data(), end, number).ec == std::errc()) {
        node.value = number;
        return;
      }
    }
    run_.reporter.report({"number-out-of-range", node.place, "",
                          fmt::format("the number {} is out of range", shortened(word)),
                          shortened(word)});
    node.value = Node::Broken();
  }

  ReadingRun& run_;
  std::uint32_t file_;
  const std::string& text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t line_start_ = 0;
  std::size_t continuations_ = 0;
};

}  // namespace

std::optional<Node> read_json(std::uint32_t file, ReadingRun& run) {
  return JsonReader(file, run).read();
}

}  // namespace cpginfra::config
