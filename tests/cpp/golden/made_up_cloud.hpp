// SPDX-License-Identifier: MIT
// The made-up cloud of tests/golden/README.md: what each resource's attributes are.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/plan/resolver.hpp"

namespace cpginfra::golden {

/// The decimal form of the first 10 hex digits of the text's SHA-256.
std::string number_of(std::string_view text);

class MadeUpCloud final : public plan::AttributeSource {
 public:
  MadeUpCloud() : resolver_(*this) {}

  absl::StatusOr<plan::Value> attribute(const plan::Resource& resource, std::string_view path,
                                        plan::ValueStore& store) override;
  absl::StatusOr<plan::Value> invoke(std::string_view token, const plan::Value& arguments,
                                     std::string_view field, plan::ValueStore& store) override;
  absl::StatusOr<plan::Value> external(std::string_view label, plan::ValueStore& store) override;

  plan::Resolver& resolver() noexcept { return resolver_; }

 private:
  std::string input(const plan::Resource& resource, std::string_view name);

  plan::Resolver resolver_;
};

}  // namespace cpginfra::golden
