// SPDX-License-Identifier: MIT
#include "report/diff/properties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/report/plan_text.hpp"
#include "report/diff/canonical.hpp"
#include "report/diff/replacing.hpp"
#include "report/value_text.hpp"

namespace cpginfra::report {
namespace {

using plan::Field;
using plan::Kind;
using plan::Resource;
using plan::Value;

constexpr const char* kHiddenText = "(secret)";

/// Whether the value is or holds something that is shown as a secret.
bool holds_hidden(const Value& value) { return value.is_dynamic() && plan::holds_secret(value); }

std::optional<std::string> shown(const Value& value) {
  if (value.is_null()) return std::nullopt;
  return holds_hidden(value) ? kHiddenText : to_text(value);
}

/// The names of both, each once.
std::set<std::string_view> names_of(std::span<const Field> before, std::span<const Field> after) {
  std::set<std::string_view> names;
  for (const Field& field : before) names.insert(field.name);
  for (const Field& field : after) names.insert(field.name);
  return names;
}

/// Whether both values are calls of one function that only differ in members of a set.
bool is_same_call(const Value& before, const Value& after) {
  return before.is_deferred() && after.is_deferred() && takes_any_order(*before.deferred()) &&
         takes_any_order(*after.deferred()) && before.deferred()->name == after.deferred()->name &&
         !holds_hidden(before) && !holds_hidden(after);
}

class Comparison {
 public:
  explicit Comparison(const Matching& matching)
      : reference_([&matching](const Resource& resource) { return matching.id_of(resource); }) {}

  std::vector<PropertyChange>& changes() { return changes_; }

  void compare(const std::string& path, const Value& before, const Value& after) {
    if (canonical(before) == canonical(after)) return;
    if (before.kind() == Kind::kObject && after.kind() == Kind::kObject) {
      for (std::string_view name : names_of(before.fields(), after.fields())) {
        compare(fmt::format("{}.{}", path, name), before.field(name), after.field(name));
      }
    } else if (before.kind() == Kind::kList && after.kind() == Kind::kList) {
      compare_lists(path, before.items(), after.items());
    } else if (is_same_call(before, after)) {
      compare_lists(path, before.deferred()->arguments, after.deferred()->arguments);
    } else {
      const bool is_secret = holds_hidden(before) || holds_hidden(after);
      changes_.push_back(
          {.path = path, .before = shown(before), .after = shown(after), .is_secret = is_secret});
    }
  }

  /// The same for a value that must not be shown.
  void compare_hidden(const std::string& path, const Resource& before, const Resource& after) {
    const Value former = before.input(path);
    const Value latter = after.input(path);
    if (canonical(former) == canonical(latter)) return;
    // A saved plan has marks in the place of texts.
    if (marked(former, before) == marked(latter, after)) return;
    const auto hidden = [](const Value& value) {
      return value.is_null() ? std::nullopt : std::optional<std::string>(kHiddenText);
    };
    changes_.push_back(
        {.path = path, .before = hidden(former), .after = hidden(latter), .is_secret = true});
  }

  /// Texts of which the order does not matter; each comes with what it is compared by.
  void compare_sets(const std::string& path, const std::map<std::string, std::string>& before,
                    const std::map<std::string, std::string>& after) {
    for (const auto& [key, text] : before) {
      if (!after.contains(key)) changes_.push_back({.path = path, .before = text, .after = {}});
    }
    for (const auto& [key, text] : after) {
      if (!before.contains(key)) changes_.push_back({.path = path, .before = {}, .after = text});
    }
  }

  [[nodiscard]] std::string reference(const Resource& resource) const {
    return reference_(resource);
  }

 private:
  struct Item {
    std::string text;
    std::size_t place;
  };

  [[nodiscard]] std::string canonical(const Value& value) const {
    std::string text;
    append_canonical(value, reference_, nullptr, text);
    return text;
  }

  [[nodiscard]] std::string marked(const Value& value, const Resource& owner) const {
    const SecretMark mark(owner);
    std::string text;
    append_canonical(value, reference_, &mark, text);
    return text;
  }

  /// Items by their texts.
  [[nodiscard]] std::vector<Item> sorted(std::span<const Value> items) const {
    std::vector<Item> found;
    found.reserve(items.size());
    for (std::size_t place = 0; place < items.size(); ++place) {
      found.push_back({.text = canonical(items[place]), .place = place});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Item& a, const Item& b) { return a.text < b.text; });
    return found;
  }

  /// The places of those items that have no equal among the others.
  static std::vector<std::size_t> without(const std::vector<Item>& items,
                                          const std::vector<Item>& others) {
    std::vector<Item> left;
    std::set_difference(items.begin(), items.end(), others.begin(), others.end(),
                        std::back_inserter(left),
                        [](const Item& a, const Item& b) { return a.text < b.text; });
    std::vector<std::size_t> places;
    places.reserve(left.size());
    for (const Item& item : left) places.push_back(item.place);
    std::sort(places.begin(), places.end());
    return places;
  }

  void compare_lists(const std::string& path, std::span<const Value> before,
                     std::span<const Value> after) {
    const std::vector<Item> former = sorted(before);
    const std::vector<Item> latter = sorted(after);
    const std::vector<std::size_t> gone = without(former, latter);
    const std::vector<std::size_t> come = without(latter, former);
    if (gone.empty() && come.empty()) {
      const auto list = [](std::span<const Value> items) { return shown(Value::list_over(items)); };
      changes_.push_back(
          {.path = path, .before = list(before), .after = list(after), .is_reordered = true});
      return;
    }
    if (gone == come && before.size() == after.size()) {
      for (std::size_t place : gone) {
        compare(fmt::format("{}[{}]", path, place), before[place], after[place]);
      }
      return;
    }
    for (std::size_t place : gone) compare(path + "[]", before[place], Value());
    for (std::size_t place : come) compare(path + "[]", Value(), after[place]);
  }

  ReferenceText reference_;
  std::vector<PropertyChange> changes_;
};

/// Options as sets of texts, as a saved plan has them.
using Texts = std::map<std::string, std::string>;

Texts texts_of(std::initializer_list<std::span<const std::string_view>> lists) {
  Texts texts;
  for (const auto& list : lists) {
    for (std::string_view text : list) texts.emplace(text, text);
  }
  return texts;
}

Texts flag(bool is_set) { return is_set ? Texts{{"yes", "yes"}} : Texts(); }

Texts aliases(const Resource& resource) {
  Texts texts;
  for (const plan::Alias& alias : resource.options->aliases) {
    const std::string text = fmt::format("{}::{}", alias.type, alias.name);
    texts.emplace(text, text);
  }
  for (std::string_view type : resource.type->alias_types) {
    const std::string text = fmt::format("{}::", type);
    texts.emplace(text, text);
  }
  return texts;
}

Texts resources(std::span<const Resource* const> list, const Comparison& comparison) {
  Texts texts;
  for (const Resource* resource : list) {
    std::string text;
    append_reference_text(*resource, text);
    texts.emplace(comparison.reference(*resource), text);
  }
  return texts;
}

struct OptionRow {
  const char* path;
  Texts (*texts)(const Resource& resource, const Comparison& comparison);
};

constexpr std::array<OptionRow, 10> kOptions = {{
    {"(depends on)",
     [](const Resource& r, const Comparison& c) { return resources(r.depends_on, c); }},
    {"(ignores changes of)",
     [](const Resource& r, const Comparison&) { return texts_of({r.options->ignore_changes}); }},
    {"(replaced when these change)",
     [](const Resource& r, const Comparison&) {
       return texts_of({r.options->replace_on_changes});
     }},
    {"(secret outputs)",
     [](const Resource& r, const Comparison&) {
       return texts_of({r.options->additional_secret_outputs, r.type->secret_outputs});
     }},
    {"(deleted before it is replaced)",
     [](const Resource& r, const Comparison&) { return flag(r.options->delete_before_replace); }},
    {"(protected)", [](const Resource& r, const Comparison&) { return flag(r.options->protect); }},
    {"(kept in the cloud when deleted)",
     [](const Resource& r, const Comparison&) { return flag(r.options->retain_on_delete); }},
    {"(formerly)", [](const Resource& r, const Comparison&) { return aliases(r); }},
    {"(imported from)",
     [](const Resource& r, const Comparison&) {
       return r.options->import_id.empty() ? Texts() : texts_of({{&r.options->import_id, 1}});
     }},
    {"(provider)",
     [](const Resource& r, const Comparison& c) {
       return r.options->provider == nullptr ? Texts() : resources({&r.options->provider, 1}, c);
     }},
}};

bool is_hidden(const Resource& resource, std::string_view input) {
  const auto names = resource.type->secret_inputs;
  return std::find(names.begin(), names.end(), input) != names.end();
}

}  // namespace

std::vector<PropertyChange> property_changes(const Resource& before, const Resource& after,
                                             const Matching& matching) {
  Comparison comparison(matching);
  for (std::string_view name : names_of(before.inputs, after.inputs)) {
    const std::size_t first = comparison.changes().size();
    const std::string path(name);
    if (is_hidden(before, name) || is_hidden(after, name)) {
      comparison.compare_hidden(path, before, after);
    } else {
      comparison.compare(path, before.input(name), after.input(name));
    }
    if (!is_replacing(before, name) && !is_replacing(after, name)) continue;
    for (std::size_t i = first; i < comparison.changes().size(); ++i) {
      PropertyChange& change = comparison.changes()[i];
      change.is_replacing = !change.is_reordered;
    }
  }
  for (const OptionRow& row : kOptions) {
    comparison.compare_sets(row.path, row.texts(before, comparison), row.texts(after, comparison));
  }
  return std::move(comparison.changes());
}

std::vector<PropertyChange> export_changes(const plan::Plan& before, const plan::Plan& after,
                                           const Matching& matching) {
  std::map<std::string_view, std::pair<Value, Value>> values;
  for (const plan::Export& each : before.exports()) values[each.name].first = each.value;
  for (const plan::Export& each : after.exports()) values[each.name].second = each.value;
  Comparison comparison(matching);
  for (const auto& [name, pair] : values) {
    comparison.compare(std::string(name), pair.first, pair.second);
  }
  return std::move(comparison.changes());
}

}  // namespace cpginfra::report
