// SPDX-License-Identifier: MIT
#include "errors.hpp"

#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <string>

#include "cpginfra/config/render.hpp"
#include "module.hpp"
#include "part.hpp"

namespace cpginfra::python {
namespace {

constexpr const char* kErrorDoc = "What cpginfra raises where it cannot do what it was asked for.";
constexpr const char* kConfigErrorDoc =
    "A configuration that is wrong. `diagnostics` lists all that is.\n\n"
    ">>> try:\n"
    "...     cpginfra.load('institute/')\n"
    "... except cpginfra.ConfigError as error:\n"
    "...     for diagnostic in error.diagnostics:\n"
    "...         print(diagnostic.path, diagnostic.message)";

// Types live as long as the process, as every class of an extension does.
PyObject* error_type = nullptr;
PyObject* config_error_type = nullptr;

PyObject* make_exception(py::module_& module, const char* name, const char* doc,
                         const py::tuple& bases) {
  const std::string full_name = std::string("cpginfra.") + name;
  PyObject* type = PyErr_NewExceptionWithDoc(full_name.c_str(), doc, bases.ptr(), nullptr);
  if (type == nullptr) throw py::error_already_set();
  module.attr(name) = py::handle(type);
  return type;
}

py::object help_of(const config::Diagnostic& diagnostic) {
  if (diagnostic.mend.empty()) return py::none();
  return py::str(diagnostic.mend);
}

void register_diagnostic(py::module_& module) {
  using config::Diagnostic;
  py::class_<Diagnostic>(module, "Diagnostic", "One thing that is wrong or odd in a configuration.")
      .def_property_readonly(
          "severity",
          [](const Diagnostic& self) { return std::string(config::to_string(self.severity)); },
          "`error` or `warning`.")
      .def_readonly("rule", &Diagnostic::rule, "The rule's id, as `unknown-key`.")
      .def_readonly("file", &Diagnostic::file, "Empty where the value did not come from a file.")
      .def_readonly("line", &Diagnostic::line, "From 1; 0 where it is not known.")
      .def_readonly("column", &Diagnostic::column, "From 1; 0 where it is not known.")
      .def_readonly("path", &Diagnostic::path, "As `datasets.fewgenomes.members.analysis[2]`.")
      .def_readonly("message", &Diagnostic::message)
      .def_readonly("value", &Diagnostic::value, "The offending value, shortened.")
      .def_property_readonly("help", help_of, "What would mend it, or None.")
      .def("__eq__",
           [](const Diagnostic& self, const py::object& other) {
             return py::isinstance<Diagnostic>(other) && self == other.cast<const Diagnostic&>();
           })
      .def("__repr__", [](const Diagnostic& self) {
        return "<Diagnostic " + self.rule + " at " + self.path + ": " + self.message + ">";
      });
}

}  // namespace

void throw_error(std::string_view message) {
  PyErr_SetObject(error_type, py::str(message.data(), message.size()).ptr());
  throw py::error_already_set();
}

void throw_error_from(py::error_already_set& cause, std::string_view message) {
  py::raise_from(cause, error_type, std::string(message).c_str());
  throw py::error_already_set();
}

void throw_error(const absl::Status& status) {
  throw_error(std::string_view(status.message().data(), status.message().size()));
}

std::string type_name(py::handle object) {
  return py::str(py::type::handle_of(object).attr("__qualname__")).cast<std::string>();
}

void throw_wrong_type(std::string_view expected, py::handle object) {
  throw py::type_error(fmt::format("expected {}, got a {}", expected, type_name(object)));
}

py::tuple diagnostics_tuple(const config::Diagnostics& diagnostics) {
  py::list found;
  for (const config::Diagnostic& diagnostic : diagnostics.all()) found.append(diagnostic);
  return found;
}

void throw_config_error(const config::Diagnostics& diagnostics) {
  const py::object error = py::handle(config_error_type)(config::render_plain(diagnostics));
  error.attr("diagnostics") = diagnostics_tuple(diagnostics);
  PyErr_SetObject(config_error_type, error.ptr());
  throw py::error_already_set();
}

void check_readable(const PlanState& state) {
  if (state.busy) throw_error("the plan is being built in another thread; wait for it to end");
}

void check_writable(const PlanState& state) {
  check_readable(state);
  if (state.closed) {
    throw_error("the plan is finished, so nothing can be added to it; add it in a plugin's main()");
  }
}

void register_errors(py::module_& module) {
  register_diagnostic(module);
  error_type = make_exception(module, "CpgInfraError", kErrorDoc,
                              py::make_tuple(py::handle(PyExc_Exception)));
  config_error_type =
      make_exception(module, "ConfigError", kConfigErrorDoc,
                     py::make_tuple(py::handle(error_type), py::handle(PyExc_ValueError)));
  py::handle(config_error_type).attr("diagnostics") = py::tuple();
}

}  // namespace cpginfra::python
