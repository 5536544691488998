// SPDX-License-Identifier: MIT
// The storage configuration that the institute's tools read: where each bucket of a dataset, and of
// those it depends on, is.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "cpginfra/driver/infrastructure.hpp"
#include "driver/config_destination.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {
namespace {

struct PathRow {
  std::string_view key;
  DatasetBucket main;
  DatasetBucket test;
};
constexpr std::array<PathRow, 5> kPaths = {{
    {"default", DatasetBucket::kMain, DatasetBucket::kTest},
    {"web", DatasetBucket::kMainWeb, DatasetBucket::kTestWeb},
    {"analysis", DatasetBucket::kMainAnalysis, DatasetBucket::kTestAnalysis},
    {"tmp", DatasetBucket::kMainTmp, DatasetBucket::kTestTmp},
    {"upload", DatasetBucket::kMainUpload, DatasetBucket::kTestUpload},
}};

/// The template with `{namespace}` and `{dataset}` filled in; `{{` and `}}` stand for braces.
std::string filled_in(std::string_view text, std::string_view namespace_name,
                      std::string_view dataset) {
  std::string filled;
  while (!text.empty()) {
    const auto take = [&](std::string_view token, std::string_view replacement) {
      if (!text.starts_with(token)) return false;
      filled += replacement;
      text.remove_prefix(token.size());
      return true;
    };
    if (take("{{", "{") || take("}}", "}") || take("{namespace}", namespace_name) ||
        take("{dataset}", dataset)) {
      continue;
    }
    filled += text.front();
    text.remove_prefix(1);
  }
  return filled;
}

}  // namespace

const plan::Value& CPGDatasetCloudInfrastructure::storage_config(
    std::string_view namespace_name) const {
  return namespace_name == "main" ? main_storage_config_ : test_storage_config_;
}

plan::Value CPGDatasetCloudInfrastructure::storage_paths(std::string_view namespace_name) {
  plan::ValueStore& values = infra_->plan().values();
  const bool is_main = namespace_name == "main";
  std::vector<plan::Field> paths;
  paths.reserve(std::size(kPaths) + 1);
  for (const PathRow& row : kPaths) {
    paths.push_back({row.key, infra_->bucket_output_path(bucket(is_main ? row.main : row.test))});
  }
  if (config_.web_service && config_.web_service->web_url_template &&
      !config_.web_service->web_url_template->empty()) {
    paths.push_back({"web_url", values.text(filled_in(*config_.web_service->web_url_template,
                                                      namespace_name, dataset_config_.dataset))});
  }
  return values.object(paths);
}

plan::Value CPGDatasetCloudInfrastructure::storage_of_dependencies(std::string_view namespace_name,
                                                                   const plan::Value& own) {
  std::set<std::string_view> dependencies(dataset_config_.depends_on.begin(),
                                          dataset_config_.depends_on.end());
  dependencies.insert(dataset_config_.depends_on_readonly.begin(),
                      dataset_config_.depends_on_readonly.end());
  if (dataset_config_.dataset != config_.common_dataset) {
    dependencies.insert(config_.common_dataset);
  }
  std::vector<plan::Value> parts;
  for (std::string_view dependency : dependencies) {
    CPGDatasetInfrastructure* dataset = root_.dataset(dependency);
    CPGDatasetCloudInfrastructure* there =
        dataset == nullptr ? nullptr : dataset->cloud(infra_->name());
    if (there == nullptr) continue;
    const plan::Value& theirs = there->storage_config(namespace_name);
    if (!theirs.is_null()) parts.push_back(theirs);
  }
  if (parts.empty()) return own;
  parts.push_back(own);
  return infra_->plan().call(*plan::find_function("merge"), parts);
}

void CPGDatasetCloudInfrastructure::setup_storage_outputs() {
  plan::Plan& plan = infra_->plan();
  plan::ValueStore& values = plan.values();
  const std::string_view dataset = infra_->origin()->dataset;
  const auto configuration = [&](std::string_view namespace_name, const plan::Value& paths) {
    const plan::Value storage = values.object({{"default", paths}, {dataset, paths}});
    return storage_of_dependencies(namespace_name, values.object({{"storage", storage}}));
  };

  const plan::Function& toml = *plan::find_function("toml");
  const plan::Function& parse_toml = *plan::find_function("parse-toml");
  // Datasets that depend on this one merge what the file says, in the order of the file.
  const auto publish = [&](std::string_view namespace_name, const plan::Value& config) {
    const plan::Value text = plan.call(toml, {config});
    if (infra_->name() != CloudName::kDryRun) write_storage_config(namespace_name, text);
    return plan.call(parse_toml, {text});
  };

  const plan::Value main_paths = storage_paths("main");
  plan::Value all_paths = main_paths;
  if (dataset_config_.setup_test) {
    const plan::Value test_paths = storage_paths("test");
    std::vector<plan::Field> with_test(main_paths.fields().begin(), main_paths.fields().end());
    with_test.push_back({"test", test_paths});
    all_paths = values.object(with_test);
    test_storage_config_ = publish("test", configuration("test", test_paths));
  }
  main_storage_config_ = publish("main", configuration("main", all_paths));
}

void CPGDatasetCloudInfrastructure::write_storage_config(std::string_view namespace_name,
                                                         const plan::Value& text) {
  const std::string_view cloud = infra_->origin()->cloud;
  const ConfigDestination destination = split_config_destination(config_.config_destination);
  CloudInfraBase& writer = root_.common_infra();
  writer.add_blob_to_bucket(
      infra_->plan().values().text(
          {"storage-config-", cloud, "-", dataset_config_.dataset, "-", namespace_name}),
      writer.existing_bucket(destination.bucket),
      infra_->plan().values().text(join_path(
          destination.path,
          fmt::format("storage/{}/{}-{}.toml", cloud, dataset_config_.dataset, namespace_name))),
      text);
}

}  // namespace cpginfra::driver
