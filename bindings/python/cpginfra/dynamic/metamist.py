# SPDX-License-Identifier: MIT
"""Projects of metamist, and who may read and write them."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from cpginfra.dynamic import _http
from cpginfra.dynamic._memory import Memory
from cpginfra.dynamic._pulumi import (
    CreateResult,
    DiffResult,
    Provider,
    ReadResult,
    changed,
    gone,
)

# Where metamist is, by the environment that SM_ENVIRONMENT names; SM_URL says it outright.
_LOCAL = "http://localhost:8000"
_DEVELOPMENT = "https://sample-metadata-api-dev-mnrpw3mdza-ts.a.run.app"
_PRODUCTION = "https://sample-metadata-api-mnrpw3mdza-ts.a.run.app"

# What metamist calls the ones in each list of members.
_ROLES = {
    "read_members": "reader",
    "write_members": "writer",
    "contribute_members": "contributor",
}

Projects = dict[str, int]  # Ids by name.

_projects = Memory[Projects]()


class MetamistProjectProvider(Provider):
    """Has a project of metamist, as `{project_name}`."""

    def create(self, props: Mapping[str, Any]) -> CreateResult:
        """Makes the project, or adopts the one that is there."""
        name = props["project_name"]
        with _http.doing(f"create the metamist project {name} at {_url()}"):
            project_id = _http.ensured(
                _listed(), _listed_now, lambda projects: projects.get(name), lambda _: _make(name)
            )
        _projects.change(_url(), lambda projects: projects.update({name: project_id}))
        return CreateResult(
            f"metamist-project::{name}::{project_id}",
            {"project_id": project_id, "project_name": name},
        )

    def read(self, id_: str, props: Mapping[str, Any]) -> ReadResult:
        """Looks the project up."""
        name = props["project_name"]
        with _http.doing(f"read the metamist project {name} at {_url()}"):
            project_id = _listed().get(name)
        if project_id is None:
            return gone()
        return ReadResult(id_, {"project_id": project_id, "project_name": name})

    def delete(self, id_: str, props: Mapping[str, Any]) -> None:
        """Leaves the project, since its data would go with it."""

    def diff(self, id_: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> DiffResult:  # noqa: ARG002
        """Replaces a project of another name."""
        replaces = changed(olds, news, "project_name")
        return DiffResult(bool(replaces), replaces, delete_before_replace=bool(replaces))


class MetamistProjectMembersProvider(Provider):
    """Sets who is in a project of metamist.

    As `{project_name, read_members, contribute_members, write_members}`.
    """

    def create(self, props: Mapping[str, Any]) -> CreateResult:
        """Sets the project's members, who are exactly these from then on."""
        name = props["project_name"]
        with _http.doing(f"set the members of the metamist project {name} at {_url()}"):
            url = f"{_url()}/api/v1/project/{quote(name, safe='')}/members"
            _http.repeated(lambda: client().send("PATCH", url, body=_members(props)))
        return CreateResult(f"metamist-project-members::{name}", _members_outs(props))

    def read(self, id_: str, props: Mapping[str, Any]) -> ReadResult:
        """Looks the project up; metamist does not tell who is in it."""
        name = props["project_name"]
        with _http.doing(f"read the metamist project {name} at {_url()}"):
            is_there = name in _listed()
        return ReadResult(id_, _members_outs(props)) if is_there else gone()

    def delete(self, id_: str, props: Mapping[str, Any]) -> None:
        """Leaves the members."""

    def diff(self, id_: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> DiffResult:  # noqa: ARG002
        """Sets anew what differs."""
        replaces = changed(olds, news, "project_name", *_ROLES)
        return DiffResult(bool(replaces), replaces, delete_before_replace=False)


@functools.cache
def client() -> _http.Client:
    """Returns what sends requests to metamist, with a Google identity for it."""
    from cpginfra.dynamic import _google

    if os.environ.get("SM_ENVIRONMENT", "").lower() == "local":
        return _http.Client(_http.Nobody())
    return _http.Client(_google.identity(_url()))


def _url() -> str:
    environment = os.environ.get("SM_ENVIRONMENT", "").lower()
    if url := os.environ.get("SM_URL"):
        return url
    if "local" in environment:
        return _LOCAL
    return _DEVELOPMENT if "dev" in environment else _PRODUCTION


def _listed() -> Projects:
    return _projects.recall(_url(), _list)


def _listed_now() -> Projects:
    return _projects.renew(_url(), _list)


def _list() -> Projects:
    """All projects, of which metamist has no pages."""

    def ask() -> _http.Json:
        return client().send("GET", f"{_url()}/api/v1/project/all").json()

    listed = _http.repeated(ask)
    if not isinstance(listed, list):
        message = "the list of projects is no JSON array"
        raise _http.ServiceError(message)
    return {project["name"]: project["id"] for project in listed}


def _make(name: str) -> int:
    answer = client().send(
        "PUT",
        f"{_url()}/api/v1/project/",
        query={"name": name, "dataset": name, "create_test_project": "false"},
    )
    project_id = answer.json()
    if not isinstance(project_id, int) or not project_id:
        message = "metamist does not say the new project's id"
        raise _http.ServiceError(message, passing=True)
    return project_id


def _members(props: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each member once, with all its roles."""
    roles: dict[str, list[str]] = {}
    for key, role in _ROLES.items():
        for member in _distinct(props[key]):
            roles.setdefault(member, []).append(role)
    return [{"member": member, "roles": given} for member, given in roles.items()]


def _distinct(members: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(members)


def _members_outs(props: Mapping[str, Any]) -> dict[str, Any]:
    return {"project_name": props["project_name"], **{key: props[key] for key in _ROLES}}
