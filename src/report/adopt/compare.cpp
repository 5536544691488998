// SPDX-License-Identifier: MIT
#include <algorithm>
#include <span>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "cpginfra/report/stack_comparison.hpp"
#include "report/adopt/import_ids.hpp"
#include "report/adopt/renamed.hpp"
#include "report/adopt/state_values.hpp"

namespace cpginfra::report {
namespace {

using plan::Resource;

constexpr std::string_view kStack = "pulumi:pulumi:Stack";
constexpr std::string_view kDefaultProviders = "default";

/// Whether the engine keeps it for itself: the stack, and providers that no program declares.
bool is_the_engines(const StateResource& resource) {
  return resource.type == kStack || (resource.type.starts_with(kProviderTypes) &&
                                     resource.name.starts_with(kDefaultProviders));
}

class Comparer {
 public:
  Comparer(const plan::Plan& plan, const StackState& state)
      : plan_(plan), state_(state), resolver_(source_) {}

  StackComparison compare() {
    result_.pending_operations.assign(state_.pending_operations().begin(),
                                      state_.pending_operations().end());
    find_misplaced();
    index_state();
    // A match tells what others' inputs are, so those that are found by name come first.
    for (const Resource* resource : plan_.resources()) find_by_name(*resource);
    for (const StateResource& resource : state_.resources()) add_orphan(resource);
    for (const Resource* resource : without_match_) find_by_inputs(*resource);
    for (const StackMatch& match : by_name_) compare_inputs(match);
    if (!result_.missing.empty()) subscription_ = azure_subscription(plan_, state_);
    for (MissingResource& missing : result_.missing) describe(missing);
    keep_orphans();
    return std::move(result_);
  }

 private:
  using Key = std::pair<std::string_view, std::string_view>;

  /// The engine wants everything to stand after what it depends on.
  void find_misplaced() {
    absl::flat_hash_set<std::string_view> before;
    for (const StateResource& resource : state_.resources()) {
      for (std::string_view need : resource.needs) {
        if (!before.contains(need)) result_.misplaced.push_back({&resource, need});
      }
      before.insert(resource.urn);
    }
  }

  void index_state() {
    for (const StateResource& resource : state_.resources()) {
      if (resource.type == kStack) stack_urn_ = resource.urn;
    }
    for (const StateResource& resource : state_.resources()) {
      if (resource.pending_deletion) {
        result_.pending_deletion.push_back(&resource);
        used_.insert(&resource);
      } else if (is_the_engines(resource) || resource.external) {
        used_.insert(&resource);
      } else {
        (is_child(resource) ? children_ : named_)
            .try_emplace({resource.type, resource.name}, &resource);
      }
    }
  }

  /// Whether it hangs below something else than the stack.
  [[nodiscard]] bool is_child(const StateResource& resource) const {
    return !resource.parent.empty() && resource.parent != stack_urn_;
  }

  const StateResource* unused(const absl::flat_hash_map<Key, const StateResource*>& index,
                              std::string_view type, std::string_view name) {
    const auto found = index.find(Key(type, name));
    return found == index.end() || used_.contains(found->second) ? nullptr : found->second;
  }

  void use(const Resource& resource, const StateResource& state) {
    used_.insert(&state);
    source_.match(resource, state);
  }

  void find_by_name(const Resource& resource) {
    const std::string_view type = resource.type->token;
    if (const StateResource* same = unused(named_, type, resource.name)) {
      use(resource, *same);
      by_name_.push_back({&resource, same});
    } else if (const StateResource* former = find_former(resource)) {
      use(resource, *former);
      by_name_.push_back({&resource, former});
      result_.adopted.push_back({&resource, former});
    } else if (const StateResource* child = unused(children_, type, resource.name)) {
      use(resource, *child);
      by_name_.push_back({&resource, child});
      result_.moved.push_back({&resource, child});
    } else {
      without_match_.push_back(&resource);
    }
  }

  /// What a former type or name that the plan gives stands for.
  const StateResource* find_former(const Resource& resource) {
    for (std::string_view type : resource.type->alias_types) {
      if (const StateResource* found = unused(named_, type, resource.name)) return found;
    }
    for (const plan::Alias& alias : resource.options->aliases) {
      const std::string_view type = alias.type.empty() ? resource.type->token : alias.type;
      const std::string_view name = alias.name.empty() ? resource.name : alias.name;
      if (const StateResource* found = unused(named_, type, name)) return found;
    }
    return nullptr;
  }

  void add_orphan(const StateResource& resource) {
    if (!used_.contains(&resource)) orphans_[resource.type].add(resource);
  }

  plan::Value known_inputs(const Resource& resource) {
    std::vector<plan::Field> fields;
    for (const plan::Field& field : resource.inputs) {
      auto known = resolver_.resolve(field.value);
      fields.push_back({field.name, known.ok() ? *known : plan::Value::unknown()});
    }
    return values_.object(fields);
  }

  void find_by_inputs(const Resource& resource) {
    const auto of_type = orphans_.find(resource.type->token);
    std::vector<const StateResource*> alike;
    if (of_type != orphans_.end()) {
      alike = of_type->second.alike(resource, known_inputs(resource));
    }
    if (alike.empty()) {
      result_.missing.push_back({.resource = &resource, .adoption = {}, .id = {}});
    } else if (alike.size() > 1) {
      result_.ambiguous.push_back({&resource, std::move(alike)});
    } else {
      of_type->second.take(*alike.front());
      use(resource, *alike.front());
      result_.renamed.push_back({&resource, alike.front()});
    }
  }

  void describe(MissingResource& missing) {
    missing.adoption = adoption_of(*missing.resource);
    if (missing.adoption != Adoption::kImport) return;
    missing.id = import_id(*missing.resource, source_, subscription_);
    const Resource* provider = missing.resource->options->provider;
    const StateResource* state = provider == nullptr ? nullptr : source_.state_of(*provider);
    if (state != nullptr) missing.provider_urn = state->urn;
  }

  void compare_inputs(const StackMatch& match) {
    const std::string_view wanted = match.resource->options->import_id;
    // As the engine does, which imports again what it did not import by that.
    const std::string_view known =
        match.state->import_id.empty() ? match.state->id : match.state->import_id;
    if (!wanted.empty() && !known.empty() && wanted != known) {
      result_.other_id.push_back(match);
    }
    std::vector<std::string_view> unlike =
        unlike_inputs(known_inputs(*match.resource), match.state->inputs);
    const auto& ignored = match.resource->options->ignore_changes;
    std::erase_if(unlike, [&](std::string_view name) {
      return std::find(ignored.begin(), ignored.end(), name) != ignored.end();
    });
    if (unlike.empty()) {
      ++result_.unchanged;
    } else {
      result_.changed.push_back({match.resource, match.state, std::move(unlike)});
    }
  }

  void keep_orphans() {
    for (const AmbiguousResource& ambiguous : result_.ambiguous) {
      used_.insert(ambiguous.candidates.begin(), ambiguous.candidates.end());
    }
    for (const StateResource& resource : state_.resources()) {
      if (!used_.contains(&resource)) result_.orphaned.push_back(&resource);
    }
  }

  const plan::Plan& plan_;
  const StackState& state_;
  StateSource source_;
  plan::Resolver resolver_;
  plan::ValueStore values_;
  StackComparison result_;
  std::string_view stack_urn_;
  std::string subscription_;
  absl::flat_hash_map<Key, const StateResource*> named_;
  absl::flat_hash_map<Key, const StateResource*> children_;
  absl::flat_hash_map<std::string_view, OrphansOfType> orphans_;
  absl::flat_hash_set<const StateResource*> used_;
  std::vector<StackMatch> by_name_;
  std::vector<const Resource*> without_match_;
};

}  // namespace

bool StackComparison::is_empty() const noexcept {
  return missing.empty() && orphaned.empty() && renamed.empty() && ambiguous.empty() &&
         moved.empty() && changed.empty() && other_id.empty() && misplaced.empty() &&
         pending_deletion.empty() && pending_operations.empty();
}

StackComparison compare_with_stack(const plan::Plan& plan, const StackState& state) {
  return Comparer(plan, state).compare();
}

}  // namespace cpginfra::report
