// SPDX-License-Identifier: MIT
#include "plugin/billing_aggregator/billing_aggregator.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "cloud/gcp/resource_types.hpp"
#include "internal/text.hpp"
#include "plugin/billing_aggregator/checks.hpp"
#include "plugin/billing_aggregator/cost_functions.hpp"
#include "plugin/billing_aggregator/function_sources.hpp"

namespace cpginfra::plugin {
namespace {

using plan::Field;
using plan::Resource;
using plan::Value;

const plan::ResourceType kFunction{.token = "gcp:cloudfunctionsv2/function:Function"};
const plan::ResourceType kJob{.token = "gcp:cloudscheduler/job:Job"};
const plan::ResourceType kAlertPolicy{.token = "gcp:monitoring/alertPolicy:AlertPolicy"};
const plan::ResourceType kNotificationChannel{
    .token = "gcp:monitoring/notificationChannel:NotificationChannel"};
const plan::ResourceType kTable{.token = "gcp:bigquery/table:Table"};
constexpr std::string_view kGetSecretVersion =
    "gcp:secretmanager/getSecretVersion:getSecretVersion";

/// The zone of the aggregation's schedule, in every institute: the recorded stacks have it.
constexpr std::string_view kScheduleZone = "Australia/Sydney";
/// Where the functions' images are kept, likewise.
constexpr std::string_view kImageRegion = "australia-southeast1";

// What a stack exports of a function and of a job: every output that the provider's SDK knows.
constexpr std::array<std::string_view, 17> kFunctionOutputs = {
    "buildConfig", "description",  "effectiveLabels", "environment", "eventTrigger",
    "id",          "kmsKeyName",   "labels",          "location",    "name",
    "project",     "pulumiLabels", "serviceConfig",   "state",       "updateTime",
    "url",         "urn"};
constexpr std::array<std::string_view, 15> kJobOutputs = {"appEngineHttpTarget",
                                                          "attemptDeadline",
                                                          "description",
                                                          "httpTarget",
                                                          "id",
                                                          "name",
                                                          "paused",
                                                          "project",
                                                          "pubsubTarget",
                                                          "region",
                                                          "retryConfig",
                                                          "schedule",
                                                          "state",
                                                          "timeZone",
                                                          "urn"};

/// One cloud function that answers to HTTP, with its alert.
struct FunctionSpec {
  std::string_view resource_name;
  /// How people call it.
  std::string title;
  std::string_view source_file;
  std::string_view entry_point = "from_request";
  std::string_view service_account;
  const Resource* archive = nullptr;
  Value environment;
  std::string_view memory;
  std::string_view cpu = {};
  std::int64_t timeout_seconds = 540;
};

class BillingAggregator final : public driver::Extension {
 public:
  explicit BillingAggregator(FunctionSources sources) : sources_(std::move(sources)) {}

  void main(CPGInfrastructure& infrastructure) override {
    Declarations(infrastructure, sources_).declare_all();
  }

 private:
  /// Everything that is declared in one plan.
  class Declarations {
   public:
    Declarations(CPGInfrastructure& infrastructure, const FunctionSources& sources)
        : plan_(infrastructure.plan()),
          values_(plan_.values()),
          config_(infrastructure.config()),
          billing_(*config_.billing),
          sources_(sources),
          project_(values_.shared_text(billing_.gcp.project_id)),
          region_(values_.shared_text(config_.gcp->region)) {}

    void declare_all() {
      warn_of_uneven_interval();
      warn_of_image_region();
      declare_cost_functions();
      declare_table();
      declare_cost_control();
      declare_cost_report();
    }

   private:
    void warn_of_uneven_interval() {
      const std::int64_t hours = billing_.aggregator->interval_hours;
      if (24 % hours == 0) return;
      plan_.warn(nullptr, fmt::format("billing.aggregator.interval_hours is {}, which does not "
                                      "divide 24: the last interval of a day is shorter",
                                      hours));
    }

    void warn_of_image_region() {
      if (region_ == kImageRegion) return;
      plan_.warn(nullptr,
                 fmt::format("the billing functions' images are kept in {}, as in upstream, "
                             "and not in {}",
                             kImageRegion, region_));
    }

    /// Null, which leaves an input out, for what is not given.
    Value text_of(const std::optional<std::string>& text) {
      return text ? Value(values_.shared_text(*text)) : Value();
    }

    const Resource& service(std::string_view api) {
      const std::string name = fmt::format("billing-aggregator-{}-service", api);
      if (const Resource* made = plan_.find(cloud::gcp::kService.token, name)) return *made;
      return plan_.declare(cloud::gcp::kService, name,
                           {{"disableOnDestroy", false},
                            {"project", project_},
                            {"service", values_.text({api, ".googleapis.com"})}},
                           {});
    }

    const Resource& source_bucket() {
      if (bucket_ == nullptr) {
        bucket_ = &plan_.declare(cloud::gcp::kBucket, "billing-aggregator-source-bucket",
                                 {{"location", region_},
                                  {"name", values_.text({config_.gcp->dataset_storage_prefix,
                                                         "aggregator-source-bucket"})},
                                  {"project", project_},
                                  {"uniformBucketLevelAccess", true}},
                                 {});
      }
      return *bucket_;
    }

    /// Where all alerts go. The token is read from the secret manager by whoever deploys.
    const Resource& slack_channel() {
      if (channel_ != nullptr) return *channel_;
      const auto& aggregator = *billing_.aggregator;
      const Value secret = values_.object(
          {{"project", project_}, {"secret", values_.text(aggregator.slack_token_secret_name)}});
      const Value token = plan_.invoke(kGetSecretVersion, secret, "secretData");
      channel_ = &plan_.declare(
          kNotificationChannel, "billing-aggregator-slack-notification-channel",
          {{"description", "Slack notification channel for all cost aggregator functions"},
           {"displayName", "Billing Aggregator Slack Notification Channel"},
           {"labels", values_.object({{"channel_name", values_.text(aggregator.slack_channel)}})},
           {"project", project_},
           {"sensitiveLabels", values_.object({{"authToken", token}})},
           {"type", "slack"}},
          {});
      return *channel_;
    }

    const Resource& declare_archive(std::string_view name, const SourceFolder& folder) {
      static constexpr std::array<std::string_view, 1> kEverything = {"*"};
      static constexpr plan::ResourceOptions kReplaced{.replace_on_changes = kEverything};
      std::vector<Field> files;
      for (const auto& [file, text] : folder.files()) {
        files.push_back({values_.text(file), values_.text(text)});
      }
      return plan_.declare(cloud::gcp::kBucketObject, name,
                           {{"bucket", plan_.attribute(source_bucket(), "name")},
                            {"source", values_.archive(files)}},
                           {.options = &kReplaced});
    }

    Value storage_source(const Resource& archive) {
      return values_.object(
          {{"storageSource", values_.object({{"bucket", plan_.attribute(source_bucket(), "name")},
                                             {"object", plan_.attribute(archive, "name")}})}});
    }

    const Resource& declare_function(const FunctionSpec& spec) {
      const Value build = values_.object(
          {{"dockerRepository",
            // The provider fills it in: given here, a function does not seem to change each time.
            values_.text({"projects/", project_, "/locations/", kImageRegion,
                          "/repositories/gcf-artifacts"})},
           {"entryPoint", spec.entry_point},
           {"environmentVariables", values_.object({{"GOOGLE_FUNCTION_SOURCE", spec.source_file}})},
           {"runtime", "python311"},
           {"source", storage_source(*spec.archive)}});
      const Resource& function = plan_.declare(
          kFunction, spec.resource_name,
          {{"buildConfig", build},
           {"location", region_},
           {"project", project_},
           {"serviceConfig", service_config(spec, spec.cpu.empty() ? Value() : Value(spec.cpu))}},
          {.depends_on = {&service("cloudfunctions"), &service("cloudbuild")}});
      declare_alert(spec.title, function);
      return function;
    }

    Value service_config(const FunctionSpec& spec, const Value& cpu) {
      return values_.object({{"allTrafficOnLatestRevision", true},
                             {"availableCpu", cpu},
                             {"availableMemory", spec.memory},
                             {"environmentVariables", spec.environment},
                             {"ingressSettings", "ALLOW_INTERNAL_ONLY"},
                             {"maxInstanceCount", 1},
                             {"minInstanceCount", 0},
                             {"serviceAccountEmail", account_value(spec.service_account)},
                             {"timeoutSeconds", spec.timeout_seconds}});
    }

    static Value account_value(std::string_view account) {
      return account.empty() ? Value() : Value(account);
    }

    void declare_alert(std::string_view title, const Resource& function) {
      // Its blanks are those of the alerts that exist.
      static constexpr std::string_view kBefore = R"(
                ((
                    resource.type="cloud_function"
                    AND resource.labels.function_name=")";
      static constexpr std::string_view kBetween = R"("
                ) OR (
                    resource.type="cloud_run_revision"
                    AND resource.labels.service_name=")";
      static constexpr std::string_view kAfter = R"("
                ))
                AND severity>=WARNING
            )";
      const Value name = plan_.attribute(function, "name");
      const Value filter = plan_.concat({kBefore, name, kBetween, name, kAfter});
      const Value condition =
          values_.object({{"conditionMatchedLog", values_.object({{"filter", filter}})},
                          {"displayName", "Function warning/error"}});
      const std::string lower = internal::lower_case(title);
      const Value limit = values_.object({{"period", "300s"}});
      plan_.declare(
          kAlertPolicy, fmt::format("billing-{}-alert", absl::StrReplaceAll(lower, {{" ", "-"}})),
          {{"alertStrategy", values_.object({{"notificationRateLimit", limit}})},
           {"combiner", "OR"},
           {"conditions", values_.list({condition})},
           {"displayName", values_.text({internal::upper_first(lower), lower.substr(1),
                                         " Billing Function Error Alert"})},
           {"notificationChannels", values_.list({plan_.attribute(slack_channel(), "id")})}},
          {.depends_on = {&function}});
    }

    Value http_target(const Resource& function, std::string_view account) {
      const Value url = plan_.attribute(function, "url");
      return values_.object(
          {{"headers", values_.object({{"Content-Type", "application/x-www-form-urlencoded"}})},
           {"httpMethod", "POST"},
           {"oidcToken",
            values_.object({{"audience", url}, {"serviceAccountEmail", account_value(account)}})},
           {"uri", url}});
    }

    void declare_cost_functions() {
      const auto& aggregator = *billing_.aggregator;
      const Resource& archive =
          declare_archive("billing-aggregator-functions-source-code", sources_.aggregate);
      for (const std::string& name : aggregator.functions) declare_cost_function(name, archive);
    }

    void declare_cost_function(std::string_view name, const Resource& archive) {
      const auto& aggregator = *billing_.aggregator;
      const CostFunction& needs = cost_function(name);
      const std::string_view account =
          billing_.coordinator_machine_account
              ? values_.shared_text(*billing_.coordinator_machine_account)
              : std::string_view();
      const Value environment = values_.object(
          {{"BILLING_PROJECT_ID", project_},
           {"DEFAULT_INTERVAL_HOURS", needs.interval_factor * aggregator.interval_hours},
           {"GCP_AGGREGATE_DEST_TABLE", values_.shared_text(aggregator.destination_bq_table)},
           {"GCP_BILLING_SOURCE_TABLE", text_of(billing_.gcp.source_bq_table)},
           {"ICA_API_SECRET_NAME", text_of(aggregator.ica_api_secret_name)},
           {"ICA_RAW_TABLE", text_of(aggregator.ica_raw_table)}});
      const std::string resource_name = fmt::format("billing-aggregator-{}-billing-function", name);
      const Resource& function = declare_function({.resource_name = resource_name,
                                                   .title = fmt::format("Aggregator {}", name),
                                                   .source_file = values_.text({name, ".py"}),
                                                   .service_account = account,
                                                   .archive = &archive,
                                                   .environment = environment,
                                                   .memory = needs.memory,
                                                   .cpu = needs.cpu,
                                                   .timeout_seconds = needs.timeout_seconds});
      plan_.declare(kJob, fmt::format("billing-aggregator-scheduler-job-{}", name),
                    {{"httpTarget", http_target(function, account)},
                     {"project", project_},
                     {"region", region_},
                     {"schedule", values_.text(fmt::format("{} */{} * * *", needs.start_minute,
                                                           aggregator.interval_hours))},
                     {"timeZone", kScheduleZone}},
                    {.depends_on = {&function, &service("cloudscheduler")}});
    }

    void declare_table() {
      const TableName name = split_table_name(billing_.aggregator->destination_bq_table);
      plan_.declare(
          kTable, fmt::format("billing-{}-table", name.table),
          {{"clusterings", values_.list({"topic"})},
           {"datasetId", values_.text(name.dataset)},
           {"deletionProtection", false},
           {"project", project_},
           {"schema", values_.text(*sources_.aggregate.find("aggregate_schema.json"))},
           {"tableId", values_.text(name.table)},
           {"timePartitioning", values_.object({{"field", "usage_end_time"}, {"type", "DAY"}})}},
          {});
    }

    /// The function that switches billing off where a budget is spent.
    void declare_cost_control() {
      const auto& controls = *billing_.gcp_cost_controls;
      const std::string_view account = values_.shared_text(controls.machine_account);
      const Resource& archive =
          declare_archive("billing-gcp-cost-control-source-code", sources_.gcp_cost_control);
      const Value build = values_.object(
          {{"entryPoint", "gcp_cost_control"},
           {"environmentVariables", values_.object({{"GOOGLE_FUNCTION_SOURCE", "main.py"}})},
           {"runtime", "python311"},
           {"source", storage_source(archive)}});
      const Value environment =
          values_.object({{"GCP_PROJECT", project_},
                          {"SLACK_CHANNEL", values_.shared_text(controls.slack_channel)}});
      const Resource& function = plan_.declare(
          kFunction, "gcp-cost-control",
          {{"buildConfig", build},
           {"eventTrigger",
            values_.object({{"eventType", "google.cloud.pubsub.topic.v1.messagePublished"},
                            {"pubsubTopic", text_of(config_.gcp->budget_notification_pubsub)},
                            {"serviceAccountEmail", account}})},
           {"location", region_},
           {"serviceConfig",
            service_config(
                {.service_account = account, .environment = environment, .memory = "256M"}, 1)}},
          {});
      export_outputs("gcp_cost_control_cloud_function", function, kFunctionOutputs);
    }

    /// The function that tells of each project's costs in Slack, once a day.
    void declare_cost_report() {
      const auto& controls = *billing_.gcp_cost_controls;
      const std::string_view account = values_.shared_text(controls.machine_account);
      const std::string_view zone = values_.shared_text(controls.timezone);
      const Value environment =
          values_.object({{"BIGQUERY_BILLING_TABLE", text_of(billing_.gcp.source_bq_table)},
                          {"BILLING_ACCOUNT_ID", values_.shared_text(billing_.gcp.account_id)},
                          {"QUERY_TIME_ZONE", zone},
                          {"SLACK_CHANNEL", values_.shared_text(controls.slack_channel)}});
      const Resource& function =
          declare_function({.resource_name = "gcp-cost-reporting-cloud-function",
                            .title = "GCP Cost Reporting",
                            .source_file = "main.py",
                            .entry_point = "slack_bot_cost_report",
                            .service_account = account,
                            .archive = &declare_archive("billing-gcp-cost-report-source-code",
                                                        sources_.gcp_cost_report_slack_bot),
                            .environment = environment,
                            .memory = "256M"});
      const Resource& job =
          plan_.declare(kJob, "gcp-cost-reporting-job",
                        {{"description", "Triggers a daily cost report Cloud Function"},
                         {"httpTarget", http_target(function, account)},
                         {"project", project_},
                         {"region", region_},
                         {"schedule", "0 9 * * *"},
                         {"timeZone", zone}},
                        {.depends_on = {&service("cloudscheduler")}});
      export_outputs("gcp_cost_reporting_cloud_function", function, kFunctionOutputs);
      export_outputs("gcp_cost_reporting_cloud_scheduler_job", job, kJobOutputs);
    }

    void export_outputs(std::string_view name, const Resource& resource,
                        std::span<const std::string_view> outputs) {
      std::vector<Value> arguments;
      for (std::string_view output : outputs) {
        arguments.emplace_back(output);
        arguments.push_back(plan_.attribute(resource, output));
      }
      plan_.export_value(name, plan_.call(*plan::find_function("resource-outputs"), arguments));
    }

    plan::Plan& plan_;
    plan::ValueStore& values_;
    const CPGInfrastructureConfig& config_;
    const CPGInfrastructureConfig::Billing& billing_;
    const FunctionSources& sources_;
    std::string_view project_;
    std::string_view region_;
    const Resource* bucket_ = nullptr;
    const Resource* channel_ = nullptr;
  };

  FunctionSources sources_;
};

/// The plugin where it has nothing to do.
class NoAggregator final : public driver::Extension {
 public:
  void main(CPGInfrastructure& infrastructure) override {
    infrastructure.plan().warn(nullptr,
                               "the plugin 'billing_aggregator' is enabled, but adds nothing: "
                               "billing.aggregator is not given");
  }
};

}  // namespace

std::unique_ptr<driver::Extension> make_billing_aggregator(Setup& setup) {
  const auto& billing = setup.config().billing;
  if (!billing || !billing->aggregator) return std::make_unique<NoAggregator>();
  if (!check_billing(setup)) return nullptr;
  const auto& folder = billing->aggregator->functions_folder;
  if (!folder) {
    FunctionSources shipped = shipped_function_sources(setup.config());
    if (!check_sources(shipped, setup)) return nullptr;
    return std::make_unique<BillingAggregator>(std::move(shipped));
  }
  constexpr std::array<std::string_view, 3> kKeys = {"billing", "aggregator", "functions_folder"};
  auto read = read_function_sources(*folder);
  if (!read.ok()) {
    setup.error("unreadable-file", kKeys, std::string(read.status().message()), *folder,
                "name a folder with the subfolders aggregate, gcp_cost_control and "
                "gcp_cost_report_slack_bot, or leave it out for the functions that are shipped");
    return nullptr;
  }
  if (!check_sources(*read, setup)) return nullptr;
  return std::make_unique<BillingAggregator>(*std::move(read));
}

}  // namespace cpginfra::plugin
