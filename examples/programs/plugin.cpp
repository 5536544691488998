// SPDX-License-Identifier: MIT
// A plugin in C++: a bucket for audit logs in every dataset, which the data managers can read and
// an account of its own can write. It uses what the drivers use, so that every report knows of it,
// and has a name in the registry, by which configurations enable it beside those of the library.
//
//   plugin examples/institute
#include <array>
#include <iostream>
#include <memory>

#include "cpginfra/config/load.hpp"
#include "cpginfra/plugin/build_plan.hpp"
#include "cpginfra/plugin/registry.hpp"
#include "cpginfra/report/access.hpp"
#include "cpginfra/report/access_output.hpp"

namespace {

class AuditLogs final : public cpginfra::CpgInfrastructurePlugin {
 public:
  void main(cpginfra::CPGInfrastructure& infrastructure) override {
    for (const auto& dataset : infrastructure.datasets()) {
      cpginfra::CPGDatasetCloudInfrastructure* gcp = dataset->cloud(cpginfra::CloudName::kGcp);
      if (gcp != nullptr) add_to(*gcp);
    }
  }
  void on_group_finalisation(cpginfra::CPGInfrastructure& /*infrastructure*/) override {}

 private:
  static void add_to(cpginfra::CPGDatasetCloudInfrastructure& dataset) {
    cpginfra::CloudInfraBase& infra = dataset.infra();
    constexpr int kDaysKept = 400;
    const std::array rules = {infra.bucket_rule_temporary(kDaysKept, {})};
    const auto& logs = infra.create_bucket({.name = "audit-logs", .lifecycle_rules = rules});
    const auto& writer = infra.create_machine_account("audit-log-writer");
    infra.add_member_to_bucket("audit-logs-writer", logs, writer.principal,
                               cpginfra::BucketMembership::kAppend);
    infra.add_member_to_bucket("audit-logs-reader", logs, dataset.data_manager_group().principal(),
                               cpginfra::BucketMembership::kRead);
  }
};

}  // namespace

int main(int argc, char* argv[]) {
  if (argc != 2) {
    std::cerr << "usage: plugin CONFIGURATION\n";
    return 2;
  }
  auto configuration = cpginfra::config::load_configuration(argv[1]);
  if (!configuration.ok()) {
    std::cerr << configuration.status().message();
    return 1;
  }
  cpginfra::plugin::Registry registry = cpginfra::plugin::shipped_plugins();
  const absl::Status added = registry.add("audit_logs", [](cpginfra::plugin::Setup& /*setup*/) {
    return std::make_unique<AuditLogs>();
  });
  if (!added.ok()) {
    std::cerr << added.message() << "\n";
    return 1;
  }
  // What `plugins_enabled: [audit_logs]` says in a file.
  configuration->infrastructure.plugins_enabled.emplace_back("audit_logs");
  const auto plan = cpginfra::plugin::build_plan(*configuration, registry);
  if (!plan.ok()) {
    std::cerr << plan.status().message() << "\n";
    return 1;
  }

  const cpginfra::report::AccessGraph graph(*plan);
  for (const auto bucket : graph.find_targets("ieg-cardiac-audit-logs")) {
    std::cout << cpginfra::report::access_text(
        graph, cpginfra::report::who_can(
                   graph, {.level = cpginfra::plan::AccessLevel::kRead, .role = {}}, bucket));
  }
  return 0;
}
