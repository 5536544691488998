// SPDX-License-Identifier: MIT
#include "directory.hpp"

#include <fmt/format.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "cpginfra/config/dump.hpp"

namespace cpginfra::bench {
namespace {

using config::AnyValue;

void emit(const AnyValue& value, YAML::Emitter& out) {
  if (const auto* object = value.as_object()) {
    out << YAML::BeginMap;
    for (const auto& [key, field] : *object) {
      out << YAML::Key << key << YAML::Value;
      emit(field, out);
    }
    out << YAML::EndMap;
  } else if (const auto* array = value.as_array()) {
    out << YAML::Flow << YAML::BeginSeq;
    for (const AnyValue& item : *array) emit(item, out);
    out << YAML::EndSeq;
  } else if (const auto* text = value.as_string()) {
    out << YAML::DoubleQuoted << *text;
  } else if (const auto* integer = value.as_integer()) {
    out << *integer;
  } else if (const auto* number = value.as_number()) {
    out << *number;
  } else if (const auto* boolean = value.as_bool()) {
    out << *boolean;
  } else {
    out << YAML::Null;
  }
}

void write_file(const std::string& path, const AnyValue& value) {
  YAML::Emitter out;
  emit(value, out);
  std::ofstream file(path, std::ios::binary);
  file << out.c_str() << '\n';
  if (!file) throw std::runtime_error(path + " could not be written");
}

/// Counts what the parser says.
class Counter final : public YAML::EventHandler {
 public:
  std::size_t events = 0;

  void OnDocumentStart(const YAML::Mark& /*mark*/) override { ++events; }
  void OnDocumentEnd() override { ++events; }
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override { ++events; }
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override { ++events; }
  void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {
    ++events;
  }
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/,
                       YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {
    ++events;
  }
  void OnSequenceEnd() override { ++events; }
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    ++events;
  }
  void OnMapEnd() override { ++events; }
};

}  // namespace

std::vector<std::string> write_directory(const Configuration& configuration,
                                         const std::string& directory) {
  constexpr std::array<std::string_view, 2> kParts = {"members", "budgets"};
  const AnyValue whole = config::to_value(configuration);
  std::vector<std::string> paths = {directory + "/config-infrastructure.yaml",
                                    directory + "/config-datasets.yaml"};
  std::filesystem::create_directories(directory);
  write_file(paths[0], *whole.as_object()->find("config"));
  AnyValue::Object options;
  for (const AnyValue& dataset : *whole.as_object()->find("datasets")->as_array()) {
    const std::string& name = *dataset.as_object()->find("dataset")->as_string();
    const std::string folder = fmt::format("{}/datasets/{}", directory, name);
    std::filesystem::create_directories(folder);
    AnyValue::Object own;
    for (const auto& [key, value] : *dataset.as_object()) {
      if (key == "dataset") continue;  // its key says it
      if (key != kParts[0] && key != kParts[1]) {
        own.insert_or_assign(key, value);
        continue;
      }
      paths.push_back(fmt::format("{}/{}.yaml", folder, key));
      write_file(paths.back(), value);
    }
    options.insert_or_assign(name, std::move(own));
  }
  write_file(paths[1], std::move(options));
  return paths;
}

std::size_t parse_files(const std::vector<std::string>& paths) {
  Counter counter;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    YAML::Parser parser(text);
    while (parser.HandleNextDocument(counter)) {
    }
  }
  return counter.events;
}

}  // namespace cpginfra::bench
