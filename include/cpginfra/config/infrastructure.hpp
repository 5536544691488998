// SPDX-License-Identifier: MIT
//
// This header defines CPGInfrastructureConfig: what is true of the whole institute, i.e. its
// people, its clouds and its shared services. The models are plain values; the loaders of
// load.hpp make them from files and check them. What each field means stands with the field
// tables of infrastructure_fields.hpp and service_fields.hpp.
//
//   CPGInfrastructureConfig config;
//   config.users.insert_or_assign("ana", {.id = "ana", .clouds = {{CloudName::kGcp, {"a@b.c"}}}});
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cpginfra/config/any_value.hpp"
#include "cpginfra/config/names.hpp"
#include "cpginfra/config/ordered_map.hpp"

namespace cpginfra::config {

/// A person or robot that the configuration knows, with its accounts on the clouds.
struct CPGInfrastructureUser {
  /// The account on one cloud.
  struct Cloud {
    std::string id;
    std::optional<std::string> hail_batch_username;
    friend bool operator==(const Cloud&, const Cloud&) = default;
  };

  std::string id;
  OrderedMap<CloudName, Cloud> clouds;
  bool can_access_internal_dataset_logs = false;
  friend bool operator==(const CPGInfrastructureUser&, const CPGInfrastructureUser&) = default;
};

/// A group beside those of the datasets.
struct CPGInfrastructureGroup {
  std::string name;
  std::string description;
  std::vector<std::string> members;
  friend bool operator==(const CPGInfrastructureGroup&, const CPGInfrastructureGroup&) = default;
};

/// The institute. Sections that are absent switch off what needs them.
struct CPGInfrastructureConfig {
  /// The Google Cloud organisation.
  struct GCP {
    std::string customer_id;
    std::string region;
    std::string groups_domain;
    std::optional<std::string> budget_notification_pubsub;
    std::string config_bucket_name;
    std::string dataset_storage_prefix;
    bool allow_external_group_members = true;
    bool create_empty_groups = true;
    friend bool operator==(const GCP&, const GCP&) = default;
  };

  /// The Azure subscription.
  struct Azure {
    std::string region;
    std::string subscription;
    std::string tenant;
    std::string dataset_storage_prefix;
    std::string config_bucket_name;
    friend bool operator==(const Azure&, const Azure&) = default;
  };

  /// Hail Batch.
  struct Hail {
    /// Hail Batch on Google Cloud.
    struct GCP {
      std::string hail_batch_url;
      std::string hail_auth_url;
      std::optional<std::string> git_credentials_secret_name;
      std::optional<std::string> git_credentials_secret_project;
      std::optional<std::string> wheel_bucket_name;
      friend bool operator==(const GCP&, const GCP&) = default;
    };
    /// Hail Batch on Azure.
    struct Azure {
      std::string hail_batch_url;
      std::string hail_auth_url;
      friend bool operator==(const Azure&, const Azure&) = default;
    };

    GCP gcp;
    std::optional<Azure> azure;
    std::optional<std::string> username_prefix;
    friend bool operator==(const Hail&, const Hail&) = default;
  };

  /// The analysis runner, the guard in front of analyses.
  struct AnalysisRunner {
    /// Its service on Google Cloud.
    struct GCP {
      std::string project;
      std::string cloud_run_instance_name;
      std::string server_machine_account;
      std::string logger_machine_account;
      std::string container_registry_name;
      friend bool operator==(const GCP&, const GCP&) = default;
    };

    GCP gcp;
    friend bool operator==(const AnalysisRunner&, const AnalysisRunner&) = default;
  };

  /// The server that takes in dropped files.
  struct DataDropbox {
    /// Its service on Google Cloud.
    struct GCP {
      std::string project;
      std::string server_machine_account;
      friend bool operator==(const GCP&, const GCP&) = default;
    };

    GCP gcp;
    friend bool operator==(const DataDropbox&, const DataDropbox&) = default;
  };

  /// The web server that serves the web buckets.
  struct WebService {
    /// Its service on Google Cloud.
    struct GCP {
      std::string server_machine_account;
      friend bool operator==(const GCP&, const GCP&) = default;
    };

    GCP gcp;
    std::optional<std::string> web_url_template;
    friend bool operator==(const WebService&, const WebService&) = default;
  };

  /// The notebook service.
  struct Notebooks {
    /// Its project on Google Cloud.
    struct GCP {
      std::string project;
      friend bool operator==(const GCP&, const GCP&) = default;
    };

    GCP gcp;
    friend bool operator==(const Notebooks&, const Notebooks&) = default;
  };

  /// The Cromwell workflow service.
  struct Cromwell {
    /// Its accounts on Google Cloud.
    struct GCP {
      std::string access_group_id;
      std::string runner_machine_account;
      friend bool operator==(const GCP&, const GCP&) = default;
    };

    GCP gcp;
    friend bool operator==(const Cromwell&, const Cromwell&) = default;
  };

  /// The sample metadata service.
  struct Metamist {
    /// Its service on Google Cloud.
    struct GCP {
      std::string project;
      std::string service_name;
      std::string machine_account;
      std::string legacy_machine_account;
      friend bool operator==(const GCP&, const GCP&) = default;
    };
    /// How metadata is extracted, transformed and loaded.
    struct ETLConfiguration {
      /// One kind of input.
      struct ETLParserConfiguration {
        std::string parser_name;
        std::vector<std::string> accessors;
        std::optional<std::string> analysis_group_dataset;
        std::optional<OrderedMap<std::string, AnyValue>> default_parameters;
        friend bool operator==(const ETLParserConfiguration&,
                               const ETLParserConfiguration&) = default;
      };

      std::vector<std::string> accessors;
      OrderedMap<std::string, ETLParserConfiguration> by_type;
      std::optional<std::string> environment = "PRODUCTION";
      std::optional<std::vector<std::string>> private_repo_packages;
      std::optional<OrderedMap<std::string, std::vector<std::string>>> custom_audience_list;
      friend bool operator==(const ETLConfiguration&, const ETLConfiguration&) = default;
    };

    GCP gcp;
    std::optional<ETLConfiguration> etl;
    std::optional<std::string> slack_channel;
    friend bool operator==(const Metamist&, const Metamist&) = default;
  };

  /// Billing: the account, and what watches it.
  struct Billing {
    /// The billing account on Google Cloud.
    struct GCP {
      std::string project_id;
      std::string account_id;
      std::optional<std::string> source_bq_table;
      friend bool operator==(const GCP&, const GCP&) = default;
    };
    /// The plugin that gathers costs into one table.
    struct GCPAggregator {
      std::string destination_bq_table;
      std::string slack_channel;
      std::string slack_token_secret_name;
      std::vector<std::string> functions;
      std::optional<std::string> billing_sheet_id;
      std::optional<std::string> monthly_summary_table;
      std::int64_t interval_hours = 4;
      std::optional<std::string> ica_raw_table;
      std::optional<std::string> ica_api_secret_name;
      std::optional<std::string> functions_folder;
      friend bool operator==(const GCPAggregator&, const GCPAggregator&) = default;
    };
    /// The function that switches billing off where a budget is spent.
    struct GCPCostControls {
      std::string machine_account;
      std::string slack_channel;
      std::string pubsub_topic;
      std::string timezone;
      friend bool operator==(const GCPCostControls&, const GCPCostControls&) = default;
    };

    GCP gcp;
    std::optional<std::string> coordinator_machine_account;
    std::optional<GCPAggregator> aggregator;
    std::optional<GCPCostControls> gcp_cost_controls;
    std::optional<std::string> hail_aggregator_username;
    friend bool operator==(const Billing&, const Billing&) = default;
  };

  std::string domain;
  std::string budget_currency;
  std::string common_dataset;
  std::string config_destination;
  OrderedMap<std::string, CPGInfrastructureUser> users;
  std::vector<std::string> plugins_enabled;
  std::optional<GCP> gcp;
  std::optional<Azure> azure;
  std::optional<Hail> hail;
  std::optional<AnalysisRunner> analysis_runner;
  std::optional<DataDropbox> data_dropbox;
  std::optional<WebService> web_service;
  std::optional<Notebooks> notebooks;
  std::optional<Cromwell> cromwell;
  std::optional<Metamist> metamist;
  std::optional<Billing> billing;
  std::optional<std::vector<CPGInfrastructureGroup>> adhoc_groups;
  bool disable_group_memberships = false;
  std::optional<std::string> group_prefix;
  std::vector<double> budget_notification_thresholds = {0.5, 0.9, 1.0};
  OrderedMap<std::string, OrderedMap<std::string, std::string>> imports;
  OrderedMap<std::string, OrderedMap<std::string, std::string>> former_names;
  friend bool operator==(const CPGInfrastructureConfig&, const CPGInfrastructureConfig&) = default;
};

}  // namespace cpginfra::config

namespace cpginfra {
using config::CPGInfrastructureConfig;
using config::CPGInfrastructureGroup;
using config::CPGInfrastructureUser;
}  // namespace cpginfra
