# SPDX-License-Identifier: MIT
"""Google Cloud, and how its policies name members."""

from typing import Any

import pulumi
from cpg_infra._view import unviewed, view
from cpginfra import Bucket, GcpInfrastructure, MachineAccount
from cpginfra._core import PlanGroup, gcp_policy_member

__all__ = ["GcpInfrastructure", "get_member_key", "get_preferred_group_membership_key"]

_ACCOUNT = "gcp:serviceaccount/account:Account"
_GROUP = "gcp:cloudidentity/group:Group"
_BUCKET = "gcp:storage/bucket:Bucket"


def get_member_key(member: Any) -> Any:
    """Returns a member as policies spell it, `user:jane@uni.edu`; for a bucket, its name."""
    kind, name = _kind_and_name(member)
    match kind:
        case "deferred":
            return name.apply(get_member_key)
        case "account":
            return pulumi.Output.concat("serviceAccount:", name)
        case "group":
            return pulumi.Output.concat("group:", name)
        case "text":
            return gcp_policy_member(name)
        case _:
            return name


def get_preferred_group_membership_key(member: Any) -> Any:
    """Returns a member as memberships of groups spell it: its email or id."""
    kind, name = _kind_and_name(member)
    return name.apply(get_preferred_group_membership_key) if kind == "deferred" else name


def _kind_and_name(member: Any) -> tuple[str, Any]:
    """Says what a member is; handles of ours come as views, whose attributes are Outputs."""
    if isinstance(member, pulumi.Output):
        return "deferred", member
    if isinstance(member, str):
        return "text", member
    if hasattr(member, "is_group") and hasattr(member, "group"):
        return _kind_and_name(member.group)
    token = member.pulumi_resource_type if isinstance(member, pulumi.Resource) else None
    if token == _ACCOUNT or isinstance(member, MachineAccount):
        return "account", member.email
    if isinstance(member, PlanGroup):
        return "group", view(GcpInfrastructure.member_id(unviewed(member)))
    if token == _GROUP:
        return "group", member.group_key.id
    if token == _BUCKET or isinstance(member, Bucket):
        return "bucket", member.name
    message = f"a {type(member).__name__} cannot be a member"
    raise NotImplementedError(message)
