// SPDX-License-Identifier: MIT
// The benchmark: what loading, building, writing, reading and questions about access cost, and
// whether a plan of many datasets costs as much a resource as one of a few.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "access.hpp"
#include "comparison.hpp"
#include "cpginfra/version.hpp"
#include "measure.hpp"

namespace cpginfra::bench {
namespace {

struct Options {
  std::vector<std::size_t> sizes = {10, 100, 1000};
  std::size_t runs = 5;
  std::string save;
  std::string compare;
  double limit = 0;
  std::string python = "python3";
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
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

/// The sizes take turns, so that a busy moment of the machine does not fall on one of them alone.
Json measure(const Options& options) {
  const Workplace workplace;
  std::vector<std::unique_ptr<Institute>> institutes;
  for (std::size_t datasets : options.sizes) {
    institutes.push_back(std::make_unique<Institute>(datasets, workplace.path()));
  }
  for (std::size_t run = 0; run < options.runs; ++run) {
    for (const auto& institute : institutes) {
      institute->measure();
      if (institute->datasets() <= 1000) institute->measure_python(options.python);
    }
  }
  Json report;
  report["version"] = version();
  report["build_type"] = CPGINFRA_BUILD_TYPE;
  report["runs"] = options.runs;
  for (const auto& institute : institutes) report["sizes"].push_back(institute->result());
  return report;
}

/// How much more a resource costs at the largest size than at the smallest.
double growth(const Json& report, const char* key) {
  return report["sizes"].back()[key].get<double>() / report["sizes"].front()[key].get<double>();
}

struct Column {
  const char* title;
  const char* unit;
  const char* key;
  int digits;
  double scale;
};
constexpr double kMega = 1e6;
constexpr std::array<Column, 13> kColumns = {{
    {"datasets", "", "datasets", 0, 1},
    {"resources", "", "resources", 0, 1},
    {"load", "s", "load", 3, 1},
    {"build", "s", "build", 3, 1},
    {"a res.", "us", "build_microseconds_a_resource", 2, 1},
    {"in all", "us", "microseconds_a_resource", 2, 1},
    {"a res.", "bytes", "bytes_a_resource", 0, 1},
    {"JSON", "MB", "json_bytes", 1, kMega},
    {"write", "MB/s", "write_megabytes_a_second", 0, 1},
    {"read", "MB/s", "read_megabytes_a_second", 0, 1},
    {"summary", "s", "command", 3, 1},
    {"peak", "MB", "command_peak_megabytes", 0, 1},
    {"dir.", "s", "load_directory", 3, 1},
}};

void print_table(const Json& report) {
  fmt::print("cpginfra {}, {} build; processor time, the least of {} runs\n\n", version(),
             CPGINFRA_BUILD_TYPE, report["runs"].get<std::size_t>());
  for (const Column& column : kColumns) fmt::print("{:>10}", column.title);
  fmt::print("\n");
  for (const Column& column : kColumns) fmt::print("{:>10}", column.unit);
  fmt::print("\n");
  for (const Json& size : report["sizes"]) {
    for (const Column& column : kColumns) {
      fmt::print("{:>10.{}f}", size[column.key].get<double>() / column.scale, column.digits);
    }
    fmt::print("\n");
  }
}

void print_findings(const Json& report) {
  const Json& last = report["sizes"].back();
  fmt::print(
      "\na resource at {} datasets costs {:.2f} times what it costs at {} to build, {:.2f} "
      "times to load and build\n",
      last["datasets"].get<std::size_t>(), growth(report, "build_microseconds_a_resource"),
      report["sizes"].front()["datasets"].get<std::size_t>(),
      growth(report, "microseconds_a_resource"));
  for (const Json& size : report["sizes"]) {
    fmt::print(
        "at {} datasets: loading the directory takes {:.2f} times what yaml-cpp takes to "
        "parse its files",
        size["datasets"].get<std::size_t>(),
        size["load_directory"].get<double>() / size["parse_directory"].get<double>());
    if (size.contains("python_json_load")) {
      fmt::print("; 'plan FILE --format summary' takes {:.2f} times Python's json.load of the plan",
                 size["command"].get<double>() / size["python_json_load"].get<double>());
    }
    fmt::print("\n");
  }
}

Json read_saved(const std::string& path) {
  std::ifstream file(path);
  Json saved = Json::parse(file, nullptr, false);
  if (saved.is_discarded()) throw std::runtime_error(path + " is no saved run (see --save)");
  return saved;
}

void save(const Json& report, const std::string& path) {
  std::ofstream file(path);
  file << report.dump(2) << '\n';
  if (!file) throw std::runtime_error(path + " could not be written");
}

int run(const Options& options) {
  const Json before = options.compare.empty() ? Json() : read_saved(options.compare);
  const Json report = measure(options);
  print_table(report);
  print_findings(report);
  print_access(report);
  if (!options.save.empty()) save(report, options.save);
  const bool is_too_slow = is_access_too_slow(report);
  const double worst = before.is_null() ? 0 : print_comparison(before, report);
  if (options.limit == 0 || worst <= options.limit) return is_too_slow ? 1 : 0;
  fmt::print("\nsomething costs {:.2f} times what it did; the limit is {:.2f}\n", worst,
             options.limit);
  return 1;
}

}  // namespace
}  // namespace cpginfra::bench

int main(int argc, char** argv) {
  cpginfra::bench::Options options;
  CLI::App app(
      "Measures loading, building, writing and reading plans of made-up institutes, and questions "
      "to them.",
      "cpginfra_bench");
  app.add_option("--datasets", options.sizes, "How many datasets; several sizes, smallest first")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--runs", options.runs, "How often everything is measured; the least is shown")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--save", options.save, "Write all numbers to this file, as JSON");
  app.add_option("--compare", options.compare, "Show what changed since this saved run");
  app.add_option("--limit", options.limit,
                 "With --compare: fail when anything costs more than so many times as before");
  app.add_option("--python", options.python, "The Python to compare with")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    return cpginfra::bench::run(options);
  } catch (const std::exception& error) {
    std::cerr << "cpginfra_bench: " << error.what() << '\n';
    return 1;
  }
}
