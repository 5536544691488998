// SPDX-License-Identifier: MIT
// The configuration: its models and the loaders.
#include <pybind11/pybind11.h>

#include <memory>
#include <string>

#include "cpginfra/config/load.hpp"
#include "errors.hpp"
#include "module.hpp"
#include "part.hpp"

namespace cpginfra::python {
namespace {

std::shared_ptr<Configuration> load(const py::object& path) {
  const auto text = py::module_::import("os").attr("fspath")(path).cast<std::string>();
  config::LoadResult result;
  {
    const py::gil_scoped_release release;
    result = config::load_path(text);
  }
  if (!result.configuration) throw_config_error(result.diagnostics);
  return std::make_shared<Configuration>(*std::move(result.configuration));
}

}  // namespace

void register_config(py::module_& module) {
  py::class_<Configuration, std::shared_ptr<Configuration>>(
      module, "Configuration", "An institute and its datasets, checked as a whole.");
  module.def("load", &load, py::arg("path"),
             "Loads a directory or a file; raises ConfigError with all that is wrong.\n\n"
             ">>> plan = cpginfra.build_plan(cpginfra.load('institute/'))");
}

}  // namespace cpginfra::python
