// SPDX-License-Identifier: MIT
// Plans a configuration with a cloud of one's own and writes it in Terraform's JSON syntax.
//
//   terraform_json examples/terraform-institute/institute.yaml >main.tf.json
#include <iostream>
#include <memory>

#include "cpginfra/cloud/infra_factory.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "terraform_cloud.hpp"
#include "terraform_json.hpp"

int main(int argc, char* argv[]) {
  if (argc != 2) {
    std::cerr << "usage: terraform_json CONFIGURATION\n";
    return 2;
  }
  const auto configuration = cpginfra::config::load_configuration(argv[1]);
  if (!configuration.ok()) {
    std::cerr << configuration.status().message();
    return 1;
  }
  const cpginfra::cloud::InfraFactory make_infra =
      [](cpginfra::CloudName /*name*/, const cpginfra::CPGInfrastructureConfig& config,
         const cpginfra::CPGDatasetConfig& dataset_config, cpginfra::plan::Plan& plan) {
        return std::make_unique<terraform::TerraformCloud>(config, dataset_config, plan);
      };
  const auto plan = cpginfra::build_plan(*configuration, {}, make_infra);
  if (!plan.ok()) {
    std::cerr << plan.status().message() << "\n";
    return 1;
  }
  const auto text = terraform::to_terraform_json(*plan);
  if (!text.ok()) {
    std::cerr << text.status().message() << "\n";
    return 1;
  }
  std::cout << *text;
  return 0;
}
