// SPDX-License-Identifier: MIT
// This header defines compare_with_stack, which says how a plan and a stack differ before the stack
// is given that plan: what is missing, orphaned or likely renamed, and what else stands in the way
// of a preview without changes.
//
//   report::StackComparison comparison = report::compare_with_stack(plan, *state);
//   save("import.json", report::bulk_import_json(comparison));
//   save("former_names.yaml", report::former_names_yaml(comparison));
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/plan/plan.hpp"
#include "cpginfra/report/stack_state.hpp"

namespace cpginfra::report {

/// How a thing that exists comes into a stack.
enum class Adoption : std::uint8_t {
  /// Its provider imports it by its id.
  kImport,
  /// A dynamic resource's provider adopts what exists when it makes it.
  kWhenMade,
  /// Not at all: its provider imports none, and makes another, or writes the same again.
  kNone,
  /// It is a provider, which exists in the stack alone.
  kProvider,
};

[[nodiscard]] std::string_view to_text(Adoption adoption) noexcept;

/// A resource of the plan that the stack lacks.
struct MissingResource {
  const plan::Resource* resource = nullptr;
  Adoption adoption = Adoption::kImport;
  /// What the provider would import it by; empty where it cannot be told.
  std::string id;
  /// The URN in the stack of its explicit provider; empty where it has none there.
  std::string_view provider_urn = {};
};

/// A resource of the plan, and one of the stack that is likely the same.
struct StackMatch {
  const plan::Resource* resource = nullptr;
  const StateResource* state = nullptr;
};

/// A resource of the plan that any of several of the stack may be.
struct AmbiguousResource {
  const plan::Resource* resource = nullptr;
  std::vector<const StateResource*> candidates;
};

/// A resource that is in both, with the inputs that differ by name.
struct ChangedResource {
  const plan::Resource* resource = nullptr;
  const StateResource* state = nullptr;
  std::vector<std::string_view> inputs;
};

/// A resource of the stack that stands before something that it depends on, or depends on something
/// that is not there: the engine refuses such a stack.
struct MisplacedResource {
  const StateResource* resource = nullptr;
  /// The URN of what it depends on.
  std::string_view need;
};

/// How a plan and a stack differ. The plan and the stack must outlive it; lists are in the plan's
/// order, or in the stack's.
struct StackComparison {
  std::vector<MissingResource> missing;
  std::vector<const StateResource*> orphaned;
  /// Same type, same inputs, another name.
  std::vector<StackMatch> renamed;
  std::vector<AmbiguousResource> ambiguous;
  /// A child of something else than the stack.
  std::vector<StackMatch> moved;
  /// Found by a former type or name that the plan knows: nothing is to be done.
  std::vector<StackMatch> adopted;
  std::vector<ChangedResource> changed;
  /// Under another id than the one that the plan imports.
  std::vector<StackMatch> other_id;
  std::vector<MisplacedResource> misplaced;
  std::vector<const StateResource*> pending_deletion;
  std::vector<PendingOperation> pending_operations;
  std::size_t unchanged = 0;

  /// Whether the stack holds just what the plan says.
  [[nodiscard]] bool is_empty() const noexcept;
};

/// Values that only the cloud knows are taken from the stack; what neither knows, secrets among
/// them, counts as equal.
[[nodiscard]] StackComparison compare_with_stack(const plan::Plan& plan, const StackState& state);

/// Lines for people, one a resource, with counts. No values are shown.
[[nodiscard]] std::string comparison_text(const StackComparison& comparison);
/// The same for programs, as docs/import.md describes it.
[[nodiscard]] std::string comparison_json(const StackComparison& comparison);
/// What `pulumi import --file` reads, for the missing; an id that is not known is `<PLACEHOLDER>`.
[[nodiscard]] std::string bulk_import_json(const StackComparison& comparison);
/// The section `former_names` of the configuration, for the renamed.
[[nodiscard]] std::string former_names_yaml(const StackComparison& comparison);

}  // namespace cpginfra::report
