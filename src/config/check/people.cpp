// SPDX-License-Identifier: MIT
#include "config/check/people.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <cctype>

namespace cpginfra::config {

const CPGInfrastructureUser* known_user(CheckContext& context, std::string_view key, Spot spot,
                                        ReportFunction report) {
  const CPGInfrastructureUser* user = context.infrastructure().users.find(key);
  if (user == nullptr) {
    std::string mend = context.user_hint(key);
    if (mend.empty()) mend = "add the user to 'users'";
    (context.*report)("unknown-member", std::move(spot),
                      fmt::format("'{}' is not one of the users", shortened(key)), shortened(key),
                      std::move(mend));
  }
  return user;
}

void check_account(CheckContext& context, std::string_view key, const CPGInfrastructureUser& user,
                   CloudName cloud, Spot spot) {
  if (const auto* account = user.clouds.find(cloud); account != nullptr) {
    if (!account->id.empty()) return;
    context.error(
        "member-without-account", std::move(spot),
        fmt::format("the account of the user '{}' on {} has no id", shortened(key),
                    to_string(cloud)),
        shortened(key),
        fmt::format("set 'clouds.{}.id' of the user '{}'", to_string(cloud), shortened(key)));
    return;
  }
  // The account may be among what could not be read of the users.
  if (context.checked_infrastructure().outcomes.of("users") != Outcome::kGood) return;
  context.error("member-without-account", std::move(spot),
                fmt::format("the user '{}' has no account on {}", shortened(key), to_string(cloud)),
                shortened(key),
                fmt::format("add 'clouds.{}' to the user '{}'", to_string(cloud), shortened(key)));
}

bool has_initials(std::string_view user_id) {
  const std::string_view local = user_id.substr(0, user_id.find('@'));
  return !local.empty() && local.front() != '.' && local.back() != '.' &&
         local.find("..") == std::string_view::npos;
}

std::string membership_key(std::string_view dataset, std::string_view user_id,
                           std::string_view cloud) {
  std::string initials;
  bool starts_part = true;
  for (char byte : user_id.substr(0, user_id.find('@'))) {
    if (starts_part) initials += static_cast<char>(std::toupper(static_cast<unsigned char>(byte)));
    starts_part = byte == '.';
  }
  const std::string hashed = fmt::format("{}{}{}", dataset, user_id, cloud);
  return fmt::format("{}-{:08x}", initials, XXH32(hashed.data(), hashed.size(), 0));
}

}  // namespace cpginfra::config
