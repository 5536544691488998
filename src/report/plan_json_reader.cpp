// SPDX-License-Identifier: MIT
// Reading a plan that write_json wrote. What is derived (dependencies, secretInputs) is gone over.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cpginfra/report/plan_json.hpp"
#include "report/json_cursor.hpp"
#include "report/json_record.hpp"
#include "report/plan_value_reader.hpp"

namespace cpginfra::report {
namespace {

using plan::Resource;
using Texts = std::span<const std::string_view>;

constexpr plan::Origin kNowhere;

struct OriginDraft {
  std::string_view dataset;
  std::string_view cloud;
};

struct ResourceDraft {
  std::string_view type;
  std::string_view name;
  OriginDraft origin;
  std::span<const plan::Field> inputs;
  std::vector<const Resource*> depends_on;
  plan::ResourceOptions options;
  Texts secret_inputs;
};

struct GroupDraft {
  std::string_view key;
  OriginDraft origin;
  plan::Group group;
};

struct PrincipalDraft {
  std::string_view key;
  plan::Principal principal;
};

/// A grant or a membership.
template <typename Fact>
struct FactDraft {
  Fact fact;
  OriginDraft origin;
};

struct ExportDraft {
  std::string_view name;
  plan::Value value;
};

struct NoteDraft {
  std::string_view rule;
  std::string_view text;
  OriginDraft origin;
};

/// One table of keys behind another.
template <typename Key, std::size_t N, std::size_t M>
constexpr std::array<Key, N + M> joined(const std::array<Key, N>& first,
                                        const std::array<Key, M>& second) {
  std::array<Key, N + M> all{};
  std::copy(first.begin(), first.end(), all.begin());
  std::copy(second.begin(), second.end(), all.begin() + N);
  return all;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : json_(text), values_(json_, plan_) {}

  absl::StatusOr<plan::Plan> read();

 private:
  template <typename Draft>
  using Key = RecordKey<Reader, Draft>;
  /// The keys of `draft.origin`, of `draft.principal`, and of `draft.member`.
  template <typename Draft>
  static constexpr std::array<Key<Draft>, 2> origin_keys();
  template <typename Draft>
  static constexpr std::array<Key<Draft>, 5> principal_keys();
  template <typename Draft>
  static constexpr std::array<Key<Draft>, 3> member_keys();

  void check_format();
  void check_version();
  void each(void (Reader::*read_one)());
  /// Kept in the plan.
  std::string_view text() { return plan_.values().text(json_.text()); }

  void resource();
  void declare(const ResourceDraft& draft);
  const plan::ResourceType& type_of(const ResourceDraft& draft);
  const plan::ResourceOptions* keep_options(const plan::ResourceOptions& options);
  std::span<const plan::Alias> aliases();
  void exported();
  plan::Principal own_principal();
  void group();
  void principal();
  const plan::Principal* principal_reference();
  const plan::Group* group_reference();
  const plan::Target* target();
  void grant();
  void membership();
  void set_member(const plan::Principal*& member, const plan::Principal* read);
  bool has_member(const plan::Principal* member);
  void note();
  void warning();
  void problem();
  void line();
  const plan::Origin* origin(const OriginDraft& draft);
  template <typename Enum>
  Enum enumerator(Enum last, std::string_view what);

  plan::Plan plan_;
  JsonCursor json_;
  PlanValueReader values_;
  NoteDraft note_;
  absl::flat_hash_map<std::pair<const char*, const char*>, const plan::Origin*> origins_;
  absl::flat_hash_map<std::pair<std::string_view, std::vector<std::string_view>>,
                      const plan::ResourceType*>
      types_;
  absl::flat_hash_map<std::string_view, const plan::Group*> groups_;
  absl::flat_hash_map<std::string_view, const plan::Principal*> principals_;
  absl::flat_hash_map<std::tuple<plan::TargetKind, const char*, const Resource*>,
                      const plan::Target*>
      targets_;
};

template <typename Draft>
constexpr std::array<RecordKey<Reader, Draft>, 2> Reader::origin_keys() {
  return {{
      {"dataset", Need::kOptional,
       [](Reader& r, Draft& d) { d.origin.dataset = r.values_.name(); }},
      {"cloud", Need::kOptional, [](Reader& r, Draft& d) { d.origin.cloud = r.values_.name(); }},
  }};
}

template <typename Draft>
constexpr std::array<RecordKey<Reader, Draft>, 5> Reader::principal_keys() {
  return {{
      {"kind", Need::kRequired,
       [](Reader& r, Draft& d) {
         d.principal.kind = r.enumerator(plan::PrincipalKind::kOther, "kind of principal");
       }},
      {"label", Need::kRequired, [](Reader& r, Draft& d) { d.principal.label = r.values_.name(); }},
      {"id", Need::kOptional, [](Reader& r, Draft& d) { d.principal.id = r.values_.value(); }},
      {"policyMember", Need::kOptional,
       [](Reader& r, Draft& d) { d.principal.policy_member = r.values_.value(); }},
      {"resource", Need::kOptional,
       [](Reader& r, Draft& d) { d.principal.resource = r.values_.resource(); }},
  }};
}

template <typename Draft>
constexpr std::array<RecordKey<Reader, Draft>, 3> Reader::member_keys() {
  return {{
      {"member", Need::kOptional,
       [](Reader& r, Draft& d) { r.set_member(d.fact.member, r.principal_reference()); }},
      {"memberGroup", Need::kOptional,
       [](Reader& r, Draft& d) {
         const plan::Group* group = r.group_reference();
         r.set_member(d.fact.member, group == nullptr ? nullptr : &group->principal);
       }},
      {"declaredBy", Need::kOptional,
       [](Reader& r, Draft& d) { d.fact.declared_by = r.values_.resource(); }},
  }};
}

const plan::Origin* Reader::origin(const OriginDraft& draft) {
  if (draft.dataset.empty() && draft.cloud.empty()) return &kNowhere;
  const auto [found, is_new] = origins_.try_emplace({draft.dataset.data(), draft.cloud.data()});
  if (is_new) found->second = plan_.make_origin(draft.dataset, draft.cloud);
  return found->second;
}

/// The enumerator that to_text spells as the text that comes next. Enumerators have no gaps.
template <typename Enum>
Enum Reader::enumerator(Enum last, std::string_view what) {
  const std::string_view text = json_.text();
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    if (plan::to_text(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  }
  json_.fail(fmt::format("'{}' is no {}", text, what));
  return {};
}

// Resources.

void Reader::resource() {
  using Draft = ResourceDraft;
  static constexpr auto kKeys = joined(
      std::array<Key<Draft>, 17>{{
          {"type", Need::kRequired, [](Reader& r, Draft& d) { d.type = r.values_.name(); }},
          {"name", Need::kRequired, [](Reader& r, Draft& d) { d.name = r.text(); }},
          {"inputs", Need::kRequired, [](Reader& r, Draft& d) { d.inputs = r.values_.fields(); }},
          {"typeSecretInputs", Need::kOptional,
           [](Reader& r, Draft& d) { d.secret_inputs = r.values_.names(); }},
          {"dependsOn", Need::kOptional,
           [](Reader& r, Draft& d) { d.depends_on = r.values_.resources(); }},
          {"ignoreChanges", Need::kOptional,
           [](Reader& r, Draft& d) { d.options.ignore_changes = r.values_.names(); }},
          {"replaceOnChanges", Need::kOptional,
           [](Reader& r, Draft& d) { d.options.replace_on_changes = r.values_.names(); }},
          {"deleteBeforeReplace", Need::kOptional,
           [](Reader& r, Draft& d) { d.options.delete_before_replace = r.json_.boolean(); }},
          {"protect", Need::kOptional,
           [](Reader& r, Draft& d) { d.options.protect = r.json_.boolean(); }},
          {"retainOnDelete", Need::kOptional,
           [](Reader& r, Draft& d) { d.options.retain_on_delete = r.json_.boolean(); }},
          {"additionalSecretOutputs", Need::kOptional,
           [](Reader& r, Draft& d) { d.options.additional_secret_outputs = r.values_.names(); }},
          {"aliases", Need::kOptional,
           [](Reader& r, Draft& d) { d.options.aliases = r.aliases(); }},
          {"provider", Need::kOptional,
           [](Reader& r, Draft& d) { d.options.provider = r.values_.resource(); }},
          {"import", Need::kOptional, [](Reader& r, Draft& d) { d.options.import_id = r.text(); }},
          {"secretInputs", Need::kOptional, [](Reader& r, Draft& /*d*/) { r.json_.skip(); }},
          {"propertyDependencies", Need::kOptional,
           [](Reader& r, Draft& /*d*/) { r.json_.skip(); }},
          {"dependencies", Need::kOptional, [](Reader& r, Draft& /*d*/) { r.json_.skip(); }},
      }},
      origin_keys<Draft>());
  Draft draft;
  if (read_record(json_, *this, kKeys, draft)) declare(draft);
}

void Reader::declare(const ResourceDraft& draft) {
  if (plan_.find(draft.type, draft.name) != nullptr) {
    json_.fail(fmt::format("a resource '{}::{}' stands above already", draft.type, draft.name));
    return;
  }
  plan_.declare(type_of(draft), draft.name, draft.inputs,
                {.origin = origin(draft.origin),
                 .options = keep_options(draft.options),
                 .more_depends_on = draft.depends_on});
}

const plan::ResourceType& Reader::type_of(const ResourceDraft& draft) {
  const auto [found, is_new] = types_.try_emplace(
      {draft.type, std::vector(draft.secret_inputs.begin(), draft.secret_inputs.end())});
  if (is_new) {
    found->second = plan_.values().keep_one(
        plan::ResourceType{.token = draft.type, .secret_inputs = draft.secret_inputs});
  }
  return *found->second;
}

const plan::ResourceOptions* Reader::keep_options(const plan::ResourceOptions& options) {
  const bool is_plain = options.ignore_changes.empty() && options.replace_on_changes.empty() &&
                        options.additional_secret_outputs.empty() && options.aliases.empty() &&
                        !options.delete_before_replace && !options.protect &&
                        !options.retain_on_delete && options.import_id.empty() &&
                        options.provider == nullptr;
  return is_plain ? nullptr : plan_.values().keep_one(options);
}

std::span<const plan::Alias> Reader::aliases() {
  using Draft = plan::Alias;
  static constexpr std::array<Key<Draft>, 2> kKeys = {{
      {"name", Need::kOptional, [](Reader& r, Draft& a) { a.name = r.values_.name(); }},
      {"type", Need::kOptional, [](Reader& r, Draft& a) { a.type = r.values_.name(); }},
  }};
  std::vector<Draft> found;
  if (json_.begin_list()) {
    while (json_.next_item()) read_record(json_, *this, kKeys, found.emplace_back());
  }
  return plan_.values().keep(std::span<const Draft>(found));
}

void Reader::exported() {
  using Draft = ExportDraft;
  static constexpr std::array<Key<Draft>, 2> kKeys = {{
      {"name", Need::kRequired, [](Reader& r, Draft& d) { d.name = r.text(); }},
      {"value", Need::kRequired, [](Reader& r, Draft& d) { d.value = r.values_.value(); }},
  }};
  Draft draft;
  if (!read_record(json_, *this, kKeys, draft)) return;
  const std::size_t before = plan_.exports().size();
  plan_.export_value(draft.name, draft.value);
  if (plan_.exports().size() == before) {
    json_.fail(fmt::format("an export '{}' stands above already", draft.name));
  }
}

// Principals and groups.

plan::Principal Reader::own_principal() {
  PrincipalDraft draft;
  static constexpr auto kKeys = principal_keys<PrincipalDraft>();
  read_record(json_, *this, kKeys, draft);
  return draft.principal;
}

void Reader::group() {
  using Draft = GroupDraft;
  static constexpr auto kKeys = joined(
      std::array<Key<Draft>, 7>{{
          {"key", Need::kRequired, [](Reader& r, Draft& d) { d.key = r.values_.name(); }},
          {"name", Need::kRequired, [](Reader& r, Draft& d) { d.group.name = r.values_.name(); }},
          {"description", Need::kOptional,
           [](Reader& r, Draft& d) { d.group.description = r.values_.name(); }},
          {"groupCloud", Need::kOptional,
           [](Reader& r, Draft& d) { d.group.cloud = r.values_.name(); }},
          {"resource", Need::kOptional,
           [](Reader& r, Draft& d) { d.group.resource = r.values_.resource(); }},
          {"id", Need::kOptional, [](Reader& r, Draft& d) { d.group.key = r.values_.value(); }},
          {"principal", Need::kRequired,
           [](Reader& r, Draft& d) { d.group.principal = r.own_principal(); }},
      }},
      origin_keys<Draft>());
  Draft draft;
  if (!read_record(json_, *this, kKeys, draft)) return;
  const auto [found, is_new] = groups_.try_emplace(draft.key);
  if (!is_new) {
    json_.fail(fmt::format("a group of the key '{}' stands above already", draft.key));
    return;
  }
  draft.group.origin = origin(draft.origin);
  found->second = &plan_.add_group(draft.group);
}

void Reader::principal() {
  using Draft = PrincipalDraft;
  static constexpr auto kKeys =
      joined(std::array<Key<Draft>, 2>{{
                 {"key", Need::kRequired, [](Reader& r, Draft& d) { d.key = r.values_.name(); }},
                 {"group", Need::kOptional,
                  [](Reader& r, Draft& d) { d.principal.group = r.group_reference(); }},
             }},
             principal_keys<Draft>());
  Draft draft;
  if (!read_record(json_, *this, kKeys, draft)) return;
  const auto [found, is_new] = principals_.try_emplace(draft.key);
  if (!is_new) {
    json_.fail(fmt::format("a principal of the key '{}' stands above already", draft.key));
    return;
  }
  found->second = plan_.values().keep_one(draft.principal);
}

const plan::Principal* Reader::principal_reference() {
  const std::string_view key = json_.text();
  const auto found = principals_.find(key);
  if (found != principals_.end()) return found->second;
  json_.fail(fmt::format("no principal of the key '{}' stands above", key));
  return nullptr;
}

const plan::Group* Reader::group_reference() {
  const std::string_view key = json_.text();
  const auto found = groups_.find(key);
  if (found != groups_.end()) return found->second;
  json_.fail(fmt::format("no group of the key '{}' stands above", key));
  return nullptr;
}

// Grants and memberships.

const plan::Target* Reader::target() {
  using Draft = plan::Target;
  static constexpr std::array<Key<Draft>, 3> kKeys = {{
      {"kind", Need::kRequired,
       [](Reader& r, Draft& d) {
         d.kind = r.enumerator(plan::TargetKind::kOther, "kind of target");
       }},
      {"name", Need::kRequired, [](Reader& r, Draft& d) { d.name = r.values_.name(); }},
      {"resource", Need::kOptional, [](Reader& r, Draft& d) { d.resource = r.values_.resource(); }},
  }};
  Draft draft;
  if (!read_record(json_, *this, kKeys, draft)) return nullptr;
  const auto [found, is_new] =
      targets_.try_emplace({draft.kind, draft.name.data(), draft.resource});
  if (is_new) found->second = plan_.values().keep_one(draft);
  return found->second;
}

void Reader::grant() {
  using Draft = FactDraft<plan::Grant>;
  static constexpr auto kKeys = joined(
      joined(
          std::array<Key<Draft>, 4>{{
              {"target", Need::kRequired, [](Reader& r, Draft& d) { d.fact.target = r.target(); }},
              {"level", Need::kRequired,
               [](Reader& r, Draft& d) {
                 d.fact.level = r.enumerator(plan::AccessLevel::kRole, "level of access");
               }},
              {"availability", Need::kOptional,
               [](Reader& r, Draft& d) {
                 d.fact.availability = r.enumerator(plan::Availability::kOnRequest, "availability");
               }},
              {"role", Need::kOptional,
               [](Reader& r, Draft& d) { d.fact.role = r.values_.name(); }},
          }},
          member_keys<Draft>()),
      origin_keys<Draft>());
  Draft draft;
  if (!read_record(json_, *this, kKeys, draft) || !has_member(draft.fact.member)) return;
  draft.fact.origin = origin(draft.origin);
  plan_.add_grant(draft.fact);
}

void Reader::membership() {
  using Draft = FactDraft<plan::Membership>;
  static constexpr auto kKeys =
      joined(joined(std::array<Key<Draft>, 2>{{
                        {"group", Need::kOptional,
                         [](Reader& r, Draft& d) { d.fact.group = r.group_reference(); }},
                        {"groupName", Need::kOptional,
                         [](Reader& r, Draft& d) { d.fact.group_name = r.values_.name(); }},
                    }},
                    member_keys<Draft>()),
             origin_keys<Draft>());
  Draft draft;
  if (!read_record(json_, *this, kKeys, draft) || !has_member(draft.fact.member)) return;
  if (draft.fact.group != nullptr && draft.fact.group_name.empty()) {
    draft.fact.group_name = draft.fact.group->name;
  }
  if (draft.fact.group_name.empty()) {
    json_.fail("a membership wants 'group' or 'groupName'");
    return;
  }
  draft.fact.origin = origin(draft.origin);
  plan_.add_membership(draft.fact);
}

void Reader::set_member(const plan::Principal*& member, const plan::Principal* read) {
  if (member != nullptr) json_.fail("this object has both 'member' and 'memberGroup'");
  member = read;
}

bool Reader::has_member(const plan::Principal* member) {
  return member != nullptr || json_.fail("this object wants 'member' or 'memberGroup'");
}

// Notes and the whole.

void Reader::note() {
  static constexpr auto kKeys =
      joined(std::array<Key<NoteDraft>, 1>{{
                 {"text", Need::kRequired, [](Reader& r, NoteDraft& d) { d.text = r.text(); }},
             }},
             origin_keys<NoteDraft>());
  note_ = {};
  read_record(json_, *this, kKeys, note_);
}

void Reader::warning() {
  note();
  if (!json_.failed()) plan_.warn(origin(note_.origin), note_.text);
}

void Reader::line() {
  note();
  if (!json_.failed()) plan_.add_line(origin(note_.origin), {note_.text});
}

void Reader::problem() {
  using Draft = NoteDraft;
  static constexpr auto kKeys =
      joined(std::array<Key<Draft>, 2>{{
                 {"rule", Need::kRequired, [](Reader& r, Draft& d) { d.rule = r.values_.name(); }},
                 {"text", Need::kRequired, [](Reader& r, Draft& d) { d.text = r.text(); }},
             }},
             origin_keys<Draft>());
  Draft draft;
  if (!read_record(json_, *this, kKeys, draft)) return;
  plan_.report_problem(origin(draft.origin), draft.rule, draft.text);
}

void Reader::each(void (Reader::*read_one)()) {
  if (!json_.begin_list()) return;
  while (json_.next_item()) (this->*read_one)();
}

void Reader::check_format() {
  if (json_.text() != "cpginfra-plan") json_.fail("the format of a saved plan is 'cpginfra-plan'");
}

void Reader::check_version() {
  std::int64_t version = 0;
  double number = 0;
  bool is_integer = false;
  if (!json_.number(version, number, is_integer)) return;
  if (!is_integer || version != kPlanFormatVersion) {
    json_.fail(fmt::format("this library reads version {} of the format", kPlanFormatVersion));
  }
}

absl::StatusOr<plan::Plan> Reader::read() {
  // What refers to something stands below it, so that one pass does.
  struct None {
  } none;
  static constexpr std::array<Key<None>, 13> kKeys = {{
      {"format", Need::kRequired, [](Reader& r, None& /*n*/) { r.check_format(); }},
      {"formatVersion", Need::kRequired, [](Reader& r, None& /*n*/) { r.check_version(); }},
      {"library", Need::kOptional, [](Reader& r, None& /*n*/) { r.json_.text(); }},
      {"part", Need::kOptional,
       [](Reader& r, None& /*n*/) {
         r.json_.fail("this file has a part of a plan only; save it without --dataset and --cloud");
       }},
      {"resources", Need::kRequired, [](Reader& r, None& /*n*/) { r.each(&Reader::resource); }},
      {"exports", Need::kOptional, [](Reader& r, None& /*n*/) { r.each(&Reader::exported); }},
      {"groups", Need::kOptional, [](Reader& r, None& /*n*/) { r.each(&Reader::group); }},
      {"principals", Need::kOptional, [](Reader& r, None& /*n*/) { r.each(&Reader::principal); }},
      {"grants", Need::kOptional, [](Reader& r, None& /*n*/) { r.each(&Reader::grant); }},
      {"memberships", Need::kOptional, [](Reader& r, None& /*n*/) { r.each(&Reader::membership); }},
      {"warnings", Need::kOptional, [](Reader& r, None& /*n*/) { r.each(&Reader::warning); }},
      {"problems", Need::kOptional, [](Reader& r, None& /*n*/) { r.each(&Reader::problem); }},
      {"lines", Need::kOptional, [](Reader& r, None& /*n*/) { r.each(&Reader::line); }},
  }};
  read_record(json_, *this, kKeys, none);
  json_.end();
  if (json_.failed()) return json_.status();
  return std::move(plan_);
}

}  // namespace

absl::StatusOr<plan::Plan> read_json(std::string_view text) { return Reader(text).read(); }

}  // namespace cpginfra::report
