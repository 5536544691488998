// SPDX-License-Identifier: MIT
//
// A YAML reader over yaml-cpp's events. Aliases are copied out against the budget of values, so
// that a file cannot multiply itself; merge keys (`<<`) are applied when their mapping ends.
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "config/source/readers.hpp"
#include "config/source/unique_keys.hpp"
#include "config/source/yaml_scalar.hpp"

namespace cpginfra::config {
namespace {

// Brackets that are opened and not closed, anywhere in the file; far more than the depth of
// values, because brackets in text count too.
constexpr int kOpenBrackets = 10'000;

// Thrown from an event, after a diagnostic has been made.
struct Stop {};

constexpr std::string_view kPlain = "?";
constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

// Turns yaml-cpp's marks, which count from 0 and in bytes, into places.
class Marks {
 public:
  Marks(std::uint32_t file, const SourceFile& source) : file_(file), source_(source) {}

  Place place_of(const YAML::Mark& mark) {
    const auto line = static_cast<std::uint32_t>(mark.line < 0 ? 0 : mark.line);
    const auto byte = static_cast<std::size_t>(mark.column < 0 ? 0 : mark.column);
    if (source_.is_ascii()) return {file_, line + 1, static_cast<std::uint32_t>(byte + 1)};
    if (line != line_ || byte < byte_) {
      line_ = line;
      byte_ = 0;
      character_ = 0;
    }
    const std::string_view text = source_.line(line + 1);
    for (; byte_ < byte && byte_ < text.size(); ++byte_) {
      if ((static_cast<unsigned char>(text[byte_]) & 0xC0U) != 0x80U) ++character_;
    }
    return {file_, line + 1, character_ + 1};
  }

  // Whether a null is written out at the mark.
  bool has_null_at(const YAML::Mark& mark) const {
    const auto at = static_cast<std::size_t>(mark.pos < 0 ? 0 : mark.pos);
    const std::string& text = source_.text();
    if (at >= text.size()) return false;
    if (text[at] == '~') return true;
    const std::string_view word = std::string_view(text).substr(at, 4);
    return word == "null" || word == "Null" || word == "NULL";
  }

 private:
  std::uint32_t file_;
  const SourceFile& source_;
  std::uint32_t line_ = 0;
  std::size_t byte_ = 0;
  std::uint32_t character_ = 0;
};

class YamlHandler : public YAML::EventHandler {
 public:
  YamlHandler(std::uint32_t file, Marks& marks, ReadingRun& run) : marks_(marks), run_(run) {
    root_.place = {file, 1, 1};
  }

  Node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      stop({"syntax", marks_.place_of(mark), "", "expected one YAML document, got a second"});
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    // A value that is not there has the mark of what comes next; its key says more.
    const bool is_written = marks_.has_null_at(mark);
    const bool has_key = !frames_.empty() && frames_.back().has_key;
    const Place place = has_key && !is_written ? frames_.back().key.place : marks_.place_of(mark);
    put_scalar(Node{std::monostate(), place}, anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Place place = marks_.place_of(mark);
    const Node* node = anchored(anchor);
    if (node == nullptr) stop({"syntax", place, "", "an alias stands inside what it refers to"});
    if (expects_key()) {
      const std::string* text = node->as_text();
      if (text == nullptr) report_bad_key(*node, place);
      frames_.back().key = {text == nullptr ? "" : *text, place, {}};
      frames_.back().key_is_broken = text == nullptr;
      frames_.back().has_key = true;
      return;
    }
    Node copy;
    copy_out(*node, copy, static_cast<int>(frames_.size()), place);
    put(std::move(copy), YAML::NullAnchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const Place place = marks_.place_of(mark);
    if (expects_key() && (tag != kPlain || value == "<<" || is_yaml_text(value))) {
      frames_.back().key = {value, place, {}};
      frames_.back().key_merges = tag == kPlain && value == "<<";
      frames_.back().has_key = true;
      if (anchor != YAML::NullAnchor) keep(anchor, Node{value, place});
      return;
    }
    put_scalar(scalar(place, tag, value), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node{Node::List(), marks_.place_of(mark)}, tag, "seq", anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node{Node::Map(), marks_.place_of(mark)}, tag, "map", anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override {
    apply_merges(frames_.back());
    close();
  }

 private:
  // A list or mapping that is still open.
  struct Frame {
    Node node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    UniqueKeys keys;
    // For a mapping: the key that waits for its value.
    Entry key;
    bool has_key = false;
    bool key_merges = false;
    bool key_is_broken = false;
    std::vector<Node> merged;
  };

  [[noreturn]] void stop(Finding finding) {
    run_.reporter.report(std::move(finding));
    throw Stop();
  }

  bool expects_key() const {
    return !frames_.empty() && frames_.back().node.as_map() != nullptr && !frames_.back().has_key;
  }

  void take_from_budget(Place place) {
    if (run_.budget.take()) return;
    report_too_many(place, run_);
    throw Stop();
  }

  void check_depth(int depth, Place place) {
    if (depth <= Limits::kDepth) return;
    report_too_deep(place, run_);
    throw Stop();
  }

  const Node* anchored(YAML::anchor_t anchor) const {
    return anchor < anchors_.size() && anchors_[anchor].second ? &anchors_[anchor].first : nullptr;
  }

  void keep(YAML::anchor_t anchor, Node node) {
    if (anchors_.size() <= anchor) anchors_.resize(anchor + 1);
    anchors_[anchor] = {std::move(node), true};
  }

  void copy_out(const Node& from, Node& to, int depth, Place alias) {
    check_depth(depth, alias);
    take_from_budget(alias);
    to.place = from.place;
    if (const Node::List* list = from.as_list()) {
      Node::List& copies = to.value.emplace<Node::List>(list->size());
      for (std::size_t index = 0; index < list->size(); ++index) {
        copy_out((*list)[index], copies[index], depth + 1, alias);
      }
    } else if (const Node::Map* map = from.as_map()) {
      Node::Map& copies = to.value.emplace<Node::Map>(map->size());
      for (std::size_t index = 0; index < map->size(); ++index) {
        copies[index].key = (*map)[index].key;
        copies[index].place = (*map)[index].place;
        copy_out((*map)[index].node, copies[index].node, depth + 1, alias);
      }
    } else {
      to.value = from.value;
    }
  }

  Node scalar(Place place, std::string_view tag, const std::string& text) {
    if (tag == kPlain) return resolved(place, resolve_yaml_scalar(text), text);
    if (tag == "!" || tag == "tag:yaml.org,2002:str") return Node{text, place};
    const bool is_known = tag.starts_with(kTagPrefix);
    const std::string_view kind = is_known ? tag.substr(kTagPrefix.size()) : tag;
    if (kind == "int" || kind == "float" || kind == "bool" || kind == "null") {
      return resolved(place, resolve_yaml_scalar(text), text);
    }
    report_tag(place, tag);
    return Node{Node::Broken(), place};
  }

  Node resolved(Place place, YamlScalar scalar, const std::string& text) {
    if (!scalar.rule.empty()) {
      run_.reporter.report({scalar.rule, place, "", std::move(scalar.message), shortened(text),
                            std::move(scalar.mend)});
    }
    return Node{std::move(scalar.value), place};
  }

  void report_tag(Place place, std::string_view full_tag) {
    const std::string tag = full_tag.starts_with(kTagPrefix)
                                ? "!!" + std::string(full_tag.substr(kTagPrefix.size()))
                                : std::string(full_tag);
    run_.reporter.report({"unknown-tag", place, "",
                          fmt::format("the YAML tag '{}' is not supported", shortened(tag)),
                          shortened(tag), "leave the tag out"});
  }

  void report_bad_key(const Node& node, Place place) {
    run_.reporter.report(
        {"wrong-type", place, "",
         fmt::format("expected text for a key, got {} {}", describe_kind(node), show_value(node)),
         show_value(node),
         node.as_list() != nullptr || node.as_map() != nullptr
             ? ""
             : fmt::format("write '{}' in quotes",
                           run_.reporter.word_at(place, show_value(node)))});
  }

  void put_scalar(Node node, YAML::anchor_t anchor) {
    take_from_budget(node.place);
    put(std::move(node), anchor);
  }

  // Hands a finished value to what is open around it.
  void put(Node node, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      Node copy;
      copy_out(node, copy, static_cast<int>(frames_.size()), node.place);
      keep(anchor, std::move(copy));
    }
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    if (Node::List* list = frame.node.as_list()) {
      list->push_back(std::move(node));
    } else if (!frame.has_key) {
      if (!node.is_broken()) report_bad_key(node, node.place);
      frame.key = {"", node.place, {}};
      frame.has_key = true;
      frame.key_merges = false;
      frame.key_is_broken = true;
    } else {
      put_entry(frame, std::move(node));
    }
  }

  void put_entry(Frame& frame, Node node) {
    frame.has_key = false;
    if (std::exchange(frame.key_is_broken, false)) return;
    if (std::exchange(frame.key_merges, false)) {
      frame.merged.push_back(std::move(node));
      return;
    }
    Node::Map& map = *frame.node.as_map();
    if (frame.keys.position_of(map, frame.key.key) >= 0) {
      run_.reporter.report({"duplicate-key", frame.key.place, "",
                            fmt::format("the key '{}' is given twice", shortened(frame.key.key)),
                            shortened(frame.key.key)});
      return;
    }
    frame.key.node = std::move(node);
    map.push_back(std::move(frame.key));
  }

  void open(Node node, std::string_view tag, std::string_view kind, YAML::anchor_t anchor) {
    const Place place = node.place;
    if (tag != kPlain && tag != "!" && !tag.empty() &&
        !(tag.starts_with(kTagPrefix) && tag.substr(kTagPrefix.size()) == kind)) {
      report_tag(place, tag);
      throw Stop();
    }
    check_depth(static_cast<int>(frames_.size()), place);
    take_from_budget(place);
    if (expects_key()) {
      report_bad_key(node, place);
      throw Stop();
    }
    Frame& frame = frames_.emplace_back();
    frame.node = std::move(node);
    frame.anchor = anchor;
  }

  void close() {
    Node node = std::move(frames_.back().node);
    const YAML::anchor_t anchor = frames_.back().anchor;
    frames_.pop_back();
    put(std::move(node), anchor);
  }

  // The entries of merged mappings come after the mapping's own, which win over them.
  void apply_merges(Frame& frame) {
    for (Node& merged : frame.merged) {
      if (Node::List* list = merged.as_list()) {
        for (Node& element : *list) apply_merge(frame, element);
      } else {
        apply_merge(frame, merged);
      }
    }
  }

  void apply_merge(Frame& frame, Node& merged) {
    Node::Map* map = merged.as_map();
    if (map == nullptr) {
      run_.reporter.report(
          {"wrong-type", merged.place, "",
           fmt::format("expected a mapping to merge, got {}", describe_kind(merged)),
           show_value(merged)});
      return;
    }
    Node::Map& own = *frame.node.as_map();
    for (Entry& entry : *map) {
      if (frame.keys.position_of(own, entry.key) < 0) own.push_back(std::move(entry));
    }
  }

  Marks& marks_;
  ReadingRun& run_;
  std::vector<Frame> frames_;
  std::vector<std::pair<Node, bool>> anchors_;
  Node root_;
  int documents_ = 0;
};

// yaml-cpp keeps a token for each bracket before it gives the first event.
bool opens_too_many_brackets(std::string_view text) {
  int open = 0;
  for (char byte : text) {
    if (byte == '[' || byte == '{') ++open;
    if ((byte == ']' || byte == '}') && open > 0) --open;
    if (open > kOpenBrackets) return true;
  }
  return false;
}

}  // namespace

std::optional<Node> read_yaml(std::uint32_t file, ReadingRun& run) {
  const SourceFile& source = run.sources.file(file);
  if (opens_too_many_brackets(source.text())) {
    report_too_deep({file, 1, 1}, run);
    return std::nullopt;
  }
  Marks marks(file, source);
  YamlHandler handler(file, marks, run);
  std::istringstream stream(source.text());
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(handler)) {
    }
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    run.reporter.report({"syntax", marks.place_of(error.mark), "", error.msg});
    return std::nullopt;
  }
  return handler.take_root();
}

}  // namespace cpginfra::config
