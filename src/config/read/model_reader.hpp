// SPDX-License-Identifier: MIT
//
// This header defines ModelReader, which makes models of nodes by their field tables. It goes
// on after a mistake, so that one reading finds all of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/nearest_name.hpp"
#include "config/read/key_path.hpp"
#include "config/read/outcome.hpp"
#include "config/read/value_names.hpp"
#include "config/source/node.hpp"
#include "config/source/source_set.hpp"
#include "cpginfra/config/any_value.hpp"
#include "cpginfra/config/fields.hpp"
#include "cpginfra/config/ordered_map.hpp"

namespace cpginfra::config {

/// Reads values into the types of the models.
class ModelReader {
 public:
  explicit ModelReader(Reporter& reporter) : reporter_(reporter) {}

  KeyPath& path() { return path_; }

  Outcome read(const Node& node, std::string& text);
  Outcome read(const Node& node, std::int64_t& integer);
  Outcome read(const Node& node, double& number);
  Outcome read(const Node& node, bool& flag);
  Outcome read(const Node& node, AnyValue& value);

  template <class Enum>
  requires std::is_enum_v<Enum> Outcome read(const Node& node, Enum& value) {
    const std::string* text = node.as_text();
    if (text == nullptr) return report_type(node, "text");
    return read_name(*text, node.place, value) ? Outcome::kGood : Outcome::kBroken;
  }

  template <class T>
  Outcome read(const Node& node, std::optional<T>& value) {
    // Clang before 16 denies that a model inside of another can be made of nothing, so of itself.
    if (!node.is_null()) return read(node, value.emplace(T{}));
    value.reset();
    return Outcome::kGood;
  }

  template <class T>
  Outcome read(const Node& node, std::vector<T>& values) {
    values.clear();
    const Node::List* list = node.as_list();
    if (list == nullptr) return report_not_a_list(node);
    values.reserve(list->size());
    Outcome outcome = Outcome::kGood;
    for (std::size_t index = 0; index < list->size(); ++index) {
      const PathScope scope(path_, index);
      T value{};
      if (read((*list)[index], value) != Outcome::kGood) outcome = Outcome::kPartial;
      values.push_back(std::move(value));
    }
    return outcome;
  }

  template <class Key, class T>
  Outcome read(const Node& node, OrderedMap<Key, T>& values) {
    values = {};
    const Node::Map* map = node.as_map();
    if (map == nullptr) return report_type(node, "a mapping");
    Outcome outcome = Outcome::kGood;
    for (const Entry& entry : *map) {
      const PathScope scope(path_, entry.key);
      Key key{};
      if (!read_key(entry, key)) {
        outcome = Outcome::kPartial;
        continue;
      }
      T value{};
      if (read(entry.node, value) != Outcome::kGood) outcome = Outcome::kPartial;
      values.insert_or_assign(std::move(key), std::move(value));
    }
    return outcome;
  }

  template <DescribedModel Model>
  Outcome read(const Node& node, Model& model) {
    FieldOutcomes outcomes;
    return read_model(node, model, outcomes);
  }

  /// Like read, and tells which fields did not go well.
  template <DescribedModel Model>
  Outcome read_model(const Node& node, Model& model, FieldOutcomes& outcomes) {
    const Node::Map* map = node.as_map();
    if (map == nullptr) return report_type(node, "a mapping");
    constexpr std::size_t kCount = kFieldCount<Model>;
    static const std::array<std::string_view, kCount> kNames = field_names<Model>();
    std::array<const Entry*, kCount> given{};
    bool is_good = true;
    for (const Entry& entry : *map) {
      std::size_t index = 0;
      while (index < kCount && kNames[index] != entry.key) ++index;
      if (index < kCount) {
        given[index] = &entry;
      } else {
        report_unknown_key(entry, ModelTraits<Model>::kName, kNames);
        is_good = false;
      }
    }
    std::size_t index = 0;
    for_each_field<Model>([&](const auto& field) {
      const Entry* entry = given[index++];
      Outcome outcome = Outcome::kGood;
      if (entry != nullptr) {
        const PathScope scope(path_, field.name);
        outcome = read(entry->node, model.*field.member);
      } else if (field.presence == Presence::kRequired) {
        report_missing_key(node, field.name, field.doc);
        outcome = Outcome::kBroken;
      }
      outcomes.set(field.name, outcome);
    });
    return is_good && outcomes.empty() ? Outcome::kGood : Outcome::kPartial;
  }

 private:
  template <DescribedModel Model>
  static std::array<std::string_view, kFieldCount<Model>> field_names() {
    std::array<std::string_view, kFieldCount<Model>> names;
    std::size_t index = 0;
    for_each_field<Model>([&](const auto& field) { names[index++] = field.name; });
    return names;
  }

  bool read_key(const Entry& entry, std::string& key) {
    key = entry.key;
    return true;
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  bool read_key(const Entry& entry, Enum& key) { return read_name(entry.key, entry.place, key); }

  template <class Enum>
  bool read_name(std::string_view text, Place place, Enum& value) {
    const std::optional<Enum> parsed = NamedValues<Enum>::parse(text);
    if (!parsed) {
      std::vector<std::string_view> names;
      for (Enum known : NamedValues<Enum>::all()) names.push_back(to_string(known));
      report_unknown_value(text, place, names);
      return false;
    }
    value = *parsed;
    return true;
  }

  Outcome report_type(const Node& node, std::string_view expected);
  Outcome report_not_a_list(const Node& node);
  Outcome report_range(const Node& node, std::string_view expected);
  void report_missing_key(const Node& node, std::string_view key, std::string_view doc);
  void report_unknown_key(const Entry& entry, std::string_view model,
                          absl::Span<const std::string_view> names);
  void report_unknown_value(std::string_view text, Place place,
                            absl::Span<const std::string_view> names);
  template <class T>
  Outcome read_scalar(const Node& node, std::string_view expected, std::string_view range,
                      T& value);

  Reporter& reporter_;
  KeyPath path_;
};

}  // namespace cpginfra::config
