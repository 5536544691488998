// SPDX-License-Identifier: MIT
#include "cpginfra/testing/resource_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cpginfra/report/plan_text.hpp"
#include "testing/fitting.hpp"
#include "testing/nearest.hpp"

namespace cpginfra::testing {
namespace {

constexpr std::size_t kNamesShown = 10;

std::string shown_at(const plan::Resource& resource, std::string_view path) {
  std::string text;
  for (const plan::Value& value : values_at(resource, path)) {
    if (!text.empty()) text += ", ";
    text += shown(resource, path, value);
  }
  return text;
}

std::string names_of(const std::vector<const plan::Resource*>& resources) {
  std::string text;
  for (std::size_t i = 0; i < resources.size() && i < kNamesShown; ++i) {
    text += fmt::format("\n    {}", resources[i]->name);
  }
  if (resources.size() > kNamesShown) {
    text += fmt::format("\n    and {} more", resources.size() - kNamesShown);
  }
  return text;
}

}  // namespace

ResourceCheck::ResourceCheck(std::string type, std::string name)
    : type_(std::move(type)),
      name_(std::move(name)),
      values_(std::make_shared<plan::ValueStore>()) {}

void ResourceCheck::want(std::string path, const plan::Value& value) {
  wanted_.push_back({.path = std::move(path), .value = values_->copy(value), .is_set = true});
}

void ResourceCheck::with(std::string path, std::initializer_list<plan::Field> wanted) {
  want(std::move(path), values_->object(wanted));
}

void ResourceCheck::without(std::string path) {
  wanted_.push_back({.path = std::move(path), .value = {}, .is_set = false});
}

void ResourceCheck::capture(std::string path, plan::Value& into) {
  captures_.push_back({.path = std::move(path), .value = &into, .text = nullptr});
}

void ResourceCheck::capture(std::string path, std::string& into) {
  captures_.push_back({.path = std::move(path), .value = nullptr, .text = &into});
}

std::string ResourceCheck::inputs_text() const {
  std::string text;
  for (const Wanted& wanted : wanted_) {
    text += fmt::format("\n    {}: {}", wanted.path,
                        wanted.is_set ? report::to_text(wanted.value) : "(not set)");
  }
  return text.empty() ? text : " with" + text;
}

std::string ResourceCheck::description() const {
  const std::string what =
      name_.empty() ? "a resource of type " + type_ : "the resource " + type_ + "::" + name_;
  return "has " + what + inputs_text();
}

std::size_t ResourceCheck::count_fitting(const plan::Resource& resource) const {
  return static_cast<std::size_t>(
      std::count_if(wanted_.begin(), wanted_.end(), [&](const Wanted& wanted) {
        const std::vector<plan::Value> values = values_at(resource, wanted.path);
        if (!wanted.is_set) return values.empty();
        return std::any_of(values.begin(), values.end(),
                           [&](const plan::Value& value) { return fits(value, wanted.value); });
      }));
}

std::vector<const plan::Resource*> ResourceCheck::find_in(const plan::Plan& plan) const {
  std::vector<const plan::Resource*> found;
  for (const plan::Resource* resource : plan.resources()) {
    if (resource->type->token == type_ && (name_.empty() || resource->name == name_) &&
        count_fitting(*resource) == wanted_.size()) {
      found.push_back(resource);
    }
  }
  return found;
}

Outcome ResourceCheck::take_captures(const plan::Resource& resource) const {
  for (const Capture& capture : captures_) {
    const std::vector<plan::Value> values = values_at(resource, capture.path);
    if (values.empty()) {
      return {.holds = false,
              .evidence = fmt::format("  {} has no input '{}' to capture", reference(resource),
                                      capture.path)};
    }
    if (capture.value != nullptr) *capture.value = values.front();
    if (capture.text != nullptr) {
      *capture.text = values.front().is_text() ? std::string(values.front().text())
                                               : report::to_text(values.front());
    }
  }
  return {.holds = true, .evidence = {}};
}

std::string ResourceCheck::difference_from(const plan::Resource& resource) const {
  std::string text;
  for (const Wanted& wanted : wanted_) {
    const std::vector<plan::Value> values = values_at(resource, wanted.path);
    const bool is_good =
        wanted.is_set ? std::any_of(values.begin(), values.end(),
                                    [&](const auto& value) { return fits(value, wanted.value); })
                      : values.empty();
    const std::string found = values.empty() ? "(not set)" : shown_at(resource, wanted.path);
    if (is_good) {
      text += fmt::format("\n      {}: {}", wanted.path, found);
      continue;
    }
    text += fmt::format("\n    - {}: {}\n    + {}: {}", wanted.path,
                        wanted.is_set ? report::to_text(wanted.value) : "(not set)", wanted.path,
                        found);
    const std::string_view first =
        std::string_view(wanted.path)
            .substr(0, std::min(wanted.path.find_first_of(".["), wanted.path.size()));
    if (wanted.is_set && resource.input(first).is_null()) {
      Nearest nearest(first);
      for (const plan::Field& field : resource.inputs) nearest.offer(field.name);
      if (!nearest.name().empty()) {
        text += fmt::format("\n      (its inputs are not called '{}'; the nearest is '{}')", first,
                            nearest.name());
      }
    }
  }
  return text;
}

std::string ResourceCheck::nearest_in(const plan::Plan& plan) const {
  Nearest nearest_type(type_);
  Nearest nearest_name(name_);
  const plan::Resource* best = nullptr;
  std::size_t best_count = 0;
  std::size_t of_type = 0;
  for (const plan::Resource* resource : plan.resources()) {
    nearest_type.offer(resource->type->token);
    if (resource->type->token != type_) continue;
    ++of_type;
    nearest_name.offer(resource->name);
    const std::size_t count = count_fitting(*resource);
    const bool is_better = name_.empty() ? best == nullptr || count > best_count
                                         : nearest_name.name() == resource->name;
    if (!is_better) continue;
    best = resource;
    best_count = count;
  }
  if (best == nullptr) {
    return plan.resources().empty()
               ? "  the plan has no resources"
               : fmt::format("  there is none of this type; the nearest type is {}",
                             nearest_type.name());
  }
  if (best->name == name_) {
    return "  there is, but (- wanted, + found)" + difference_from(*best);
  }
  const std::string difference = difference_from(*best);
  const std::string legend = difference.empty() ? "" : " (- wanted, + found)";
  if (name_.empty() && of_type == 1) {
    return fmt::format("  the only one of this type is {}{}{}", best->name, legend, difference);
  }
  if (name_.empty()) {
    return fmt::format("  none of the {} of this type; the nearest is {}{}{}", of_type, best->name,
                       legend, difference);
  }
  return fmt::format("  there is none of this name; the nearest is {}{}{}", best->name, legend,
                     difference);
}

Outcome ResourceCheck::check(const plan::Plan& plan) const {
  // By its name it is found without looking at all of them.
  if (!name_.empty()) {
    const plan::Resource* resource = plan.find(type_, name_);
    if (resource != nullptr && count_fitting(*resource) == wanted_.size()) {
      return take_captures(*resource);
    }
  } else if (const auto found = find_in(plan); !found.empty()) {
    return take_captures(*found.front());
  }
  return {.holds = false, .evidence = nearest_in(plan)};
}

ResourceCountCheck::ResourceCountCheck(std::size_t count, ResourceCheck resource)
    : count_(count), resource_(std::move(resource)) {}

std::string ResourceCountCheck::description() const {
  return fmt::format("has {} resources of type {}{}", count_, resource_.type(),
                     resource_.inputs_text());
}

Outcome ResourceCountCheck::check(const plan::Plan& plan) const {
  const std::vector<const plan::Resource*> found = resource_.find_in(plan);
  if (found.size() == count_) return {.holds = true, .evidence = {}};
  return {.holds = false,
          .evidence = fmt::format("  it has {}{}{}", found.size(), found.empty() ? "" : ":",
                                  names_of(found))};
}

}  // namespace cpginfra::testing
