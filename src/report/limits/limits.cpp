// SPDX-License-Identifier: MIT
#include "cpginfra/report/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/format/columns.hpp"
#include "report/limits/count_rules.hpp"
#include "report/limits/known.hpp"
#include "report/limits/name_rules.hpp"

namespace cpginfra::report {
namespace {

/// What counts as near: four fifths.
constexpr std::uint64_t kNearParts = 4;
constexpr std::uint64_t kAllParts = 5;
/// Numbers below this are not approached step by step: 0 and 1 say that there must be none or one.
constexpr std::uint64_t kLeastWithNear = 5;
constexpr std::size_t kShownText = 80;

bool is_near(std::uint64_t value, std::uint64_t limit) {
  return limit >= kLeastWithNear && value * kAllParts >= limit * kNearParts;
}

std::string shortened(std::string_view text) {
  std::string shown = printable(text.substr(0, kShownText));
  return text.size() > kShownText ? shown + "…" : shown;
}

/// Takes measurements of one limit, and keeps what the report says of it.
class Meter {
 public:
  Meter(const LimitRule& rule, const GrantedLimits& granted, LimitReport& report)
      : rule_(rule), report_(report) {
    use_.rule = &rule;
    const auto found = granted.find(rule.id);
    use_.limit = found == granted.end() ? rule.limit : found->second;
  }
  ~Meter() {
    if (use_.subjects > 0) report_.uses.push_back(std::move(use_));
  }
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

  [[nodiscard]] std::uint64_t limit() const { return use_.limit; }

  /// One measured thing; its subject is only made into a text where it is shown.
  template <typename Subject>
  void measure(std::uint64_t value, Subject subject) {
    ++use_.subjects;
    if (value > use_.highest || use_.subjects == 1) {
      use_.highest = value;
      use_.highest_subject = subject();
    }
  }

  void add_over(std::string subject, std::string message, std::string mend) {
    ++use_.over;
    add(Severity::kError, std::move(subject), std::move(message), std::move(mend));
  }
  void add_near(std::string subject, std::string message, std::string mend) {
    ++use_.near;
    add(Severity::kWarning, std::move(subject), std::move(message), std::move(mend));
  }
  void fits(std::uint64_t datasets, const std::string& subject) {
    if (use_.datasets_left && *use_.datasets_left <= datasets) return;
    use_.datasets_left = datasets;
    use_.fullest_subject = subject;
  }

 private:
  void add(Severity severity, std::string subject, std::string message, std::string mend) {
    report_.findings.push_back({.severity = severity,
                                .rule = std::string(rule_.id),
                                .subject = std::move(subject),
                                .message = std::move(message),
                                .mend = std::move(mend),
                                .source = std::string(rule_.source),
                                .path = {},
                                .file = {}});
  }

  const LimitRule& rule_;
  LimitReport& report_;
  LimitUse use_;
};

void check_text(std::string_view text, const TextShape& shape, const plan::Resource& resource,
                const LimitRule& rule, Meter& meter) {
  const auto subject = [&resource] { return resource_text(&resource); };
  const std::uint64_t length = length_of(text, shape.unit);
  meter.measure(length, subject);
  if (const std::string wrong = wrong_with(text, shape); !wrong.empty()) {
    const std::string shown =
        rule.kind == LimitKind::kSize ? "" : fmt::format(" '{}'", shortened(text));
    meter.add_over(subject(), fmt::format("{}{} {}", rule.what, shown, wrong),
                   fmt::format("allowed: {}", rule.demand));
  } else if (rule.kind == LimitKind::kSize && is_near(length, meter.limit())) {
    meter.add_near(subject(), fmt::format("{} has {} of {}", rule.what, length, meter.limit()),
                   fmt::format("allowed: {}", rule.demand));
  }
}

plan::Value input_at(const plan::Resource& resource, std::string_view path) {
  const std::size_t dot = path.find('.');
  const plan::Value value = resource.input(path.substr(0, dot));
  return dot == std::string_view::npos ? value : value.field(path.substr(dot + 1));
}

void check_rows(std::span<const TextRule> rows, const ByToken& resources, Meter& meter) {
  for (const TextRule& row : rows) {
    const auto found = resources.find(row.token);
    if (found == resources.end()) continue;
    for (const plan::Resource* resource : found->second) {
      const plan::Value value = input_at(*resource, row.input);
      if (value.is_null()) continue;
      if (row.rule.kind == LimitKind::kSize) {
        check_text(known_parts(value), row.shape, *resource, row.rule, meter);
      } else if (const auto text = known_text(value)) {
        const std::string_view part = row.part == nullptr ? *text : row.part(*text);
        check_text(part, row.shape, *resource, row.rule, meter);
      }
    }
  }
}

void check_texts(const ByToken& resources, const GrantedLimits& granted, LimitReport& report) {
  std::span<const TextRule> rows = text_rules();
  while (!rows.empty()) {
    std::size_t same = 1;  // rows of one rule stand together
    while (same < rows.size() && rows[same].rule.id == rows.front().rule.id) ++same;
    Meter meter(rows.front().rule, granted, report);
    check_rows(rows.first(same), resources, meter);
    rows = rows.subspan(same);
  }
}

void check_labels(const ByToken& resources, const GrantedLimits& granted, LimitReport& report) {
  Meter keys(label_key_rule(), granted, report);
  Meter values(label_value_rule(), granted, report);
  for (std::string_view token : labelled_tokens()) {
    const auto found = resources.find(token);
    if (found == resources.end()) continue;
    for (const plan::Resource* resource : found->second) {
      for (const plan::Field& label : resource->input("labels").fields()) {
        check_text(label.name, label_key_shape(), *resource, label_key_rule(), keys);
        if (const auto value = known_text(label.value)) {
          check_text(*value, label_value_shape(), *resource, label_value_rule(), values);
        }
      }
    }
  }
}

/// What the neediest dataset but the owner brings, or nothing where none does.
std::uint64_t most_by_a_dataset(const Tally& tally) {
  std::uint64_t most = 0;
  for (const auto& [dataset, count] : tally.by_dataset) {
    if (!dataset.empty() && dataset != tally.owner) most = std::max(most, count);
  }
  return most;
}

std::string with_detail(std::string message, const Tally& tally) {
  return tally.detail.empty() ? message : fmt::format("{}: {}", message, shortened(tally.detail));
}

void check_count(const CountRule& row, const CountedPlan& counted, const GrantedLimits& granted,
                 LimitReport& report) {
  Meter meter(row.rule, granted, report);
  for (const Tally& tally : row.count(counted)) {
    const auto subject = [&tally] { return tally.subject; };
    meter.measure(tally.count, subject);
    const std::uint64_t needed = most_by_a_dataset(tally);
    const std::uint64_t free = meter.limit() - std::min(meter.limit(), tally.count);
    if (needed > 0) meter.fits(free / needed, tally.subject);
    const std::string numbers =
        fmt::format("{}: {} of at most {}", row.rule.what, tally.count, meter.limit());
    if (tally.count > meter.limit()) {
      meter.add_over(tally.subject, with_detail(numbers, tally), std::string(row.mend));
    } else if (is_near(tally.count, meter.limit())) {
      const std::string room =
          needed == 0 ? "" : fmt::format("; {} more datasets fit", free / needed);
      meter.add_near(tally.subject, with_detail(numbers, tally) + room, std::string(row.mend));
    }
  }
}

std::vector<const LimitRule*> collect_rules() {
  std::vector<const LimitRule*> rules;
  for (const TextRule& row : text_rules()) {
    if (rules.empty() || rules.back()->id != row.rule.id) rules.push_back(&row.rule);
  }
  rules.push_back(&label_key_rule());
  rules.push_back(&label_value_rule());
  for (const CountRule& row : count_rules()) rules.push_back(&row.rule);
  return rules;
}

}  // namespace

std::span<const LimitRule* const> limit_rules() {
  static const std::vector<const LimitRule*> kRules = collect_rules();
  return kRules;
}

const LimitRule* find_limit_rule(std::string_view id) {
  for (const LimitRule* rule : limit_rules()) {
    if (rule->id == id) return rule;
  }
  return nullptr;
}

absl::Status check_granted_limit(std::string_view id, std::uint64_t number) {
  const LimitRule* rule = find_limit_rule(id);
  if (rule == nullptr) {
    return absl::InvalidArgumentError(fmt::format("there is no limit called '{}'", printable(id)));
  }
  if (rule->firmness == Firmness::kHard) {
    return absl::InvalidArgumentError(
        fmt::format("the limit '{}' is {} for everybody and cannot be raised", id, rule->limit));
  }
  if (number < rule->limit) {
    return absl::InvalidArgumentError(fmt::format(
        "the limit '{}' is {} for everybody; {} would lower it", id, rule->limit, number));
  }
  return absl::OkStatus();
}

LimitReport check_limits(const plan::Plan& plan, const AccessGraph& graph,
                         const GrantedLimits& granted) {
  ByToken resources;
  for (const plan::Resource* resource : plan.resources()) {
    resources[resource->type->token].push_back(resource);
  }
  LimitReport report;
  check_texts(resources, granted, report);
  check_labels(resources, granted, report);
  const CountedPlan counted{.by_token = resources, .graph = graph};
  for (const CountRule& row : count_rules()) check_count(row, counted, granted, report);
  return report;
}

}  // namespace cpginfra::report
