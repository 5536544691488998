# SPDX-License-Identifier: MIT
"""The configuration's models, and the names of their values."""

from cpg_infra.config.config import (
    CloudName,
    CPGDatasetComponents,
    CPGDatasetConfig,
    CPGInfrastructureConfig,
    CPGInfrastructureGroup,
    CPGInfrastructureUser,
    GroupName,
    HailAccount,
    MemberKey,
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
