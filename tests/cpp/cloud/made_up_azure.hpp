// SPDX-License-Identifier: MIT
// The made-up Azure of docs/made-up-azure.md: what each resource's attributes are.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "cpginfra/plan/resolver.hpp"

namespace cpginfra::golden {

/// The first 32 hexadecimal digits of the text's SHA-256, as a GUID is written.
std::string guid_of(std::string_view text);

/// Whether the made-up Azure answers for the resource.
bool is_on_azure(const plan::Resource& resource);
absl::StatusOr<plan::Value> azure_attribute(const plan::Resource& resource, std::string_view path,
                                            plan::Resolver& resolver, plan::ValueStore& store);
/// Lookups of accounts. `arguments` are known.
absl::StatusOr<plan::Value> azure_invoke(std::string_view token, const plan::Value& arguments,
                                         std::string_view field, plan::ValueStore& store);

}  // namespace cpginfra::golden
