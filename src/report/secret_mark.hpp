// SPDX-License-Identifier: MIT
// The mark that stands in a saved plan for a text or number that must not be shown.
#pragma once

#include <string>
#include <string_view>

#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/plan/resource.hpp"
#include "internal/sha256.hpp"

namespace cpginfra::report {

inline constexpr std::string_view kSecretMarkPrefix = "sha256:";

/// Makes the marks of one resource. Equal contents have equal marks within a resource and different
/// ones in different resources, so that a change shows but not that two secrets are alike.
class SecretMark {
 public:
  explicit SecretMark(const plan::Resource& resource);
  /// The JSON object `{"$secret":"sha256:…"}`.
  [[nodiscard]] std::string of(std::string_view secret) const;

 private:
  internal::Sha256 beginning_;
};

/// Whether the value is what reading a mark gives.
[[nodiscard]] bool is_secret_mark(const plan::Deferred& deferred) noexcept;

}  // namespace cpginfra::report
