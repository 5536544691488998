// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>

#include "absl/container/flat_hash_map.h"
#include "config/check/people.hpp"
#include "config/check/rules.hpp"

namespace cpginfra::config {
namespace {

constexpr std::array kCloudsWithAccounts = {CloudName::kGcp, CloudName::kAzure};

// Calls `visit` with each member: the group's name, the index in it and the user's key.
template <class Visit>
void for_each_member(const CPGDatasetConfig& dataset, Visit visit) {
  for (const auto& [group, keys] : dataset.members) {
    for (std::size_t index = 0; index < keys.size(); ++index) visit(group, index, keys[index]);
  }
}

void check_known(CheckContext& context, const CheckedDataset& dataset) {
  for_each_member(*dataset.config, [&](GroupName group, std::size_t index, const std::string& key) {
    if (context.infrastructure().users.contains(key)) return;
    known_user(context, key, context.spot(dataset, {"members", to_string(group), index}));
  });
}

// Members of tmp-main-read-access without an account are passed over: they can ask on the other
// clouds.
void check_accounts(CheckContext& context, const CheckedDataset& dataset) {
  for_each_member(*dataset.config, [&](GroupName group, std::size_t index, const std::string& key) {
    const CPGInfrastructureUser* user = context.infrastructure().users.find(key);
    if (user == nullptr) return;
    for (CloudName cloud : kCloudsWithAccounts) {
      if (!is_deployed_on(*dataset.config, cloud)) continue;
      Spot spot = context.spot(dataset, {"members", to_string(group), index});
      if (group != GroupName::kTmpMainReadAccess || user->clouds.contains(cloud)) {
        check_account(context, key, *user, cloud, std::move(spot));
      } else {
        context.warning("member-without-account", std::move(spot),
                        fmt::format("the user '{}' has no account on {} and is passed over",
                                    shortened(key), to_string(cloud)),
                        shortened(key));
      }
    }
  });
}

void check_initials(CheckContext& context, const CheckedDataset& dataset) {
  for_each_member(*dataset.config, [&](GroupName group, std::size_t index, const std::string& key) {
    const CPGInfrastructureUser* user = context.infrastructure().users.find(key);
    if (user == nullptr || has_initials(user->id)) return;
    context.error("unusable-user-id", context.spot(dataset, {"members", to_string(group), index}),
                  fmt::format("the id '{}' of the user '{}' has an empty part between its points",
                              shortened(user->id), shortened(key)),
                  shortened(user->id), "give the user an id like 'first.last'");
  });
}

// Two users of one group whose memberships would be the same resource.
void check_keys(CheckContext& context, const CheckedDataset& dataset) {
  absl::flat_hash_map<std::string, const std::string*> seen;
  GroupName seen_group = GroupName::kDataManager;
  for_each_member(*dataset.config, [&](GroupName group, std::size_t index, const std::string& key) {
    const CPGInfrastructureUser* user = context.infrastructure().users.find(key);
    if (user == nullptr || !has_initials(user->id)) return;
    if (group != seen_group) seen.clear();
    seen_group = group;
    const auto [found, is_new] = seen.emplace(
        membership_key(dataset.config->dataset, user->id, to_string(CloudName::kGcp)), &key);
    if (is_new) return;
    Spot spot = context.spot(dataset, {"members", to_string(group), index});
    if (*found->second == key) {
      context.warning("duplicate-member", std::move(spot),
                      fmt::format("'{}' is listed twice in this group", shortened(key)),
                      shortened(key));
    } else {
      context.error("membership-collision", std::move(spot),
                    fmt::format("the users '{}' and '{}' get the same membership key",
                                shortened(*found->second), shortened(key)),
                    shortened(key), "give the two users different ids");
    }
  });
}

constexpr std::array kRules = {
    DatasetRule{"unknown-member", {"members"}, {kUserKeys}, check_known},
    DatasetRule{
        "member-without-account", {"members", "deploy_locations"}, {kUserKeys}, check_accounts},
    DatasetRule{"unusable-user-id", {"members"}, {"users"}, check_initials},
    DatasetRule{"membership-collision", {"members", "dataset"}, {"users"}, check_keys},
};

}  // namespace

absl::Span<const DatasetRule> member_rules() { return kRules; }

}  // namespace cpginfra::config
