// SPDX-License-Identifier: MIT
// cpginfra_record CASE.json... : writes CASE's folder/ours.json, the recording of its plan.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "cpginfra/config/load.hpp"
#include "cpginfra/config/parse_model.hpp"
#include "cpginfra/config/render.hpp"
#include "cpginfra/plugin/build_plan.hpp"
#include "golden/recording.hpp"

namespace {

using cpginfra::config::AnyValue;

AnyValue to_any(const nlohmann::ordered_json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    AnyValue::Array array;
    for (const auto& item : json) array.push_back(to_any(item));
    return array;
  }
  if (!json.is_object()) return nullptr;
  AnyValue::Object object;
  for (const auto& [key, value] : json.items()) object.insert_or_assign(key, to_any(value));
  return object;
}

/// The configuration by the models alone: recordings may break rules that span models.
std::optional<cpginfra::Configuration> read_case(const std::string& path) {
  const auto json = nlohmann::ordered_json::parse(std::ifstream(path));
  cpginfra::Configuration configuration;
  const auto report = [&](const cpginfra::config::Diagnostics& diagnostics) {
    std::cerr << path << ": " << cpginfra::config::render_plain(diagnostics) << "\n";
    return std::nullopt;
  };
  auto institute =
      cpginfra::config::parse_model<cpginfra::CPGInfrastructureConfig>(to_any(json.at("config")));
  if (!institute.model) return report(institute.diagnostics);
  configuration.infrastructure = *institute.model;
  for (const auto& item : json.at("datasets")) {
    auto dataset = cpginfra::config::parse_model<cpginfra::CPGDatasetConfig>(to_any(item));
    if (!dataset.model) return report(dataset.diagnostics);
    configuration.datasets.push_back(*dataset.model);
  }
  return configuration;
}

bool record_case(const std::string& path) {
  const auto configuration = read_case(path);
  if (!configuration) return false;
  auto plan = cpginfra::plugin::build_plan(*configuration);
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
