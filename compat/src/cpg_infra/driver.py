# SPDX-License-Identifier: MIT
"""The drivers, and the constants that stand beside them."""

from collections.abc import Iterable

from cpg_infra.abstraction.azure import AzureInfra
from cpg_infra.abstraction.base import CloudInfraBase, DryRunInfra
from cpg_infra.abstraction.gcp import GcpInfrastructure
from cpginfra import (
    CPGDatasetCloudInfrastructure,
    CPGDatasetInfrastructure,
    CPGInfrastructure,
    GroupProvider,
    MainUploadBucket,
    compute_hash,
    dict_to_toml,
)

__all__ = [
    "METAMIST_PERMISSIONS",
    "NAME_TO_INFRA_CLASS",
    "SM_MAIN_CONTRIBUTE",
    "SM_MAIN_READ",
    "SM_MAIN_WRITE",
    "SM_TEST_CONTRIBUTE",
    "SM_TEST_READ",
    "SM_TEST_WRITE",
    "TOML_CONFIG_JOINER",
    "CPGDatasetCloudInfrastructure",
    "CPGDatasetInfrastructure",
    "CPGInfrastructure",
    "Group",
    "GroupMember",
    "GroupProvider",
    "MainUploadBucket",
    "access_levels",
    "compute_hash",
    "dict_to_toml",
]

Group = GroupProvider.Group
GroupMember = GroupProvider.Group.GroupMember

SM_TEST_READ = "test-read"
SM_TEST_WRITE = "test-write"
SM_TEST_CONTRIBUTE = "test-contribute"
SM_MAIN_READ = "main-read"
SM_MAIN_WRITE = "main-write"
SM_MAIN_CONTRIBUTE = "main-contribute"
METAMIST_PERMISSIONS = [
    SM_TEST_READ,
    SM_TEST_WRITE,
    SM_TEST_CONTRIBUTE,
    SM_MAIN_READ,
    SM_MAIN_WRITE,
    SM_MAIN_CONTRIBUTE,
]

# What stands between the parts of a configuration that analyses read.
TOML_CONFIG_JOINER = "\n||||"

NAME_TO_INFRA_CLASS: dict[str, type[CloudInfraBase]] = {
    infra.name(): infra for infra in (GcpInfrastructure, AzureInfra, DryRunInfra)
}


def access_levels(*, include_test: bool) -> Iterable[str]:
    """Returns the levels at which analyses run."""
    return ("test", "standard", "full") if include_test else ("standard", "full")
