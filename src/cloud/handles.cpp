// SPDX-License-Identifier: MIT
#include "cpginfra/cloud/handles.hpp"

namespace cpginfra::cloud {

std::string_view to_text(TemporaryBucketAccessType type) noexcept {
  return type == TemporaryBucketAccessType::kRead ? "read" : "write";
}

plan::AccessLevel access_level(BucketMembership membership) noexcept {
  switch (membership) {
    case BucketMembership::kList:
      return plan::AccessLevel::kList;
    case BucketMembership::kRead:
      return plan::AccessLevel::kRead;
    case BucketMembership::kAppend:
      return plan::AccessLevel::kAppend;
    case BucketMembership::kMutate:
      return plan::AccessLevel::kMutate;
  }
  return plan::AccessLevel::kMutate;
}

plan::AccessLevel access_level(SecretMembership membership) noexcept {
  return membership == SecretMembership::kAccessor ? plan::AccessLevel::kReadSecret
                                                   : plan::AccessLevel::kManageSecret;
}

plan::AccessLevel access_level(TemporaryBucketAccessType type) noexcept {
  return type == TemporaryBucketAccessType::kRead ? plan::AccessLevel::kRead
                                                  : plan::AccessLevel::kMutate;
}

plan::AccessLevel access_level(ContainerRegistryMembership membership) noexcept {
  return membership == ContainerRegistryMembership::kReader ? plan::AccessLevel::kPull
                                                            : plan::AccessLevel::kPush;
}

plan::AccessLevel access_level(MachineAccountRole role) noexcept {
  switch (role) {
    case MachineAccountRole::kAccess:
      return plan::AccessLevel::kUse;
    case MachineAccountRole::kAdmin:
      return plan::AccessLevel::kAdminister;
    case MachineAccountRole::kCredentialsAdmin:
      return plan::AccessLevel::kMakeKeys;
    case MachineAccountRole::kTokenCreator:
      return plan::AccessLevel::kImpersonate;
  }
  return plan::AccessLevel::kAdminister;
}

}  // namespace cpginfra::cloud
