// SPDX-License-Identifier: MIT
// The names of things on Azure, made of the institute's prefix and a dataset's name: valid by
// Azure's rules whatever the dataset is called, and different for different datasets. A name that
// fits stays as it is; where something had to be dropped or cut, a short hash of the whole follows.
#pragma once

#include <string>
#include <string_view>

namespace cpginfra::internal {

/// `cpg-cohort`: unique in a subscription, in any case.
std::string azure_resource_group_name(std::string_view prefix, std::string_view name);
/// `cpgcohort`: unique in the world.
std::string azure_storage_account_name(std::string_view prefix, std::string_view name);
/// `cpg-cohort`: unique in the world, in any case.
std::string azure_key_vault_name(std::string_view prefix, std::string_view name);
/// `cpgcohortimages0123456789`: unique in the world, and hashed always, since two parts without
/// anything between them could be those of another dataset.
std::string azure_registry_name(std::string_view prefix, std::string_view dataset,
                                std::string_view registry);
/// A container's name, unique in its storage account.
std::string azure_container_name(std::string_view name);
/// A secret's name, unique in its vault.
std::string azure_secret_name(std::string_view name);
/// The name of an identity, unique in its resource group, or of one of its credentials.
std::string azure_identity_name(std::string_view name);
/// A GUID that stands for a text.
std::string azure_guid(std::string_view text);

}  // namespace cpginfra::internal
