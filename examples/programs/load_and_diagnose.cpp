// SPDX-License-Identifier: MIT
// Loads a configuration and prints everything that is wrong with it, each with its place and its
// mend.
//
//   load_and_diagnose examples/institute
#include <iostream>

#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"

int main(int argc, char* argv[]) {
  if (argc != 2) {
    std::cerr << "usage: load_and_diagnose CONFIGURATION\n";
    return 2;
  }
  const cpginfra::config::LoadResult result = cpginfra::config::load_path(argv[1]);
  std::cerr << cpginfra::config::render_plain(result.diagnostics);

  // The same as data, for a tool that shows them its own way.
  for (const cpginfra::config::Diagnostic& diagnostic : result.diagnostics.all()) {
    std::cout << diagnostic.rule << " at " << diagnostic.path << "\n";
  }
  if (!result.configuration) return 1;

  // From here on nothing can be wrong with the input: a configuration is right, or there is none.
  for (const cpginfra::CPGDatasetConfig& dataset : result.configuration->datasets) {
    std::cout << dataset.dataset << " depends on " << dataset.depends_on.size() << " and reads "
              << dataset.depends_on_readonly.size() << " others\n";
  }
  return 0;
}
