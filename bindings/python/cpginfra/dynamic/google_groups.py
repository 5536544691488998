# SPDX-License-Identifier: MIT
"""Memberships of Google groups, and settings of Google groups."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cpginfra.dynamic import _http
from cpginfra.dynamic._memory import Memory
from cpginfra.dynamic._pulumi import (
    CreateResult,
    DiffResult,
    Provider,
    ReadResult,
    changed,
    gone,
    is_unknown,
)

if TYPE_CHECKING:
    from cpginfra.dynamic import _google

# The most that the service lists at a time.
_PAGE_SIZE = 1000

# The canonical codes (google.rpc.Code) of operations that may fare better later, or have already.
_PASSING_CODES = frozenset({4, 6, 8, 10, 13, 14})

_FORBIDDEN = 403
_NOT_FOUND = 404


@dataclass(frozen=True)
class Membership:
    """One member of one group."""

    name: str  # groups/{group}/memberships/{membership}
    member_key: str  # The member's email in lower case.

    def outs(self, group_key: str) -> dict[str, Any]:
        """Returns what the engine keeps."""
        return {
            "member_name": self.name,
            "member_key": self.member_key,
            "group_key": group_key,
        }


Listing = dict[str, Membership]  # By the members' keys.

_listings = Memory[Listing]()


@functools.cache
def cloud_identity() -> _google.Service:
    """Returns the client of the service that knows who is in which group."""
    from cpginfra.dynamic import _google

    authority = _google.access("https://www.googleapis.com/auth/cloud-identity.groups")
    return _google.service("cloudidentity", "v1", authority)


@functools.cache
def groups_settings() -> _google.Service:
    """Returns the client of the service that knows how groups are set up."""
    from cpginfra.dynamic import _google

    authority = _google.access("https://www.googleapis.com/auth/apps.groups.settings")
    return _google.service("groupssettings", "v1", authority)


class GoogleGroupMembershipProvider(Provider):
    """Puts a member into a Google group, as `{group_key, member_key}`."""

    def create(self, props: Mapping[str, Any]) -> CreateResult:
        """Adds the member, or adopts the membership that is there."""
        group_key, member_key = props["group_key"], props["member_key"].lower()
        with _http.doing(f"add the member {member_key} to the group {group_key}"):
            membership = _http.ensured(
                _members(group_key),
                lambda: _members_now(group_key),
                lambda listing: listing.get(member_key),
                lambda _listing: _add(group_key, member_key),
            )
        _listings.change(group_key, lambda listing: listing.update({member_key: membership}))
        return CreateResult(
            membership.name, membership.outs(_group_of(membership.name) or group_key)
        )

    def read(self, id_: str, props: Mapping[str, Any]) -> ReadResult:  # noqa: ARG002
        """Looks the member up, whose membership may have another id by now."""
        group_key, member_key = props["group_key"], props["member_key"].lower()
        with _http.doing(f"read the member {member_key} of the group {group_key}"):
            try:
                membership = _members(group_key).get(member_key)
            except _http.ServiceError as error:
                if error.status != _NOT_FOUND:
                    raise
                membership = None  # The group itself is gone.
        if membership is None:
            return gone()
        return ReadResult(membership.name, membership.outs(group_key))

    def delete(self, id_: str, props: Mapping[str, Any]) -> None:
        """Removes the member if it is there."""
        group_key = _group_of(id_) or props["group_key"]
        member_key = props["member_key"].lower()
        with _http.doing(f"remove the member {member_key} ({id_}) from the group {group_key}"):
            remove_member(group_key, id_)
        _listings.change(group_key, lambda listing: _drop(listing, id_))

    def diff(self, id_: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> DiffResult:  # noqa: ARG002
        """Replaces the membership where group or member differ; case is no difference."""
        both = ["member_key", "group_key"]
        differs = any(is_unknown(news[key]) for key in both) or (
            olds["member_key"].lower() != news["member_key"].lower()
            or olds["group_key"] != news["group_key"]
        )
        return DiffResult(changes=True, replaces=both) if differs else DiffResult(changes=False)


class GoogleGroupSettingsProvider(Provider):
    """Keeps some settings of a Google group, as `{group_email, settings}`."""

    def create(self, props: Mapping[str, Any]) -> CreateResult:
        """Changes the group's settings."""
        from cpginfra.dynamic import _google

        group_email, settings = props["group_email"], props["settings"]
        with _http.doing(f"change the settings of the group {group_email}"):
            request = groups_settings().groups().update(groupUniqueId=group_email, body=settings)
            answer = _http.repeated(lambda: _google.answer(request))
            missing = sorted(set(settings) - set(answer))
            if missing:
                message = f"the service does not know {', '.join(missing)}"
                raise _http.ServiceError(message)
        outs = {"group_email": group_email, "settings": {key: answer[key] for key in settings}}
        return CreateResult(f"google_group_settings::{group_email}", outs)

    def read(self, id_: str, props: Mapping[str, Any]) -> ReadResult:
        """Reads those settings that are kept here."""
        from cpginfra.dynamic import _google

        group_email, settings = props["group_email"], props["settings"]
        with _http.doing(f"read the settings of the group {group_email}"):
            request = groups_settings().groups().get(groupUniqueId=group_email)
            try:
                answer = _http.repeated(lambda: _google.answer(request))
            except _http.ServiceError as error:
                if error.status != _NOT_FOUND:
                    raise
                return gone()
        outs = {"group_email": group_email, "settings": {key: answer.get(key) for key in settings}}
        return ReadResult(id_, outs)

    def delete(self, id_: str, props: Mapping[str, Any]) -> None:
        """Leaves the settings as they are: there is nothing to which to set them back."""

    def diff(self, id_: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> DiffResult:  # noqa: ARG002
        """Sets again what differs."""
        replaces = changed(olds, news, "group_email", "settings")
        return DiffResult(True, replaces) if replaces else DiffResult(changes=False)


def _members(group_key: str) -> Listing:
    return _listings.recall(group_key, lambda: list_members(group_key))


def _members_now(group_key: str) -> Listing:
    return _listings.renew(group_key, lambda: list_members(group_key))


def list_members(group_key: str) -> Listing:
    """Returns all members of a group, by their keys, as the service has them now."""
    listing: Listing = {}
    for entry in _entries("memberships", _memberships(group_key), group_key):
        # Some members, as all people of a domain, have no email and are never ours.
        member_key = entry.get("preferredMemberKey", {}).get("id")
        if member_key is not None:
            listing[member_key.lower()] = Membership(entry["name"], member_key.lower())
    return listing


def list_groups(customer: str) -> dict[str, str]:
    """Returns the names of all groups of a customer, `groups/ID`, by their emails."""
    entries = _entries("groups", cloud_identity().groups(), f"customers/{customer}")
    return {entry["groupKey"]["id"]: entry["name"] for entry in entries}


def _entries(key: str, collection: _google.Service, parent: str) -> Iterator[dict[str, Any]]:
    """Everything of a collection, page by page; `key` is where answers have it."""
    from cpginfra.dynamic import _google

    page: dict[str, str] = {}
    while True:
        request = collection.list(parent=parent, pageSize=_PAGE_SIZE, **page)
        answer = _http.repeated(functools.partial(_google.answer, request))
        yield from answer.get(key, [])
        if not answer.get("nextPageToken"):
            return
        page = {"pageToken": answer["nextPageToken"]}


def _add(group_key: str, member_key: str) -> Membership:
    from cpginfra.dynamic import _google

    body = {"preferredMemberKey": {"id": member_key}, "roles": [{"name": "MEMBER"}]}
    operation = _google.answer(_memberships(group_key).create(parent=group_key, body=body))
    _demand_done(operation)
    name = operation.get("response", {}).get("name")
    if not name:
        message = "the service does not say the new membership's name"
        raise _http.ServiceError(message, passing=True)
    return Membership(name, member_key)


def remove_member(group_key: str, name: str) -> None:
    """Removes the membership of that name, if it is there."""
    from cpginfra.dynamic import _google

    def send() -> None:
        _demand_done(_google.answer(_memberships(group_key).delete(name=name)))

    try:
        _http.repeated(send)
    except _http.ServiceError as error:
        if error.status == _NOT_FOUND:
            return
        # What is not there is forbidden too, to some callers.
        if error.status != _FORBIDDEN or _is_listed(group_key, name):
            raise


def _is_listed(group_key: str, name: str) -> bool:
    try:
        listing = _members_now(group_key)
    except _http.ServiceError as error:
        if error.status == _NOT_FOUND:
            return False
        raise
    return any(membership.name == name for membership in listing.values())


def _drop(listing: Listing, name: str) -> None:
    for member_key in [key for key, membership in listing.items() if membership.name == name]:
        del listing[member_key]


def _demand_done(operation: Mapping[str, Any]) -> None:
    if "error" in operation:
        code, text = (operation["error"].get(key) for key in ("code", "message"))
        message = f"the operation failed with the code {code}: {text}"
        raise _http.ServiceError(message, passing=code in _PASSING_CODES)
    if not operation.get("done"):
        message = "the service has not finished yet"
        raise _http.ServiceError(message, passing=True)


def _memberships(group_key: str) -> _google.Service:
    if not re.fullmatch("groups/[^/]+", group_key):
        message = f"{group_key!r} is not of the form groups/ID"
        raise _http.ServiceError(message)
    return cloud_identity().groups().memberships()


def _group_of(name: str) -> str | None:
    """The group in a membership's name."""
    found = re.fullmatch("(groups/[^/]+)/memberships/[^/]+", name)
    return found[1] if found else None
