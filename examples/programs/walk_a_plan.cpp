// SPDX-License-Identifier: MIT
// Plans a configuration and walks over what it would make: each bucket of a dataset, its inputs and
// what it depends on.
//
//   walk_a_plan examples/institute cardiac
#include <iostream>
#include <string_view>

#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/report/plan_text.hpp"

int main(int argc, char* argv[]) {
  if (argc != 3) {
    std::cerr << "usage: walk_a_plan CONFIGURATION DATASET\n";
    return 2;
  }
  const auto configuration = cpginfra::config::load_configuration(argv[1]);
  if (!configuration.ok()) {
    std::cerr << configuration.status().message();
    return 1;
  }
  const auto plan = cpginfra::build_plan(*configuration);
  if (!plan.ok()) {
    std::cerr << plan.status().message() << "\n";
    return 1;
  }

  const std::string_view dataset = argv[2];
  for (const cpginfra::plan::Resource* resource : plan->resources()) {
    if (resource->origin->dataset != dataset ||
        resource->type->token != "gcp:storage/bucket:Bucket") {
      continue;
    }
    std::cout << resource->name << "\n";
    for (const cpginfra::plan::Field& input : resource->inputs) {
      std::cout << "  " << input.name << ": " << cpginfra::report::to_text(input.value) << "\n";
    }
    for (const cpginfra::plan::Resource* other : cpginfra::plan::dependencies_of(*resource)) {
      std::cout << "  after " << other->name << "\n";
    }
  }
  return 0;
}
