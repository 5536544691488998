# SPDX-License-Identifier: MIT
"""Every provider against services that fail: nothing is done twice, nothing is lost."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from cpginfra.dynamic import _http, google_groups, metamist, provider_for
from support.doubles import Clock
from support.fake_services import (
    GOOGLE_TOKEN,
    HAIL_TOKEN,
    METAMIST_TOKEN,
    BillingProject,
    FakeServices,
)
from support.local_server import Fault, LocalServer, Reply

MEMBER = {"group_key": "groups/g1", "member_key": "Ann@example.org"}
MEMBERSHIP = "groups/g1/memberships/made1"
SETTINGS = {"group_email": "g1@example.org", "settings": {"allowExternalMembers": "true"}}
PAYING = {"billing_project": "gcp::{url}::tree", "user": "ann"}
MEMBERS = {
    "project_name": "tree",
    "read_members": ["ann", "bob"],
    "contribute_members": [],
    "write_members": ["bob"],
}
GROUP = {"bob@example.org": "groups/g1/memberships/b", "cyd@example.org": "groups/g1/memberships/c"}
ANN = {"ann@example.org": MEMBERSHIP}
EXTERNAL = {"g1@example.org": {"allowExternalMembers": "false", "whoCanJoin": "INVITED"}}


def hail(**inputs: str) -> dict[str, str]:
    return {**inputs, "batch_uri": "{url}", "token_category": "gcp"}


def project(status: str, *users: str) -> dict[str, BillingProject]:
    return {"tree": BillingProject(status, list(users))}


def set_world(services: FakeServices, world: Mapping[str, Any]) -> None:
    """Starts anew: nothing is there but this, and nobody remembers anything."""
    services.__init__()  # type: ignore[misc]
    for name, value in world.items():
        setattr(services, name, copy.deepcopy(value))
    google_groups._listings.clear()
    metamist._projects.clear()


@dataclass(frozen=True)
class Deed:
    """One operation of one provider, in a world in which it has an effect."""

    name: str
    verb: str
    props: Mapping[str, Any]
    on: str  # The request of which all depends.
    before: Mapping[str, Any]
    effects: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # That an error must hold.
    id_: str = "any"
    gone: Mapping[str, Any] | None = None  # Where there is nothing to read or delete.

    def prepare(self, services: FakeServices) -> None:
        set_world(services, self.before)

    def do(self, server: LocalServer) -> object:
        props = {
            key: value.format(url=server.url) if isinstance(value, str) else value
            for key, value in self.props.items()
        }
        provider = provider_for(props)
        if self.verb == "create":
            made = provider.create(props)
            return made.id.replace(server.url, "URL"), made.outs
        if self.verb == "read":
            read = provider.read(self.id_, props)
            return read.id, read.outs
        provider.delete(self.id_, props)
        return None


DEEDS = [
    Deed(
        "add a member",
        "create",
        MEMBER,
        "POST /v1/groups/g1/memberships",
        {"groups": {"groups/g1": dict(GROUP)}},
        ("ann@example.org into groups/g1",),
        ("add", "ann@example.org", "groups/g1"),
    ),
    Deed(
        "read a member",
        "read",
        MEMBER,
        "GET /v1/groups/g1/memberships",
        {"groups": {"groups/g1": {**GROUP, **ANN}}},
        words=("read", "ann@example.org", "groups/g1"),
        gone={"groups": {"groups/g1": dict(GROUP)}},
    ),
    Deed(
        "remove a member",
        "delete",
        MEMBER,
        "DELETE /v1/groups/g1/memberships",
        {"groups": {"groups/g1": {**GROUP, **ANN}}},
        ("ann@example.org out of groups/g1",),
        ("remove", "ann@example.org", "groups/g1"),
        id_=MEMBERSHIP,
        gone={"groups": {"groups/g1": dict(GROUP)}},
    ),
    Deed(
        "change settings",
        "create",
        SETTINGS,
        "PUT /groups/v1/groups/",
        {"settings": EXTERNAL},
        ("settings of g1@example.org",),
        ("change the settings", "g1@example.org"),
    ),
    Deed(
        "read settings",
        "read",
        SETTINGS,
        "GET /groups/v1/groups/",
        {"settings": EXTERNAL},
        words=("read the settings", "g1@example.org"),
        gone={"settings": {}},
    ),
    Deed(
        "create a Hail user",
        "create",
        hail(username="ann"),
        "POST /api/v1alpha/users",
        {},
        ("user ann",),
        ("create the Hail Batch user ann",),
    ),
    Deed(
        "read a Hail user",
        "read",
        hail(username="ann"),
        "GET /api/v1alpha/users",
        {"users": {"ann": None}},
        words=("read the Hail Batch user ann",),
        gone={},
    ),
    Deed(
        "create a billing project",
        "create",
        hail(name="tree"),
        "POST /api/v1alpha/billing_projects",
        {},
        ("create tree",),
        ("create the Hail Batch billing project tree",),
    ),
    Deed(
        "reopen a billing project",
        "create",
        hail(name="tree"),
        "POST /api/v1alpha/billing_projects",
        {"billing_projects": project("closed")},
        ("reopen tree",),
        ("create the Hail Batch billing project tree",),
    ),
    Deed(
        "read a billing project",
        "read",
        hail(name="tree"),
        "GET /api/v1alpha/billing_projects",
        {"billing_projects": project("open")},
        words=("read the Hail Batch billing project tree",),
        gone={"billing_projects": project("closed")},
    ),
    Deed(
        "close a billing project",
        "delete",
        hail(name="tree"),
        "POST /api/v1alpha/billing_projects",
        {"billing_projects": project("open")},
        ("close tree",),
        ("close the Hail Batch billing project tree",),
        gone={"billing_projects": project("closed")},
    ),
    Deed(
        "add a user to a billing project",
        "create",
        PAYING,
        "POST /api/v1alpha/billing_projects",
        {"billing_projects": project("open", "bob")},
        ("add ann: tree",),
        ("add the user ann", "::tree"),
    ),
    Deed(
        "read a user of a billing project",
        "read",
        PAYING,
        "GET /api/v1alpha/billing_projects",
        {"billing_projects": project("open", "bob", "ann")},
        words=("read the user ann", "::tree"),
        gone={"billing_projects": project("open", "bob")},
    ),
    Deed(
        "remove a user from a billing project",
        "delete",
        PAYING,
        "POST /api/v1alpha/billing_projects",
        {"billing_projects": project("open", "bob", "ann")},
        ("remove ann: tree",),
        ("remove the user ann", "::tree"),
        gone={"billing_projects": project("open", "bob")},
    ),
    Deed(
        "create a metamist project",
        "create",
        {"project_name": "tree"},
        "PUT /api/v1/project/",
        {"projects": {"bush": 7}},
        ("project tree",),
        ("create the metamist project tree",),
    ),
    Deed(
        "read a metamist project",
        "read",
        {"project_name": "tree"},
        "GET /api/v1/project/all",
        {"projects": {"tree": 7}},
        words=("read the metamist project tree",),
        gone={"projects": {"bush": 7}},
    ),
    Deed(
        "set a metamist project's members",
        "create",
        MEMBERS,
        "PATCH /api/v1/project/tree/members",
        {"projects": {"tree": 7}},
        ("members of tree",),
        ("set the members of the metamist project tree",),
    ),
    Deed(
        "read a metamist project's members",
        "read",
        MEMBERS,
        "GET /api/v1/project/all",
        {"projects": {"tree": 7}},
        words=("read the metamist project tree",),
        gone={"projects": {"bush": 7}},
    ),
]

# The creations that a service would carry out, or refuse, a second time.
ONCE = {
    "add a member",
    "create a Hail user",
    "create a billing project",
    "reopen a billing project",
    "add a user to a billing project",
    "create a metamist project",
}

PASSING: dict[str, tuple[str, Reply]] = {
    "409": ("reply", Reply(409, {"error": {"message": "conflict"}})),
    "429": ("reply", Reply(429, {"error": {"message": "slower"}}, {"Retry-After": "7"})),
    "500": ("reply", Reply(500, b"oops")),
    "503": ("reply", Reply(503, b"<html>come back later</html>")),
    "half an answer": ("half", Reply()),
    "no answer": ("drop", Reply()),
}

each_deed = pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)


each_passing = pytest.mark.parametrize("kind", PASSING)
each_slow = pytest.mark.parametrize("how", ["hang", "drip"])


@pytest.fixture
def short_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that also other requests may miss on a busy machine; they are sent again then."""
    monkeypatch.setattr(_http, "TIMEOUT", 0.15)


def sent(server: LocalServer, deed: Deed) -> int:
    return len(server.lines(f"^{deed.on}"))


def without_fault(deed: Deed, server: LocalServer, services: FakeServices) -> object:
    deed.prepare(services)
    result = deed.do(server)
    assert services.effects == list(deed.effects)
    deed.prepare(services)
    server.requests.clear()
    return result


@each_deed
@each_passing
def test_what_fails_in_passing_is_done_once(
    deed: Deed, kind: str, server: LocalServer, services: FakeServices, clock: Clock
) -> None:
    expected = without_fault(deed, server, services)
    server.faults = [Fault(deed.on, *PASSING[kind])]
    assert deed.do(server) == expected
    assert services.effects == list(deed.effects)
    assert clock.waits == [7.0 if kind == "429" else 1.0]
    assert server.faults == []


@each_deed
@each_slow
def test_what_takes_too_long_is_given_up_and_done_once(
    deed: Deed,
    how: str,
    server: LocalServer,
    services: FakeServices,
    short_timeout: None,  # noqa: ARG001
) -> None:
    deed.prepare(services)
    server.faults = [Fault(f"^{deed.on}", how)]
    deed.do(server)
    assert services.effects == list(deed.effects)
    assert server.faults == []


@each_deed
@each_slow
def test_what_takes_too_long_but_is_carried_out_is_not_done_twice(
    deed: Deed,
    how: str,
    server: LocalServer,
    services: FakeServices,
    short_timeout: None,  # noqa: ARG001
) -> None:
    deed.prepare(services)
    server.faults = [Fault(f"^{deed.on}", how, is_applied=True)]
    deed.do(server)
    assert services.effects == list(deed.effects)
    if deed.name in ONCE:
        assert sent(server, deed) == 1


def test_what_hangs_for_ever_ends_in_an_error_that_names_the_resource(
    server: LocalServer,
    services: FakeServices,
    short_timeout: None,  # noqa: ARG001
) -> None:
    [deed] = [deed for deed in DEEDS if deed.name == "create a Hail user"]
    server.faults = [Fault(f"^{deed.on}", "hang", is_lasting=True)]
    with pytest.raises(_http.ResourceError, match="create the Hail Batch user ann") as caught:
        deed.do(server)
    assert "had no whole answer in 0.15 seconds (tried 6 times)" in str(caught.value)
    assert sent(server, deed) == 6
    assert services.effects == []


@each_deed
@each_passing
def test_what_fails_after_it_was_carried_out_is_not_done_twice(
    deed: Deed, kind: str, server: LocalServer, services: FakeServices
) -> None:
    expected = without_fault(deed, server, services)
    how, reply = PASSING[kind]
    server.faults = [Fault(deed.on, how, reply, is_applied=True)]
    assert deed.do(server) == expected
    assert services.effects == list(deed.effects)
    if deed.name in ONCE:
        assert sent(server, deed) == 1
        assert server.lines()[-1].startswith("GET ")


@each_deed
def test_an_answer_cut_off_inside_its_json_is_not_taken_for_a_whole_one(
    deed: Deed, server: LocalServer, services: FakeServices
) -> None:
    expected = without_fault(deed, server, services)
    server.faults = [Fault(deed.on, "half_json", is_applied=True)]
    assert deed.do(server) == expected
    assert services.effects == list(deed.effects)


@each_deed
def test_each_of_the_first_five_tries_may_fail_otherwise(
    deed: Deed, server: LocalServer, services: FakeServices, clock: Clock
) -> None:
    expected = without_fault(deed, server, services)
    kinds = ("500", "429", "no answer", "409", "half an answer")
    server.faults = [Fault(deed.on, *PASSING[kind]) for kind in kinds]
    assert deed.do(server) == expected
    assert services.effects == list(deed.effects)
    assert clock.waits == [1.0, 7.0, 4.0, 8.0, 16.0]


@pytest.mark.parametrize(
    "deed", [deed for deed in DEEDS if deed.name in ONCE], ids=lambda deed: deed.name
)
def test_what_the_last_try_made_before_it_failed_is_adopted(
    deed: Deed, server: LocalServer, services: FakeServices
) -> None:
    expected = without_fault(deed, server, services)
    lasting = [Fault(deed.on, *PASSING["503"])] * 5
    server.faults = [*lasting, Fault(deed.on, *PASSING["no answer"], is_applied=True)]
    assert deed.do(server) == expected
    assert services.effects == list(deed.effects)
    assert sent(server, deed) == 6


@each_deed
@pytest.mark.parametrize("kind", ["409", "429", "500", "half an answer"])
def test_what_fails_for_ever_ends_in_an_error_that_names_the_resource(
    deed: Deed, kind: str, server: LocalServer, services: FakeServices, clock: Clock
) -> None:
    deed.prepare(services)
    how, reply = PASSING[kind]
    server.faults = [Fault(f"^{deed.on}", how, reply, is_lasting=True)]
    with pytest.raises(_http.ResourceError) as caught:
        deed.do(server)
    for word in (*deed.words, "tried 6 times"):
        assert word in str(caught.value)
    assert services.effects == []
    assert sent(server, deed) == 6
    assert len(clock.waits) == 5
    assert sum(clock.waits) == (7 + 7 + 7 + 8 + 16 if kind == "429" else 31)


@each_deed
def test_what_is_refused_is_not_sent_again(
    deed: Deed, server: LocalServer, services: FakeServices, clock: Clock
) -> None:
    deed.prepare(services)
    reply = Reply(400, {"error": {"message": "malformed"}})
    server.faults = [Fault(f"^{deed.on}", "reply", reply, is_lasting=True)]
    with pytest.raises(_http.ResourceError, match="400 Bad Request: malformed"):
        deed.do(server)
    assert sent(server, deed) == 1
    assert clock.waits == []
    assert services.effects == []


@each_deed
def test_an_error_holds_no_token_even_if_the_service_repeats_it(
    deed: Deed, server: LocalServer, services: FakeServices
) -> None:
    deed.prepare(services)
    tokens = (GOOGLE_TOKEN, HAIL_TOKEN, METAMIST_TOKEN)
    reply = Reply(403, {"message": f"Bearer {' '.join(tokens)}"})
    server.faults = [Fault(f"^{deed.on}", "reply", reply, is_lasting=True)]
    with pytest.raises(_http.ResourceError) as caught:
        deed.do(server)
    [used] = {
        request.headers["authorization"].removeprefix("Bearer ") for request in server.requests
    }
    assert used in tokens
    error: BaseException | None = caught.value
    assert "[secret]" in str(error)
    assert error is not None
    assert error.__cause__ is None
    assert error.__suppress_context__
    assert used not in str(error)


@pytest.mark.parametrize(
    "deed", [deed for deed in DEEDS if deed.verb == "create"], ids=lambda deed: deed.name
)
def test_what_is_there_already_is_adopted(
    deed: Deed, server: LocalServer, services: FakeServices
) -> None:
    deed.prepare(services)
    first = deed.do(server)
    google_groups._listings.clear()
    metamist._projects.clear()
    server.requests.clear()
    assert deed.do(server) == first
    assert services.effects == list(deed.effects)
    if deed.name in ONCE:
        assert sent(server, deed) == 0


@pytest.mark.parametrize(
    "deed", [deed for deed in DEEDS if deed.gone is not None], ids=lambda deed: deed.name
)
def test_what_is_gone_is_read_as_gone_and_deleted_without_complaint(
    deed: Deed, server: LocalServer, services: FakeServices
) -> None:
    assert deed.gone is not None
    set_world(services, deed.gone)
    assert deed.do(server) == ((None, {}) if deed.verb == "read" else None)
    assert services.effects == []
