# SPDX-License-Identifier: MIT
import json
from pathlib import Path
from typing import Any

import pytest
from cpginfra.dynamic import _http
from cpginfra.dynamic.hail_batch import (
    Authority,
    HailBatchBillingProjectMembershipProvider,
    HailBatchBillingProjectProvider,
    HailBatchUserProvider,
)
from support.doubles import LATER, Clock
from support.fake_services import HAIL_TOKEN, BillingProject, FakeServices
from support.local_server import Fault, LocalServer, Reply

USERS = HailBatchUserProvider()
PROJECTS = HailBatchBillingProjectProvider()
MEMBERSHIPS = HailBatchBillingProjectMembershipProvider()


def at(server: LocalServer, **inputs: str) -> dict[str, str]:
    return {**inputs, "batch_uri": server.url, "token_category": "gcp"}


# --- users -----------------------------------------------------------------------------------


def test_a_new_user_is_waited_for_until_it_has_an_identity(
    server: LocalServer, services: FakeServices, clock: Clock
) -> None:
    services.looks_until_identity = 3
    made = USERS.create(at(server, username="ann"))
    assert made.id == f"gcp::{server.url}::ann"
    assert made.outs == {
        "cloud_id": "ann@hail.iam.gserviceaccount.com",
        **at(server, username="ann"),
    }
    assert services.effects == ["user ann"]
    assert clock.waits == [5.0] * 3
    read = USERS.read(made.id, made.outs)
    assert (read.id, read.outs) == (made.id, made.outs)


def test_a_user_that_is_there_without_an_identity_is_waited_for_too(
    server: LocalServer, services: FakeServices, clock: Clock
) -> None:
    services.users["ann"] = "ann@elsewhere"
    services.looks_until_identity = 2
    made = USERS.create(at(server, username="ann"))
    assert made.outs is not None
    assert made.outs["cloud_id"] == "ann@elsewhere"
    assert services.effects == []
    assert clock.waits == [5.0]


def test_a_user_that_gets_no_identity_is_an_error(
    server: LocalServer, services: FakeServices, clock: Clock
) -> None:
    services.looks_until_identity = 1000
    with pytest.raises(_http.ResourceError, match=r"user ann .* no cloud identity after 125 sec"):
        USERS.create(at(server, username="ann"))
    assert services.effects == ["user ann"]
    assert sum(clock.waits) == 125


def test_a_user_that_another_made_in_the_meantime_is_adopted(
    server: LocalServer, services: FakeServices
) -> None:
    services.users["ann"] = "ann@elsewhere"
    server.faults = [Fault("GET", "reply", Reply(404, b"404"))]
    made = USERS.create(at(server, username="ann"))  # The creation is refused by a 400.
    assert made.outs is not None
    assert made.outs["cloud_id"] == "ann@elsewhere"
    assert services.effects == []
    assert len(server.lines("POST")) == 1


def test_deleting_a_user_asks_for_nothing(server: LocalServer) -> None:
    USERS.delete("x", at(server, username="ann"))
    assert server.requests == []


USER = {"username": "ann", "batch_uri": "https://a", "token_category": "gcp", "cloud_id": "c"}


@pytest.mark.parametrize(
    ("news", "replaces"),
    [
        ({}, []),
        ({"token_category": "azure"}, []),
        ({"username": "bob"}, ["username"]),
        ({"batch_uri": "https://b"}, ["batch_uri"]),
        ({"username": "bob", "batch_uri": "https://b"}, ["username", "batch_uri"]),
        ({"username": LATER}, ["username"]),
    ],
)
def test_user_diff(news: dict[str, Any], replaces: list[str]) -> None:
    diff = USERS.diff("x", {**USER, "__provider": "theirs"}, {**USER, **news, "__provider": "ours"})
    assert (diff.changes, diff.replaces) == (bool(replaces), replaces)
    assert (diff.stables, diff.delete_before_replace) == ([], False)


# --- billing projects ------------------------------------------------------------------------


def test_a_billing_project_is_made_closed_and_reopened(
    server: LocalServer, services: FakeServices
) -> None:
    props = at(server, name="tree")
    made = PROJECTS.create({**props, "__provider": "p"})
    assert (made.id, made.outs) == (f"gcp::{server.url}::tree", props)
    read = PROJECTS.read(made.id, {**props, "__provider": "p"})
    assert (read.id, read.outs) == (made.id, props)
    PROJECTS.delete(made.id, props)
    read = PROJECTS.read(made.id, props)
    assert (read.id, read.outs) == (None, {})
    assert PROJECTS.create(props).id == made.id
    assert services.effects == ["create tree", "close tree", "reopen tree"]


def test_what_another_did_in_the_meantime_decides_between_making_and_reopening(
    server: LocalServer, services: FakeServices
) -> None:
    server.faults = [Fault("POST", "reply", Reply(503, b"busy"))]
    handle = server._handle

    def then_closed(request: Any) -> Reply:
        reply = handle(request)
        if request.method == "GET":
            services.billing_projects.setdefault("tree", BillingProject("closed"))
        return reply

    server._handle = then_closed
    PROJECTS.create(at(server, name="tree"))
    assert server.lines("POST") == [
        "POST /api/v1alpha/billing_projects/tree/create",
        "POST /api/v1alpha/billing_projects/tree/reopen",
    ]
    assert services.effects == ["reopen tree"]


def test_a_billing_project_that_cannot_be_closed_is_an_error(
    server: LocalServer, services: FakeServices
) -> None:
    services.billing_projects["tree"] = BillingProject()
    reply = Reply(403, b"403: tree has open batches")
    server.faults = [Fault("POST", "reply", reply, is_lasting=True)]
    with pytest.raises(_http.ResourceError, match=r"close .* tree at .*: 403: tree has open b"):
        PROJECTS.delete("x", at(server, name="tree"))


def test_missing_permission_does_not_pass_for_gone(
    server: LocalServer, services: FakeServices
) -> None:
    services.billing_projects["tree"] = BillingProject()
    server.faults = [Fault("GET", "reply", Reply(403, b"403: not for you"))]
    with pytest.raises(_http.ResourceError, match=r"project tree at .*not for you"):
        PROJECTS.read("x", at(server, name="tree"))


PROJECT = {"name": "tree", "batch_uri": "https://a", "token_category": "gcp"}


@pytest.mark.parametrize(
    ("news", "replaces"),
    [
        ({}, []),
        ({"token_category": "azure"}, []),
        ({"name": "bush"}, ["name"]),
        ({"name": "bush", "batch_uri": "https://b"}, ["name", "batch_uri"]),
    ],
)
def test_billing_project_diff(news: dict[str, Any], replaces: list[str]) -> None:
    diff = PROJECTS.diff("x", {**PROJECT, "__provider": "theirs"}, {**PROJECT, **news})
    assert (diff.changes, diff.replaces) == (bool(replaces), replaces)
    assert (diff.stables, diff.delete_before_replace) == ([], False)


# --- their users -----------------------------------------------------------------------------


def test_a_user_is_added_and_removed(server: LocalServer, services: FakeServices) -> None:
    services.billing_projects["tree"] = BillingProject(users=["bob"])
    props = {"billing_project": f"gcp::{server.url}::tree", "user": "ann"}
    made = MEMBERSHIPS.create({**props, "__provider": "p"})
    assert (made.id, made.outs) == (f"gcp::{server.url}::tree::ann", props)
    read = MEMBERSHIPS.read(made.id, {**props, "__provider": "p"})
    assert (read.id, read.outs) == (made.id, props)
    MEMBERSHIPS.delete(made.id, props)
    assert services.effects == ["add ann: tree", "remove ann: tree"]
    assert services.billing_projects["tree"].users == ["bob"]


@pytest.mark.parametrize("project", [None, BillingProject("closed", ["ann"])])
def test_in_a_project_that_is_gone_or_closed_nobody_is(
    project: BillingProject | None, server: LocalServer, services: FakeServices
) -> None:
    if project:
        services.billing_projects["tree"] = project
    props = {"billing_project": f"gcp::{server.url}::tree", "user": "ann"}
    read = MEMBERSHIPS.read("x", props)
    assert (read.id, read.outs) == (None, {})
    MEMBERSHIPS.delete("x", props)
    with pytest.raises(_http.ResourceError, match=r"add the user ann to .*::tree: 403"):
        MEMBERSHIPS.create(props)
    assert services.effects == []


def test_what_is_no_billing_project_is_an_error(server: LocalServer) -> None:
    with pytest.raises(_http.ResourceError, match="'tree' is not the id of a billing project"):
        MEMBERSHIPS.create({"billing_project": "tree", "user": "ann"})
    assert server.requests == []


PAYING = {"billing_project": "gcp::https://a::tree", "user": "ann"}


@pytest.mark.parametrize(
    ("news", "replaces"),
    [
        ({}, []),
        ({"user": "bob"}, ["user"]),
        ({"billing_project": "x"}, ["billing_project"]),
        ({"billing_project": LATER, "user": "bob"}, ["billing_project", "user"]),
    ],
)
def test_membership_diff(news: dict[str, Any], replaces: list[str]) -> None:
    diff = MEMBERSHIPS.diff("x", {**PAYING, "__provider": "theirs"}, {**PAYING, **news})
    assert (diff.changes, diff.replaces) == (bool(replaces), replaces)
    assert diff.delete_before_replace is bool(replaces)


def test_names_cannot_reach_another_path(server: LocalServer) -> None:
    with pytest.raises(_http.ResourceError):
        PROJECTS.create(at(server, name="../users/ann"))
    assert [request.raw_path for request in server.requests] == [
        "/api/v1alpha/billing_projects/..%2Fusers%2Fann"
    ]


# --- tokens ----------------------------------------------------------------------------------


def test_the_environments_token_comes_before_the_stored_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".hail").mkdir()
    stored = tmp_path / ".hail/tokens.json"
    stored.write_text(json.dumps({"gcp": "stored-gcp", "azure": "stored-azure"}))
    monkeypatch.setenv("HAIL_TOKEN_GCP", "from-environment\n")
    monkeypatch.delenv("HAIL_TOKEN_AZURE", raising=False)

    def header(category: str) -> str:
        return Authority(category, "https://a").headers("GET", "")["authorization"]

    assert header("gcp") == "Bearer from-environment"
    assert header("azure") == "Bearer stored-azure"
    stored.write_text(json.dumps({"azure": "renewed"}))
    assert header("azure") == "Bearer renewed"


def test_a_developers_own_service_wants_the_token_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAIL_TOKEN_GCP", HAIL_TOKEN)
    headers = Authority("gcp", "https://internal.hail.example.org/ann/batch").headers("GET", "")
    assert headers == {
        "authorization": f"Bearer {HAIL_TOKEN}",
        "x-hail-internal-authorization": f"Bearer {HAIL_TOKEN}",
    }


@pytest.mark.parametrize("stored", [None, "{}", "[]", "{"])
def test_a_missing_token_is_an_error_that_says_where_it_may_be(
    stored: str | None, server: LocalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HAIL_TOKEN_GCP")
    if stored is not None:
        (tmp_path / ".hail").mkdir()
        (tmp_path / ".hail/tokens.json").write_text(stored)
    with pytest.raises(_http.ResourceError, match=r"user ann .*tokens\.json"):
        USERS.read("x", at(server, username="ann"))
    assert server.requests == []


@pytest.mark.parametrize("token", ["se\ncret", "se cret", "secr\u00e9t"])
def test_a_malformed_token_is_not_sent_and_not_shown(
    token: str, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAIL_TOKEN_GCP", token)
    with pytest.raises(_http.ResourceError, match=r"is no token$") as caught:
        USERS.read("x", at(server, username="ann"))
    assert token not in str(caught.value)
    assert server.requests == []
