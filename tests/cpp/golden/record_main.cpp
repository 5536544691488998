// SPDX-License-Identifier: MIT
// cpginfra_record CASE.json... : writes CASE's folder/ours.json, the recording of its plan.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "golden/recording.hpp"

namespace {

bool record_case(const std::string& path) {
  const auto loaded = cpginfra::config::load_path(path);
  if (!loaded.configuration) {
    std::cerr << path << ": " << cpginfra::config::render_plain(loaded.diagnostics) << "\n";
    return false;
  }
  auto plan = cpginfra::driver::build_plan(*loaded.configuration);
  if (!plan.ok()) {
    std::cerr << path << ": " << plan.status() << "\n";
    return false;
  }
  cpginfra::golden::MadeUpCloud cloud;
  auto recording = cpginfra::golden::record(*plan, cloud);
  if (!recording.ok()) {
    std::cerr << path << ": " << recording.status() << "\n";
    return false;
  }
  std::ofstream(std::filesystem::path(path).parent_path() / "ours.json") << recording->dump();
  return true;
}

}  // namespace

int main(int argc, char* argv[]) {
  bool all_good = true;
  for (int i = 1; i < argc; ++i) all_good = record_case(argv[i]) && all_good;
  return all_good ? 0 : 1;
}
