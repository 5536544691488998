// SPDX-License-Identifier: MIT
// The whole institute: from a configuration to a plan, with everything on the way.
#include <fmt/format.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/driver/names.hpp"
#include "cpginfra/plan/function.hpp"
#include "cpginfra/plugin/build_plan.hpp"
#include "declaration.hpp"
#include "driver_parts.hpp"
#include "errors.hpp"
#include "models.hpp"
#include "module.hpp"
#include "plan_parts.hpp"
#include "plugin.hpp"

namespace cpginfra::python {
namespace {

InfrastructurePart infrastructure_part(std::shared_ptr<const Configuration> configuration,
                                       config::Locations locations) {
  auto state =
      std::make_shared<InfrastructureState>(std::move(configuration), std::move(locations));
  driver::CPGInfrastructure* infrastructure = &state->infrastructure;
  return {std::move(state), infrastructure};
}

/// Puts back whether the drivers are at work, however the work ends.
class Busy {
 public:
  explicit Busy(PlanState& state) : state_(state) { state_.busy = true; }
  ~Busy() { state_.busy = false; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  PlanState& state_;
};

/// Raises where the plan has problems: as those of a configuration where all are, with their
/// places.
void check(const InfrastructurePart& self) {
  const absl::Status status = driver::check_plan(self.state->plan);
  if (status.ok()) return;
  config::Diagnostics diagnostics;
  for (const plan::Problem& problem : self.state->plan.problems()) {
    if (problem.keys.empty()) throw_error(status);
    diagnostics.add(plugin::to_diagnostic(problem, drivers_of(self.state).locations));
  }
  diagnostics.sort();
  throw_config_error(diagnostics);
}

void run(const InfrastructurePart& self) {
  const Plugins plugins = plugins_of(self.state);
  std::vector<driver::Extension*> extensions;
  extensions.reserve(plugins.extensions.size());
  for (const auto& extension : plugins.extensions) extensions.push_back(extension.get());
  driver::CPGInfrastructure& infrastructure = *self;
  if (plugins.any_in_python) {
    infrastructure.main(extensions);
  } else {
    const Busy busy(*self.state);
    const py::gil_scoped_release release;
    infrastructure.main(extensions);
  }
  check(self);
}

/// The bridge to a Pulumi program, where pulumi has been imported; None elsewhere.
py::object bridge() {
  const py::dict modules = py::module_::import("sys").attr("modules");
  if (!modules.contains("pulumi")) return py::none();
  return py::module_::import("cpginfra._bridge");
}

/// Plans everything. A plan can be written once, since everything in it has one name. Where it
/// cannot be, whatever waits for its outputs is told, lest the program waits for ever.
void build(const InfrastructurePart& self) {
  check_writable(*self.state);
  InfrastructureState& state = drivers_of(self.state);
  if (state.started) throw_error("main() runs once; make another CPGInfrastructure to plan again");
  state.started = true;
  try {
    run(self);
  } catch (py::error_already_set& error) {
    const py::object program = bridge();
    if (!program.is_none()) program.attr("abandon")(self.state, error.value());
    throw;
  }
  state.close();
}

// NOLINTNEXTLINE(bugprone-exception-escape): the name is that of a program's, and no more.
void main(const InfrastructurePart& self) {
  build(self);
  const py::object program = bridge();
  if (!program.is_none()) program.attr("deploy_if_running")(self.state);
}

PlanPtr build_plan(const CheckedConfiguration& configuration) {
  const InfrastructurePart self =
      infrastructure_part(configuration.configuration, configuration.locations);
  build(self);
  return self.state;
}

py::dict dataset_configs(const InfrastructurePart& self) {
  py::dict configs;
  for (const CPGDatasetConfig& dataset : self->configuration().datasets) {
    configs[py::str(dataset.dataset)] = dataset_object(self.state->configuration, dataset);
  }
  return configs;
}

py::dict dataset_infrastructures(const InfrastructurePart& self) {
  py::dict datasets;
  for (const auto& dataset : self->datasets()) {
    datasets[py::str(dataset->dataset())] = dataset_infrastructure(self.state, *dataset);
  }
  return datasets;
}

CloudInfraBase& common_infra(const InfrastructurePart& self, CloudName cloud) {
  CloudInfraBase* infra = self->common_infra(cloud);
  if (infra == nullptr) {
    throw_error(fmt::format("the common dataset {} is not deployed on {}",
                            self->config().common_dataset, config::to_string(cloud)));
  }
  return *infra;
}

py::object python_registry(const InfrastructurePart& self) {
  const plan::Resource* resource = self->python_registry();
  if (resource == nullptr) return py::none();
  const cloud::ContainerRegistry registry{
      .target = {.kind = plan::TargetKind::kRegistry, .name = resource->name, .resource = resource},
      .name = resource,
      .resource = resource};
  return py::cast(RegistryPart{self.state, self.state->plan.values().keep_one(registry)});
}

/// The answer of one of the library's functions of known values.
py::object answer(std::string_view function, std::span<const plan::Value> arguments,
                  plan::ValueStore& store) {
  const absl::StatusOr<plan::Value> value = plan::find_function(function)->body(arguments, store);
  if (!value.ok()) throw_error(value.status());
  return to_python(nullptr, *value);
}

py::object sort_members(const py::iterable& members) {
  plan::ValueStore store;
  std::vector<plan::Value> values;
  for (const py::handle member : members) values.push_back(known_value(store, member));
  return answer("sorted-members", values, store);
}

py::object dict_to_toml(const py::dict& content) {
  plan::ValueStore store;
  const plan::Value value = known_value(store, content);
  return answer("toml", {&value, 1}, store);
}

py::list dataset_order(const InfrastructurePart& self) {
  py::list names;
  for (const auto& dataset : self->datasets()) names.append(py::str(dataset->dataset()));
  return names;
}

py::set datasets_needing_entitlement(const InfrastructurePart& self) {
  py::set names;
  for (const CPGDatasetConfig& dataset : self->configuration().datasets) {
    if (self->needs_temporary_access(dataset.dataset)) names.add(py::str(dataset.dataset));
  }
  return names;
}

void define_drivers(py::class_<InfrastructurePart>& type) {
  type.def_property_readonly(
          "config",
          [](const InfrastructurePart& self) { return config_object(self.state->configuration); })
      .def_property_readonly("dataset_configs", &dataset_configs, "By the datasets' names.")
      .def_property_readonly(
          "plan", [](const InfrastructurePart& self) { return self.state; },
          "What has been planned so far.")
      .def_property_readonly("group_provider",
                             [](const InfrastructurePart& self) {
                               return py::cast(ProviderPart{self.state, &self->group_provider()});
                             })
      .def_property_readonly("dataset_infrastructures", &dataset_infrastructures,
                             "By the datasets' names, each after those that it depends on.")
      .def_property_readonly("common_dataset",
                             [](const InfrastructurePart& self) {
                               return dataset_infrastructure(self.state, self->common_dataset());
                             })
      .def_property_readonly("common_gcp_infra",
                             [](const InfrastructurePart& self) {
                               return infra_object(self.state, common_infra(self, CloudName::kGcp));
                             })
      .def_property_readonly("common_azure_infra",
                             [](const InfrastructurePart& self) {
                               return infra_object(self.state,
                                                   common_infra(self, CloudName::kAzure));
                             })
      .def_property_readonly("common_infra", [](const InfrastructurePart& self) {
        return infra_object(self.state, self->common_infra());
      });
}

void define_shared_things(py::class_<InfrastructurePart>& type) {
  type.def_property_readonly("gcp_members_cache_bucket",
                             [](const InfrastructurePart& self) {
                               common_infra(self, CloudName::kGcp);
                               return made_by_driver(self.state,
                                                     self->members_cache_bucket(CloudName::kGcp));
                             })
      .def_property_readonly(
          "config_viewer_group",
          [](const InfrastructurePart& self) {
            return group_object(self.state, self->config_viewer_group(self->common_infra().name()));
          })
      .def_property_readonly("gcp_metamist_invoker_group",
                             [](const InfrastructurePart& self) {
                               common_infra(self, CloudName::kGcp);
                               return group_object(self.state,
                                                   self->metamist_invoker_group(CloudName::kGcp));
                             })
      .def_property_readonly("internal_logs_access_group_gcp",
                             [](const InfrastructurePart& self) {
                               common_infra(self, CloudName::kGcp);
                               return group_object(
                                   self.state, self->internal_logs_access_group(CloudName::kGcp));
                             })
      .def_property_readonly("gcp_python_registry", &python_registry,
                             "The institute's registry of Python packages.")
      .def_property_readonly("pam_broker_sa",
                             [](const InfrastructurePart& self) {
                               return part_or_none(self.state, self->pam_broker_account());
                             })
      .def_property_readonly("datasets_needing_pam_entitlement", &datasets_needing_entitlement);
}

void register_infrastructure(py::module_& module) {
  py::class_<InfrastructurePart> type(
      module, "CPGInfrastructure",
      "The whole institute. In a Pulumi program, main() gives everything to the engine.\n\n"
      ">>> CPGInfrastructure(config, datasets).main()");
  define_identity(type);
  type.def(py::init(
               [](const ModelRef<CPGInfrastructureConfig>& config, const py::iterable& datasets) {
                 return infrastructure_part(
                     check_models(*config.model, dataset_models(datasets)).configuration,
                     config.locations);
               }),
           py::arg("config"), py::arg("dataset_configs"))
      .def(
          "setup_datasets", [](const InfrastructurePart& self) { self->datasets(); },
          "Nothing to call for: the datasets are there when they are asked for.")
      .def("resolve_dataset_order", &dataset_order,
           "The datasets' names, each after those that it depends on.")
      .def_static("sort_members", &sort_members, py::arg("members"),
                  "Emails in lower case, each once, by domain and then by name.\n\n"
                  ">>> CPGInfrastructure.sort_members(['b@x.edu', 'a@y.edu', 'A@x.edu'])\n"
                  "['a@x.edu', 'b@x.edu', 'a@y.edu']")
      .def(
          "main", &main,
          "Plans everything, runs the plugins, and checks the plan. In a Pulumi program the engine "
          "gets it then, and in any other it is there as `plan`.")
      .def("__repr__", [](const InfrastructurePart& self) {
        return fmt::format("<CPGInfrastructure of {} datasets>",
                           self->configuration().datasets.size());
      });
  define_drivers(type);
  define_shared_things(type);
  define_declarations(type);
}

}  // namespace

void register_driver(py::module_& module) {
  register_groups(module);
  register_datasets(module);
  register_infrastructure(module);
  module.attr("CPGInfrastructure").attr("GroupProvider") = module.attr("GroupProvider");
  module.def("build_plan", &build_plan, py::arg("configuration"),
             "The plan of everything that the configuration asks for, plugins included.\n\n"
             ">>> plan = cpginfra.build_plan(cpginfra.load('institute/'))");
  module.def("compute_hash", &driver::compute_hash, py::arg("dataset"), py::arg("member"),
             py::arg("cloud"),
             "A short, stable name of a member of a dataset on a cloud.\n\n"
             ">>> compute_hash('dataset', 'hello.world@email.com', '')\n"
             "'HW-d51b65ee'");
  module.def("dict_to_toml", &dict_to_toml, py::arg("content"),
             "The content as TOML with sorted keys: equal content, equal text.\n\n"
             ">>> dict_to_toml({'b': 1, 'a': 'x'})\n"
             "'a = \"x\"\\nb = 1\\n'");
}

}  // namespace cpginfra::python
