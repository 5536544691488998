// SPDX-License-Identifier: MIT
//
// This header defines the field tables of CPGInfrastructureConfig and the models inside it.
//
//   ModelTraits<CPGInfrastructureConfig::Hail>::kName;   // -> "CPGInfrastructureConfig.Hail"
#pragma once

#include <string_view>
#include <tuple>

#include "cpginfra/config/field.hpp"
#include "cpginfra/config/infrastructure.hpp"

namespace cpginfra::config {

template <>
struct ModelTraits<CPGInfrastructureUser::Cloud> {
  using M = CPGInfrastructureUser::Cloud;
  static constexpr std::string_view kName = "CPGInfrastructureUser.Cloud";
  static constexpr std::string_view kDoc = "A user's account on one cloud.";
  static constexpr auto fields() {
    return std::tuple{
        required("id", &M::id, "What the cloud knows the account by; an email on gcp."),
        defaulted("hail_batch_username", &M::hail_batch_username,
                  "The account's name in Hail Batch, if it has one."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureUser> {
  using M = CPGInfrastructureUser;
  static constexpr std::string_view kName = "CPGInfrastructureUser";
  static constexpr std::string_view kDoc = "A person or robot that datasets can list.";
  static constexpr auto fields() {
    return std::tuple{
        required("id", &M::id, "The stable name from which membership keys are made."),
        required("clouds", &M::clouds, "The user's account on each cloud."),
        defaulted("can_access_internal_dataset_logs", &M::can_access_internal_dataset_logs,
                  "Whether the user may read the logs of internal datasets."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureGroup> {
  using M = CPGInfrastructureGroup;
  static constexpr std::string_view kName = "CPGInfrastructureGroup";
  static constexpr std::string_view kDoc = "A group beside those of the datasets.";
  static constexpr auto fields() {
    return std::tuple{
        required("name", &M::name, "The group's name, without the group prefix."),
        required("description", &M::description, "What the group is for."),
        defaulted("members", &M::members, "Users, by their key in `users`."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::GCP> {
  using M = CPGInfrastructureConfig::GCP;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.GCP";
  static constexpr std::string_view kDoc = "The Google Cloud organisation.";
  static constexpr auto fields() {
    return std::tuple{
        required("customer_id", &M::customer_id, "The Cloud Identity customer, as `C0...`."),
        required("region", &M::region, "The region of whatever names none itself."),
        required("groups_domain", &M::groups_domain, "The domain of the groups' emails."),
        required("budget_notification_pubsub", &M::budget_notification_pubsub,
                 "The topic that budgets report to; null or empty for none."),
        required("config_bucket_name", &M::config_bucket_name,
                 "The bucket of the analysis runner's configuration."),
        required("dataset_storage_prefix", &M::dataset_storage_prefix,
                 "What every bucket's name starts with."),
        defaulted("allow_external_group_members", &M::allow_external_group_members,
                  "Whether groups are opened to members from outside the domain."),
        defaulted("create_empty_groups", &M::create_empty_groups,
                  "Whether groups are made without a first owner."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Azure> {
  using M = CPGInfrastructureConfig::Azure;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Azure";
  static constexpr std::string_view kDoc = "The Azure subscription.";
  static constexpr auto fields() {
    return std::tuple{
        required("region", &M::region, "The location of whatever names none itself."),
        required("subscription", &M::subscription, "The subscription's id."),
        required("tenant", &M::tenant, "The tenant's id."),
        required("dataset_storage_prefix", &M::dataset_storage_prefix,
                 "What the names of resource groups and storage accounts start with."),
        required("config_bucket_name", &M::config_bucket_name,
                 "The container of the analysis runner's configuration."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Hail::GCP> {
  using M = CPGInfrastructureConfig::Hail::GCP;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Hail.GCP";
  static constexpr std::string_view kDoc = "Hail Batch on Google Cloud.";
  static constexpr auto fields() {
    return std::tuple{
        required("hail_batch_url", &M::hail_batch_url, "Where the batch service is."),
        required("hail_auth_url", &M::hail_auth_url, "Where the auth service is."),
        defaulted("git_credentials_secret_name", &M::git_credentials_secret_name,
                  "The secret that jobs check out code with."),
        defaulted("git_credentials_secret_project", &M::git_credentials_secret_project,
                  "The project of that secret."),
        defaulted("wheel_bucket_name", &M::wheel_bucket_name,
                  "The bucket of Hail's Python wheels."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Hail::Azure> {
  using M = CPGInfrastructureConfig::Hail::Azure;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Hail.Azure";
  static constexpr std::string_view kDoc = "Hail Batch on Azure.";
  static constexpr auto fields() {
    return std::tuple{
        required("hail_batch_url", &M::hail_batch_url, "Where the batch service is."),
        required("hail_auth_url", &M::hail_auth_url, "Where the auth service is."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Hail> {
  using M = CPGInfrastructureConfig::Hail;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Hail";
  static constexpr std::string_view kDoc = "Hail Batch; without it no dataset gets Hail accounts.";
  static constexpr auto fields() {
    return std::tuple{
        required("gcp", &M::gcp, "Hail Batch on Google Cloud."),
        defaulted("azure", &M::azure, "Hail Batch on Azure."),
        defaulted("username_prefix", &M::username_prefix,
                  "What the names of the datasets' Hail users start with."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::AnalysisRunner::GCP> {
  using M = CPGInfrastructureConfig::AnalysisRunner::GCP;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.AnalysisRunner.GCP";
  static constexpr std::string_view kDoc = "The analysis runner's service on Google Cloud.";
  static constexpr auto fields() {
    return std::tuple{
        required("project", &M::project, "Its project."),
        required("cloud_run_instance_name", &M::cloud_run_instance_name,
                 "The Cloud Run service that takes requests."),
        required("server_machine_account", &M::server_machine_account,
                 "The account that the server runs as."),
        required("logger_machine_account", &M::logger_machine_account,
                 "The account that records analyses in metamist."),
        required("container_registry_name", &M::container_registry_name,
                 "The registry of its images."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::AnalysisRunner> {
  using M = CPGInfrastructureConfig::AnalysisRunner;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.AnalysisRunner";
  static constexpr std::string_view kDoc = "The analysis runner, which guards the running of code.";
  static constexpr auto fields() {
    return std::tuple{required("gcp", &M::gcp, "Its service on Google Cloud.")};
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::DataDropbox::GCP> {
  using M = CPGInfrastructureConfig::DataDropbox::GCP;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.DataDropbox.GCP";
  static constexpr std::string_view kDoc = "The dropbox server on Google Cloud.";
  static constexpr auto fields() {
    return std::tuple{
        required("project", &M::project, "The project of the server and its secret."),
        required("server_machine_account", &M::server_machine_account,
                 "The account that the server runs as."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::DataDropbox> {
  using M = CPGInfrastructureConfig::DataDropbox;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.DataDropbox";
  static constexpr std::string_view kDoc = "The server that takes in dropped files.";
  static constexpr auto fields() {
    return std::tuple{required("gcp", &M::gcp, "Its service on Google Cloud.")};
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::WebService::GCP> {
  using M = CPGInfrastructureConfig::WebService::GCP;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.WebService.GCP";
  static constexpr std::string_view kDoc = "The web server on Google Cloud.";
  static constexpr auto fields() {
    return std::tuple{required("server_machine_account", &M::server_machine_account,
                               "The account that the server runs as.")};
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::WebService> {
  using M = CPGInfrastructureConfig::WebService;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.WebService";
  static constexpr std::string_view kDoc = "The server that shows the files of the web buckets.";
  static constexpr auto fields() {
    return std::tuple{
        required("gcp", &M::gcp, "Its service on Google Cloud."),
        defaulted("web_url_template", &M::web_url_template,
                  "The address of a web bucket, with {namespace} and {dataset} filled in."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Notebooks::GCP> {
  using M = CPGInfrastructureConfig::Notebooks::GCP;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Notebooks.GCP";
  static constexpr std::string_view kDoc = "The notebooks on Google Cloud.";
  static constexpr auto fields() {
    return std::tuple{required("project", &M::project, "The project of the notebook accounts.")};
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Notebooks> {
  using M = CPGInfrastructureConfig::Notebooks;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Notebooks";
  static constexpr std::string_view kDoc = "The notebook service.";
  static constexpr auto fields() {
    return std::tuple{required("gcp", &M::gcp, "Its project on Google Cloud.")};
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Cromwell::GCP> {
  using M = CPGInfrastructureConfig::Cromwell::GCP;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Cromwell.GCP";
  static constexpr std::string_view kDoc = "Cromwell on Google Cloud.";
  static constexpr auto fields() {
    return std::tuple{
        required("access_group_id", &M::access_group_id,
                 "The existing group that may talk to the server, as `groups/...`."),
        required("runner_machine_account", &M::runner_machine_account,
                 "The account that the server runs as."),
    };
  }
};

template <>
struct ModelTraits<CPGInfrastructureConfig::Cromwell> {
  using M = CPGInfrastructureConfig::Cromwell;
  static constexpr std::string_view kName = "CPGInfrastructureConfig.Cromwell";
  static constexpr std::string_view kDoc = "The Cromwell workflow service.";
  static constexpr auto fields() {
    return std::tuple{required("gcp", &M::gcp, "Its accounts on Google Cloud.")};
  }
};

}  // namespace cpginfra::config
