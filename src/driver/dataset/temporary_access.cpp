// SPDX-License-Identifier: MIT
// Access to a dataset's main bucket that people and notebooks ask for, for a limited time.
#include <fmt/format.h>

#include "cpginfra/driver/dataset_cloud_infrastructure.hpp"
#include "cpginfra/driver/infrastructure.hpp"
#include "driver/policy/policy.hpp"

namespace cpginfra::driver {

void CPGDatasetCloudInfrastructure::setup_tmp_main_read_access() {
  if (!infra_->supports(cloud::Feature::kTemporaryAccess)) return;

  // The group is there even where nobody may ask: datasets that depend on this one nest theirs.
  Group& askers = tmp_main_read_access_group();
  if (!root_.needs_temporary_access(dataset_config_.dataset)) return;

  infra_->add_project_role("tmp-main-read-access-project-browser", askers.principal(),
                           cloud::ProjectRole::kBrowser, infra_->project());
  if (infra_->supports(cloud::Feature::kAccessBroker)) {
    setup_brokered_main_read_access(askers);
    return;
  }
  add_people_who_may_ask(askers);
  infra_->create_temporary_bucket_access("temporary-bucket-access-main-read", main_bucket(),
                                         {&askers.principal()}, TemporaryBucketAccessType::kRead,
                                         cloud::kTemporaryAccessDuration);
}

void CPGDatasetCloudInfrastructure::add_people_who_may_ask(Group& askers) {
  const auto* listed = dataset_config_.members.find(config::GroupName::kTmpMainReadAccess);
  if (listed == nullptr) return;
  for (const std::string& member_id : *listed) {
    add_person(askers, "tmp-main-read-access-member", member_id);
  }
}

/// Notebooks ask through an account of the institute, the broker.
void CPGDatasetCloudInfrastructure::setup_brokered_main_read_access(Group& askers) {
  plan::Plan& plan = infra_->plan();
  const cloud::MachineAccount* broker = root_.pam_broker_account();
  if (broker == nullptr) {
    plan.warn(infra_->origin(),
              "temporary access is not set up, since no dataset has allow_notebook_tmp_main_read "
              "and so there is no broker account; upstream does the same");
    return;
  }
  add_people_who_may_ask(askers);
  if (dataset_config_.allow_notebook_tmp_main_read) {
    if (has(CPGDatasetComponents::kNotebooks)) {
      infra_->let_broker_act_as("pam-broker-token-creator", notebook_account(), *broker);
      askers.add_member(name("notebook-sa-in-tmp-main-read-access"), notebook_account().principal);
    } else {
      plan.warn(infra_->origin(),
                "allow_notebook_tmp_main_read is set, but the dataset has no notebooks");
    }
  }

  // The entitlement names the group by a plain email, without the institute's group prefix.
  plan::Principal entitled = infra_->member(plan.values().text(
      {"group:", askers.name(), "@",
       config_.gcp ? std::string_view(config_.gcp->groups_domain) : config_.domain}));
  if (entitled.label == askers.principal().label) {
    entitled.group = &askers.group();
    entitled.resource = askers.group().resource;
  } else {
    plan.warn(infra_->origin(),
              fmt::format("the entitlement to temporary access names group {}, but with the group "
                          "prefix the group is called {}; upstream does the same",
                          entitled.label, askers.principal().label));
  }
  infra_->create_temporary_bucket_access(
      "temporary-bucket-access-main-read", main_bucket(), {plan.values().keep_one(entitled)},
      TemporaryBucketAccessType::kRead, cloud::kTemporaryAccessDuration);
  plan.export_value(fmt::format("pam-entitlement-{}-read", dataset_config_.dataset),
                    plan.values().text({"pam-", dataset_config_.dataset, "-read"}));
}

}  // namespace cpginfra::driver
