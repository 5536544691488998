// SPDX-License-Identifier: MIT
// Asks who can read a bucket, and by which groups and machine accounts.
//
//   who_can_read examples/institute ieg-cardiac-main
#include <iostream>

#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/access.hpp"
#include "cpginfra/report/access_output.hpp"

namespace plan = cpginfra::plan;
namespace report = cpginfra::report;

int main(int argc, char* argv[]) {
  if (argc != 3) {
    std::cerr << "usage: who_can_read CONFIGURATION BUCKET\n";
    return 2;
  }
  const auto configuration = cpginfra::config::load_configuration(argv[1]);
  if (!configuration.ok()) {
    std::cerr << configuration.status().message();
    return 1;
  }
  const auto plan = cpginfra::build_plan(*configuration);
  if (!plan.ok()) {
    std::cerr << plan.status().message() << "\n";
    return 1;
  }

  const report::AccessGraph graph(*plan);
  for (const report::TargetId bucket : graph.find_targets(argv[2])) {
    const report::AccessTable readers =
        report::who_can(graph, {.level = plan::AccessLevel::kRead, .role = {}}, bucket);
    for (const report::Access& row : readers.rows()) {
      // Machines have their own reasons; this asks about people.
      if (graph.node(row.principal).kind != plan::PrincipalKind::kPerson) continue;
      std::cout << graph.node(row.principal).label << " " << report::to_text(row.how);
      for (const auto step : report::path_names(graph, readers, row)) std::cout << " > " << step;
      std::cout << "\n";
    }
  }
  return 0;
}
