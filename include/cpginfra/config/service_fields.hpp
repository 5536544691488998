// SPDX-License-Identifier: MIT
//
// This header defines the field tables of metamist, of billing and of the whole
// CPGInfrastructureConfig, which closes over those of infrastructure_fields.hpp.
//
//   for_each_field<CPGInfrastructureConfig>([](const auto& field) { print(field.name); });
#pragma once

#include <string_view>
#include <tuple>

#include "cpginfra/config/field.hpp"
#include "cpginfra/config/infrastructure.hpp"
#include "cpginfra/config/infrastructure_fields.hpp"

namespace cpginfra::config {

template <>
struct ModelTraits<CPGInfrastructureConfig::Metamist::GCP> {
  using M = CPGInfrastructureConfig::Metamist::GCP;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Metamist.GCP";
  static constexpr std::string_view kDoc = "Metamist's service on Google Cloud.";
  static constexpr auto fields() {
    return std::tuple{
        required("project", &M::project, "Its project."),
        required("service_name", &M::service_name, "The Cloud Run service."),
        required("machine_account", &M::machine_account, "The account that it runs as."),
        required("legacy_machine_account", &M::legacy_machine_account,
                 "The account that it ran as before."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Metamist::ETLConfiguration::ETLParserConfiguration> {
  using M = CPGInfrastructureConfig::Metamist::ETLConfiguration::ETLParserConfiguration;
  static constexpr std::string_view kName =
      "CPGInfrastructureConfig.Metamist.ETLConfiguration.ETLParserConfiguration";
  static constexpr std::string_view kDoc = "How one kind of input is parsed.";
  static constexpr auto fields() {
    return std::tuple{
        required("parser_name", &M::parser_name, "The entry point of the parser."),
        required("accessors", &M::accessors, "Which accessors of the section may send it."),
        defaulted("analysis_group_dataset", &M::analysis_group_dataset,
                  "The dataset whose analysis group may send it too."),
        defaulted("default_parameters", &M::default_parameters,
                  "What the parser gets unless a request says otherwise."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Metamist::ETLConfiguration> {
  using M = CPGInfrastructureConfig::Metamist::ETLConfiguration;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Metamist.ETLConfiguration";
  static constexpr std::string_view kDoc = "How metadata comes into metamist.";
  static constexpr auto fields() {
    return std::tuple{
        required("accessors", &M::accessors, "The accounts to make for senders."),
        required("by_type", &M::by_type, "The parser of each kind of input."),
        defaulted("environment", &M::environment, "PRODUCTION or DEVELOPMENT."),
        defaulted("private_repo_packages", &M::private_repo_packages,
                  "Private packages that the functions install."),
        defaulted("custom_audience_list", &M::custom_audience_list,
                  "The audiences that each function accepts."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Metamist> {
  using M = CPGInfrastructureConfig::Metamist;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Metamist";
  static constexpr std::string_view kDoc = "The sample metadata service.";
  static constexpr auto fields() {
    return std::tuple{
        required("gcp", &M::gcp, "Its service on Google Cloud."),
        defaulted("etl", &M::etl, "How metadata comes in."),
        defaulted("slack_channel", &M::slack_channel, "Where it reports to."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Billing::GCP> {
  using M = CPGInfrastructureConfig::Billing::GCP;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Billing.GCP";
  static constexpr std::string_view kDoc = "The billing account on Google Cloud.";
  static constexpr auto fields() {
    return std::tuple{
        required("project_id", &M::project_id, "The project that billing is run from."),
        required("account_id", &M::account_id, "The billing account that projects are put on."),
        defaulted("source_bq_table", &M::source_bq_table, "The table of the billing export."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Billing::GCPAggregator> {
  using M = CPGInfrastructureConfig::Billing::GCPAggregator;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Billing.GCPAggregator";
  static constexpr std::string_view kDoc = "The plugin that gathers all costs in one table.";
  static constexpr auto fields() {
    return std::tuple{
        required("destination_bq_table", &M::destination_bq_table, "The table to write."),
        required("slack_channel", &M::slack_channel, "Where it reports to."),
        required("slack_token_secret_name", &M::slack_token_secret_name,
                 "The secret that holds the Slack token."),
        required("functions", &M::functions, "Which sources to gather."),
        defaulted("billing_sheet_id", &M::billing_sheet_id, "The sheet of the monthly summary."),
        defaulted("monthly_summary_table", &M::monthly_summary_table,
                  "The table of the monthly summary."),
        defaulted("interval_hours", &M::interval_hours, "How often it runs, in hours."),
        defaulted("ica_raw_table", &M::ica_raw_table, "The table of raw ICA costs."),
        defaulted("ica_api_secret_name", &M::ica_api_secret_name,
                  "The secret that holds the ICA key."),
        defaulted("functions_folder", &M::functions_folder,
                  "The functions' sources, from the file that names it; null for those shipped."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Billing::GCPCostControls> {
  using M = CPGInfrastructureConfig::Billing::GCPCostControls;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Billing.GCPCostControls";
  static constexpr std::string_view kDoc = "What switches billing off where a budget is spent.";
  static constexpr auto fields() {
    return std::tuple{
        required("machine_account", &M::machine_account, "The account that it runs as."),
        required("slack_channel", &M::slack_channel, "Where it reports to."),
        required("pubsub_topic", &M::pubsub_topic, "The topic that budgets report to."),
        required("timezone", &M::timezone, "The time zone of its schedule."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Billing> {
  using M = CPGInfrastructureConfig::Billing;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Billing";
  static constexpr std::string_view kDoc = "Who pays, and what watches the costs.";
  static constexpr auto fields() {
    return std::tuple{
        required("gcp", &M::gcp, "The billing account on Google Cloud."),
        defaulted("coordinator_machine_account", &M::coordinator_machine_account,
                  "The account that joins costs with metadata."),
        defaulted("aggregator", &M::aggregator, "The plugin that gathers all costs."),
        defaulted("gcp_cost_controls", &M::gcp_cost_controls,
                  "What switches billing off where a budget is spent."),
        defaulted("hail_aggregator_username", &M::hail_aggregator_username,
                  "The Hail user that reads every billing project."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig> {
  using M = CPGInfrastructureConfig;
  static constexpr std::string_view kName = "CPGInfrastructureConfig";
  static constexpr std::string_view kDoc = "What is true of the whole institute.";
  static constexpr auto fields() {
    return std::tuple{
        required("domain", &M::domain, "The organisation's domain."),
        required("budget_currency", &M::budget_currency, "The currency of budgets, as AUD."),
        required("common_dataset", &M::common_dataset,
                 "The dataset that holds what all datasets share."),
        required("config_destination", &M::config_destination,
                 "Where generated configuration is written, as gs://bucket/path."),
        required("users", &M::users, "Everybody that datasets can list, by key."),
        required("plugins_enabled", &M::plugins_enabled, "The plugins to run, in order."),
        defaulted("gcp", &M::gcp, "The Google Cloud organisation."),
        defaulted("azure", &M::azure, "The Azure subscription."),
        defaulted("hail", &M::hail, "Hail Batch."),
        defaulted("analysis_runner", &M::analysis_runner, "The analysis runner."),
        defaulted("data_dropbox", &M::data_dropbox, "The dropbox server."),
        defaulted("web_service", &M::web_service, "The web server."),
        defaulted("notebooks", &M::notebooks, "The notebook service."),
        defaulted("cromwell", &M::cromwell, "The Cromwell service."),
        defaulted("metamist", &M::metamist, "The sample metadata service."),
        defaulted("billing", &M::billing, "Who pays, and what watches the costs."),
        defaulted("adhoc_groups", &M::adhoc_groups, "Groups beside those of the datasets."),
        defaulted("disable_group_memberships", &M::disable_group_memberships,
                  "Leaves every group membership out, for the first half of a renaming."),
        defaulted("group_prefix", &M::group_prefix,
                  "What the groups' names start with, to set stacks of one domain apart."),
        defaulted("budget_notification_thresholds", &M::budget_notification_thresholds,
                  "The parts of a budget at which it reports."),
        defaulted("imports", &M::imports,
                  "What exists already: by type and logical name, the id to take over."),
        defaulted("former_names", &M::former_names,
                  "What was renamed: by type and logical name, the name it had in the stack."),
    };
  }
};

}  // namespace cpginfra::config
