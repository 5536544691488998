// SPDX-License-Identifier: MIT
//
// Rules about the infrastructure's own settings.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "config/check/people.hpp"
#include "config/check/rules.hpp"
#include "cpginfra/config/web_url.hpp"
#include "internal/azure_names.hpp"

namespace cpginfra::config {
namespace {

using Config = CPGInfrastructureConfig;

constexpr std::string_view kBucketScheme = "gs://";

// Whether a URL is the scheme with a bucket and a path behind it.
bool is_below(std::string_view url, std::string_view scheme) {
  if (!url.starts_with(scheme)) return false;
  const std::size_t slash = url.substr(scheme.size()).find('/');
  return slash != std::string_view::npos && slash > 0;
}

// What the common dataset's containers on azure begin with.
std::string common_account_url(const Config& config) {
  return fmt::format("https://{}.blob.core.windows.net/",
                     internal::azure_storage_account_name(config.azure->dataset_storage_prefix,
                                                          config.common_dataset));
}

// Generated configuration is written below a path into a bucket of the common dataset's cloud: of
// gcp if it is there, else into a container of its storage account on azure.
void check_config_destination(CheckContext& context) {
  const Config& config = context.infrastructure();
  if (!deploys_to(context, CloudName::kGcp) && !deploys_to(context, CloudName::kAzure)) return;
  const bool is_azure_alone = config.azure && institute_cloud(context) == CloudName::kAzure;
  const std::string scheme =
      is_azure_alone ? common_account_url(config) : std::string(kBucketScheme);
  const std::string& value = config.config_destination;
  if (is_below(value, scheme)) return;
  const std::string_view bucket = is_azure_alone ? "container" : "bucket";
  context.error("config-destination", context.spot({"config_destination"}),
                fmt::format("expected {}{}/path, got '{}'", scheme, bucket, shortened(value)),
                shortened(value), fmt::format("write it like {}my-{}/config", scheme, bucket));
}

void check_web_url(CheckContext& context) {
  const auto& service = context.infrastructure().web_service;
  if (!service || !service->web_url_template) return;
  const absl::StatusOr<std::string> url = format_web_url(*service->web_url_template, "main", "a");
  if (url.ok()) return;
  context.error("web-url-template", context.spot({"web_service", "web_url_template"}),
                std::string(url.status().message()), shortened(*service->web_url_template),
                "use {namespace} and {dataset}; write a brace as {{ or }}");
}

void check_plugins(CheckContext& context) {
  const std::vector<std::string>& plugins = context.infrastructure().plugins_enabled;
  absl::flat_hash_set<std::string> seen;
  for (std::size_t index = 0; index < plugins.size(); ++index) {
    if (seen.insert(plugins[index]).second) continue;
    context.error("duplicate-plugin", context.spot({"plugins_enabled", index}),
                  fmt::format("the plugin '{}' is enabled already", shortened(plugins[index])),
                  shortened(plugins[index]), "enable each plugin once");
  }
}

// The members of a group beside the datasets' may lack an account: they are passed over.
void check_adhoc_members(CheckContext& context) {
  if (!context.infrastructure().adhoc_groups) return;
  const auto& groups = *context.infrastructure().adhoc_groups;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    absl::flat_hash_set<std::string> seen;
    for (std::size_t index = 0; index < groups[group].members.size(); ++index) {
      const std::string& key = groups[group].members[index];
      const auto spot = [&] { return context.spot({"adhoc_groups", group, "members", index}); };
      const CPGInfrastructureUser* user = known_user(context, key, spot());
      if (user == nullptr) continue;
      if (!has_initials(key)) {
        context.error("unusable-user-id", spot(),
                      fmt::format("the key '{}' of a user has an empty part between its points",
                                  shortened(key)),
                      shortened(key), "give the user a key like 'first.last'");
      }
      if (!seen.insert(key).second) {
        context.warning("duplicate-member", spot(),
                        fmt::format("'{}' is listed twice in this group", shortened(key)),
                        shortened(key));
      }
    }
  }
}

// Users who may read the logs of internal datasets become members of a group of their own.
void check_log_readers(CheckContext& context) {
  absl::flat_hash_map<std::string, const std::string*> seen;
  for (const auto& [key, user] : context.infrastructure().users) {
    const bool has_account =
        std::any_of(user.clouds.begin(), user.clouds.end(),
                    [](const auto& entry) { return !entry.second.id.empty(); });
    if (!user.can_access_internal_dataset_logs || !has_account) continue;
    if (!has_initials(user.id)) {
      context.error("unusable-user-id", context.spot({"users", key, "id"}),
                    fmt::format("the id '{}' of the user '{}' has an empty part between its points",
                                shortened(user.id), shortened(key)),
                    shortened(user.id), "give the user an id like 'first.last'");
      continue;
    }
    for (const auto& [cloud, account] : user.clouds) {
      if (account.id.empty()) continue;
      const auto [found, is_new] =
          seen.emplace(membership_key("", user.id, to_string(cloud)), &key);
      if (is_new || *found->second == key) continue;
      context.error("membership-collision", context.spot({"users", key, "id"}),
                    fmt::format("the users '{}' and '{}' get the same membership key",
                                shortened(*found->second), shortened(key)),
                    shortened(user.id), "give the two users different ids");
      break;
    }
  }
}

// A section without which nothing can be deployed on a cloud.
struct CloudNeed {
  CloudName cloud;
  std::string_view section;
  std::string_view purpose;
  bool (*is_met)(const Config&);
};
constexpr std::array kCloudNeeds = {
    CloudNeed{CloudName::kGcp, "gcp", "the organisation to deploy into",
              [](const Config& config) { return config.gcp.has_value(); }},
    CloudNeed{CloudName::kGcp, "billing", "the account that projects and budgets are put on",
              [](const Config& config) { return config.billing.has_value(); }},
    CloudNeed{CloudName::kAzure, "azure", "the subscription to deploy into",
              [](const Config& config) { return config.azure.has_value(); }},
};

// Said once for each section, at the first dataset that needs it.
void check_cloud_sections(CheckContext& context) {
  for (const CloudNeed& need : kCloudNeeds) {
    if (need.is_met(context.infrastructure())) continue;
    if (context.checked_infrastructure().outcomes.of(need.section) != Outcome::kGood) continue;
    for (const CheckedDataset& dataset : context.datasets()) {
      if (!is_deployed_on(*dataset.config, need.cloud)) continue;
      Spot spot = context.spot({});
      append_step(need.section, spot.path);
      context.error("missing-section", std::move(spot),
                    fmt::format("the section '{}' is missing, and '{}' is deployed on {}",
                                need.section, dataset.config->dataset, to_string(need.cloud)),
                    "", fmt::format("add it: {}", need.purpose));
      break;
    }
  }
}

// One thing can be one resource only.
void check_adoptions(CheckContext& context, std::string_view section,
                     const decltype(Config::imports)& adoptions) {
  for (const auto& [type, by_name] : adoptions) {
    absl::flat_hash_map<std::string_view, std::string_view> first;
    for (const auto& [name, of] : by_name) {
      if (of.empty()) {
        context.error("empty-value", context.spot({section, type, name}),
                      "expected what is taken over, got nothing", "", "take the entry out");
        continue;
      }
      const auto [taken, is_new] = first.try_emplace(of, name);
      if (is_new) continue;
      context.error("doubled-adoption", context.spot({section, type, name}),
                    fmt::format("'{}' is taken over by '{}' already", shortened(of),
                                shortened(taken->second)),
                    shortened(of), "let each thing be taken over by one resource");
    }
  }
}

void check_imports(CheckContext& context) {
  check_adoptions(context, "imports", context.infrastructure().imports);
}

void check_former_names(CheckContext& context) {
  check_adoptions(context, "former_names", context.infrastructure().former_names);
}

constexpr std::array kRules = {
    WholeRule{"config-destination",
              {"deploy_locations"},
              {"config_destination", "common_dataset", "azure"},
              check_config_destination},
    WholeRule{"web-url-template", {}, {"web_service"}, check_web_url},
    WholeRule{"duplicate-plugin", {}, {"plugins_enabled"}, check_plugins},
    WholeRule{"doubled-adoption", {}, {"imports"}, check_imports},
    WholeRule{"doubled-adoption", {}, {"former_names"}, check_former_names},
    WholeRule{"adhoc-member", {}, {"adhoc_groups", kUserKeys}, check_adhoc_members},
    WholeRule{"log-reader", {}, {"users"}, check_log_readers},
    WholeRule{"missing-section", {"deploy_locations"}, {}, check_cloud_sections},
};

}  // namespace

absl::Span<const WholeRule> institute_rules() { return kRules; }

}  // namespace cpginfra::config
