// SPDX-License-Identifier: MIT
// GitHub's workload identity, from its configuration to its plan. Its models are among all others.
#include "cpginfra/driver/github_wif.hpp"

#include <pybind11/pybind11.h>

#include <memory>
#include <string>
#include <utility>

#include "cpginfra/config/load_github_wif.hpp"
#include "errors.hpp"
#include "models.hpp"
#include "module.hpp"
#include "part.hpp"

namespace cpginfra::python {
namespace {

using ConfigRef = ModelRef<GitHubWIFConfig>;

ConfigRef load(const py::object& path) {
  const auto text = py::module_::import("os").attr("fsdecode")(path).cast<std::string>();
  config::GitHubWIFResult result = config::load_github_wif(text);
  if (!result.config) throw_config_error(result.diagnostics);
  return ConfigRef(std::make_shared<const GitHubWIFConfig>(*std::move(result.config)));
}

PlanPtr build(const ConfigRef& config) {
  absl::StatusOr<plan::Plan> plan = driver::build_plan(*config.model);
  if (!plan.ok()) throw_error(plan.status());
  return std::make_shared<PlanState>(nullptr, *std::move(plan));
}

}  // namespace

void register_github_wif(py::module_& module) {
  module.def("load_github_wif", &load, py::arg("path"),
             "Loads the file; raises ConfigError with all that is wrong.\n\n"
             ">>> config = cpginfra.load_github_wif('github_wif.yaml')");
  module.def("build_github_wif_plan", &build, py::arg("config"),
             "The plan of pools, providers, accounts, grants and GitHub's secrets.\n\n"
             ">>> plan = cpginfra.build_github_wif_plan(config)");
}

}  // namespace cpginfra::python
