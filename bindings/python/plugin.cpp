// SPDX-License-Identifier: MIT
#include "plugin.hpp"

#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <string>
#include <utility>

#include "cpginfra/plugin/registry.hpp"
#include "driver_parts.hpp"
#include "errors.hpp"
#include "models.hpp"

namespace cpginfra::python {
namespace {

/// `LookupError: no such topic (plugin.py, line 17)`.
std::string summary(const py::error_already_set& error) {
  const auto name = error.type().attr("__name__").cast<std::string>();
  const std::string text = py::str(error.value());
  // What the interpreter itself raises, as where there is no such method, has been nowhere.
  if (!error.trace()) return fmt::format("{}: {}", name, text);
  const py::object frames = py::module_::import("traceback").attr("extract_tb")(error.trace());
  const py::object last = frames[py::int_(-1)];
  return fmt::format("{}: {} ({}, line {})", name, text, last.attr("filename").cast<std::string>(),
                     last.attr("lineno").cast<int>());
}

/// A class of Python, made and run at the two moments of an extension.
class PythonPlugin final : public driver::Extension {
 public:
  PythonPlugin(std::string name, py::object factory, const PlanPtr& state)
      : name_(std::move(name)), factory_(std::move(factory)), state_(state) {}

  // NOLINTNEXTLINE(bugprone-exception-escape): the name is that of a program's, and no more.
  void main(driver::CPGInfrastructure& infrastructure) override {
    run("main", [&] {
      plugin_ = factory_(InfrastructurePart{state_, &infrastructure},
                         config_object(state_->configuration));
      plugin_.attr("main")();
    });
  }

  void on_group_finalisation(driver::CPGInfrastructure& /*infrastructure*/) override {
    drivers_of(state_).are_groups_final = true;
    run("on_group_finalisation", [&] { plugin_.attr("on_group_finalisation")(); });
  }

 private:
  template <class F>
  void run(const char* moment, F call) {
    try {
      call();
    } catch (py::error_already_set& error) {
      if (!error.matches(PyExc_Exception)) throw;
      throw_error_from(
          error, fmt::format("plugin '{}' failed in {}(): {}", name_, moment, summary(error)));
    }
  }

  std::string name_;
  py::object factory_;
  py::object plugin_;
  const PlanPtr& state_;
};

}  // namespace

Plugins plugins_of(const PlanPtr& state) {
  Plugins plugins;
  const auto& enabled = state->configuration->infrastructure.plugins_enabled;
  if (enabled.empty()) return plugins;
  const plugin::Registry& shipped = plugin::shipped_plugins();
  py::list names;
  for (const std::string& name : enabled) {
    if (shipped.find(name) == nullptr) names.append(name);
  }
  const py::list factories = py::module_::import("cpginfra.plugin").attr("load_plugins")(names);

  config::Diagnostics diagnostics;
  plugin::Setup setup(*state->configuration, drivers_of(state).locations, diagnostics);
  std::size_t place = 0;
  for (const std::string& name : enabled) {
    if (const plugin::Factory* factory = shipped.find(name); factory != nullptr) {
      if (auto made = (*factory)(setup); made != nullptr) {
        plugins.extensions.push_back(std::move(made));
      }
      continue;
    }
    plugins.extensions.push_back(
        std::make_unique<PythonPlugin>(name, py::object(factories[place++]), state));
    plugins.any_in_python = true;
  }
  if (diagnostics.has_errors()) throw_config_error(diagnostics);
  return plugins;
}

}  // namespace cpginfra::python
