// SPDX-License-Identifier: MIT
#include "comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace cpginfra::bench {
namespace {

using Json = nlohmann::ordered_json;

/// What is compared: all of them are better when smaller. Times of less than `least` say nothing.
struct Row {
  std::string_view key;
  std::string_view label;
  double least;
};
constexpr double kLeastSeconds = 0.005;
constexpr std::array<Row, 16> kRows = {{
    {"load", "load, s", kLeastSeconds},
    {"build", "build, s", kLeastSeconds},
    {"write", "write JSON, s", kLeastSeconds},
    {"read", "read JSON, s", kLeastSeconds},
    {"access_graph", "access graph, s", kLeastSeconds},
    {"matrix", "access matrix, s", kLeastSeconds},
    {"who_can", "access who-can, s", kLeastSeconds},
    {"access_of", "access of, s", kLeastSeconds},
    {"check", "check, s", kLeastSeconds},
    {"diff", "diff, s", kLeastSeconds},
    {"report", "report, s", kLeastSeconds},
    {"load_directory", "load a directory, s", kLeastSeconds},
    {"command", "plan --format summary, s", kLeastSeconds},
    {"command_peak_megabytes", "its peak memory, MB", 0},
    {"build_microseconds_a_resource", "build a resource, us", 0},
    {"bytes_a_resource", "bytes a resource", 0},
}};

const Json* find_size(const Json& run, const Json& datasets) {
  for (const Json& size : run.at("sizes")) {
    if (size.at("datasets") == datasets) return &size;
  }
  return nullptr;
}

}  // namespace

double print_comparison(const Json& before, const Json& now) {
  double worst = 1;
  fmt::print(
      "\nagainst the saved run of cpginfra {}, {} build\n{:>8}  {:<26} {:>10} {:>10} {:>7}\n",
      before.at("version").get<std::string>(), before.at("build_type").get<std::string>(),
      "datasets", "", "before", "now", "times");
  for (const Json& size : now.at("sizes")) {
    const Json* old = find_size(before, size.at("datasets"));
    if (old == nullptr) continue;
    for (const Row& row : kRows) {
      if (!old->contains(row.key) || !size.contains(row.key)) continue;
      const double was = old->at(row.key).get<double>();
      const double is = size.at(row.key).get<double>();
      const double times = is / was;
      fmt::print("{:>8}  {:<26} {:>10.3f} {:>10.3f} {:>7.2f}\n",
                 size.at("datasets").get<std::size_t>(), row.label, was, is, times);
      if (std::max(was, is) >= row.least) worst = std::max(worst, times);
    }
  }
  return worst;
}

}  // namespace cpginfra::bench
