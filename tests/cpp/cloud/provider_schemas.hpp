// SPDX-License-Identifier: MIT
// The providers' own account of their types (tests/providers), and what of a plan it contradicts.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cpginfra/plan/plan.hpp"

namespace cpginfra::golden {

class ProviderSchemas {
 public:
  /// Reads the file of the repository.
  ProviderSchemas();

  /// What is wrong with the resources of a recording: types that do not exist, inputs that are not
  /// the type's, are missing, or hold something else. Dynamic resources are nobody's.
  [[nodiscard]] std::vector<std::string> faults(const nlohmann::json& recording) const;
  /// What is wrong with the questions that a plan asks providers.
  [[nodiscard]] std::vector<std::string> question_faults(const plan::Plan& plan) const;

 private:
  class Checker;

  nlohmann::json schemas_;
};

}  // namespace cpginfra::golden
