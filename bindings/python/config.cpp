// SPDX-License-Identifier: MIT
// The configuration: its models, made from the field tables, and the loaders.
#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "any_value.hpp"
#include "config/source/hide_secrets.hpp"
#include "cpginfra/config/dump.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/parse_model.hpp"
#include "errors.hpp"
#include "models.hpp"
#include "module.hpp"

namespace cpginfra::python {

namespace {

using config::AnyValue;
using config::DescribedModel;
using config::ModelTraits;
using config::OrderedMap;

// --- one value of a field: what Python sees, and how its type is written -----------------------

template <class T>
struct View;

template <>
struct View<std::string> {
  static std::string type() { return "str"; }
  static py::object make(const auto& /*owner*/, const std::string& value) { return py::str(value); }
};

template <>
struct View<bool> {
  static std::string type() { return "bool"; }
  static py::object make(const auto& /*owner*/, bool value) { return py::bool_(value); }
};

template <>
struct View<std::int64_t> {
  static std::string type() { return "int"; }
  static py::object make(const auto& /*owner*/, std::int64_t value) { return py::int_(value); }
};

template <>
struct View<double> {
  static std::string type() { return "float"; }
  static py::object make(const auto& /*owner*/, double value) { return py::float_(value); }
};

template <>
struct View<CloudName> {
  static std::string type() { return "CloudName"; }
  static py::object make(const auto& /*owner*/, CloudName value) {
    return py::str(std::string(config::to_string(value)));
  }
};

template <>
struct View<config::GroupName> {
  static std::string type() { return "GroupName"; }
  static py::object make(const auto& /*owner*/, config::GroupName value) {
    return py::str(std::string(config::to_string(value)));
  }
};

template <>
struct View<CPGDatasetComponents> {
  static std::string type() { return "CPGDatasetComponents"; }
  static py::object make(const auto& /*owner*/, CPGDatasetComponents value) {
    return enum_member(value);
  }
};

template <>
struct View<AnyValue> {
  static std::string type() { return "Any"; }
  static py::object make(const auto& /*owner*/, const AnyValue& value) { return to_python(value); }
};

template <DescribedModel Model>
struct View<Model> {
  static std::string type() { return std::string(ModelTraits<Model>::kName); }
  static py::object make(const auto& owner, const Model& value) {
    return py::cast(ModelRef<Model>(owner, &value));
  }
};

template <class T>
struct View<std::optional<T>> {
  static std::string type() { return View<T>::type() + " | None"; }
  static py::object make(const auto& owner, const std::optional<T>& value) {
    if (!value) return py::none();
    return View<T>::make(owner, *value);
  }
};

template <class T>
struct View<std::vector<T>> {
  static std::string type() { return "list[" + View<T>::type() + "]"; }
  static py::object make(const auto& owner, const std::vector<T>& values) {
    py::list list(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) list[i] = View<T>::make(owner, values[i]);
    return list;
  }
};

template <class Key, class T>
struct View<OrderedMap<Key, T>> {
  static std::string type() { return "dict[" + View<Key>::type() + ", " + View<T>::type() + "]"; }
  static py::object make(const auto& owner, const OrderedMap<Key, T>& values) {
    py::dict dict;
    for (const auto& [key, value] : values) {
      dict[View<Key>::make(owner, key)] = View<T>::make(owner, value);
    }
    return dict;
  }
};

/// A mapping to models is made once and cannot be changed, since it can be large.
template <class Key, DescribedModel T>
struct View<OrderedMap<Key, T>> {
  static std::string type() {
    return "Mapping[" + View<Key>::type() + ", " + View<T>::type() + "]";
  }
  static py::object make(const auto& owner, const OrderedMap<Key, T>& values) {
    py::dict dict;
    for (const auto& [key, value] : values) {
      dict[View<Key>::make(owner, key)] = View<T>::make(owner, value);
    }
    return py::reinterpret_steal<py::object>(PyDictProxy_New(dict.ptr()));
  }
};

/// Whether the view can be handed out again: a list or a dict could have been changed since.
template <class T>
inline constexpr bool kKeepView = true;
template <class T>
inline constexpr bool kKeepView<std::vector<T>> = false;
template <class Key, class T>
inline constexpr bool kKeepView<OrderedMap<Key, T>> = DescribedModel<T>;
template <>
[[maybe_unused]] inline constexpr bool kKeepView<AnyValue> = false;
template <class T>
inline constexpr bool kKeepView<std::optional<T>> = kKeepView<T>;

// --- models -------------------------------------------------------------------------------------

template <DescribedModel Model>
std::unique_ptr<ModelRef<Model>> parse(const AnyValue& value) {
  config::ModelResult<Model> result = config::parse_model<Model>(value);
  if (!result.model) throw_config_error(result.diagnostics);
  return std::make_unique<ModelRef<Model>>(std::make_shared<const Model>(*std::move(result.model)));
}

template <DescribedModel Model>
py::object dump(const ModelRef<Model>& self) {
  return to_python(config::to_value(*self.model));
}

/// A long list or mapping is counted, not shown.
std::string shown(const py::object& value) {
  constexpr std::size_t kShown = 4;
  if (py::isinstance<py::list>(value) || py::hasattr(value, "keys")) {
    if (const std::size_t size = py::len(value); size > kShown) {
      return fmt::format("<{} entries>", size);
    }
  }
  return py::repr(value).cast<std::string>();
}

/// As it would be written, without what is as usual.
template <DescribedModel Model>
std::string represent(const ModelRef<Model>& self) {
  const Model usual;
  std::string fields;
  config::for_each_field<Model>([&](const auto& field) {
    const auto& value = (*self.model).*(field.member);
    if (field.presence == config::Presence::kOptional && value == usual.*(field.member)) return;
    using Value = std::remove_cvref_t<decltype(value)>;
    fields += fmt::format("{}{}={}", fields.empty() ? "" : ", ", field.name,
                          config::hide_secrets(shown(View<Value>::make(self.model, value))));
  });
  return fmt::format("{}({})", ModelTraits<Model>::kName, fields);
}

template <DescribedModel Model, class Value>
py::object look(ModelRef<Model>& self, Value Model::*member, std::size_t place) {
  const Value& value = (*self.model).*member;
  if constexpr (kKeepView<Value>) {
    py::object& seen = self.seen[place];
    if (!seen) seen = View<Value>::make(self.model, value);
    return seen;
  } else {
    return View<Value>::make(self.model, value);
  }
}

template <DescribedModel Model>
void define_fields(py::class_<ModelRef<Model>>& type) {
  py::dict fields;
  std::size_t place = 0;
  config::for_each_field<Model>([&](const auto& field) {
    using Value = typename std::remove_cvref_t<decltype(field)>::Value;
    const std::string name(field.name);
    type.def_property_readonly(
        name.c_str(),
        [member = field.member, place](ModelRef<Model>& self) { return look(self, member, place); },
        std::string(field.doc).c_str());
    fields[py::str(name)] =
        py::make_tuple(View<Value>::type(), field.presence == config::Presence::kRequired);
    ++place;
  });
  type.attr("__fields__") = py::reinterpret_steal<py::object>(PyDictProxy_New(fields.ptr()));
}

template <DescribedModel Model>
py::class_<ModelRef<Model>> define_model(const py::object& scope, const std::string& name) {
  using Ref = ModelRef<Model>;
  py::class_<Ref> type(scope, name.c_str(), std::string(ModelTraits<Model>::kDoc).c_str());
  type.def(py::init([](const py::kwargs& fields) { return parse<Model>(to_any_value(fields)); }))
      .def_static(
          "from_dict", [](const py::object& fields) { return parse<Model>(to_any_value(fields)); },
          py::arg("fields"), "The model of a mapping; raises ConfigError with all that is wrong.")
      .def("to_dict", &dump<Model>, "Every field as plain data, as from_dict takes it.")
      .def("__eq__",
           [](const Ref& self, const py::object& other) {
             return py::isinstance<Ref>(other) && *self.model == *other.cast<const Ref&>().model;
           })
      .def("__repr__", &represent<Model>)
      .def(py::pickle(&dump<Model>,
                      [](const py::object& fields) { return parse<Model>(to_any_value(fields)); }));
  define_fields(type);
  register_any_value(
      type, [](py::handle object) { return config::to_value(*object.cast<const Ref&>().model); });
  return type;
}

/// The models, those that hold others first, since those stand inside them by their names.
void register_models(py::module_& module) {
  std::map<std::string, py::object, std::less<>> made = {{"", module}};
  for (std::ptrdiff_t depth = 0; depth < 4; ++depth) {
    config::for_each_model(config::AllModels{}, [&]<class Model>(std::type_identity<Model>) {
      const std::string name(ModelTraits<Model>::kName);
      if (std::count(name.begin(), name.end(), '.') != depth) return;
      const std::size_t dot = name.rfind('.');
      const std::string outer = dot == std::string::npos ? "" : name.substr(0, dot);
      made[name] = define_model<Model>(made.at(outer),
                                       dot == std::string::npos ? name : name.substr(dot + 1));
    });
  }
}

// --- whole configurations ---------------------------------------------------------------------

CheckedConfiguration checked(config::LoadResult result) {
  if (!result.configuration) throw_config_error(result.diagnostics);
  return {std::make_shared<const Configuration>(*std::move(result.configuration)),
          std::move(result.diagnostics), std::move(result.locations)};
}

template <class F>
CheckedConfiguration load_without_interpreter(F load) {
  config::LoadResult result;
  {
    const py::gil_scoped_release release;
    result = load();
  }
  return checked(std::move(result));
}

std::string path_text(const py::handle& path) {
  return py::module_::import("os").attr("fsdecode")(path).cast<std::string>();
}

std::string comma_list(const py::object& paths) {
  std::string list;
  for (const py::handle path : paths) {
    if (!list.empty()) list += ',';
    list += path_text(path);
  }
  return list;
}

CheckedConfiguration load(const py::object& path) {
  if (py::isinstance<py::list>(path) || py::isinstance<py::tuple>(path)) {
    const std::string list = comma_list(path);
    return load_without_interpreter([&] { return config::load_toml_list(list); });
  }
  if (path.is_none()) {
    const char* list = std::getenv("CPG_CONFIG_PATH");
    if (list == nullptr || *list == '\0') {
      throw_error("no configuration is named; give a path, or set CPG_CONFIG_PATH");
    }
    return load_without_interpreter([&] { return config::load_toml_list(list); });
  }
  const std::string text = path_text(path);
  return load_without_interpreter([&] { return config::load_path(text); });
}

py::object institute_object(const CheckedConfiguration& self) {
  ModelRef<CPGInfrastructureConfig> institute(self.configuration,
                                              &self.configuration->infrastructure);
  institute.locations = self.locations;
  return py::cast(std::move(institute));
}

py::list dataset_objects(const CheckedConfiguration& self) {
  py::list datasets;
  for (const CPGDatasetConfig& dataset : self.configuration->datasets) {
    datasets.append(dataset_object(self.configuration, dataset));
  }
  return datasets;
}

void register_configuration(py::module_& module) {
  using Self = CheckedConfiguration;
  py::class_<Self>(module, "Configuration",
                   "An institute and its datasets, checked as a whole.\n\n"
                   ">>> config, datasets = cpginfra.load('institute/')")
      .def(py::init(
               [](const ModelRef<CPGInfrastructureConfig>& config, const py::iterable& datasets) {
                 return check_models(*config.model, dataset_models(datasets));
               }),
           py::arg("config"), py::arg("datasets"))
      .def_static(
          "from_dict",
          [](const py::object& fields) {
            return checked(config::load_value(to_any_value(fields)));
          },
          py::arg("fields"), "The configuration of a mapping with `config` and `datasets`.")
      .def(
          "to_dict",
          [](const Self& self) { return to_python(config::to_value(*self.configuration)); },
          "Every field as plain data, as from_dict takes it.")
      .def_property_readonly("config", &institute_object, "The institute.")
      .def_property_readonly("datasets", &dataset_objects, "The datasets, as given.")
      .def_property_readonly(
          "diagnostics", [](const Self& self) { return diagnostics_tuple(self.diagnostics); },
          "What is odd in it, though not wrong.")
      .def("__iter__",
           [](const Self& self) {
             return py::iter(py::make_tuple(institute_object(self), dataset_objects(self)));
           })
      .def("__eq__",
           [](const Self& self, const py::object& other) {
             return py::isinstance<Self>(other) &&
                    *self.configuration == *other.cast<const Self&>().configuration;
           })
      .def("__repr__", [](const Self& self) {
        return fmt::format("<Configuration of {} datasets>", self.configuration->datasets.size());
      });
  module.def("load", &load, py::arg("path") = py::none(),
             "Loads a directory, a file, or a list of TOML files (by default that of the variable "
             "CPG_CONFIG_PATH); raises ConfigError with all that is wrong.\n\n"
             ">>> config, datasets = cpginfra.load('institute/')");
}

}  // namespace

std::vector<CPGDatasetConfig> dataset_models(const py::iterable& datasets) {
  std::vector<CPGDatasetConfig> models;
  for (const py::handle dataset : datasets) {
    if (!py::isinstance<ModelRef<CPGDatasetConfig>>(dataset)) {
      throw_wrong_type("a CPGDatasetConfig", dataset);
    }
    models.push_back(*dataset.cast<const ModelRef<CPGDatasetConfig>&>().model);
  }
  return models;
}

CheckedConfiguration check_models(CPGInfrastructureConfig infrastructure,
                                  std::vector<CPGDatasetConfig> datasets) {
  return checked(config::load_models(std::move(infrastructure), std::move(datasets)));
}

py::object config_object(const std::shared_ptr<const Configuration>& configuration) {
  return py::cast(ModelRef<CPGInfrastructureConfig>(configuration, &configuration->infrastructure));
}

py::object dataset_object(const std::shared_ptr<const Configuration>& configuration,
                          const CPGDatasetConfig& dataset) {
  return py::cast(ModelRef<CPGDatasetConfig>(configuration, &dataset));
}

void register_config(py::module_& module) {
  module.attr("CPGDatasetComponents") = make_enum<CPGDatasetComponents>();
  register_models(module);
  register_configuration(module);
}

}  // namespace cpginfra::python
