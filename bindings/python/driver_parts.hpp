// SPDX-License-Identifier: MIT
// The drivers as parts of the plan that they write.
#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <deque>
#include <memory>
#include <utility>

#include "cloud_parts.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/infrastructure.hpp"
#include "errors.hpp"
#include "part.hpp"

namespace cpginfra::python {

using InfrastructurePart = Part<driver::CPGInfrastructure>;
using DatasetPart = Part<driver::CPGDatasetInfrastructure>;
using CloudDatasetPart = Part<driver::CPGDatasetCloudInfrastructure>;
using ProviderPart = Part<driver::GroupProvider>;
using DriverGroupPart = Part<driver::Group>;

/// A plan with the drivers that write it.
class InfrastructureState final : public PlanState {
 public:
  InfrastructureState(std::shared_ptr<const Configuration> made_of, config::Locations places)
      : PlanState(std::move(made_of)),
        locations(std::move(places)),
        infrastructure(*configuration, plan) {}

  void close() {
    closed = true;
    size_when_closed = plan.resources().size();
  }

  /// Where files have what the configuration says.
  config::Locations locations;
  driver::CPGInfrastructure infrastructure;
  bool started = false;
  /// Whether the memberships of groups have been written, after which nobody joins any more.
  bool are_groups_final = false;
  std::size_t size_when_closed = 0;
  /// Accounts of people that plugins have made up; groups refer to them.
  std::deque<CPGInfrastructureUser::Cloud> users;
};

/// The drivers of a part that a driver gave out.
inline InfrastructureState& drivers_of(const PlanPtr& state) {
  return static_cast<InfrastructureState&>(*state);
}

inline const plan::Resource* resource_of(const cloud::Bucket& made) { return made.resource; }
inline const plan::Resource* resource_of(const cloud::MachineAccount& made) {
  return made.resource;
}
inline const plan::Resource* resource_of(const cloud::HailAccount& made) {
  return made.principal->resource;
}
inline const plan::Resource* resource_of(const cloud::HailBillingProject& made) {
  return made.resource;
}
inline const plan::Resource* resource_of(const cloud::MetamistProject& made) {
  return made.resource;
}
inline const plan::Resource* resource_of(const driver::Group& made) {
  return made.group().resource;
}

/// Something that a driver makes on first use. Raises where that first use comes after the plan was
/// finished: nobody would make it.
template <class T>
py::object made_by_driver(const PlanPtr& state, T& thing) {
  const plan::Resource* resource = resource_of(thing);
  if (state->closed && resource != nullptr &&
      resource->index >= drivers_of(state).size_when_closed) {
    throw_error(
        "this is not part of the finished plan, since nothing asked for it before main() ended; "
        "ask for it in a plugin's main()");
  }
  return py::cast(Part<T>{state, &thing});
}

void register_groups(py::module_& module);
void register_datasets(py::module_& module);

py::object group_object(const PlanPtr& state, driver::Group& group);
py::object dataset_infrastructure(const PlanPtr& state, driver::CPGDatasetInfrastructure& dataset);

}  // namespace cpginfra::python
