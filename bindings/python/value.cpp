// SPDX-License-Identifier: MIT
// Values, from the plan to Python and back.
#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "errors.hpp"
#include "part.hpp"
#include "plan_parts.hpp"

namespace cpginfra::python {
namespace {

using plan::Field;
using plan::Kind;
using plan::Value;

py::dict to_dict(const PlanPtr& state, std::span<const Field> fields) {
  py::dict dict;
  for (const Field& field : fields) dict[to_str(field.name)] = to_python(state, field.value);
  return dict;
}

/// The text's bytes, which belong to the object.
std::string_view text_of(py::handle object) {
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(object.ptr(), &size);
  if (text == nullptr) throw py::error_already_set();
  return {text, static_cast<std::size_t>(size)};
}

bool is_mapping(py::handle object) {
  static PyObject* const kType =
      py::object(py::module_::import("collections.abc").attr("Mapping")).release().ptr();
  return PyDict_Check(object.ptr()) || py::isinstance(object, py::handle(kType));
}

/// Makes values of Python objects in one store; without a plan, of known ones only.
class Reader {
 public:
  Reader(plan::ValueStore& store, const PlanPtr* state) : store_(store), state_(state) {}

  Value read(py::handle object) {
    if (object.is_none()) return {};
    if (py::isinstance<py::bool_>(object)) return object.cast<bool>();
    if (PyUnicode_Check(object.ptr()) != 0) return store_.text(text_of(object));
    if (PyLong_Check(object.ptr()) != 0) return read_integer(object);
    if (PyFloat_Check(object.ptr()) != 0) return read_number(object);
    if (PyList_Check(object.ptr()) != 0 || PyTuple_Check(object.ptr()) != 0) {
      return nested([&] { return read_items(object); });
    }
    if (state_ != nullptr) {
      if (py::isinstance<DeferredPart>(object)) return read_part(object.cast<DeferredPart&>());
      if (py::isinstance<ResourcePart>(object)) return read_part(object.cast<ResourcePart&>());
      if (py::isinstance<Archive>(object)) {
        return nested([&] { return store_.archive(read_fields(object.cast<Archive&>().files)); });
      }
    }
    if (is_mapping(object)) return nested([&] { return store_.object(read_fields(object)); });
    if (state_ != nullptr) {
      if (is_foreign(object)) return read_foreign(object);
      if (py::hasattr(object, "_value")) return nested([&] { return read(object.attr("_value")); });
    }
    throw py::type_error(
        fmt::format("a value of a plan cannot be a {}: give None, a boolean, a number, a text, a "
                    "list, a dict, an Archive, or something of the plan",
                    type_name(object)));
  }

 private:
  template <class F>
  Value nested(F make) {
    if (depth_ == report::kDeepestValue) {
      throw py::value_error(fmt::format(
          "a value of a plan is nested at most {} deep; this one may contain itself", depth_));
    }
    ++depth_;
    const Value value = make();
    --depth_;
    return value;
  }

  static Value read_integer(py::handle object) {
    int overflow = 0;
    const std::int64_t integer = PyLong_AsLongLongAndOverflow(object.ptr(), &overflow);
    if (overflow != 0) {
      throw py::value_error(fmt::format("an integer of a plan has at most 64 bits, unlike {}",
                                        py::repr(object).cast<std::string>()));
    }
    if (integer == -1 && PyErr_Occurred() != nullptr) throw py::error_already_set();
    return integer;
  }

  [[nodiscard]] Value read_number(py::handle object) const {
    const double number = PyFloat_AsDouble(object.ptr());
    constexpr double kWhole = 9007199254740992.0;  // 2^53: whole numbers beyond it are not exact
    if (state_ == nullptr && std::trunc(number) == number && std::abs(number) <= kWhole) {
      return static_cast<std::int64_t>(number);
    }
    return number;
  }

  Value read_items(py::handle object) {
    std::vector<Value> items;
    items.reserve(py::len(object));
    for (py::handle item : object) items.push_back(read(item));
    return store_.list(items);
  }

  std::vector<Field> read_fields(py::handle mapping) {
    std::vector<Field> fields;
    for (py::handle item : mapping.attr("items")()) {
      const auto [name, value] = item.cast<std::pair<py::object, py::object>>();
      if (PyUnicode_Check(name.ptr()) == 0) {
        throw py::type_error(fmt::format("a name in a value of a plan is a text, not the {} {}",
                                         type_name(name), py::repr(name).cast<std::string>()));
      }
      fields.push_back({store_.text(text_of(name)), read(value)});
    }
    return fields;
  }

  template <class T>
  Value read_part(const Part<T>& part) {
    if (part.state != *state_) throw_error("a value of one plan cannot be used in another");
    return Value(part.object);
  }

  Value read_foreign(py::handle object) {
    PlanState& state = **state_;
    const auto [known, is_new] =
        state.foreign_places.try_emplace(object.ptr(), state.foreign.size());
    if (is_new) state.foreign.push_back(py::reinterpret_borrow<py::object>(object));
    return state.plan.external(fmt::format("output-{}", known->second), {});
  }

  plan::ValueStore& store_;
  const PlanPtr* state_;
  std::size_t depth_ = 0;
};

}  // namespace

/// Nobody has such a thing before pulumi has been imported, by the program or here by the bridge.
bool is_foreign(py::handle object) {
  const py::dict modules = py::module_::import("sys").attr("modules");
  return modules.contains("pulumi") &&
         py::module_::import("cpginfra._bridge").attr("is_foreign")(object).cast<bool>();
}

py::object to_python(const PlanPtr& state, const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return py::none();
    case Kind::kBool:
      return py::bool_(value.boolean());
    case Kind::kInt:
      return py::int_(value.integer());
    case Kind::kDouble:
      return py::float_(value.number());
    case Kind::kText:
      return to_str(value.text());
    case Kind::kList: {
      py::list list(value.items().size());
      std::size_t place = 0;
      for (const Value& item : value.items()) list[place++] = to_python(state, item);
      return list;
    }
    case Kind::kObject:
      return to_dict(state, value.fields());
    case Kind::kArchive:
      return py::cast(Archive{to_dict(state, value.fields())});
    case Kind::kResource:
      return py::cast(ResourcePart{state, value.resource()});
    case Kind::kDeferred:
      return py::cast(DeferredPart{state, value.deferred()});
    case Kind::kUnknown:
      break;
  }
  throw_error("a value that is not known yet has no form in Python");
}

Value to_value(const PlanPtr& state, py::handle object) {
  check_readable(*state);
  return Reader(state->plan.values(), &state).read(object);
}

Value known_value(plan::ValueStore& store, py::handle object) {
  return Reader(store, nullptr).read(object);
}

std::string_view kept(const PlanPtr& state, std::string_view text) {
  return state->plan.values().shared_text(text);
}

}  // namespace cpginfra::python
