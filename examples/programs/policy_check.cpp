// SPDX-License-Identifier: MIT
// A policy check as a tool of its own: rules that a rules file cannot say, in a few lines of C++
// each. It exits with 1 and names what breaks a rule.
//
//   policy_check examples/institute
#include <iostream>
#include <string>
#include <string_view>

#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/access.hpp"

namespace plan = cpginfra::plan;
namespace report = cpginfra::report;

namespace {

/// Main data can be brought back for some days after somebody deletes it.
int check_undelete(const plan::Plan& plan) {
  int broken = 0;
  for (const plan::Resource* resource : plan.resources()) {
    if (resource->type->token != "gcp:storage/bucket:Bucket" ||
        !resource->name.ends_with("-main-bucket") ||
        resource->input("versioning").field("enabled").boolean()) {
      continue;
    }
    std::cout << resource->name << " keeps no versions of what is deleted\n";
    ++broken;
  }
  return broken;
}

/// Nobody outside of the institute can change a bucket that is not for uploads.
int check_outsiders(const report::AccessGraph& graph, std::string_view domain) {
  int broken = 0;
  const report::AccessTable everything = report::matrix(graph);
  for (const report::Access& row : everything.rows()) {
    const std::string_view person = graph.node(row.principal).label;
    const std::string_view bucket = graph.target(row.target).name;
    if (person.ends_with(domain) || row.level < plan::AccessLevel::kAppend ||
        bucket.find("-upload") != std::string_view::npos) {
      continue;
    }
    std::cout << person << " can change " << bucket << "\n";
    ++broken;
  }
  return broken;
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc != 2) {
    std::cerr << "usage: policy_check CONFIGURATION\n";
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
  const int broken =
      check_undelete(*plan) +
      check_outsiders(report::AccessGraph(*plan), "@" + configuration->infrastructure.domain);
  std::cout << broken << " broken\n";
  return broken == 0 ? 0 : 1;
}
