// SPDX-License-Identifier: MIT
#include "cpginfra/plan/access.hpp"

namespace cpginfra::plan {

std::string_view to_text(PrincipalKind kind) noexcept {
  switch (kind) {
    case PrincipalKind::kPerson:
      return "person";
    case PrincipalKind::kMachineAccount:
      return "machine-account";
    case PrincipalKind::kGroup:
      return "group";
    case PrincipalKind::kOther:
      return "other";
  }
  return "";
}

std::string_view to_text(TargetKind kind) noexcept {
  switch (kind) {
    case TargetKind::kBucket:
      return "bucket";
    case TargetKind::kRegistry:
      return "registry";
    case TargetKind::kSecret:
      return "secret";
    case TargetKind::kMachineAccount:
      return "machine-account";
    case TargetKind::kProject:
      return "project";
    case TargetKind::kService:
      return "service";
    case TargetKind::kOther:
      return "other";
  }
  return "";
}

std::string_view to_text(AccessLevel level) noexcept {
  switch (level) {
    case AccessLevel::kList:
      return "list";
    case AccessLevel::kRead:
      return "read";
    case AccessLevel::kAppend:
      return "append";
    case AccessLevel::kMutate:
      return "mutate";
    case AccessLevel::kPull:
      return "pull";
    case AccessLevel::kPush:
      return "push";
    case AccessLevel::kReadSecret:
      return "read-secret";
    case AccessLevel::kManageSecret:
      return "manage-secret";
    case AccessLevel::kUse:
      return "use";
    case AccessLevel::kImpersonate:
      return "impersonate";
    case AccessLevel::kMakeKeys:
      return "make-keys";
    case AccessLevel::kAdminister:
      return "administer";
    case AccessLevel::kInvoke:
      return "invoke";
    case AccessLevel::kRole:
      return "role";
  }
  return "";
}

std::string_view to_text(Availability availability) noexcept {
  return availability == Availability::kStanding ? "standing" : "on-request";
}

}  // namespace cpginfra::plan
