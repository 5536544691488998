// SPDX-License-Identifier: MIT
#include "config/check/rules.hpp"

#include <algorithm>

namespace cpginfra::config {
namespace {

bool are_readable(const FieldOutcomes& outcomes, const FieldNames& fields) {
  return std::all_of(fields.begin(), fields.end(), [&](std::string_view field) {
    if (field.empty()) return true;
    if (field == kUserKeys) return outcomes.of("users") != Outcome::kBroken;
    return outcomes.of(field) == Outcome::kGood;
  });
}

void run(absl::Span<const DatasetRule> rules, CheckContext& context) {
  for (const DatasetRule& rule : rules) {
    if (!are_readable(context.checked_infrastructure().outcomes, rule.infrastructure_fields)) {
      continue;
    }
    for (const CheckedDataset& dataset : context.datasets()) {
      if (are_readable(dataset.outcomes, rule.dataset_fields)) rule.check(context, dataset);
    }
  }
}

void run(absl::Span<const WholeRule> rules, CheckContext& context) {
  for (const WholeRule& rule : rules) {
    const bool is_readable =
        are_readable(context.checked_infrastructure().outcomes, rule.infrastructure_fields) &&
        std::all_of(context.datasets().begin(), context.datasets().end(),
                    [&](const CheckedDataset& dataset) {
                      return are_readable(dataset.outcomes, rule.dataset_fields);
                    });
    if (is_readable) rule.check(context);
  }
}

}  // namespace

void run_rules(CheckContext& context) {
  run(member_rules(), context);
  run(upload_rules(), context);
  run(deployment_rules(), context);
  run(dependency_rules(), context);
  run(name_rules(), context);
  run(institute_rules(), context);
  run(azure_rules(), context);
  run(azure_dataset_rules(), context);
  run(dataset_list_rules(), context);
  run(collision_rules(), context);
}

}  // namespace cpginfra::config
