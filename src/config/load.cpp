// SPDX-License-Identifier: MIT
#include "cpginfra/config/load.hpp"

#include <absl/status/status.h>

#include <array>
#include <filesystem>
#include <utility>

#include "config/assemble.hpp"
#include "config/check/context.hpp"
#include "config/check/rules.hpp"
#include "config/loading.hpp"
#include "config/locations.hpp"
#include "config/read/model_reader.hpp"
#include "cpginfra/config/render.hpp"

namespace cpginfra::config {
namespace {

LoadResult result_of(Loading& loading, CPGInfrastructureConfig infrastructure,
                     std::vector<CPGDatasetConfig> datasets) {
  loading.diagnostics.sort();
  LoadResult result;
  if (!loading.diagnostics.has_errors()) {
    result.configuration = Configuration{std::move(infrastructure), std::move(datasets)};
  }
  result.diagnostics = std::move(loading.diagnostics);
  return result;
}

// A folder is named from the file that names it, so that it is found wherever the program runs.
void resolve_folders(const Node& node, const SourceSet& sources, CPGInfrastructureConfig& config) {
  if (!config.billing || !config.billing->aggregator) return;
  std::optional<std::string>& folder = config.billing->aggregator->functions_folder;
  if (!folder) return;
  const std::array<PathStep, 3> steps = {"billing", "aggregator", "functions_folder"};
  const std::string& file = sources.file(find_spot(&node, "", steps).place.file).name();
  folder = (std::filesystem::path(file).parent_path() / *folder).lexically_normal().string();
}

std::string dataset_path(const RawDataset& raw, std::size_t index) {
  KeyPath path;
  path.push("datasets");
  if (raw.name.empty()) {
    path.push(index);
  } else {
    path.push(raw.name);
  }
  return path.text();
}

// Makes the models, and runs the rules over as much of them as there is.
LoadResult finish(Loading& loading, RawConfiguration raw) {
  ModelReader reader(loading.reporter);
  CPGInfrastructureConfig infrastructure;
  CheckedInfrastructure checked_infrastructure;
  bool is_complete = raw.infrastructure.has_value() && raw.datasets.has_value();
  if (raw.infrastructure) {
    const PathScope scope(reader.path(), raw.infrastructure_key);
    const Outcome outcome =
        reader.read_model(*raw.infrastructure, infrastructure, checked_infrastructure.outcomes);
    is_complete = is_complete && outcome != Outcome::kBroken;
    resolve_folders(*raw.infrastructure, loading.sources, infrastructure);
    checked_infrastructure.node = &*raw.infrastructure;
  }
  checked_infrastructure.config = &infrastructure;
  checked_infrastructure.key = raw.infrastructure_key;

  const std::size_t count = raw.datasets ? raw.datasets->size() : 0;
  std::vector<CPGDatasetConfig> datasets(count);
  std::vector<CheckedDataset> checked(count);
  for (std::size_t index = 0; index < count; ++index) {
    const RawDataset& source = (*raw.datasets)[index];
    const PathScope outer(reader.path(), "datasets");
    const PathScope inner(reader.path(),
                          source.name.empty() ? PathStep(index) : PathStep(source.name));
    const Outcome outcome =
        reader.read_model(source.node, datasets[index], checked[index].outcomes);
    is_complete = is_complete && outcome != Outcome::kBroken;
    checked[index].config = &datasets[index];
    checked[index].node = &source.node;
    checked[index].path = dataset_path(source, index);
  }
  // Rules need both halves; without one, all they said would follow from that.
  if (is_complete) {
    CheckContext context(std::move(checked_infrastructure), std::move(checked), loading.reporter);
    run_rules(context);
  }
  LoadResult result = result_of(loading, std::move(infrastructure), std::move(datasets));
  if (result.configuration) {
    result.locations = Locations(std::make_shared<const Locations::Source>(
        Locations::Source{std::move(loading.sources), std::move(raw.infrastructure),
                          std::move(raw.infrastructure_key)}));
  }
  return result;
}

}  // namespace

LoadResult load_path(const std::string& path) {
  Loading loading;
  std::error_code error;
  const bool is_directory = std::filesystem::is_directory(path, error);
  return finish(loading, is_directory ? assemble_directory(path, loading.run)
                                      : assemble_file(path, loading.run));
}

LoadResult load_toml_list(std::string_view paths) {
  Loading loading;
  return finish(loading, assemble_toml_list(paths, loading.run));
}

LoadResult load_text(std::string_view text, Format format, const std::string& name) {
  Loading loading;
  if (text.size() > Limits::kFileBytes) {
    const std::uint32_t file = loading.sources.add(name, "");
    loading.reporter.report({"unreadable-file",
                             {file, 0, 0},
                             "",
                             "the text is too large",
                             "",
                             "split the configuration"});
    return finish(loading, {});
  }
  const std::uint32_t file = loading.sources.add(name, std::string(text));
  std::optional<Node> root = read_text(file, format, loading.run);
  return finish(loading, root ? assemble_whole(std::move(*root), loading.run) : RawConfiguration());
}

LoadResult load_value(const AnyValue& value) {
  Loading loading;
  std::optional<Node> root = read_any_value(value, loading.run);
  return finish(loading, root ? assemble_whole(std::move(*root), loading.run) : RawConfiguration());
}

LoadResult load_models(CPGInfrastructureConfig infrastructure,
                       std::vector<CPGDatasetConfig> datasets) {
  Loading loading;
  CheckedInfrastructure checked_infrastructure;
  checked_infrastructure.config = &infrastructure;
  std::vector<CheckedDataset> checked(datasets.size());
  for (std::size_t index = 0; index < datasets.size(); ++index) {
    checked[index].config = &datasets[index];
    checked[index].path = dataset_path({{}, datasets[index].dataset}, index);
  }
  {
    CheckContext context(std::move(checked_infrastructure), std::move(checked), loading.reporter);
    run_rules(context);
  }
  return result_of(loading, std::move(infrastructure), std::move(datasets));
}

absl::StatusOr<Configuration> load_configuration(const std::string& path) {
  LoadResult result = load_path(path);
  if (result.configuration) return std::move(*result.configuration);
  return absl::InvalidArgumentError(render_plain(result.diagnostics));
}

}  // namespace cpginfra::config
