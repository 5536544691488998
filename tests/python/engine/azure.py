# SPDX-License-Identifier: MIT
"""Azure's part of the made-up cloud: that of docs/made-up-azure.md.

What each type takes is the providers' own account of it, in `tests/providers`.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMAS = json.loads((Path(__file__).parents[2] / "providers/schemas.json").read_text())["types"]
_GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/{resourceGroupName}"
_ACCOUNT = f"{_GROUP}/providers/Microsoft.Storage/storageAccounts/{{accountName}}"
_CONTAINERS = f"{_ACCOUNT}/blobServices/default/containers"
_IDENTITY = f"{_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{{resourceName}}"
_VAULT = f"{_GROUP}/providers/Microsoft.KeyVault/vaults/{{vaultName}}"

DEPLOYMENT = "azure-native:resources:Deployment"
MONTH = "2026-07-01T00:00:00Z"


@dataclass(frozen=True)
class Row:
    """What of a type cannot be changed, what it answers with (`guid:` marks what is hashed), what
    it never tells again, and what it is imported by.
    """

    fixed: str
    made: Mapping[str, str]
    unread: str = ""
    imported_by: str = "{id}"

    def inputs(self, type_: str) -> tuple[frozenset[str], frozenset[str]]:
        """Returns those that must be given, and all."""
        return frozenset(_SCHEMAS[type_].get("required", ())), frozenset(_SCHEMAS[type_]["inputs"])


def _row(fixed: str, *, unread: str = "", imported_by: str = "{id}", **made: str) -> Row:
    return Row(fixed, made or {"id": "{logical_name}_id"}, unread, imported_by)


_ASSIGNED = "principalId roleDefinitionId scope"

ROWS: Mapping[str, Row] = {
    "azure-native:authorization:PimRoleEligibilitySchedule": _row(_ASSIGNED),
    "azure-native:authorization:RoleAssignment": _row(_ASSIGNED),
    "azure-native:authorization:RoleDefinition": _row(
        "roleDefinitionId scope",
        id="{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
    ),
    "azure-native:consumption:Budget": _row(
        "budgetName scope",
        imported_by="{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
    ),
    "azure-native:containerregistry:Registry": _row(
        "registryName resourceGroupName",
        id=f"{_GROUP}/providers/Microsoft.ContainerRegistry/registries/{{registryName}}",
        name="{registryName}",
    ),
    "azure-native:keyvault:Secret": _row(
        "resourceGroupName secretName vaultName",
        unread="properties",
        id=f"{_VAULT}/secrets/{{secretName}}",
        name="{secretName}",
    ),
    "azure-native:keyvault:Vault": _row(
        "resourceGroupName vaultName", id=_VAULT, name="{vaultName}"
    ),
    "azure-native:managedidentity:UserAssignedIdentity": _row(
        "resourceGroupName resourceName",
        id=_IDENTITY,
        name="{resourceName}",
        principalId="guid:{id} principalId",
        clientId="guid:{id} clientId",
    ),
    "azure-native:monitor:ActionGroup": _row(
        "actionGroupName resourceGroupName",
        id=f"{_GROUP}/providers/microsoft.insights/actionGroups/{{actionGroupName}}",
        imported_by=f"{_GROUP}/providers/Microsoft.Insights/actionGroups/{{actionGroupName}}",
        name="{actionGroupName}",
    ),
    DEPLOYMENT: _row(
        "deploymentName resourceGroupName",
        id=f"{_GROUP}/providers/Microsoft.Resources/deployments/{{deploymentName}}",
        name="{deploymentName}",
        properties="",
    ),
    "azure-native:resources:ResourceGroup": _row(
        "resourceGroupName", id=_GROUP, name="{resourceGroupName}"
    ),
    "azure-native:storage:Blob": _row(
        "accountName blobName containerName resourceGroupName source type",
        unread="source",
        id=f"{_CONTAINERS}/{{containerName}}/blobs/{{blobName}}",
    ),
    "azure-native:storage:BlobContainer": _row(
        "accountName containerName resourceGroupName",
        id=f"{_CONTAINERS}/{{containerName}}",
        name="{containerName}",
    ),
    "azure-native:storage:BlobServiceProperties": _row(
        "accountName resourceGroupName",
        imported_by=f"{_ACCOUNT}/blobServices/{{blobServicesName}}",
    ),
    "azure-native:storage:ManagementPolicy": _row(
        "accountName resourceGroupName",
        imported_by=f"{_ACCOUNT}/managementPolicies/{{managementPolicyName}}",
    ),
    "azure-native:storage:StorageAccount": _row(
        "accountName resourceGroupName", id=_ACCOUNT, name="{accountName}"
    ),
    "azuread:index/group:Group": _row(
        "displayName", objectId="guid:{displayName}", id="/groups/{objectId}"
    ),
    "azuread:index/groupMember:GroupMember": _row(
        "groupObjectId memberObjectId", imported_by="{groupObjectId}/member/{memberObjectId}"
    ),
}


def answered(template: str) -> str:
    """What a filled template stands for."""
    kind, _, text = template.partition("guid:")
    if kind or not text:
        return template
    digits = hashlib.sha256(text.encode()).hexdigest()
    ends = (0, 8, 12, 16, 20, 32)
    return "-".join(digits[a:b] for a, b in itertools.pairwise(ends))


def invoked(token: str, arguments: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the tenant answers, or None for what is no question of Azure's."""
    match token:
        case "azuread:index/getUser:getUser":
            name = arguments.get("userPrincipalName") or arguments["mail"]
        case "azuread:index/getServicePrincipal:getServicePrincipal":
            name = arguments["clientId"]
        case _:
            return None
    return {"id": name, "objectId": answered(f"guid:{name}")}
