// SPDX-License-Identifier: MIT
// usage: consumer CONFIGURATION; says how many resources it would get.
#include <iostream>

#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/version.hpp"

int main(int argc, char* argv[]) {
  if (argc != 2 || cpginfra::version() != cpginfra::kVersion) return 2;
  const auto configuration = cpginfra::config::load_configuration(argv[1]);
  if (!configuration.ok()) {
    std::cerr << configuration.status().message();
    return 1;
  }
  const auto plan = cpginfra::build_plan(*configuration);
  if (!plan.ok()) {
    std::cerr << plan.status().message() << '\n';
    return 1;
  }
  std::cout << "cpginfra " << cpginfra::version() << ": " << plan->resources().size()
            << " resources\n";
  return 0;
}
