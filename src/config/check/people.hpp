// SPDX-License-Identifier: MIT
//
// This header defines what the rules about members, uploaders and ad hoc groups share: is this
// a user, has the user an account there, and which key does the membership get.
#pragma once

#include <string>
#include <string_view>

#include "config/check/context.hpp"

namespace cpginfra::config {

/// The user of that key. Reports an unknown one, by way of `report`.
const CPGInfrastructureUser* known_user(CheckContext& context, std::string_view key, Spot spot,
                                        ReportFunction report = &CheckContext::error);

/// Reports a user who has no account on `cloud`, or one without an id.
void check_account(CheckContext& context, std::string_view key, const CPGInfrastructureUser& user,
                   CloudName cloud, Spot spot);

/// Whether a key can be made for a user of that id: each part between its points needs a first
/// letter.
bool has_initials(std::string_view user_id);

/// The key of a user's membership in something of a dataset on a cloud, as its resource is
/// named by it. The id must have initials.
std::string membership_key(std::string_view dataset, std::string_view user_id,
                           std::string_view cloud);

}  // namespace cpginfra::config
