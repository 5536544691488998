# SPDX-License-Identifier: MIT
"""The configuration's models, and the names of their values."""

from typing import Literal

from cpginfra import (
    CPGDatasetComponents,
    CPGDatasetConfig,
    CPGInfrastructureConfig,
    CPGInfrastructureGroup,
    CPGInfrastructureUser,
    HailAccount,
)

__all__ = [
    "CPGDatasetComponents",
    "CPGDatasetConfig",
    "CPGInfrastructureConfig",
    "CPGInfrastructureGroup",
    "CPGInfrastructureUser",
    "CloudName",
    "GroupName",
    "HailAccount",
    "MemberKey",
]

MemberKey = str
CloudName = Literal["gcp", "azure", "dry-run"]
GroupName = Literal[
    "data-manager",
    "analysis",
    "metadata-access",
    "metadata-contribute",
    "metadata-write",
    "web-access",
    "release-access",
    "tmp-main-read-access",
]
