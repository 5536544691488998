# SPDX-License-Identifier: MIT
"""Users and billing projects of Hail Batch, and the users of its billing projects."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cpginfra.dynamic import _http
from cpginfra.dynamic._pulumi import (
    CreateResult,
    DiffResult,
    Provider,
    ReadResult,
    changed,
    gone,
)

# How often, and every how many seconds, a new user is looked at until its cloud identity is there.
# Hail makes it in a job of its own, which can take a minute.
_LOOKS = 25
_SECONDS_BETWEEN_LOOKS = 5.0

# Where the services of a developer's own Hail answer; these want the token twice.
_INTERNAL = "https://internal.hail"

_FORBIDDEN = 403
_NOT_FOUND = 404


@dataclass(frozen=True)
class Authority:
    """Puts the token of one category on each request, read anew for each."""

    token_category: str
    batch_uri: str

    def headers(self, method: str, url: str) -> Mapping[str, str]:  # noqa: ARG002
        """Returns the token."""
        bearer = f"Bearer {_token(self.token_category)}"
        if self.batch_uri.startswith(_INTERNAL):
            return {"authorization": bearer, "x-hail-internal-authorization": bearer}
        return {"authorization": bearer}

    def renew(self) -> bool:
        """Has no other token."""
        return False


@dataclass(frozen=True)
class Service:
    """One of Hail's services, as someone who has a token of a category."""

    batch_uri: str
    token_category: str

    def find(self, *path: str) -> dict[str, Any] | None:
        """Returns what is at a path, if there is anything."""
        try:
            found = _http.repeated(lambda: self._send("GET", path).json())
        except _http.ServiceError as error:
            # To those who are not in it, Hail forbids a billing project that it does not know.
            unknown = error.status == _FORBIDDEN and "Unknown Hail Batch" in str(error)
            if error.status == _NOT_FOUND or unknown:
                return None
            raise
        if not isinstance(found, dict):
            message = f"what is at {'/'.join(path)} is no JSON object"
            raise _http.ServiceError(message)
        return found

    def post(self, *path: str, body: object = None) -> None:
        """Does something, once."""
        self._send("POST", path, body)

    def _send(self, method: str, path: tuple[str, ...], body: object = None) -> _http.Answer:
        client = _http.Client(Authority(self.token_category, self.batch_uri))
        steps = "/".join(quote(step, safe="") for step in path)
        return client.send(method, f"{self.batch_uri}/api/v1alpha/{steps}", body=body)


class HailBatchUserProvider(Provider):
    """Has a user of Hail Batch, as `{username, batch_uri, token_category}`."""

    def create(self, props: Mapping[str, Any]) -> CreateResult:
        """Makes the user, or adopts the one that is there, and waits for its cloud identity."""
        service, username = _service(props), props["username"]

        def make(_seen: object) -> dict[str, Any]:
            service.post("users", username, "create", body=_new_user(username))
            return {}

        with _http.doing(f"create the Hail Batch user {username} at {service.batch_uri}"):
            user = _http.ensured(
                service.find("users", username),
                lambda: service.find("users", username),
                lambda seen: seen,
                make,
            )
            cloud_id = user.get("hail_identity") or _wait_for_identity(service, username)
        return CreateResult(
            f"{service.token_category}::{service.batch_uri}::{username}",
            _user_outs(props, cloud_id),
        )

    def read(self, id_: str, props: Mapping[str, Any]) -> ReadResult:
        """Looks the user up."""
        service, username = _service(props), props["username"]
        with _http.doing(f"read the Hail Batch user {username} at {service.batch_uri}"):
            user = service.find("users", username)
        if user is None:
            return gone()
        return ReadResult(id_, _user_outs(props, user.get("hail_identity")))

    def delete(self, id_: str, props: Mapping[str, Any]) -> None:
        """Leaves the user, since it is hard to bring one back."""

    def diff(self, id_: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> DiffResult:  # noqa: ARG002
        """Replaces a user of another name or service; which token finds it is no difference."""
        replaces = changed(olds, news, "username", "batch_uri")
        return DiffResult(bool(replaces), replaces, stables=[], delete_before_replace=False)


class HailBatchBillingProjectProvider(Provider):
    """Has an open billing project of Hail Batch, as `{name, batch_uri, token_category}`."""

    def create(self, props: Mapping[str, Any]) -> CreateResult:
        """Makes or reopens the billing project, or adopts the open one that is there."""
        service, name = _service(props), props["name"]

        def make(seen: dict[str, Any] | None) -> dict[str, Any]:
            service.post("billing_projects", name, "reopen" if _is_closed(seen) else "create")
            return {}

        with _http.doing(f"create the Hail Batch billing project {name} at {service.batch_uri}"):
            _http.ensured(
                service.find("billing_projects", name),
                lambda: service.find("billing_projects", name),
                lambda seen: None if _is_closed(seen) else seen,
                make,
            )
        return CreateResult(
            f"{service.token_category}::{service.batch_uri}::{name}", _project_outs(props)
        )

    def read(self, id_: str, props: Mapping[str, Any]) -> ReadResult:
        """Looks the billing project up; a closed one counts as gone."""
        service, name = _service(props), props["name"]
        with _http.doing(f"read the Hail Batch billing project {name} at {service.batch_uri}"):
            project = service.find("billing_projects", name)
        if project is None or _is_closed(project):
            return gone()
        return ReadResult(id_, _project_outs(props))

    def delete(self, id_: str, props: Mapping[str, Any]) -> None:  # noqa: ARG002
        """Closes the billing project if it is there and open."""
        service, name = _service(props), props["name"]
        with _http.doing(f"close the Hail Batch billing project {name} at {service.batch_uri}"):
            try:
                _http.repeated(lambda: service.post("billing_projects", name, "close"))
            except _http.ServiceError:
                project = service.find("billing_projects", name)
                if project is not None and not _is_closed(project):
                    raise

    def diff(self, id_: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> DiffResult:  # noqa: ARG002
        """Replaces a project of another name or service; which token finds it is no difference."""
        replaces = changed(olds, news, "name", "batch_uri")
        return DiffResult(bool(replaces), replaces, stables=[], delete_before_replace=False)


class HailBatchBillingProjectMembershipProvider(Provider):
    """Lets a user bill a project of Hail Batch, as `{billing_project, user}`.

    The billing project is given by the id of its resource.
    """

    def create(self, props: Mapping[str, Any]) -> CreateResult:
        """Adds the user if it is not there."""
        user = props["user"]
        with _http.doing(_membership("add", "to", props)):
            service, name = _project_of(props["billing_project"])

            def make(_seen: object) -> dict[str, Any]:
                service.post("billing_projects", name, "users", user, "add")
                return {}

            _http.ensured(
                service.find("billing_projects", name),
                lambda: service.find("billing_projects", name),
                lambda seen: seen if _has_user(seen, user) else None,
                make,
            )
        return CreateResult(f"{props['billing_project']}::{user}", _membership_outs(props))

    def read(self, id_: str, props: Mapping[str, Any]) -> ReadResult:
        """Looks the user up in the billing project."""
        with _http.doing(_membership("read", "of", props)):
            service, name = _project_of(props["billing_project"])
            project = service.find("billing_projects", name)
        if not _has_user(project, props["user"]):
            return gone()
        return ReadResult(id_, _membership_outs(props))

    def delete(self, id_: str, props: Mapping[str, Any]) -> None:  # noqa: ARG002
        """Removes the user if it is there."""
        user = props["user"]
        with _http.doing(_membership("remove", "from", props)):
            service, name = _project_of(props["billing_project"])
            try:
                _http.repeated(
                    lambda: service.post("billing_projects", name, "users", user, "remove")
                )
            except _http.ServiceError:
                if _has_user(service.find("billing_projects", name), user):
                    raise

    def diff(self, id_: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> DiffResult:  # noqa: ARG002
        """Replaces what has another user or billing project."""
        replaces = changed(olds, news, "billing_project", "user")
        return DiffResult(bool(replaces), replaces, delete_before_replace=bool(replaces))


def _service(props: Mapping[str, Any]) -> Service:
    return Service(props["batch_uri"], props["token_category"])


def _project_of(id_: str) -> tuple[Service, str]:
    """The service and the name in a billing project's id."""
    parts = id_.split("::")
    if len(parts) != 3:
        message = f"{id_!r} is not the id of a billing project"
        raise _http.ServiceError(message)
    token_category, batch_uri, name = parts
    return Service(batch_uri, token_category), name


def _new_user(username: str) -> dict[str, Any]:
    return {
        "user": username,
        "login_id": None,
        "is_developer": False,
        "is_service_account": True,
    }


def _wait_for_identity(service: Service, username: str) -> str:
    for _ in range(_LOOKS):
        user = service.find("users", username)
        if user and user.get("hail_identity"):
            return str(user["hail_identity"])
        _http.TIME.sleep(_SECONDS_BETWEEN_LOOKS)
    message = (
        f"it has no cloud identity after {_LOOKS * _SECONDS_BETWEEN_LOOKS:g} seconds; the next "
        "update adopts the user and waits again"
    )
    raise _http.ServiceError(message)


def _is_closed(project: Mapping[str, Any] | None) -> bool:
    return project is not None and project.get("status") == "closed"


def _has_user(project: Mapping[str, Any] | None, user: str) -> bool:
    return project is not None and not _is_closed(project) and user in project.get("users", ())


def _user_outs(props: Mapping[str, Any], cloud_id: str | None) -> dict[str, Any]:
    return {
        "cloud_id": cloud_id,
        "username": props["username"],
        "batch_uri": props["batch_uri"],
        "token_category": props["token_category"],
    }


def _project_outs(props: Mapping[str, Any]) -> dict[str, Any]:
    return {key: props[key] for key in ("name", "batch_uri", "token_category")}


def _membership_outs(props: Mapping[str, Any]) -> dict[str, Any]:
    return {key: props[key] for key in ("billing_project", "user")}


def _membership(verb: str, preposition: str, props: Mapping[str, Any]) -> str:
    return (
        f"{verb} the user {props['user']} {preposition} the Hail Batch billing project "
        f"{props['billing_project']}"
    )


def _token(category: str) -> str:
    """The token of a category: from the environment, or from where Hail's login leaves it."""
    variable, path = f"HAIL_TOKEN_{category.upper()}", Path.home() / ".hail" / "tokens.json"
    token = os.environ.get(variable) or _stored_token(path, category)
    if not token:
        message = f"no Hail token for {category!r}: set {variable}, or log in so that {path} has it"
        raise _http.ServiceError(message)
    token = token.strip()
    if not (token.isascii() and token.isprintable() and " " not in token):
        message = f"what {variable} or {path} has for {category!r} is no token"
        raise _http.ServiceError(message)
    return token


def _stored_token(path: Path, category: str) -> str | None:
    try:
        tokens = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        tokens = None
    token = tokens.get(category) if isinstance(tokens, dict) else None
    if token is None and not isinstance(tokens, dict):
        message = f"{path} cannot be read, or is no JSON object"
        raise _http.ServiceError(message)
    return token if isinstance(token, str) else None
