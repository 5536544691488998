// SPDX-License-Identifier: MIT
#include "any_value.hpp"

#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

#include "errors.hpp"

namespace cpginfra::python {
namespace {

namespace py = pybind11;
using config::AnyValue;

using Converter = AnyValue (*)(py::handle);

std::unordered_map<PyObject*, Converter>& converters() {
  static std::unordered_map<PyObject*, Converter> table;
  return table;
}

/// The function for the object's type or for one that it derives from; null for others.
Converter converter_of(py::handle object) {
  PyObject* bases = Py_TYPE(object.ptr())->tp_mro;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); ++i) {
    const auto found = converters().find(PyTuple_GET_ITEM(bases, i));
    if (found != converters().end()) return found->second;
  }
  return nullptr;
}

bool is_a(py::handle object, const char* module, const char* name) {
  return py::isinstance(object, py::module_::import(module).attr(name));
}

std::string text_of(py::handle object) {
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(object.ptr(), &size);
  if (text == nullptr) throw py::error_already_set();
  return {text, static_cast<std::size_t>(size)};
}

/// Turns an object into data, keeping an eye on how deep it is in.
class Reader {
 public:
  AnyValue read(py::handle object) {
    PyObject* raw = object.ptr();
    if (object.is_none()) return nullptr;
    if (is_a(object, "enum", "Enum")) return read(object.attr("value"));
    if (PyBool_Check(raw)) return raw == Py_True;
    if (PyUnicode_Check(raw)) return text_of(object);
    if (PyLong_Check(raw)) return read_integer(object);
    if (PyFloat_Check(raw)) return PyFloat_AS_DOUBLE(raw);
    if (PyList_Check(raw) || PyTuple_Check(raw)) return read_items(object);
    if (const Converter convert = converter_of(object); convert != nullptr) return convert(object);
    if (PyDict_Check(raw) || is_a(object, "collections.abc", "Mapping")) return read_fields(object);
    throw py::type_error(
        fmt::format("a configuration cannot hold a {}: give None, a boolean, a "
                    "number, a text, a list, a mapping or a model",
                    type_name(object)));
  }

 private:
  void enter() {
    constexpr int kDeepest = 100;
    if (++depth_ > kDeepest) {
      throw py::value_error(fmt::format(
          "a configuration is nested at most {} deep; this one may contain itself", kDeepest));
    }
  }

  static AnyValue read_integer(py::handle object) {
    int overflow = 0;
    const std::int64_t integer = PyLong_AsLongLongAndOverflow(object.ptr(), &overflow);
    if (overflow != 0) {
      throw py::value_error(
          fmt::format("an integer of a configuration has at most 64 bits, unlike {}",
                      py::repr(object).cast<std::string>()));
    }
    if (integer == -1 && PyErr_Occurred() != nullptr) throw py::error_already_set();
    return integer;
  }

  AnyValue read_items(py::handle object) {
    enter();
    AnyValue::Array items;
    items.reserve(py::len(object));
    for (const py::handle item : object) items.push_back(read(item));
    --depth_;
    return items;
  }

  AnyValue read_fields(py::handle object) {
    enter();
    AnyValue::Object fields;
    for (const py::handle item : object.attr("items")()) {
      auto [key, value] = item.cast<std::pair<py::object, py::object>>();
      if (is_a(key, "enum", "Enum")) key = key.attr("value");
      if (!PyUnicode_Check(key.ptr())) {
        throw py::type_error(fmt::format("a key of a configuration is a text, not the {} {}",
                                         type_name(key), py::repr(key).cast<std::string>()));
      }
      fields.insert_or_assign(text_of(key), read(value));
    }
    --depth_;
    return fields;
  }

  int depth_ = 0;
};

py::object list_of(const AnyValue::Array& items) {
  py::list list(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) list[i] = to_python(items[i]);
  return list;
}

py::object dict_of(const AnyValue::Object& fields) {
  py::dict dict;
  for (const auto& [key, value] : fields) dict[py::str(key)] = to_python(value);
  return dict;
}

}  // namespace

py::object to_python(const AnyValue& value) {
  if (const bool* boolean = value.as_bool()) return py::bool_(*boolean);
  if (const std::int64_t* integer = value.as_integer()) return py::int_(*integer);
  if (const double* number = value.as_number()) return py::float_(*number);
  if (const std::string* text = value.as_string()) return py::str(*text);
  if (const AnyValue::Array* items = value.as_array()) return list_of(*items);
  if (const AnyValue::Object* fields = value.as_object()) return dict_of(*fields);
  return py::none();
}

AnyValue to_any_value(py::handle object) { return Reader().read(object); }

void register_any_value(py::handle type, Converter convert) {
  converters().emplace(type.ptr(), convert);
}

}  // namespace cpginfra::python
