// SPDX-License-Identifier: MIT
// Good configurations load, from every source, to the same models.
#include "cpginfra/config/load.hpp"
#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/config/dump.hpp"
#include "cpginfra/config/parse_model.hpp"
#include "cpginfra/config/render.hpp"

namespace cpginfra::config {
namespace {

Configuration loaded(const std::string& path) {
  LoadResult result = load_path(path);
  INFO(render_plain(result.diagnostics));
  REQUIRE(result.configuration.has_value());
  CHECK(result.diagnostics.empty());
  return *std::move(result.configuration);
}

TEST_CASE("the recorded cases load without a word", "[config][load]") {
  for (const char* name :
       {"two-datasets", "everything", "restricted", "memberships-off", "billing-plugin"}) {
    INFO(name);
    const std::string path = source_path("tests/golden/" + std::string(name) + "/case.json");
    const Configuration configuration = loaded(path);
    LoadResult again = load_value(to_value(configuration));
    REQUIRE(again.configuration.has_value());
    CHECK(*again.configuration == configuration);
    again = load_text(to_json(to_value(configuration)), Format::kJson, "dump.json");
    REQUIRE(again.configuration.has_value());
    CHECK(*again.configuration == configuration);
  }
}

TEST_CASE("values arrive where they belong", "[config][load]") {
  const Configuration configuration = loaded(source_path("tests/golden/everything/case.json"));
  const CPGInfrastructureConfig& institute = configuration.infrastructure;
  CHECK(institute.domain == "populationgenomics.org.au");
  CHECK(institute.users.size() == 5);
  CHECK(institute.users.begin()->first == "michael.franklin");
  CHECK(institute.users.find("robot")->clouds.find(CloudName::kGcp)->hail_batch_username ==
        "robot");
  CHECK(institute.budget_notification_thresholds == std::vector{0.25, 0.75, 1.0});
  CHECK(institute.adhoc_groups->at(1).members.empty());
  CHECK_FALSE(institute.azure.has_value());
  REQUIRE(configuration.datasets.size() == 5);
  const CPGDatasetConfig& cohort = configuration.datasets[1];
  CHECK(cohort.dataset == "cohort-a");
  CHECK(cohort.gcp.hail_service_account_dataset_name_override == "cohorta");
  CHECK(*cohort.budgets.find(CloudName::kGcp)->shared_total_budget == 800);
  CHECK(cohort.archive_age == 30);
  CHECK_FALSE(cohort.autoclass);
  CHECK(*cohort.members.find(GroupName::kAnalysis) ==
        std::vector<std::string>{"michael.franklin", "robot"});
  CHECK(cohort.upload_config->dropboxes->at(0).move_to_bucket == "lab1");
  CHECK(cohort.upload_config->additional_buckets->at(1).uploaders == std::nullopt);
}

TEST_CASE("every format and layout gives the same models, in the same order", "[config][load]") {
  const std::string folder = source_path("tests/data/formats/");
  const std::string expected = to_json(to_value(loaded(folder + "config.json")));
  for (const char* name : {"config.toml", "config.yaml", "directory"}) {
    INFO(name);
    CHECK(to_json(to_value(loaded(folder + name))) == expected);
  }
  LoadResult listed = load_toml_list(folder + "config.toml");
  REQUIRE(listed.configuration.has_value());
  CHECK(to_json(to_value(*listed.configuration)) == expected);
  const auto* parser = listed.configuration->infrastructure.metamist->etl->by_type.find("/v1");
  REQUIRE(parser != nullptr);
  const auto* project = parser->default_parameters->find("project");
  REQUIRE(project != nullptr);
  CHECK(*project->as_string() == "greek-myth");
}

TEST_CASE("JSON is YAML too", "[config][load]") {
  const std::string text = file_text(source_path("tests/data/formats/config.json"));
  const LoadResult json = load_text(text, Format::kJson, "a.json");
  const LoadResult yaml = load_text(text, Format::kYaml, "a.yaml");
  REQUIRE(json.configuration.has_value());
  REQUIRE(yaml.configuration.has_value());
  CHECK(*json.configuration == *yaml.configuration);
}

TEST_CASE("TOML files are merged from left to right, and errors name the winning file",
          "[config][load]") {
  const TemporaryDirectory directory;
  const std::string base = source_path("tests/data/formats/config.toml");
  const std::string second = directory.write("second.toml",
                                             "[config]\n"
                                             "budget_currency = \"EUR\"\n"
                                             "budget_notification_thresholds = [0.5]\n"
                                             "[config.gcp]\n"
                                             "region = \"europe-west1\"\n"
                                             "[datasets.seqr.members]\n"
                                             "analysis = [\"jane.doe\"]\n"
                                             "[somebody.elses]\n"
                                             "settings = true\n");
  LoadResult merged = load_toml_list(base + ", " + second + ",");
  INFO(render_plain(merged.diagnostics));
  REQUIRE(merged.configuration.has_value());
  const CPGInfrastructureConfig& institute = merged.configuration->infrastructure;
  CHECK(institute.budget_currency == "EUR");
  CHECK(institute.budget_notification_thresholds == std::vector{0.5});
  CHECK(institute.gcp->region == "europe-west1");
  CHECK(institute.gcp->customer_id == "C010ys3gt");
  CHECK(*merged.configuration->datasets.back().members.find(GroupName::kAnalysis) ==
        std::vector<std::string>{"jane.doe"});

  const std::string third =
      directory.write("third.toml", "[config]\ncommon_dataset = \"comon\"\ndomain = 3\n");
  const Diagnostics diagnostics = load_toml_list(base + "," + third).diagnostics;
  REQUIRE(diagnostics.all().size() == 2);
  CHECK(summary(diagnostics) ==
        std::vector<std::string>{"unknown-common-dataset 2:18 config.common_dataset",
                                 "wrong-type 3:10 config.domain"});
  CHECK(diagnostics.all()[0].file == third);

  CHECK(summary(load_toml_list(" , ").diagnostics) ==
        std::vector<std::string>{"missing-file 0:0 "});
  CHECK(summary(load_toml_list(base + "," + directory.path("absent.toml")).diagnostics) ==
        std::vector<std::string>{"unreadable-file 0:0 "});
}

TEST_CASE("models made in memory are held to the same rules", "[config][load]") {
  const Configuration good = loaded(source_path("tests/golden/everything/case.json"));
  LoadResult result = load_models(good.infrastructure, good.datasets);
  REQUIRE(result.configuration.has_value());
  CHECK(*result.configuration == good);

  std::vector<CPGDatasetConfig> datasets = good.datasets;
  datasets[1].members.find(GroupName::kAnalysis)->emplace_back("jane.do");
  datasets[2].budgets = {};
  datasets[3].dataset = "a dataset";
  result = load_models(good.infrastructure, datasets);
  CHECK_FALSE(result.configuration.has_value());
  CHECK(render_plain(result.diagnostics) ==
        "error: 'a dataset' is not a name for a dataset [dataset-name]\n"
        "  in: datasets[\"a dataset\"].dataset\n"
        "  help: it is made of letters, digits and - _ ., starting with a letter or digit\n"
        "\n"
        "error: 'cohort-b' is deployed on gcp and has no budget there [missing-budget]\n"
        "  in: datasets.cohort-b.budgets\n"
        "  help: add 'gcp' to the budgets\n"
        "\n"
        "error: 'cohort-c' is not one of the datasets [unknown-dependency]\n"
        "  in: datasets.seqr.depends_on_readonly[2]\n"
        "  help: did you mean 'cohort-a'?\n"
        "\n"
        "error: 'jane.do' is not one of the users [unknown-member]\n"
        "  in: datasets.cohort-a.members.analysis[2]\n"
        "  help: did you mean 'jane.doe'?\n"
        "\n"
        "4 errors\n");
}

TEST_CASE("one model can be parsed by itself", "[config][load]") {
  const ModelResult<CPGDatasetConfig::Budget> good = parse_model<CPGDatasetConfig::Budget>(
      AnyValue::Object{{"monthly_budget", "5"}, {"shared_total_budget", nullptr}});
  REQUIRE(good.model.has_value());
  CHECK(good.model->monthly_budget == 5);
  CHECK(good.model->shared_total_budget == std::nullopt);
  const ModelResult<CPGDatasetConfig::Budget> bad = parse_model<CPGDatasetConfig::Budget>(
      AnyValue::Object{{"monthly_budge", 5}, {"currency", 7}});
  CHECK_FALSE(bad.model.has_value());
  CHECK(summary(bad.diagnostics) == std::vector<std::string>{"unknown-key 0:0 monthly_budge",
                                                             "missing-key 0:0 monthly_budget",
                                                             "wrong-type 0:0 currency"});
  CHECK(summary(parse_model<CPGInfrastructureConfig::Notebooks>(AnyValue("x")).diagnostics) ==
        std::vector<std::string>{"wrong-type 0:0 "});
}

TEST_CASE("a status carries the diagnostics as text", "[config][load]") {
  CHECK(load_configuration(source_path("tests/golden/restricted/case.json")).ok());
  const absl::Status status = load_configuration("/nowhere/at/all.json").status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(std::string(status.message()) ==
        "/nowhere/at/all.json: error: cannot open the file: No such file or directory "
        "[unreadable-file]\n\n1 error\n");
}

TEST_CASE("a dataset is told what it gets on a dry run alone", "[config][load]") {
  const LoadResult result = load_text(R"(
[infrastructure]
domain = "example.org"
budget_currency = "AUD"
common_dataset = "fewgenomes"
config_destination = ""
plugins_enabled = []
users = {}

[datasets.fewgenomes]
deploy_locations = ["dry-run"]
gcp.project = "test-project"
budgets.dry-run.monthly_budget = 100
)",
                                      Format::kToml, "dry.toml");
  INFO(render_plain(result.diagnostics));
  REQUIRE(result.configuration.has_value());
}

}  // namespace
}  // namespace cpginfra::config
