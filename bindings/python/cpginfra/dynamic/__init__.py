# SPDX-License-Identifier: MIT
"""Resources that no provider of the Pulumi registry has.

Memberships and settings of Google groups, users and billing projects of Hail Batch, projects of
metamist. The Pulumi engine runs their providers in a process of its own, in which nothing of this
package is loaded but what the provider at hand needs; the clients' libraries are imported when
something is first sent, since a program only names its providers. Each service's credentials are
looked for there and then, and are in no state. Example:

    provider = cpginfra.dynamic.provider_for({"group_key": group, "member_key": email})
    pulumi.dynamic.Resource(provider, "a-membership", {"group_key": group, "member_key": email})
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pulumi.dynamic import ResourceProvider

__all__ = ["provider_for"]

# The module and class of the provider of a resource that has just these inputs.
_PROVIDERS = {
    frozenset({"group_key", "member_key"}): ("google_groups", "GoogleGroupMembershipProvider"),
    frozenset({"group_email", "settings"}): ("google_groups", "GoogleGroupSettingsProvider"),
    frozenset({"username", "batch_uri", "token_category"}): (
        "hail_batch",
        "HailBatchUserProvider",
    ),
    frozenset({"name", "batch_uri", "token_category"}): (
        "hail_batch",
        "HailBatchBillingProjectProvider",
    ),
    frozenset({"billing_project", "user"}): (
        "hail_batch",
        "HailBatchBillingProjectMembershipProvider",
    ),
    frozenset({"project_name"}): ("metamist", "MetamistProjectProvider"),
    frozenset({"project_name", "read_members", "contribute_members", "write_members"}): (
        "metamist",
        "MetamistProjectMembersProvider",
    ),
}


def provider_for(inputs: Mapping[str, Any]) -> ResourceProvider:
    """Returns the provider of the dynamic resource that has these inputs.

    Only the inputs' keys matter. A ValueError names the keys if no provider has them.
    """
    place = _PROVIDERS.get(frozenset(inputs))
    if place is None:
        keys = ", ".join(sorted(inputs)) or "none"
        message = f"no dynamic resource has just these inputs: {keys}"
        raise ValueError(message)
    module, name = place
    provider = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    return cast("ResourceProvider", provider())
