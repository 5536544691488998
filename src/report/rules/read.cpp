// SPDX-License-Identifier: MIT
// The reader of rules files.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "config/nearest_name.hpp"
#include "config/read/key_path.hpp"
#include "config/source/readers.hpp"
#include "cpginfra/report/rules.hpp"
#include "internal/status.hpp"
#include "internal/text.hpp"

namespace cpginfra::report {
namespace {

using config::KeyPath;
using config::Node;
using config::PathScope;
using config::Place;
using plan::PrincipalKind;
using plan::TargetKind;

template <typename Value>
struct Word {
  std::string_view text;
  Value value;
};
constexpr std::array<Word<PrincipalKind>, 4> kPrincipalKinds = {{
    {"person", PrincipalKind::kPerson},
    {"machine-account", PrincipalKind::kMachineAccount},
    {"group", PrincipalKind::kGroup},
    {"other", PrincipalKind::kOther},
}};
constexpr std::array<Word<TargetKind>, 7> kTargetKinds = {{
    {"bucket", TargetKind::kBucket},
    {"registry", TargetKind::kRegistry},
    {"secret", TargetKind::kSecret},
    {"machine-account", TargetKind::kMachineAccount},
    {"project", TargetKind::kProject},
    {"service", TargetKind::kService},
    {"other", TargetKind::kOther},
}};
constexpr std::array<Word<Relation>, 3> kRelations = {{
    {"any", Relation::kAny},
    {"own", Relation::kOwn},
    {"other", Relation::kOther},
}};
constexpr std::array<Word<How>, 3> kHowWords = {{
    {"has", How::kHas},
    {"can-request", How::kCanRequest},
    {"can-become", How::kCanBecome},
}};
constexpr std::array<Word<Verdict>, 3> kVerdicts = {{
    {"may", Verdict::kMay},
    {"must", Verdict::kMust},
    {"must_never", Verdict::kMustNever},
}};

template <typename Words>
std::vector<std::string_view> texts_of(const Words& words) {
  std::vector<std::string_view> texts;
  texts.reserve(std::size(words));
  for (const auto& word : words) texts.push_back(word.text);
  return texts;
}

/// Turns the nodes of a file into rules, and reports all that is wrong.
class RulesReader {
 public:
  explicit RulesReader(config::Reporter& reporter) : reporter_(reporter) {}

  void read(const Node& node, Rules& rules) {
    const Node::Map* map = map_of(node);
    if (map == nullptr) return;
    check_keys(*map, {"rules", "limits"}, node.place);
    if (const auto* entry = find_entry(*map, "limits")) {
      const PathScope scope(path_, "limits");
      read_limits(entry->node, rules.limits);
    }
    if (const auto* entry = find_entry(*map, "rules")) {
      const PathScope scope(path_, "rules");
      read_list(entry->node,
                [&](const Node& item) { read_rule(item, rules.rules.emplace_back()); });
    }
  }

 private:
  void report(std::string_view rule, const Place& place, std::string message,
              std::string value = {}, std::string mend = {}) {
    reporter_.report({.rule = rule,
                      .place = place,
                      .path = path_.text(),
                      .message = std::move(message),
                      .value = std::move(value),
                      .mend = std::move(mend)});
  }

  void report_type(const Node& node, std::string_view expected) {
    if (node.is_broken()) return;  // it has been reported
    report("type", node.place,
           fmt::format("expected {}, got {}", expected, config::describe_kind(node)),
           config::show_value(node));
  }

  const Node::Map* map_of(const Node& node) {
    const Node::Map* map = node.as_map();
    if (map == nullptr) report_type(node, "a table");
    return map;
  }

  void check_keys(const Node::Map& map, const std::vector<std::string_view>& known,
                  const Place& /*place*/) {
    for (const config::Entry& entry : map) {
      if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
      const PathScope scope(path_, entry.key);
      const std::string hint = config::nearest_hint(entry.key, known);
      report("unknown-key", entry.place, fmt::format("unknown key '{}'", entry.key), entry.key,
             hint.empty() ? fmt::format("use one of {}", fmt::join(known, ", ")) : hint);
    }
  }

  template <typename Read>
  void read_list(const Node& node, Read read) {
    const Node::List* list = node.as_list();
    if (list == nullptr) return report_type(node, "a list");
    for (std::size_t index = 0; index < list->size(); ++index) {
      const PathScope scope(path_, index);
      read((*list)[index]);
    }
  }

  /// One value, or a list of them.
  template <typename Read>
  void read_one_or_more(const Node& node, Read read) {
    if (node.as_list() == nullptr) return read(node);
    if (node.as_list()->empty()) {
      report("empty", node.place, "the list is empty, so nothing fits it", "",
             "leave the key out to let everything fit");
    }
    read_list(node, read);
  }

  std::string read_text(const Node& node, std::string_view expected) {
    const std::string* text = node.as_text();
    if (text == nullptr) {
      report_type(node, expected);
      return {};
    }
    if (text->empty()) report("empty", node.place, fmt::format("{} must not be empty", expected));
    return *text;
  }

  void read_patterns(const Node::Map& map, std::string_view key, std::vector<Pattern>& patterns) {
    const auto* entry = find_entry(map, key);
    if (entry == nullptr) return;
    const PathScope scope(path_, key);
    read_one_or_more(entry->node, [&](const Node& item) {
      patterns.push_back(internal::lower_case(read_text(item, "a pattern")));
    });
  }

  template <typename Words, typename Value>
  void read_word(const Node& node, const Words& words, Value& value) {
    const std::string text = read_text(node, "a word");
    if (text.empty()) return;
    for (const auto& word : words) {
      if (word.text == text) {
        value = word.value;
        return;
      }
    }
    const auto known = texts_of(words);
    const std::string hint = config::nearest_hint(text, known);
    report("unknown-value", node.place,
           fmt::format("expected one of {}, got '{}'", fmt::join(known, ", "),
                       config::shortened(text)),
           std::string(config::shortened(text)), hint);
  }

  template <typename Words, typename Value>
  void read_words(const Node::Map& map, std::string_view key, const Words& words,
                  std::vector<Value>& values) {
    const auto* entry = find_entry(map, key);
    if (entry == nullptr) return;
    const PathScope scope(path_, key);
    read_one_or_more(entry->node, [&](const Node& item) {
      Value value{};
      read_word(item, words, value);
      values.push_back(value);
    });
  }

  void read_principals(const Node::Map& map, std::vector<PrincipalSelector>& selectors) {
    const auto* entry = find_entry(map, "who");
    if (entry == nullptr) return;
    const PathScope scope(path_, "who");
    read_one_or_more(entry->node, [&](const Node& item) {
      const Node::Map* fields = map_of(item);
      if (fields == nullptr) return;
      check_keys(*fields, {"user", "group", "domain", "kind", "dataset"}, item.place);
      PrincipalSelector& selector = selectors.emplace_back();
      read_patterns(*fields, "user", selector.user);
      read_patterns(*fields, "group", selector.group);
      read_patterns(*fields, "domain", selector.domain);
      read_patterns(*fields, "dataset", selector.dataset);
      read_words(*fields, "kind", kPrincipalKinds, selector.kind);
    });
  }

  void read_resources(const Node::Map& map, ResourceSelector& selector) {
    const auto* entry = find_entry(map, "on");
    if (entry == nullptr) return;
    const PathScope scope(path_, "on");
    const Node::Map* fields = map_of(entry->node);
    if (fields == nullptr) return;
    check_keys(*fields, {"dataset", "bucket", "name", "kind", "relation"}, entry->node.place);
    read_patterns(*fields, "dataset", selector.dataset);
    read_patterns(*fields, "bucket", selector.bucket);
    read_patterns(*fields, "name", selector.name);
    read_words(*fields, "kind", kTargetKinds, selector.kind);
    if (const auto* relation = find_entry(*fields, "relation")) {
      const PathScope inner(path_, "relation");
      read_word(relation->node, kRelations, selector.relation);
    }
  }

  std::string read_because(const Node::Map& map, const Place& place, std::string_view of_what) {
    const auto* entry = find_entry(map, "because");
    if (entry == nullptr) {
      report("missing-key", place, fmt::format("{} has no reason", of_what), "",
             "add because = \"…\"");
      return {};
    }
    const PathScope scope(path_, "because");
    return read_text(entry->node, "a reason");
  }

  void read_exceptions(const Node::Map& map, std::vector<RuleException>& exceptions) {
    const auto* entry = find_entry(map, "except");
    if (entry == nullptr) return;
    const PathScope scope(path_, "except");
    read_list(entry->node, [&](const Node& item) {
      const Node::Map* fields = map_of(item);
      if (fields == nullptr) return;
      check_keys(*fields, {"who", "on", "because"}, item.place);
      RuleException& exception = exceptions.emplace_back();
      exception.line = item.place.line;
      read_principals(*fields, exception.who);
      read_resources(*fields, exception.on);
      exception.because = read_because(*fields, item.place, "the exception");
      if (find_entry(*fields, "who") == nullptr && find_entry(*fields, "on") == nullptr) {
        report("missing-key", item.place, "the exception excepts everything", "",
               "add who or on, or take the rule out");
      }
    });
  }

  void read_verdict(const Node::Map& map, const Place& place, AccessRule& rule) {
    std::size_t count = 0;
    for (const auto& word : kVerdicts) {
      const auto* entry = find_entry(map, word.text);
      if (entry == nullptr) continue;
      const PathScope scope(path_, word.text);
      if (++count > 1) {
        report("conflict", entry->place, "a rule has one of may, must and must_never", "",
               "make two rules of it");
        continue;
      }
      rule.verdict = word.value;
      rule.level = read_text(entry->node, "a level of access");
      if (!rule.level.empty()) check_level(entry->node.place, rule);
    }
    if (count == 0) {
      report("missing-key", place, "the rule says neither may, must nor must_never", "",
             "add one with a level of access, such as must_never = \"read\"");
    }
  }

  /// The level must mean something on one of the kinds that the rule is about.
  void check_level(const Place& place, const AccessRule& rule) {
    std::vector<TargetKind> kinds = rule.on.kind;
    if (!rule.on.bucket.empty()) kinds = {TargetKind::kBucket};
    if (kinds.empty()) {
      for (const auto& word : kTargetKinds) {
        // Any text names a role in a project, so those must be asked for.
        if (word.value != TargetKind::kProject) kinds.push_back(word.value);
      }
    }
    std::string reason;
    for (TargetKind kind : kinds) {
      const auto level = parse_level(rule.level, kind);
      if (level.ok()) return;
      reason = std::string(internal::message_of(level.status()));
    }
    report("unknown-level", place,
           fmt::format("'{}' is no level of access to what the rule is about",
                       config::shortened(rule.level)),
           std::string(config::shortened(rule.level)), kinds.size() == 1 ? reason : "");
  }

  void read_rule(const Node& node, AccessRule& rule) {
    const Node::Map* map = map_of(node);
    if (map == nullptr) return;
    rule.line = node.place.line;
    check_keys(*map, {"name", "because", "who", "may", "must", "must_never", "on", "how", "except"},
               node.place);
    if (const auto* entry = find_entry(*map, "name")) {
      const PathScope scope(path_, "name");
      rule.name = read_text(entry->node, "a name");
      if (!rule.name.empty() && !names_.insert(rule.name).second) {
        report("duplicate-name", entry->node.place,
               fmt::format("two rules are called '{}'", config::shortened(rule.name)),
               std::string(config::shortened(rule.name)), "call one of them something else");
      }
    } else {
      report("missing-key", node.place, "the rule has no name", "", "add name = \"…\"");
    }
    rule.because = read_because(*map, node.place, "the rule");
    read_principals(*map, rule.who);
    read_resources(*map, rule.on);
    read_words(*map, "how", kHowWords, rule.how);
    read_verdict(*map, node.place, rule);
    if (rule.how.empty()) {
      rule.how = rule.verdict == Verdict::kMust
                     ? std::vector<How>{How::kHas}
                     : std::vector<How>{How::kHas, How::kCanRequest, How::kCanBecome};
    }
    if (rule.verdict != Verdict::kMustNever && rule.who.empty()) {
      report("missing-key", node.place, "the rule does not say who", "",
             "add who = { … }; only must_never can be about everybody");
    }
    read_exceptions(*map, rule.except);
  }

  void read_limits(const Node& node, GrantedLimits& limits) {
    const Node::Map* map = map_of(node);
    if (map == nullptr) return;
    for (const config::Entry& entry : *map) {
      const PathScope scope(path_, entry.key);
      const std::int64_t* number = entry.node.as_integer();
      if (number == nullptr || *number < 0) {
        report_type(entry.node, "a number of things");
        continue;
      }
      const auto status = check_granted_limit(entry.key, static_cast<std::uint64_t>(*number));
      if (!status.ok()) {
        std::vector<std::string_view> soft;
        for (const LimitRule* rule : limit_rules()) {
          if (rule->firmness == Firmness::kSoft) soft.push_back(rule->id);
        }
        report("limit", entry.place, std::string(internal::message_of(status)), entry.key,
               fmt::format("limits that a provider can raise: {}", fmt::join(soft, ", ")));
        continue;
      }
      limits.emplace(entry.key, static_cast<std::uint64_t>(*number));
    }
  }

  config::Reporter& reporter_;
  KeyPath path_;
  std::set<std::string> names_;
};

/// Reads what `open` puts into the set of files.
template <typename Open>
RulesResult read_with(const std::string& name, Open open) {
  RulesResult result;
  config::SourceSet sources;
  config::Reporter reporter(sources, result.diagnostics);
  config::NodeBudget budget;
  config::ReadingRun run{sources, reporter, budget};
  Rules rules{.file = name, .rules = {}, .limits = {}};
  const std::optional<std::uint32_t> file = open(sources, run);
  if (file) {
    if (const auto node = config::read_text(*file, config::Format::kToml, run)) {
      RulesReader(reporter).read(*node, rules);
    }
  }
  result.diagnostics.sort();
  if (!result.diagnostics.has_errors()) result.rules = std::move(rules);
  return result;
}

}  // namespace

RulesResult load_rules(const std::string& path) {
  return read_with(path, [&](config::SourceSet&, config::ReadingRun& run) {
    return config::read_file(path, path, run);
  });
}

RulesResult parse_rules(std::string_view text, const std::string& name) {
  return read_with(name, [&](config::SourceSet& sources, config::ReadingRun&) {
    return std::optional<std::uint32_t>(sources.add(name, std::string(text)));
  });
}

}  // namespace cpginfra::report
