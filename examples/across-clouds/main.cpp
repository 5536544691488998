// SPDX-License-Identifier: MIT
// across-clouds INSTITUTE DATASET: what is added to a dataset on both clouds, and what each of
// these resources waits for. Try
//
//   build/default/tests/cpp/cloud/across-clouds examples/institute-both-clouds.yaml cardiac
#include <array>
#include <iostream>

#include "across-clouds/across_clouds.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/plan/dependencies.hpp"

int main(int argc, char* argv[]) {
  if (argc != 3) {
    std::cerr << "usage: across-clouds INSTITUTE DATASET\n";
    return 2;
  }
  const auto loaded = cpginfra::config::load_path(argv[1]);
  if (!loaded.configuration) {
    std::cerr << cpginfra::config::render_plain(loaded.diagnostics);
    return 1;
  }
  const auto without = cpginfra::driver::build_plan(*loaded.configuration);
  example::AcrossClouds across(argv[2]);
  std::array<cpginfra::driver::Extension*, 1> extensions = {&across};
  const auto with = cpginfra::driver::build_plan(*loaded.configuration, extensions);
  if (!without.ok() || !with.ok()) {
    std::cerr << (without.ok() ? with.status() : without.status()) << "\n";
    return 1;
  }
  for (const cpginfra::plan::Resource* resource : with->resources()) {
    if (without->find(resource->type->token, resource->name) != nullptr) continue;
    std::cout << resource->type->token << " " << resource->name << "\n";
    for (const auto* other : cpginfra::plan::dependencies_of(*resource)) {
      std::cout << "  after " << other->name << "\n";
    }
  }
  return 0;
}
