// SPDX-License-Identifier: MIT
#include "measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>

#include "access.hpp"
#include "cpginfra/config/dump.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/report/summary.hpp"
#include "directory.hpp"
#include "institute.hpp"
#include "process.hpp"
#include "timing.hpp"

namespace cpginfra::bench {
namespace {

constexpr double kMicro = 1e6;
constexpr double kMega = 1e6;

class FileSink final : public report::Sink {
 public:
  explicit FileSink(const std::string& path) : file_(path, std::ios::binary) {}
  absl::Status write(std::string_view bytes) override {
    file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file_ ? absl::OkStatus() : absl::UnavailableError("the disk is full");
  }

 private:
  std::ofstream file_;
};

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

/// From the files to the plan's JSON. The driver's own objects are destroyed within `build`.
Json measure_building(const std::string& file) {
  Json numbers;
  Configuration configuration;
  numbers["load"] =
      seconds_of([&] { configuration = value_or_throw(config::load_configuration(file)); });
  plan::Plan plan;
  numbers["build"] = seconds_of([&] { plan = value_or_throw(driver::build_plan(configuration)); });
  numbers["resources"] = plan.resources().size();
  numbers["value_bytes"] = plan.value_bytes();
  report::Summary summary;
  numbers["summarize"] = seconds_of([&] { summary = report::summarize(plan, {}); });
  CountingSink sink;
  numbers["write"] = seconds_of([&] { check(report::write_json(plan, sink)); });
  numbers["json_bytes"] = sink.bytes();
  numbers["destroy"] = seconds_of([&] { plan = plan::Plan(); });
  return numbers;
}

Json measure_reading(const std::string& plan_file) {
  const std::string text = contents(plan_file);
  Json numbers;
  numbers["read"] = seconds_of([&] { value_or_throw(report::read_json(text)); });
  return numbers;
}

Json measure_directory(const std::string& directory, const std::vector<std::string>& files) {
  Json numbers;
  numbers["parse_directory"] = seconds_of([&] {
    if (parse_files(files) == 0) throw std::runtime_error("nothing was parsed");
  });
  numbers["load_directory"] =
      seconds_of([&] { value_or_throw(config::load_configuration(directory)); });
  return numbers;
}

Json apart(const std::function<Json()>& measurement) {
  const Cost cost = run_apart([&] { return measurement().dump(); });
  if (cost.exit_code != 0) throw std::runtime_error("a measurement failed");
  return Json::parse(cost.output);
}

}  // namespace

Institute::Institute(std::size_t datasets, const std::filesystem::path& directory)
    : datasets_(datasets),
      file_((directory / fmt::format("institute-{}.json", datasets)).string()),
      directory_((directory / fmt::format("institute-{}", datasets)).string()),
      plan_file_((directory / fmt::format("plan-{}.json", datasets)).string()) {
  const Configuration configuration = make_institute(datasets);
  std::ofstream(file_, std::ios::binary) << config::to_json(config::to_value(configuration));
  directory_files_ = write_directory(configuration, directory_);
  const plan::Plan plan = value_or_throw(driver::build_plan(configuration));
  FileSink sink(plan_file_);
  check(report::write_json(plan, sink));
}

void Institute::take(const Json& numbers) {
  for (const auto& [key, number] : numbers.items()) {
    least_[key] = std::min(least_.value(key, number.get<double>()), number.get<double>());
  }
}

void Institute::measure() {
  take(apart([this] { return measure_building(file_); }));
  take(apart([this] { return measure_access(file_); }));
  take(apart([this] { return measure_reading(plan_file_); }));
  take(apart([this] { return measure_directory(directory_, directory_files_); }));
  const Cost command = run_program({CPGINFRA_COMMAND, "plan", file_, "--format", "summary"});
  if (command.exit_code != 0) throw std::runtime_error("the command failed");
  take({{"command", command.seconds}, {"command_peak_megabytes", command.peak_megabytes}});
}

void Institute::measure_python(const std::string& python) {
  const std::string program =
      "import json, sys, time\n"
      "with open(sys.argv[1], encoding='utf-8') as file:\n"
      "    start = time.process_time()\n"
      "    json.load(file)\n"
      "    print(time.process_time() - start)\n";
  const Cost cost = run_program({python, "-c", program, plan_file_});
  if (cost.exit_code == 0) take({{"python_json_load", std::stod(cost.output)}});
}

Json Institute::result() const {
  const auto number = [this](const char* key) { return least_.at(key).get<double>(); };
  Json result;
  result["datasets"] = datasets_;
  for (const auto& [key, value] : least_.items()) result[key] = value;
  const double resources = number("resources");
  result["build_microseconds_a_resource"] = number("build") / resources * kMicro;
  result["microseconds_a_resource"] = (number("load") + number("build")) / resources * kMicro;
  result["bytes_a_resource"] = number("value_bytes") / resources;
  result["write_megabytes_a_second"] = number("json_bytes") / kMega / number("write");
  result["read_megabytes_a_second"] = number("json_bytes") / kMega / number("read");
  return result;
}

}  // namespace cpginfra::bench
