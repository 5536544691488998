// SPDX-License-Identifier: MIT
// Enums of the library as Python's own: each is a table of rows, made into an `enum.Enum` whose
// values are the spellings in files. Where one is taken, its spelling is taken too.
//
//   module.attr("BucketMembership") = make_enum<cloud::BucketMembership>();
//   enum_value<cloud::BucketMembership>(py::str("read"));  // -> BucketMembership::kRead
#pragma once

#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <span>
#include <string>
#include <string_view>

namespace cpginfra::python {

namespace py = pybind11;

/// One member of an enum.
template <class Enum>
struct EnumRow {
  Enum value;
  const char* name;
  const char* text;
};

/// The description of `Enum`: `kName`, `kDoc` and `kRows`. Specialised for each enum.
template <class Enum>
struct EnumTable;

/// Python's class; set by make_enum. It lives as long as the process.
template <class Enum>
inline PyObject* enum_class = nullptr;

/// Makes Python's class.
template <class Enum>
py::object make_enum() {
  using Table = EnumTable<Enum>;
  py::list members;
  for (const EnumRow<Enum>& row : Table::kRows) members.append(py::make_tuple(row.name, row.text));
  py::object type = py::module_::import("enum").attr("Enum")(
      Table::kName, members, py::arg("module") = "cpginfra", py::arg("qualname") = Table::kName);
  type.attr("__doc__") = Table::kDoc;
  enum_class<Enum> = py::object(type).release().ptr();
  return type;
}

/// The member of Python's class.
template <class Enum>
py::object enum_member(Enum value) {
  for (const EnumRow<Enum>& row : EnumTable<Enum>::kRows) {
    if (row.value == value) return py::handle(enum_class<Enum>).attr(row.name);
  }
  return py::none();
}

/// The value of a member or of a spelling; raises ValueError for others, naming them all.
template <class Enum>
Enum enum_value(py::handle object) {
  using Table = EnumTable<Enum>;
  const bool is_member = py::isinstance(object, py::handle(enum_class<Enum>));
  const py::object text =
      is_member ? object.attr("value") : py::reinterpret_borrow<py::object>(object);
  std::string known;
  for (const EnumRow<Enum>& row : Table::kRows) {
    if (py::isinstance<py::str>(text) && text.equal(py::str(row.text))) return row.value;
    known += fmt::format("{}{}.{}", known.empty() ? "" : ", ", Table::kName, row.name);
  }
  throw py::value_error(
      fmt::format("expected one of {}, got {}", known, py::repr(object).cast<std::string>()));
}

}  // namespace cpginfra::python
