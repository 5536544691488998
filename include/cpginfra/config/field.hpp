// SPDX-License-Identifier: MIT
//
// This header defines how a model is described: by one row a field, with its name, its member,
// whether it must be given, and what it means. The rows alone drive loading, dumping, the JSON
// Schema and the language bindings, so a field is written down once.
//
//   for_each_field<CPGDatasetConfig>([&](const auto& field) {
//     bind(field.name, field.member, field.doc);
//   });
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace cpginfra::config {

/// Whether a file must give a field.
enum class Presence { kRequired, kOptional };

/// One field of `Model`. The default of an optional field is that of a default-made model.
template <class ModelType, class ValueType>
struct Field {
  using Model = ModelType;
  using Value = ValueType;

  std::string_view name;
  ValueType ModelType::*member;
  Presence presence;
  std::string_view doc;
};

/// A row for a field that must be given.
template <class Model, class Value>
constexpr Field<Model, Value> required(std::string_view name, Value Model::*member,
                                       std::string_view doc) {
  return {name, member, Presence::kRequired, doc};
}

/// A row for a field that may be left out.
template <class Model, class Value>
constexpr Field<Model, Value> defaulted(std::string_view name, Value Model::*member,
                                        std::string_view doc) {
  return {name, member, Presence::kOptional, doc};
}

/// The description of `Model`: `kName` (dotted, as in `CPGDatasetConfig.Budget`), `kDoc`, and
/// `fields()`, a tuple of rows. Specialised for every model, and for nothing else.
template <class Model>
struct ModelTraits;

/// A type that has a description.
template <class T>
concept DescribedModel = requires {
  ModelTraits<T>::kName;
  ModelTraits<T>::fields();
};

/// How many fields `Model` has.
template <DescribedModel Model>
inline constexpr std::size_t kFieldCount =
    std::tuple_size_v<decltype(ModelTraits<Model>::fields())>;

/// Calls `function` with each row of `Model`, in order.
template <DescribedModel Model, class Function>
constexpr void for_each_field(Function&& function) {
  std::apply([&](const auto&... field) { (function(field), ...); }, ModelTraits<Model>::fields());
}

/// A list of models.
template <class... Models>
struct ModelList {};

/// Calls `function` with a `std::type_identity` of each model of the list, in order.
template <class... Models, class Function>
constexpr void for_each_model(ModelList<Models...>, Function&& function) {
  (function(std::type_identity<Models>{}), ...);
}

}  // namespace cpginfra::config
