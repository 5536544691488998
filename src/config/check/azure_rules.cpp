// SPDX-License-Identifier: MIT
//
// Rules about what Azure is told by: its subscription, its accounts, its budgets. An id of another
// shape is a warning: a design can be planned and tested before there is a tenant.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "config/check/rules.hpp"

namespace cpginfra::config {
namespace {

constexpr std::string_view kGoogleAccounts = ".gserviceaccount.com";
/// What an account that is no person has before its object id.
constexpr std::array<std::string_view, 2> kKinds = {"servicePrincipal:", "group:"};
constexpr std::string_view kPerson = "user:";
/// Source: learn.microsoft.com/azure/cost-management-billing, tutorial-acm-create-budgets, 2026-07.
constexpr std::size_t kMostThresholds = 5;

// As 00000000-0000-0000-0000-000000000000.
bool is_guid(std::string_view text) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return std::equal(text.begin(), text.end(), kShape.begin(), kShape.end(), [](char c, char shape) {
    return shape == '-' ? c == '-' : absl::ascii_isxdigit(static_cast<unsigned char>(c));
  });
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isspace(c) || absl::ascii_iscntrl(c);
         });
}

bool is_account(std::string_view id) {
  for (std::string_view kind : kKinds) {
    if (id.starts_with(kind)) return is_guid(id.substr(kind.size()));
  }
  if (id.starts_with(kPerson)) id.remove_prefix(kPerson.size());
  return is_guid(id) || is_email(id);
}

void report_account(CheckContext& context, Spot spot, std::string_view id) {
  context.warning(
      "azure-account", std::move(spot),
      fmt::format("expected an email or an object id, got '{}'", shortened(id)), shortened(id),
      "object ids are written 00000000-0000-0000-0000-000000000000; one of no person has "
      "'servicePrincipal:' or 'group:' before it");
}

void check_users(CheckContext& context) {
  if (!deploys_to(context, CloudName::kAzure)) return;
  for (const auto& [key, user] : context.infrastructure().users) {
    const auto* account = user.clouds.find(CloudName::kAzure);
    // Where an id is needed, the rules about members say so.
    if (account == nullptr || account->id.empty() || is_account(account->id)) continue;
    report_account(context, context.spot({"users", key, "clouds", "azure", "id"}), account->id);
  }
}

// The server that takes in what is dropped, where that is on azure.
void check_dropbox_server(CheckContext& context) {
  const auto& dropbox = context.infrastructure().data_dropbox;
  if (!dropbox || institute_cloud(context) != CloudName::kAzure) return;
  if (!deploys_to(context, CloudName::kAzure)) return;
  const std::string& id = dropbox->gcp.server_machine_account;
  if (id.ends_with(kGoogleAccounts) || is_account(id)) return;
  report_account(context, context.spot({"data_dropbox", "gcp", "server_machine_account"}), id);
}

// An account of Google Cloud in the place of a person's.
void check_users_cloud(CheckContext& context) {
  for (const auto& [key, user] : context.infrastructure().users) {
    const auto* account = user.clouds.find(CloudName::kAzure);
    if (account == nullptr || !account->id.ends_with(kGoogleAccounts)) continue;
    context.error(
        "account-of-another-cloud", context.spot({"users", key, "clouds", "azure", "id"}),
        fmt::format("'{}' is an account of gcp, which azure does not know", shortened(account->id)),
        shortened(account->id), "name an account of the tenant");
  }
}

void check_place(CheckContext& context) {
  const auto& azure = context.infrastructure().azure;
  if (!azure || !deploys_to(context, CloudName::kAzure)) return;
  const auto check_guid = [&](std::string_view field, const std::string& value,
                              std::string_view query) {
    if (is_guid(value)) return;
    context.warning("azure-id", context.spot({"azure", field}),
                    fmt::format("expected an id as 00000000-0000-0000-0000-000000000000, got '{}'",
                                shortened(value)),
                    shortened(value), fmt::format("'az account show --query {}' says it", query));
  };
  check_guid("subscription", azure->subscription, "id");
  check_guid("tenant", azure->tenant, "tenantId");
  const auto check_given = [&](std::string_view field, const std::string& value,
                               std::string_view example) {
    if (!value.empty()) return;
    context.error("empty-value", context.spot({"azure", field}), "expected a name, got nothing", "",
                  fmt::format("write it like {}", example));
  };
  check_given("region", azure->region, "australiaeast");
  check_given("config_bucket_name", azure->config_bucket_name, "config");
}

// Azure has thresholds of 0.01 to 1000 per cent, and takes few.
void check_thresholds(CheckContext& context) {
  if (!deploys_to(context, CloudName::kAzure)) return;
  const auto& thresholds = context.infrastructure().budget_notification_thresholds;
  std::set<double> different;
  for (std::size_t index = 0; index < thresholds.size(); ++index) {
    const double threshold = thresholds[index];
    const Spot spot = context.spot({"budget_notification_thresholds", index});
    const std::string value = fmt::format("{}", threshold);
    if (threshold < 0.0001 || threshold > 10) {
      context.error("budget-threshold", spot,
                    fmt::format("expected between 0.0001 and 10 on azure, got {}", value), value,
                    "give a part of the budget: 0.9 is 90 per cent of it");
    } else if (different.insert(threshold).second && different.size() == kMostThresholds + 1) {
      context.error("budget-threshold", spot,
                    fmt::format("azure tells of a budget at {} thresholds at most, and this is one "
                                "more",
                                kMostThresholds),
                    value, "leave some out");
    }
  }
}

// Those of Google Cloud are passed over here.
void check_deployment_accounts(CheckContext& context, const CheckedDataset& dataset) {
  const CPGDatasetConfig& config = *dataset.config;
  if (!is_deployed_on(config, CloudName::kAzure)) return;
  const auto check = [&](std::string_view field, const std::optional<std::string>& id) {
    if (!id || id->empty() || id->ends_with(kGoogleAccounts) || is_account(*id)) return;
    report_account(context, context.spot(dataset, {field}), *id);
  };
  check("deployment_service_account_test", config.deployment_service_account_test);
  check("deployment_service_account_standard", config.deployment_service_account_standard);
  check("deployment_service_account_full", config.deployment_service_account_full);
}

constexpr std::array kWholeRules = {
    WholeRule{"azure-id", {"deploy_locations"}, {"azure"}, check_place},
    WholeRule{"budget-threshold",
              {"deploy_locations"},
              {"budget_notification_thresholds"},
              check_thresholds},
    WholeRule{"account-of-another-cloud", {}, {"users"}, check_users_cloud},
    WholeRule{"azure-account", {"deploy_locations"}, {"users"}, check_users},
    WholeRule{"azure-account",
              {"deploy_locations"},
              {"data_dropbox", "common_dataset"},
              check_dropbox_server},
};

constexpr std::array kDatasetRules = {
    DatasetRule{"azure-account",
                {"deploy_locations", "deployment_service_account_test",
                 "deployment_service_account_standard", "deployment_service_account_full"},
                {},
                check_deployment_accounts},
};

}  // namespace

absl::Span<const WholeRule> azure_rules() { return kWholeRules; }
absl::Span<const DatasetRule> azure_dataset_rules() { return kDatasetRules; }

}  // namespace cpginfra::config
