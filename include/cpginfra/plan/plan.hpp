// SPDX-License-Identifier: MIT
// This header defines Plan, everything that will exist: resources, exports, groups, grants,
// memberships and warnings. Drivers and clouds write into a plan; a finished plan is only read,
// from as many threads as one likes.
//
//   plan::Plan plan;
//   const plan::Resource& bucket = plan.declare(kBucketType, "data", {{"location", "us"}}, {});
//   plan.export_value("bucket", plan.attribute(bucket, "name"));
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "cpginfra/plan/access.hpp"
#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/plan/function.hpp"
#include "cpginfra/plan/resource.hpp"
#include "cpginfra/plan/value.hpp"
#include "cpginfra/plan/value_store.hpp"

namespace cpginfra::plan {

/// A value that the stack gives to others under a name.
struct Export {
  std::string_view name;
  Value value;
};

/// A text for whoever reads the plan: a warning, or a line of a dry run.
struct Note {
  const Origin* origin = nullptr;
  std::string_view text;
};

/// A mistake that only shows when everything is put together, such as two resources of one type and
/// name.
struct Problem {
  std::string_view rule;
  std::string_view text;
  const Origin* origin = nullptr;
  /// The way to what is wrong from the top of the infrastructure's configuration, where known.
  std::span<const std::string_view> keys = {};
  std::string_view value = {};
  std::string_view mend = {};
};

/// Where what is to be taken over stands.
enum class AdoptionKind : std::uint8_t {
  kImport,      ///< in the cloud, under an id
  kFormerName,  ///< in the stack, under another logical name
};

/// Something that exists and that a resource is to take over in place of being made.
struct Adoption {
  AdoptionKind kind = AdoptionKind::kImport;
  std::string_view type;
  std::string_view name;
  /// The id, or the former name.
  std::string_view of;
};

/// What Plan::declare takes beside type, name and inputs. `options` and `origin` are kept by
/// reference.
struct Declaration {
  const Origin* origin = nullptr;
  std::initializer_list<const Resource*> depends_on = {};
  const ResourceOptions* options = nullptr;
  /// Dependencies that are not known where the call is written; they follow `depends_on`.
  std::span<const Resource* const> more_depends_on = {};
};

/// See the top of this file.
class Plan {
 public:
  Plan();
  ~Plan();
  Plan(Plan&&) noexcept;
  Plan& operator=(Plan&&) noexcept;

  // Writing.

  /// Makes room for so many resources; a guess that is wrong costs nothing but time.
  void reserve(std::size_t resources);
  /// The owner of every text and value in the plan.
  ValueStore& values() noexcept { return values_; }
  const Origin* make_origin(std::string_view dataset, std::string_view cloud);
  /// A type that the caller has no facts of; equal tokens give the same type.
  const ResourceType& make_type(std::string_view token);

  /// Lets the resource of that type and name, when it is declared, take over what exists. A second
  /// adoption of the same kind for one resource takes the first one's place.
  void adopt(const Adoption& existing);

  /// Adds a resource. The name and the array of inputs are copied, texts in inputs are not. Inputs
  /// that are null are left out. A second resource of the same type and name is a Problem; the
  /// first one is given back.
  const Resource& declare(const ResourceType& type, std::string_view name,
                          std::span<const Field> inputs, const Declaration& declaration);
  const Resource& declare(const ResourceType& type, std::string_view name,
                          std::initializer_list<Field> inputs, const Declaration& declaration) {
    return declare(type, name, std::span<const Field>(inputs.begin(), inputs.size()), declaration);
  }

  /// The attribute at that path of a resource, such as `email` or `groupKey.id`.
  Value attribute(const Resource& resource, std::string_view path);
  /// A field of a provider function's answer; `arguments` is an object.
  Value invoke(std::string_view token, const Value& arguments, std::string_view field);
  /// The parts' texts one after the other; a plain text where all parts are.
  Value concat(std::span<const Value> parts);
  Value concat(std::initializer_list<Value> parts) {
    return concat(std::span<const Value>(parts.begin(), parts.size()));
  }
  /// The function of these arguments, computed at once where all are known. Should it fail on known
  /// arguments, the failure is a Problem and the value null.
  Value call(const Function& function, std::span<const Value> arguments);
  Value call(const Function& function, std::initializer_list<Value> arguments) {
    return call(function, std::span<const Value>(arguments.begin(), arguments.size()));
  }
  /// A value of the embedding program, known by a label of its choice.
  Value external(std::string_view label, std::span<const Resource* const> dependencies);
  /// The same, for a value that must not be shown.
  Value external_secret(std::string_view label, std::span<const Resource* const> dependencies);

  /// Gives a value to others; a second one of the same name takes the first one's place.
  void export_value(std::string_view name, const Value& value);
  Group& add_group(const Group& group);
  void add_grant(const Grant& grant) { grants_.push_back(grant); }
  void add_membership(const Membership& membership) { memberships_.push_back(membership); }
  void warn(const Origin* origin, std::string_view text);
  void report_problem(const Origin* origin, std::string_view rule, std::string_view text);
  /// Keeps a copy of all that the problem refers to, but for its origin.
  void report_problem(const Problem& problem);
  /// A line of a dry run's account of itself.
  void add_line(const Origin* origin, std::initializer_list<std::string_view> parts);

  // Reading.

  [[nodiscard]] std::span<const Resource* const> resources() const noexcept { return resources_; }
  /// The resource of that type and name, or null.
  [[nodiscard]] const Resource* find(std::string_view type, std::string_view name) const;
  [[nodiscard]] std::span<const Export> exports() const noexcept { return exports_; }
  [[nodiscard]] const std::deque<Group>& groups() const noexcept { return groups_; }
  [[nodiscard]] std::span<const Grant> grants() const noexcept { return grants_; }
  [[nodiscard]] std::span<const Membership> memberships() const noexcept { return memberships_; }
  [[nodiscard]] std::span<const Note> warnings() const noexcept { return warnings_; }
  [[nodiscard]] std::span<const Problem> problems() const noexcept { return problems_; }
  /// The adoptions whose resource has not been declared, in the order in which they were given.
  [[nodiscard]] std::vector<Adoption> unused_adoptions() const;
  /// What a dry run says it would do, in order.
  [[nodiscard]] std::span<const Note> lines() const noexcept { return lines_; }
  [[nodiscard]] const std::deque<Origin>& origins() const noexcept { return origins_; }
  /// How many bytes its texts and values take.
  [[nodiscard]] std::size_t value_bytes() const noexcept { return values_.bytes(); }

 private:
  /// A resource with its name's hash, so that a growing set does not look at every resource.
  struct Named {
    const Resource* resource;
    std::size_t hash;
  };
  struct NamedHash {
    std::size_t operator()(const Named& named) const noexcept { return named.hash; }
  };
  struct NamedEqual {
    bool operator()(const Named& left, const Named& right) const noexcept;
  };
  static Named named(const Resource& resource) noexcept;

  Value keep_deferred(Deferred deferred);
  std::span<const Resource* const> keep_joined(std::span<const Resource* const> first,
                                               std::span<const Resource* const> second);
  void take_adoptions(Resource& resource);

  ValueStore values_;
  std::vector<const Resource*> resources_;
  absl::flat_hash_set<Named, NamedHash, NamedEqual> by_name_;
  absl::flat_hash_map<std::string_view, const ResourceType*> types_;
  std::vector<Export> exports_;
  absl::flat_hash_map<std::string_view, std::size_t> export_places_;
  std::deque<Group> groups_;
  std::deque<Origin> origins_;
  std::vector<Grant> grants_;
  std::vector<Membership> memberships_;
  std::vector<Note> warnings_;
  std::vector<Problem> problems_;
  std::vector<Note> lines_;
  std::vector<Adoption> adoptions_;
  /// The places in `adoptions_`, one a kind and from 1, of what waits for a resource, by its type
  /// and name.
  absl::flat_hash_map<std::pair<std::string_view, std::string_view>, std::array<std::size_t, 2>>
      waiting_;
};

}  // namespace cpginfra::plan
