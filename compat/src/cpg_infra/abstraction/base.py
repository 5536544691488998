# SPDX-License-Identifier: MIT
"""What the clouds have in common."""

from cpginfra import (
    BucketMembership,
    CloudInfraBase,
    ContainerRegistryMembership,
    DryRunInfra,
    MachineAccountRole,
    SecretMembership,
    TemporaryBucketAccessType,
)

__all__ = [
    "ARCHIVE_PERIOD_IN_DAYS",
    "BUCKET_DELETE_INCOMPLETE_UPLOAD_PERIOD_IN_DAYS",
    "TMP_BUCKET_PERIOD_IN_DAYS",
    "UNDELETE_PERIOD_IN_DAYS",
    "BucketMembership",
    "CloudInfraBase",
    "ContainerRegistryMembership",
    "DryRunInfra",
    "MachineAccountRole",
    "SecretMembership",
    "TemporaryBucketAccessType",
]

UNDELETE_PERIOD_IN_DAYS = 30
TMP_BUCKET_PERIOD_IN_DAYS = 8
ARCHIVE_PERIOD_IN_DAYS = 30
BUCKET_DELETE_INCOMPLETE_UPLOAD_PERIOD_IN_DAYS = 7
