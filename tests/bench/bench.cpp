// SPDX-License-Identifier: MIT
// The benchmark: what loading, building and writing cost, and whether a plan of many datasets costs
// as much a resource as one of a few.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "cpginfra/config/dump.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/report/summary.hpp"
#include "cpginfra/version.hpp"
#include "institute.hpp"
#include "process.hpp"

namespace cpginfra::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kMicro = 1e6;

/// Counts what it is given.
class CountingSink final : public report::Sink {
 public:
  absl::Status write(std::string_view bytes) override {
    bytes_ += bytes.size();
    return absl::OkStatus();
  }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  std::size_t bytes_ = 0;
};

class FileSink final : public report::Sink {
 public:
  explicit FileSink(const std::filesystem::path& path) : file_(path, std::ios::binary) {}
  absl::Status write(std::string_view bytes) override {
    file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file_ ? absl::OkStatus() : absl::UnavailableError("the disk is full");
  }

 private:
  std::ofstream file_;
};

/// A directory that is removed in the end.
class Workplace {
 public:
  Workplace() {
    std::string name = (std::filesystem::temp_directory_path() / "cpginfra-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory can be made");
    path_ = name;
  }
  ~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// Processor time, which other programs on the machine change little.
double seconds_of(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

template <typename T>
T value_or_throw(absl::StatusOr<T> result) {
  if (!result.ok()) throw std::runtime_error(std::string(result.status().message()));
  return *std::move(result);
}

void check(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(std::string(status.message()));
}

/// One run of everything in the library, as a JSON text.
std::string measure_library(const std::string& file) {
  Configuration configuration;
  Json numbers;
  numbers["load"] =
      seconds_of([&] { configuration = value_or_throw(config::load_configuration(file)); });
  plan::Plan plan;
  numbers["build"] = seconds_of([&] { plan = value_or_throw(driver::build_plan(configuration)); });
  numbers["resources"] = plan.resources().size();
  numbers["plan_megabytes"] = static_cast<double>(plan.value_bytes()) / (1024.0 * 1024.0);
  report::Summary summary;
  numbers["summarize"] = seconds_of([&] { summary = report::summarize(plan, {}); });
  CountingSink sink;
  numbers["write"] = seconds_of([&] { check(report::write_json(plan, sink)); });
  numbers["json_bytes"] = sink.bytes();
  return numbers.dump();
}

struct Options {
  std::vector<std::size_t> sizes = {10, 100, 1000};
  std::size_t runs = 5;
  std::string json_file;
  std::string python = "python3";
};

/// The medians of several runs' numbers.
Json medians(const std::vector<Json>& runs) {
  Json result;
  for (const auto& [key, first] : runs.front().items()) {
    std::vector<double> numbers;
    for (const Json& run : runs) numbers.push_back(run.at(key).get<double>());
    result[key] = median(numbers);
  }
  return result;
}

Json measure_size(std::size_t datasets, const Options& options, const Workplace& workplace) {
  const auto file = workplace.file(fmt::format("institute-{}.json", datasets));
  std::ofstream(file, std::ios::binary)
      << config::to_json(config::to_value(make_institute(datasets)));
  std::vector<Json> runs;
  for (std::size_t i = 0; i < options.runs; ++i) {
    const Cost library = run_apart([&] { return measure_library(file.string()); });
    if (library.exit_code != 0) throw std::runtime_error("a run failed");
    Json numbers = Json::parse(library.output);
    const Cost command =
        run_program({CPGINFRA_COMMAND, "plan", file.string(), "--format", "summary"});
    if (command.exit_code != 0) throw std::runtime_error("the command failed");
    numbers["command"] = command.seconds;
    numbers["command_peak_megabytes"] = command.peak_megabytes;
    runs.push_back(std::move(numbers));
  }
  Json result = medians(runs);
  const double resources = result["resources"].get<double>();
  result["datasets"] = datasets;
  result["microseconds_a_resource"] =
      (result["load"].get<double>() + result["build"].get<double>()) / resources * kMicro;
  result["build_microseconds_a_resource"] = result["build"].get<double>() / resources * kMicro;
  return result;
}

/// How long Python takes for json.load of the plan's own JSON; null without Python.
Json measure_python(std::size_t datasets, const Options& options, const Workplace& workplace) {
  const auto saved = workplace.file("plan.json");
  {
    const plan::Plan plan = value_or_throw(driver::build_plan(make_institute(datasets)));
    FileSink sink(saved);
    check(report::write_json(plan, sink));
  }
  const std::string program =
      "import json, sys, time\n"
      "with open(sys.argv[1], encoding='utf-8') as file:\n"
      "    start = time.perf_counter()\n"
      "    json.load(file)\n"
      "    print(time.perf_counter() - start)\n";
  std::vector<double> seconds;
  for (std::size_t i = 0; i < options.runs; ++i) {
    const Cost cost = run_program({options.python, "-c", program, saved.string()});
    if (cost.exit_code != 0) return nullptr;
    seconds.push_back(std::stod(cost.output));
  }
  return median(seconds);
}

void print_row(const Json& row) {
  fmt::print(
      "{:>8} {:>9.0f} {:>9.3f} {:>9.3f} {:>9.3f} {:>9.1f} {:>9.0f} {:>9.2f} {:>9.2f} {:>9.3f} "
      "{:>9.0f}\n",
      row["datasets"].get<double>(), row["resources"].get<double>(), row["load"].get<double>(),
      row["build"].get<double>(), row["write"].get<double>(),
      row["json_bytes"].get<double>() / (1024.0 * 1024.0), row["plan_megabytes"].get<double>(),
      row["build_microseconds_a_resource"].get<double>(),
      row["microseconds_a_resource"].get<double>(), row["command"].get<double>(),
      row["command_peak_megabytes"].get<double>());
  std::cout.flush();
}

int run(const Options& options) {
  fmt::print("cpginfra {}, {} build; medians of {} runs\n\n", version(), CPGINFRA_BUILD_TYPE,
             options.runs);
  fmt::print("{:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "datasets",
             "resources", "load", "build", "write", "JSON", "plan", "build a", "in all a", "plan",
             "peak");
  fmt::print("{:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "", "", "s",
             "s", "s", "MB", "MB", "res. us", "res. us", "--sum. s", "MB");
  const Workplace workplace;
  Json report;
  report["version"] = version();
  report["build_type"] = CPGINFRA_BUILD_TYPE;
  report["runs"] = options.runs;
  for (std::size_t datasets : options.sizes) {
    report["sizes"].push_back(measure_size(datasets, options, workplace));
    print_row(report["sizes"].back());
  }
  const Json first = report["sizes"].front();
  const Json last = report["sizes"].back();
  const double growth = last["microseconds_a_resource"].get<double>() /
                        first["microseconds_a_resource"].get<double>();
  report["growth"] = growth;
  fmt::print("\na resource at {} datasets costs {:.2f} times what it costs at {}\n",
             last["datasets"].get<double>(), growth, first["datasets"].get<double>());

  report["python_json_load"] = measure_python(options.sizes.back(), options, workplace);
  if (report["python_json_load"].is_null()) {
    fmt::print("{} cannot be run, so there is no comparison with json.load\n", options.python);
  } else {
    const double python = report["python_json_load"].get<double>();
    const double command = last["command"].get<double>();
    fmt::print(
        "at {} datasets: 'cpginfra plan FILE --format summary' takes {:.3f} s, Python's "
        "json.load of the plan {:.3f} s ({:.2f} times)\n",
        last["datasets"].get<double>(), command, python, command / python);
  }
  if (!options.json_file.empty()) {
    std::ofstream file(options.json_file);
    file << report.dump(2) << '\n';
    if (!file) throw std::runtime_error(options.json_file + " could not be written");
  }
  return 0;
}

}  // namespace
}  // namespace cpginfra::bench

int main(int argc, char** argv) {
  cpginfra::bench::Options options;
  CLI::App app("Measures loading, building and writing of plans of made-up institutes.",
               "cpginfra_bench");
  app.add_option("--datasets", options.sizes, "How many datasets; several sizes may be given")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--runs", options.runs, "How often each measurement is made; medians are shown")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--json", options.json_file, "Also write all numbers to this file");
  app.add_option("--python", options.python, "The Python to compare with")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    return cpginfra::bench::run(options);
  } catch (const std::exception& error) {
    std::cerr << "cpginfra_bench: " << error.what() << '\n';
    return 1;
  }
}
