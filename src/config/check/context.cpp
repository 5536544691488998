// SPDX-License-Identifier: MIT
#include "config/check/context.hpp"

#include <algorithm>
#include <utility>

#include "config/nearest_name.hpp"

namespace cpginfra::config {

Spot find_spot(const Node* node, std::string path, absl::Span<const PathStep> steps) {
  Spot spot;
  if (node != nullptr) spot.place = node->place;
  for (const PathStep& step : steps) {
    append_step(step, path);
    if (node == nullptr) continue;
    const Node* next = nullptr;
    if (step.is_index) {
      const Node::List* list = node->as_list();
      if (list != nullptr && step.index < list->size()) next = &(*list)[step.index];
      if (next != nullptr) spot.place = next->place;
    } else if (const Node::Map* map = node->as_map()) {
      // A mapping is best pointed at by its key.
      if (const Entry* entry = find_entry(*map, step.key)) {
        next = &entry->node;
        spot.place = next->as_map() != nullptr ? entry->place : next->place;
      }
    }
    node = next;
  }
  spot.path = std::move(path);
  return spot;
}

CheckContext::CheckContext(CheckedInfrastructure infrastructure,
                           std::vector<CheckedDataset> datasets, Reporter& reporter)
    : infrastructure_(std::move(infrastructure)),
      datasets_(std::move(datasets)),
      reporter_(reporter) {
  for (std::size_t index = 0; index < datasets_.size(); ++index) {
    if (datasets_[index].outcomes.of("dataset") == Outcome::kGood) {
      dataset_index_.emplace(datasets_[index].config->dataset, index);
    } else {
      has_nameless_dataset_ = true;
    }
  }
}

const CheckedDataset* CheckContext::find_dataset(std::string_view name) const {
  const auto found = dataset_index_.find(name);
  return found == dataset_index_.end() ? nullptr : &datasets_[found->second];
}

Spot CheckContext::spot(std::initializer_list<PathStep> steps) const {
  return find_spot(infrastructure_.node, infrastructure_.key, steps);
}

Spot CheckContext::spot(const CheckedDataset& dataset,
                        std::initializer_list<PathStep> steps) const {
  return find_spot(dataset.node, dataset.path, steps);
}

void CheckContext::error(std::string_view rule, Spot spot, std::string message, std::string value,
                         std::string mend) {
  reporter_.report({rule, spot.place, std::move(spot.path), std::move(message), std::move(value),
                    std::move(mend), Severity::kError});
}

void CheckContext::warning(std::string_view rule, Spot spot, std::string message, std::string value,
                           std::string mend) {
  reporter_.report({rule, spot.place, std::move(spot.path), std::move(message), std::move(value),
                    std::move(mend), Severity::kWarning});
}

std::string CheckContext::user_hint(std::string_view name) const {
  if (!reporter_.keeps_more()) return "";
  NearestName nearest(name);
  for (const auto& [key, user] : infrastructure().users) nearest.offer(key);
  return nearest.hint();
}

std::string CheckContext::dataset_hint(std::string_view name) const {
  if (!reporter_.keeps_more()) return "";
  NearestName nearest(name);
  for (const CheckedDataset& dataset : datasets_) nearest.offer(dataset.config->dataset);
  return nearest.hint();
}

bool is_deployed_on(const CPGDatasetConfig& dataset, CloudName cloud) {
  const std::vector<CloudName>& clouds = dataset.deploy_locations;
  return std::find(clouds.begin(), clouds.end(), cloud) != clouds.end();
}

bool deploys_to(const CheckContext& context, CloudName cloud) {
  return std::any_of(
      context.datasets().begin(), context.datasets().end(),
      [cloud](const CheckedDataset& dataset) { return is_deployed_on(*dataset.config, cloud); });
}

CloudName institute_cloud(const CheckContext& context) {
  const CheckedDataset* common = context.find_dataset(context.infrastructure().common_dataset);
  const bool is_azure_alone = common != nullptr &&
                              is_deployed_on(*common->config, CloudName::kAzure) &&
                              !is_deployed_on(*common->config, CloudName::kGcp);
  return is_azure_alone ? CloudName::kAzure : CloudName::kGcp;
}

bool has_component(const CheckContext& context, const CPGDatasetConfig& dataset, CloudName cloud,
                   CPGDatasetComponents component) {
  if (!is_deployed_on(dataset, cloud)) return false;
  const std::vector<CPGDatasetComponents> components =
      effective_components(context.infrastructure(), dataset, cloud);
  return std::find(components.begin(), components.end(), component) != components.end();
}

}  // namespace cpginfra::config
