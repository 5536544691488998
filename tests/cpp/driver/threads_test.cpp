// SPDX-License-Identifier: MIT
// Plans may be built on several threads at once, and a finished plan read from many. Of interest
// under the thread sanitizer (the tsan preset); elsewhere it compares the results.
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/access_graph.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/report/plan_text.hpp"
#include "cpginfra/report/summary.hpp"
#include "support/random_configuration.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::driver {
namespace {

constexpr std::size_t kThreads = 4;
constexpr std::uint32_t kSeeds = 6;

/// What each of the threads made of it.
std::vector<std::string> on_threads(const std::function<std::string()>& work) {
  std::vector<std::string> results(kThreads);
  std::vector<std::thread> threads;
  for (std::string& result : results) threads.emplace_back([&] { result = work(); });
  for (std::thread& thread : threads) thread.join();
  return results;
}

std::string planned(const Configuration& configuration) {
  const auto plan = build_plan(configuration);
  return plan.ok() ? *report::to_json(*plan) : std::string(plan.status().message());
}

std::string loaded_and_planned(const std::string& path) {
  const auto configuration = config::load_configuration(path);
  return configuration.ok() ? planned(*configuration)
                            : std::string(configuration.status().message());
}

std::string all_of(const plan::Plan& plan) {
  report::StringSink sink;
  report::write_json(plan, sink).IgnoreError();
  report::write_text(plan, {.width = 80}, sink).IgnoreError();
  sink.write(report::to_text(report::summarize(plan, {}))).IgnoreError();
  const report::AccessGraph graph(plan);
  for (const plan::Resource* resource : plan.resources()) {
    if (plan.find(resource->type->token, resource->name) != resource) return "not found";
  }
  return sink.text();
}

TEST_CASE("plans that are built on several threads are those of one", "[driver][threads]") {
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    const Configuration configuration = testing_support::random_configuration(seed);
    const std::string alone = planned(configuration);
    CHECK(alone.starts_with('{'));
    CHECK(on_threads([&] { return planned(configuration); }) == std::vector(kThreads, alone));
  }
}

TEST_CASE("configurations are loaded on several threads", "[driver][threads]") {
  const std::string path = test::source_path("examples/institute");
  const std::string alone = loaded_and_planned(path);
  CHECK(alone.starts_with('{'));
  CHECK(on_threads([&] { return loaded_and_planned(path); }) == std::vector(kThreads, alone));
}

TEST_CASE("a finished plan is read alike from several threads", "[driver][threads]") {
  const auto plan = build_plan(testing_support::random_configuration(1));
  REQUIRE(plan.ok());
  CHECK(on_threads([&] { return all_of(*plan); }) == std::vector(kThreads, all_of(*plan)));
}

}  // namespace
}  // namespace cpginfra::driver
