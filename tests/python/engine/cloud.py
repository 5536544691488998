# SPDX-License-Identifier: MIT
"""The made-up cloud: what each type of resource is made from and answers with, and what there is.

It is the cloud of the recordings in `tests/golden`: the same identifiers, the same outputs. What
exists stands in a file, so that several processes can look at it and change it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine import azure

Properties = Mapping[str, Any]


class CloudError(Exception):
    """The cloud refuses something."""


@dataclass(frozen=True)
class Kind:
    """One type of resource.

    `made` are the templates of the id and of further outputs, each of which can name inputs, the
    outputs before it and `logical_name`.
    """

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()  # Cannot be changed once it is made.
    identity: frozenset[str] = frozenset()  # Tells it from others of its type.
    made: Mapping[str, str] = field(default_factory=lambda: {"id": "{logical_name}_id"})
    is_grant: bool = False  # Made twice, it is there once.
    is_rewritten: bool = False  # Made twice, it is as it was made last.
    imported_by: str = "{id}"  # A template of the id that its provider imports it by.
    unread: frozenset[str] = frozenset()  # The cloud does not tell it again.

    @property
    def outputs(self) -> Iterable[str]:
        return [key for key in self.made if key != "id"]


def _kind(
    required: str,
    optional: str = "",
    fixed: str = "",
    identity: str = "",
    imported_by: str = "{id}",
    is_rewritten: bool = False,
    **made: str,
) -> Kind:
    return Kind(
        frozenset(required.split()),
        frozenset(optional.split()),
        frozenset(fixed.split()),
        frozenset((identity or fixed).split()),
        made or {"id": "{logical_name}_id"},
        is_rewritten=is_rewritten,
        imported_by=imported_by,
    )


def _grant(required: str, imported_by: str) -> Kind:
    every = frozenset(required.split())
    return Kind(every, every, every, every, is_grant=True, imported_by=imported_by)


_GOOGLES_AND_GITHUBS: Mapping[str, Kind] = {
    "gcp:artifactregistry/repository:Repository": _kind(
        "format location project repositoryId",
        "description",
        fixed="format location project repositoryId",
        id="projects/{project}/locations/{location}/repositories/{repositoryId}",
        name="{repositoryId}",
    ),
    "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": _grant(
        "location member project repository role",
        imported_by=(
            "projects/{project}/locations/{location}/repositories/{repository!l} {role} {member}"
        ),
    ),
    "gcp:bigquery/table:Table": _kind(
        "datasetId tableId",
        "clusterings deletionProtection project schema timePartitioning",
        fixed="datasetId project tableId",
    ),
    "gcp:billing/budget:Budget": _kind(
        "amount billingAccount",
        "allUpdatesRule budgetFilter displayName thresholdRules",
        fixed="billingAccount",
        identity="logical_name",
    ),
    "gcp:cloudfunctionsv2/function:Function": _kind(
        "location",
        "buildConfig description eventTrigger name project serviceConfig",
        fixed="location name project",
        identity="logical_name",
        id="{logical_name}_id",
        name="{logical_name}-fn",
        url="https://{logical_name}.example",
    ),
    "gcp:cloudidentity/group:Group": _kind(
        "groupKey labels parent",
        "description displayName initialGroupConfig",
        fixed="groupKey initialGroupConfig parent",
        id="groups/{groupKey[id]!n}",
        name="{id}",
    ),
    "gcp:cloudrun/iamMember:IamMember": _grant(
        "location member project role service",
        imported_by="projects/{project}/locations/{location}/services/{service} {role} {member}",
    ),
    "gcp:cloudscheduler/job:Job": _kind(
        "schedule",
        "description httpTarget project region timeZone",
        fixed="project region",
        identity="logical_name",
    ),
    "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": _kind(
        "workloadIdentityPoolId",
        "description disabled displayName project",
        fixed="project workloadIdentityPoolId",
    ),
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": _kind(
        "workloadIdentityPoolId workloadIdentityPoolProviderId",
        "attributeCondition attributeMapping description disabled displayName oidc project",
        fixed="project workloadIdentityPoolId workloadIdentityPoolProviderId",
        id=(
            "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}"
            "/providers/{workloadIdentityPoolProviderId}"
        ),
        name="{id}",
    ),
    "gcp:monitoring/alertPolicy:AlertPolicy": _kind(
        "combiner conditions displayName",
        "alertStrategy notificationChannels project",
        fixed="project",
        identity="logical_name",
    ),
    "gcp:monitoring/notificationChannel:NotificationChannel": _kind(
        "type",
        "description displayName labels project sensitiveLabels",
        fixed="project",
        identity="logical_name",
    ),
    "gcp:organizations/project:Project": _kind(
        "name projectId",
        "billingAccount deletionPolicy orgId",
        fixed="projectId",
        id="projects/{projectId}",
        number="{projectId!n}",
        imported_by="{projectId}",
    ),
    "gcp:privilegedaccessmanager/entitlement:entitlement": _kind(
        "eligibleUsers entitlementId location maxRequestDuration parent privilegedAccess",
        "requesterJustificationConfig",
        fixed="entitlementId location parent",
    ),
    "gcp:projects/iAMMember:IAMMember": _grant(
        "member project role",
        imported_by="{project} {role} {member}",
    ),
    "gcp:projects/service:Service": _kind(
        "service",
        "disableOnDestroy project",
        fixed="project service",
        imported_by="{project}/{service}",
    ),
    "gcp:secretmanager/secret:Secret": _kind(
        "replication secretId",
        "project",
        fixed="project replication secretId",
        id="projects/{project}/secrets/{secretId}",
        name="{id}",
    ),
    "gcp:secretmanager/secretIamMember:SecretIamMember": _grant(
        "member project role secretId",
        imported_by="{secretId} {role} {member}",
    ),
    "gcp:secretmanager/secretVersion:SecretVersion": _kind(
        "secret secretData", fixed="secret secretData"
    ),
    "gcp:serviceaccount/account:Account": _kind(
        "accountId",
        "createIgnoreAlreadyExists description displayName project",
        fixed="accountId project",
        id="projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com",
        email="{accountId}@{project}.iam.gserviceaccount.com",
        name="{id}",
        member="serviceAccount:{email}",
        uniqueId="{email!n}",
    ),
    "gcp:serviceaccount/iAMMember:IAMMember": _grant(
        "member role serviceAccountId",
        imported_by="{serviceAccountId} {role} {member}",
    ),
    "gcp:serviceaccount/key:Key": _kind(
        "serviceAccountId",
        fixed="serviceAccountId",
        identity="logical_name",
        id="{logical_name}_id",
        privateKey="a2V5OiA=",
        is_rewritten=True,
    ),
    "gcp:storage/bucket:Bucket": _kind(
        "location name",
        "autoclass labels lifecycleRules project requesterPays softDeletePolicy "
        "uniformBucketLevelAccess versioning",
        fixed="location name project",
        identity="name",
        imported_by="{name}",
    ),
    "gcp:storage/bucketIAMMember:BucketIAMMember": _grant(
        "bucket member role",
        imported_by="b/{bucket} {role} {member}",
    ),
    "gcp:storage/bucketObject:BucketObject": _kind(
        "bucket",
        "content name source",
        fixed="bucket content name source",
        identity="bucket name",
        id="{logical_name}_id",
        name="{logical_name}-object",
        is_rewritten=True,
    ),
    "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret": _kind(
        "environment plaintextValue repository secretName",
        fixed="environment plaintextValue repository secretName",
    ),
    "github:index/repositoryEnvironment:RepositoryEnvironment": _kind(
        "environment repository", "deploymentBranchPolicy", fixed="environment repository"
    ),
}


def _azures(type_: str, row: azure.Row) -> Kind:
    required, every = row.inputs(type_)
    fixed = frozenset(row.fixed.split())
    unread = frozenset(row.unread.split())
    identity = fixed - unread
    return Kind(
        required, every, fixed, identity, row.made, imported_by=row.imported_by, unread=unread
    )


KINDS: Mapping[str, Kind] = {
    **_GOOGLES_AND_GITHUBS,
    **{type_: _azures(type_, row) for type_, row in azure.ROWS.items()},
}

FUNCTIONS: Mapping[str, Properties] = {
    "gcp:organizations/getOrganization:getOrganization": {
        "id": "organizations/123456789",
        "name": "organizations/123456789",
        "orgId": "123456789",
    },
    "gcp:secretmanager/getSecretVersion:getSecretVersion": {
        "id": "projects/1/secrets/slack/versions/1",
        "secretData": "slack-token",
    },
}


class _Templates(string.Formatter):
    """Also knows `!n`, the decimal form of the first 10 hexadecimal digits of a hash, and `!l`, the
    last part of a path.
    """

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion == "n":
            return str(int(hashlib.sha256(str(value).encode()).hexdigest()[:10], 16))
        if conversion == "l":
            return str(value).rpartition("/")[2]
        return super().convert_field(value, conversion)


def made(type_: str, logical_name: str, inputs: Properties) -> tuple[str, dict[str, Any]]:
    """Returns the id and the outputs beyond the inputs; a name that was given stays as it is."""
    known: dict[str, Any] = {**inputs, "logical_name": logical_name}
    for key, template in KINDS[type_].made.items():
        if key == "id" or key not in inputs or type_ == "gcp:organizations/project:Project":
            known[key] = azure.answered(_Templates().format(template, **known))
    outputs = {key: known[key] for key in KINDS[type_].outputs}
    if type_ == azure.DEPLOYMENT:
        month = {"month": {"type": "String", "value": azure.MONTH}}
        outputs["properties"] = {**inputs["properties"], "outputs": month}
    return known["id"], outputs


@dataclass(frozen=True)
class Thing:
    """Something that exists."""

    type: str
    id: str
    logical_name: str
    inputs: Properties

    @property
    def import_id(self) -> str:
        """What its provider imports it by."""
        return _Templates().format(KINDS[self.type].imported_by, **{**self.inputs, "id": self.id})


class Cloud:
    def __init__(self, path: Path) -> None:
        self._path = path
        with self._connected() as database:
            database.executescript(
                """
                pragma journal_mode = wal;
                create table if not exists things (
                  type text, key text, id text, logical_name text, inputs text,
                  primary key (type, key)
                );
                create table if not exists deeds (deed text, type text, logical_name text);
                create table if not exists faults (deed text, logical_name text, message text);
                """
            )

    # --- what a provider asks for ---------------------------------------------------------------

    def create(self, type_: str, logical_name: str, inputs: Properties) -> str:
        id_, outputs = made(type_, logical_name, inputs)
        kind = KINDS[type_]
        with self._connected() as database:
            self._deed(database, "create", type_, logical_name)
            key = _key(type_, logical_name, {**outputs, **inputs})
            adopts = kind.is_grant or inputs.get("createIgnoreAlreadyExists")
            verb = "insert or ignore" if adopts else "insert"
            verb = "insert or replace" if kind.is_rewritten else verb
            row = (type_, key, id_, logical_name, json.dumps(inputs))
            try:
                database.execute(f"{verb} into things values (?, ?, ?, ?, ?)", row)
            except sqlite3.IntegrityError:
                message = f"409: there is already a {type_} with {key}"
                raise CloudError(message) from None
        return id_

    def find(self, type_: str, logical_name: str, properties: Properties) -> Thing | None:
        with self._connected() as database:
            query = f"{_SELECT} where type = ? and key = ?"
            row = (type_, _key(type_, logical_name, properties))
            rows = database.execute(query, row).fetchall()
        return _thing(rows[0]) if rows else None

    def look_up(self, type_: str, import_id: str) -> Thing | None:
        """Finds what a provider would import by that id."""
        things = (thing for thing in self.things(type_) if thing.import_id == import_id)
        return next(things, None)

    def invoke(self, token: str, arguments: Properties) -> Properties | None:
        """Answers a question, or returns None where it is nobody's."""
        answer = azure.invoked(token, arguments) or FUNCTIONS.get(token)
        if answer is None:
            return None
        with self._connected() as database:
            self._deed(database, "invoke", token, json.dumps(arguments, sort_keys=True))
        return {**arguments, **answer}

    def update(self, type_: str, logical_name: str, inputs: Properties) -> None:
        _, outputs = made(type_, logical_name, inputs)
        with self._connected() as database:
            self._deed(database, "update", type_, logical_name)
            key = _key(type_, logical_name, {**outputs, **inputs})
            changed = database.execute(
                "update things set inputs = ? where type = ? and key = ?",
                (json.dumps(inputs), type_, key),
            )
            if not changed.rowcount:
                message = f"404: there is no {type_} with {key}"
                raise CloudError(message)

    def delete(self, type_: str, logical_name: str, properties: Properties) -> None:
        with self._connected() as database:
            self._deed(database, "delete", type_, logical_name)
            if type_ == "gcp:storage/bucket:Bucket":
                self._demand_empty(database, properties["name"])
            # What these say is that the engine may forget them, and no more.
            abandoned = properties.get("deletionPolicy") == "ABANDON"
            if not abandoned and properties.get("disableOnDestroy") is not False:
                row = (type_, _key(type_, logical_name, properties))
                database.execute("delete from things where type = ? and key = ?", row)

    # --- what a test asks for -------------------------------------------------------------------

    def things(self, type_: str = "%") -> list[Thing]:
        with self._connected() as database:
            query = f"{_SELECT} where type like ? order by type, logical_name"
            return [_thing(row) for row in database.execute(query, (type_,))]

    def deeds(self) -> list[tuple[str, str, str]]:
        """Returns what was done, in order: the deed, the type and the logical name."""
        with self._connected() as database:
            return list(database.execute("select deed, type, logical_name from deeds"))

    def lose(self, type_: str, logical_name: str) -> None:
        """Takes something away behind the engine's back."""
        with self._connected() as database:
            where = "where type = ? and logical_name = ?"
            taken = database.execute(f"delete from things {where}", (type_, logical_name))  # noqa: S608
            assert taken.rowcount == 1

    def fail(self, deed: str, logical_name: str, message: str) -> None:
        """Fails to do something from now on."""
        with self._connected() as database:
            row = (deed, logical_name, message)
            database.execute("insert into faults values (?, ?, ?)", row)

    def recover(self) -> None:
        with self._connected() as database:
            database.execute("delete from faults")

    # --------------------------------------------------------------------------------------------

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30)) as database, database:
            database.execute("pragma synchronous = off")  # No test outlives its machine.
            yield database

    @staticmethod
    def _deed(database: sqlite3.Connection, deed: str, type_: str, logical_name: str) -> None:
        query = "select message from faults where deed = ? and logical_name = ?"
        for (message,) in database.execute(query, (deed, logical_name)):
            raise CloudError(message)
        database.execute("insert into deeds values (?, ?, ?)", (deed, type_, logical_name))

    @staticmethod
    def _demand_empty(database: sqlite3.Connection, bucket: str) -> None:
        query = "select inputs from things where type = 'gcp:storage/bucketObject:BucketObject'"
        for (inputs,) in database.execute(query):
            if json.loads(inputs)["bucket"] == bucket:
                message = f"409: the bucket {bucket} is not empty"
                raise CloudError(message)


_SELECT = "select type, id, logical_name, inputs from things"


def _thing(row: Sequence[str]) -> Thing:
    type_, id_, logical_name, inputs = row
    return Thing(type_, id_, logical_name, json.loads(inputs))


def _key(type_: str, logical_name: str, properties: Properties) -> str:
    """What tells a thing from others of its type."""
    known = {**properties, "logical_name": logical_name}
    return json.dumps({key: known.get(key) for key in sorted(KINDS[type_].identity)})
