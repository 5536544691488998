// SPDX-License-Identifier: MIT
// How each kind of thing is counted: one function a limit.
#pragma once

#include <vector>

#include "report/limits/count_rules.hpp"

namespace cpginfra::report {

// On policies.
std::vector<Tally> count_policy_principals(const CountedPlan& counted);
std::vector<Tally> count_policy_groups(const CountedPlan& counted);
std::vector<Tally> count_legacy_principals(const CountedPlan& counted);

// Around people and groups.
std::vector<Tally> count_direct_memberships(const CountedPlan& counted);
std::vector<Tally> count_all_memberships(const CountedPlan& counted);
std::vector<Tally> count_token_groups(const CountedPlan& counted);
std::vector<Tally> count_cycles(const CountedPlan& counted);
std::vector<Tally> count_nesting(const CountedPlan& counted);

// Of resources.
std::vector<Tally> count_service_accounts(const CountedPlan& counted);
std::vector<Tally> count_account_keys(const CountedPlan& counted);
std::vector<Tally> count_labels(const CountedPlan& counted);
std::vector<Tally> count_notifications(const CountedPlan& counted);
std::vector<Tally> count_eligible_users(const CountedPlan& counted);
std::vector<Tally> count_condition_operators(const CountedPlan& counted);
std::vector<Tally> count_binding_conditions(const CountedPlan& counted);
std::vector<Tally> count_budgets(const CountedPlan& counted);
std::vector<Tally> count_organization_roles(const CountedPlan& counted);
std::vector<Tally> count_project_roles(const CountedPlan& counted);
std::vector<Tally> count_role_permissions(const CountedPlan& counted);
std::vector<Tally> count_workload_attributes(const CountedPlan& counted);
std::vector<Tally> count_bucket_names(const CountedPlan& counted);
std::vector<Tally> count_storage_account_names(const CountedPlan& counted);
std::vector<Tally> count_key_vault_names(const CountedPlan& counted);
std::vector<Tally> count_azure_registry_names(const CountedPlan& counted);
std::vector<Tally> count_policy_rules(const CountedPlan& counted);
std::vector<Tally> count_budget_notifications(const CountedPlan& counted);
std::vector<Tally> count_federated_credentials(const CountedPlan& counted);
std::vector<Tally> count_role_assignments(const CountedPlan& counted);

}  // namespace cpginfra::report
