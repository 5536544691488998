// SPDX-License-Identifier: MIT
// Resolves deferred values: what only the cloud knows is an expression in a plan, and whoever knows
// the resources' attributes can have it computed. Here a made-up cloud answers, and a file that the
// plan would write comes out as it would stand in the bucket.
//
//   resolve_deferred examples/institute cardiac-storage-test-config
#include <iostream>
#include <string_view>

#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/plan/resolver.hpp"
#include "cpginfra/report/plan_text.hpp"

namespace plan = cpginfra::plan;

namespace {

/// A cloud that gives each resource what was asked for, and makes up the rest.
class MadeUpCloud final : public plan::AttributeSource {
 public:
  absl::StatusOr<plan::Value> attribute(const plan::Resource& resource, std::string_view path,
                                        plan::ValueStore& store) override {
    const plan::Value input = resource.input(path);
    if (input.is_text()) return input;
    return plan::Value(store.text({"made-up-", path, "-of-", resource.name}));
  }
  absl::StatusOr<plan::Value> invoke(std::string_view token, const plan::Value& /*arguments*/,
                                     std::string_view field, plan::ValueStore& store) override {
    return plan::Value(store.text({"made-up-", field, "-of-", token}));
  }
  absl::StatusOr<plan::Value> external(std::string_view /*label*/,
                                       plan::ValueStore& /*store*/) override {
    return plan::Value::unknown();  // it stays unknown, as in a preview
  }
};

}  // namespace

int main(int argc, char* argv[]) {
  if (argc != 3) {
    std::cerr << "usage: resolve_deferred CONFIGURATION RESOURCE\n";
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

  MadeUpCloud cloud;
  plan::Resolver resolver(cloud);
  for (const plan::Resource* resource : plan->resources()) {
    if (resource->name != std::string_view(argv[2])) continue;
    for (const plan::Field& input : resource->inputs) {
      const auto known = resolver.resolve(input.value);
      if (!known.ok()) {
        std::cerr << known.status().message() << "\n";
        return 1;
      }
      if (!input.value.is_deferred() || plan::holds_secret(input.value)) continue;
      std::cout << input.name << " is known from " << plan::dependencies_of(input.value).size()
                << " resources:\n"
                << (known->is_text() ? known->text() : cpginfra::report::to_text(*known)) << "\n";
    }
  }
  return 0;
}
