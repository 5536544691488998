# SPDX-License-Identifier: MIT
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from cpginfra.dynamic import _http, google_groups
from cpginfra.dynamic.google_groups import (
    GoogleGroupMembershipProvider,
    GoogleGroupSettingsProvider,
)
from pulumi.runtime.rpc import UNKNOWN
from support.doubles import LATER, Clock
from support.fake_services import FakeServices
from support.local_server import Fault, LocalServer, Reply

MEMBERSHIPS = GoogleGroupMembershipProvider()
SETTINGS = GoogleGroupSettingsProvider()
LISTED = "GET /v1/groups/g1/memberships"


def inputs(member: str, group: str = "groups/g1") -> dict[str, str]:
    return {"group_key": group, "member_key": member}


def outs(member: str, name: str, group: str = "groups/g1") -> dict[str, str]:
    return {"member_name": name, "member_key": member, "group_key": group}


@pytest.fixture
def five(services: FakeServices) -> FakeServices:
    """A group of five, which is three pages."""
    services.groups["groups/g1"] = {
        f"{name}@example.org": f"groups/g1/memberships/{name}"
        for name in ("Ann", "bob", "cyd", "dan", "Eve")
    }
    return services


# --- memberships -----------------------------------------------------------------------------


def test_a_new_member_is_added_in_lower_case(server: LocalServer, services: FakeServices) -> None:
    services.groups["groups/g1"] = {}
    made = MEMBERSHIPS.create(inputs("Zoe@Example.ORG"))
    assert made.id == "groups/g1/memberships/made1"
    assert made.outs == outs("zoe@example.org", "groups/g1/memberships/made1")
    assert services.groups["groups/g1"] == {"zoe@example.org": "groups/g1/memberships/made1"}
    assert server.lines() == [LISTED, "POST /v1/groups/g1/memberships"]


@pytest.mark.parametrize("member", ["ann@example.org", "ANN@example.org", "eve@EXAMPLE.org"])
def test_a_member_on_any_page_is_adopted_whatever_its_case(
    member: str, server: LocalServer, five: FakeServices
) -> None:
    made = MEMBERSHIPS.create(inputs(member))
    name = f"groups/g1/memberships/{member[:3].title()}"
    assert (made.id, made.outs) == (name, outs(member.lower(), name))
    assert five.effects == []
    assert server.lines() == [LISTED] * 3
    assert [request.query.get("pageToken") for request in server.requests] == [None, "2", "4"]


def test_a_page_that_fails_is_asked_for_again_and_no_member_is_lost(
    server: LocalServer, five: FakeServices
) -> None:
    first = Fault(LISTED, "reply", Reply(429, {}, {"Retry-After": "1"}), is_applied=True)
    server.faults = [first, Fault(LISTED, "half"), Fault(LISTED, "drop")]
    listing = google_groups.list_members("groups/g1")
    assert {key: membership.name for key, membership in listing.items()} == {
        email.lower(): name for email, name in five.groups["groups/g1"].items()
    }


@pytest.mark.usefixtures("five")
def test_all_members_of_a_group_are_read_by_one_listing(server: LocalServer) -> None:
    for member in ("ann", "bob", "cyd", "dan", "eve"):
        read = MEMBERSHIPS.read("x", inputs(f"{member}@example.org"))
        assert read.id is not None
        assert read.id.lower() == f"groups/g1/memberships/{member}"
    assert server.lines() == [LISTED] * 3


@pytest.mark.usefixtures("five")
def test_threads_share_a_listing(server: LocalServer) -> None:
    with ThreadPoolExecutor(8) as pool:
        members = [inputs(f"{name}@example.org") for name in ("ann", "bob", "cyd", "dan")] * 4
        found = list(pool.map(lambda props: MEMBERSHIPS.read("x", props).id, members))
    assert None not in found
    assert server.lines() == [LISTED] * 3


def test_a_listing_stands_for_a_minute(
    server: LocalServer, five: FakeServices, clock: Clock
) -> None:
    assert MEMBERSHIPS.read("x", inputs("bob@example.org")).id is not None
    del five.groups["groups/g1"]["bob@example.org"]
    clock.now += 59
    assert MEMBERSHIPS.read("x", inputs("bob@example.org")).id is not None
    clock.now += 2
    assert MEMBERSHIPS.read("x", inputs("bob@example.org")).id is None
    assert len(server.requests) == 5


def test_what_this_process_changed_is_not_remembered_otherwise(
    server: LocalServer, five: FakeServices
) -> None:
    bob = MEMBERSHIPS.read("x", inputs("bob@example.org"))
    assert bob.id == "groups/g1/memberships/bob"
    MEMBERSHIPS.delete(bob.id, outs("bob@example.org", bob.id))
    assert MEMBERSHIPS.read("x", inputs("bob@example.org")).id is None
    again = MEMBERSHIPS.create(inputs("bob@example.org"))
    assert again.id == "groups/g1/memberships/made1"
    assert MEMBERSHIPS.read("x", inputs("bob@example.org")).id == again.id
    assert five.effects == ["bob@example.org out of groups/g1", "bob@example.org into groups/g1"]
    assert server.lines(LISTED) == [LISTED] * 3


def test_a_membership_that_another_has_just_made_is_adopted(
    server: LocalServer, services: FakeServices, clock: Clock
) -> None:
    services.groups["groups/g1"] = {}
    MEMBERSHIPS.read("x", inputs("zoe@example.org"))  # Remembers that there is none.
    services.groups["groups/g1"] = {"zoe@example.org": "groups/g1/memberships/other"}
    made = MEMBERSHIPS.create(inputs("zoe@example.org"))
    assert made.id == "groups/g1/memberships/other"
    assert services.effects == []
    assert clock.waits == [1.0]
    assert len(server.lines("POST")) == 1


def test_a_read_of_one_whose_membership_was_renewed_gives_the_new_id(
    server: LocalServer,  # noqa: ARG001
    five: FakeServices,
) -> None:
    five.groups["groups/g1"]["bob@example.org"] = "groups/g1/memberships/bob2"
    read = MEMBERSHIPS.read(
        "groups/g1/memberships/bob", outs("bob@example.org", "groups/g1/memberships/bob")
    )
    assert (read.id, read.outs) == (
        "groups/g1/memberships/bob2",
        outs("bob@example.org", "groups/g1/memberships/bob2"),
    )


def test_members_of_a_group_that_is_gone_are_gone(server: LocalServer) -> None:
    read = MEMBERSHIPS.read("x", inputs("ann@example.org", "groups/none"))
    assert (read.id, read.outs) == (None, {})
    MEMBERSHIPS.delete("groups/none/memberships/ann", outs("ann@example.org", "x", "groups/none"))
    assert len(server.requests) == 2


@pytest.mark.parametrize("is_there", [True, False])
def test_a_forbidden_removal_is_an_error_only_if_the_member_is_there(
    is_there: bool, server: LocalServer, five: FakeServices
) -> None:
    name = "groups/g1/memberships/dan"
    if not is_there:
        del five.groups["groups/g1"]["dan@example.org"]
    refusal = {"error": {"message": "permission denied (or it may not exist)"}}
    server.faults = [Fault("DELETE", "reply", Reply(403, refusal), is_lasting=True)]
    if is_there:
        with pytest.raises(_http.ResourceError, match=r"remove the member dan@example\.org"):
            MEMBERSHIPS.delete(name, outs("dan@example.org", name))
    else:
        MEMBERSHIPS.delete(name, outs("dan@example.org", name))


def test_permission_to_list_that_is_missing_does_not_pass_for_gone(
    server: LocalServer,
    five: FakeServices,  # noqa: ARG001
) -> None:
    server.faults = [Fault(LISTED, "reply", Reply(403, {"error": {"message": "denied"}}))]
    with pytest.raises(_http.ResourceError, match=r"read the member bob@.*: 403 Forbidden: denied"):
        MEMBERSHIPS.read("x", inputs("bob@example.org"))


@pytest.mark.parametrize(
    ("operation", "effects"),
    [
        ({"done": False}, 1),
        ({"done": True, "response": {}}, 1),
        ({"done": True, "error": {"code": 10, "message": "aborted"}}, 1),
    ],
)
def test_an_operation_that_does_not_say_it_succeeded_is_looked_after(
    operation: dict[str, Any], effects: int, server: LocalServer, services: FakeServices
) -> None:
    services.groups["groups/g1"] = {}
    server.faults = [Fault("POST", "reply", Reply(body=operation), is_applied=True)]
    made = MEMBERSHIPS.create(inputs("zoe@example.org"))
    assert made.id == "groups/g1/memberships/made1"
    assert len(services.effects) == effects
    assert len(server.lines("POST")) == 1


def test_a_removal_that_is_not_finished_is_asked_for_again(
    server: LocalServer, five: FakeServices
) -> None:
    server.faults = [Fault("DELETE", "reply", Reply(body={"done": False}))]
    name = "groups/g1/memberships/dan"
    MEMBERSHIPS.delete(name, outs("dan@example.org", name))
    assert five.effects == ["dan@example.org out of groups/g1"]
    assert len(server.lines("DELETE")) == 2


def test_an_operation_that_failed_for_good_is_an_error(
    server: LocalServer, services: FakeServices
) -> None:
    services.groups["groups/g1"] = {}
    error = {"code": 3, "message": "no such person"}
    server.faults = [Fault("POST", "reply", Reply(body={"done": True, "error": error}))]
    with pytest.raises(_http.ResourceError, match=r"zoe@example.org .*: .*code 3: no such person"):
        MEMBERSHIPS.create(inputs("zoe@example.org"))
    assert len(server.lines("POST")) == 1


@pytest.mark.usefixtures("server")
def test_a_malformed_group_is_an_error() -> None:
    with pytest.raises(_http.ResourceError, match=r"'g1@example\.org' is not of the form"):
        MEMBERSHIPS.create(inputs("zoe@example.org", "g1@example.org"))


STATE = {**outs("ann@example.org", "groups/g1/memberships/a"), "__provider": "by another project"}


@pytest.mark.parametrize(
    ("news", "changes"),
    [
        (inputs("ann@example.org"), False),
        (inputs("Ann@Example.org"), False),
        (inputs("bob@example.org"), True),
        (inputs("ann@example.org", "groups/g2"), True),
        ({"group_key": "groups/g1", "member_key": LATER}, True),
        ({"group_key": "groups/g1", "member_key": UNKNOWN}, True),
        ({"group_key": LATER, "member_key": "ann@example.org"}, True),
    ],
)
def test_membership_diff(news: dict[str, Any], changes: bool) -> None:
    diff = MEMBERSHIPS.diff("x", STATE, {**news, "__provider": "ours"})
    assert diff.changes is changes
    assert diff.replaces == (["member_key", "group_key"] if changes else None)
    assert diff.delete_before_replace is None


def test_state_with_capitals_differs_in_nothing_either() -> None:
    olds = {**STATE, "member_key": "ANN@example.org"}
    assert MEMBERSHIPS.diff("x", olds, inputs("ann@example.org")).changes is False


# --- settings --------------------------------------------------------------------------------


def test_settings_are_set_and_only_those_are_kept(
    server: LocalServer, services: FakeServices
) -> None:
    services.settings["g1@example.org"] = {"allowExternalMembers": "false", "whoCanJoin": "INVITED"}
    settings = {"allowExternalMembers": "true"}
    made = SETTINGS.create({"group_email": "g1@example.org", "settings": settings})
    assert made.id == "google_group_settings::g1@example.org"
    assert made.outs == {"group_email": "g1@example.org", "settings": settings}
    assert server.requests[0].body == settings
    assert services.settings["g1@example.org"] == {
        "allowExternalMembers": "true",
        "whoCanJoin": "INVITED",
    }
    services.settings["g1@example.org"]["allowExternalMembers"] = "false"
    read = SETTINGS.read(made.id, made.outs)
    assert read.id == made.id
    assert read.outs == {
        "group_email": "g1@example.org",
        "settings": {"allowExternalMembers": "false"},
    }


@pytest.mark.usefixtures("server")
def test_a_setting_that_the_service_does_not_know_is_an_error(services: FakeServices) -> None:
    services.settings["g1@example.org"] = {"whoCanJoin": "INVITED"}
    props = {"group_email": "g1@example.org", "settings": {"b": "1", "a": "1", "whoCanJoin": "x"}}
    with pytest.raises(_http.ResourceError, match=r"g1@example.org: .* does not know a, b$"):
        SETTINGS.create(props)


@pytest.mark.usefixtures("server")
def test_settings_of_no_group_cannot_be_set() -> None:
    props = {"group_email": "none@example.org", "settings": {"a": "1"}}
    with pytest.raises(_http.ResourceError, match=r"none@example.org: 404 .*no such group"):
        SETTINGS.create(props)


def test_deleting_settings_asks_for_nothing(server: LocalServer) -> None:
    SETTINGS.delete("x", {"group_email": "g1@example.org", "settings": {"a": "1"}})
    assert server.requests == []


@pytest.mark.parametrize(
    ("news", "replaces"),
    [
        ({"group_email": "g", "settings": {"a": "1"}}, None),
        ({"group_email": "h", "settings": {"a": "1"}}, ["group_email"]),
        ({"group_email": "g", "settings": {"a": "2"}}, ["settings"]),
        ({"group_email": "h", "settings": {}}, ["group_email", "settings"]),
        ({"group_email": LATER, "settings": {"a": "1"}}, ["group_email"]),
        ({"group_email": "g", "settings": {"a": LATER}}, ["settings"]),
    ],
)
def test_settings_diff(news: dict[str, Any], replaces: list[str] | None) -> None:
    diff = SETTINGS.diff("x", {"group_email": "g", "settings": {"a": "1"}, "__provider": "p"}, news)
    assert (diff.changes, diff.replaces) == (replaces is not None, replaces)
    assert diff.delete_before_replace is None
