// SPDX-License-Identifier: MIT
#include <ctime>
#include <set>
#include <string>

#include "catch.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/access.hpp"
#include "cpginfra/report/access_output.hpp"
#include "cpginfra/report/limits.hpp"
#include "report/estate.hpp"

namespace cpginfra::report {
namespace {

/// Of the processor's time: a busy machine does not distort it much.
double seconds_since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

TEST_CASE("the largest estate's access is answered in a fraction of its plan's time", "[.timing]") {
  const Configuration configuration = make_estate(1000, 3000);
  std::clock_t start = std::clock();
  const auto plan = build_plan(configuration);
  REQUIRE(plan.ok());
  const double build = seconds_since(start);

  start = std::clock();
  const AccessGraph graph(*plan);
  const double graph_time = seconds_since(start);
  start = std::clock();
  const AccessTable table = matrix(graph);
  const double matrix_time = seconds_since(start);
  constexpr std::string_view kBucket = "cpg-data0500-main";
  start = std::clock();
  const AccessGraph part = AccessGraph::leading_to(*plan, kBucket);
  const auto buckets = part.find_targets(kBucket);
  REQUIRE(buckets.size() == 1);
  const AccessTable who =
      who_can(part, {.level = plan::AccessLevel::kRead, .role = {}}, buckets.front());
  const double who_time = seconds_since(start);
  start = std::clock();
  const LimitReport limits = check_limits(*plan, graph, {});
  const double limit_time = seconds_since(start);
  start = std::clock();
  const std::string json = access_json(graph, table);
  const double json_time = seconds_since(start);
  WARN("resources " << plan->resources().size() << ", nodes " << graph.nodes().size() << ", grants "
                    << plan->grants().size() << ", memberships " << plan->memberships().size()
                    << ", matrix rows " << table.rows().size() << ", who rows " << who.rows().size()
                    << "\nbuild " << build << " s, graph " << graph_time << " s, matrix "
                    << matrix_time << " s, who-can " << who_time << " s, limits " << limit_time
                    << " s, json " << json_time << " s for " << json.size() << " bytes");
  CHECK(graph_time + matrix_time < 2 * build);
  CHECK(who_time < 0.1 * build);
}

}  // namespace
}  // namespace cpginfra::report
