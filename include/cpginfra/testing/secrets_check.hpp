// SPDX-License-Identifier: MIT
// This header defines SecretsCheck, which looks for secrets that stand in a plan in clear.
//
//   testing::SecretsCheck({"the token of the test configuration"}).check(plan);
#pragma once

#include <string>
#include <vector>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/testing/outcome.hpp"

namespace cpginfra::testing {

/// Whether no input, option, export, warning or name holds in clear one of the given texts, or what
/// looks like a key or token (a PEM private key, the usual prefixes of tokens), and no input that
/// is called like a secret (`password`, `clientSecret`, …) is a plain text. Inputs that their type
/// declares to be secret are left out: nothing shows them.
class SecretsCheck {
 public:
  explicit SecretsCheck(std::vector<std::string> secrets = {});

  [[nodiscard]] std::string description() const;
  /// The evidence names the places, not what stands there.
  [[nodiscard]] Outcome check(const plan::Plan& plan) const;

 private:
  std::vector<std::string> secrets_;
};

}  // namespace cpginfra::testing
