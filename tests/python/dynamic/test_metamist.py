# SPDX-License-Identifier: MIT
from typing import Any

import pytest
from cpginfra.dynamic import _http, metamist
from cpginfra.dynamic.metamist import MetamistProjectMembersProvider, MetamistProjectProvider
from support.doubles import LATER, Clock
from support.fake_services import FakeServices
from support.local_server import Fault, LocalServer, Reply

PROJECTS = MetamistProjectProvider()
MEMBERS = MetamistProjectMembersProvider()


def test_a_new_project_is_created_without_a_test_project(
    server: LocalServer, services: FakeServices
) -> None:
    services.projects = {"bush": 7}
    made = PROJECTS.create({"project_name": "tree", "__provider": "p"})
    assert made.id == "metamist-project::tree::101"
    assert made.outs == {"project_id": 101, "project_name": "tree"}
    read = PROJECTS.read(made.id, {**made.outs, "__provider": "p"})
    assert (read.id, read.outs) == (made.id, made.outs)
    assert server.lines() == ["GET /api/v1/project/all", "PUT /api/v1/project/"]


def test_many_projects_are_read_by_one_listing(
    server: LocalServer, services: FakeServices, clock: Clock
) -> None:
    services.projects = {f"p{number}": number for number in range(1, 30)}
    for number in range(1, 30):
        made = PROJECTS.create({"project_name": f"p{number}"})
        assert made.id == f"metamist-project::p{number}::{number}"
    assert len(server.requests) == 1
    clock.now += 61
    PROJECTS.read("x", {"project_name": "p1"})
    assert len(server.requests) == 2


def test_a_project_that_another_has_just_made_is_adopted(
    server: LocalServer, services: FakeServices
) -> None:
    PROJECTS.read("x", {"project_name": "tree"})  # Remembers that there is none.
    services.projects["tree"] = 9
    assert PROJECTS.create({"project_name": "tree"}).id == "metamist-project::tree::9"
    assert services.effects == []
    assert len(server.lines("PUT")) == 1


def test_an_answer_without_an_id_is_no_success(server: LocalServer, services: FakeServices) -> None:
    server.faults = [Fault("PUT", "reply", Reply(body=0), is_lasting=True)]
    with pytest.raises(_http.ResourceError, match=r"project tree at .* does not say .* id"):
        PROJECTS.create({"project_name": "tree"})
    assert services.effects == []


def test_deleting_asks_for_nothing(server: LocalServer) -> None:
    PROJECTS.delete("x", {"project_name": "tree"})
    MEMBERS.delete("x", {"project_name": "tree"})
    assert server.requests == []


@pytest.mark.parametrize(
    ("name", "replaces"),
    [("tree", []), ("bush", ["project_name"]), (LATER, ["project_name"])],
)
def test_project_diff(name: object, replaces: list[str]) -> None:
    olds = {"project_name": "tree", "project_id": 7.0, "__provider": "theirs"}
    diff = PROJECTS.diff("x", olds, {"project_name": name, "__provider": "ours"})
    assert (diff.changes, diff.replaces) == (bool(replaces), replaces)
    assert diff.delete_before_replace is bool(replaces)


def inputs(**changes: object) -> dict[str, Any]:
    return {
        "project_name": "tree",
        "read_members": ["ann", "bob"],
        "contribute_members": ["cyd", "bob"],
        "write_members": ["bob", "bob"],
        **changes,
    }


def test_each_member_is_sent_once_with_all_roles(
    server: LocalServer, services: FakeServices
) -> None:
    services.projects["tree"] = 7
    made = MEMBERS.create({**inputs(), "__provider": "p"})
    assert (made.id, made.outs) == ("metamist-project-members::tree", inputs())
    assert server.requests[0].body == [
        {"member": "ann", "roles": ["reader"]},
        {"member": "bob", "roles": ["reader", "writer", "contributor"]},
        {"member": "cyd", "roles": ["contributor"]},
    ]
    read = MEMBERS.read(made.id, {**inputs(), "__provider": "p"})
    assert (read.id, read.outs) == (made.id, inputs())


def test_nobody_is_sent_too(server: LocalServer, services: FakeServices) -> None:
    services.projects["tree"] = 7
    services.members["tree"] = [{"member": "ann", "roles": ["reader"]}]
    MEMBERS.create(inputs(read_members=[], contribute_members=[], write_members=[]))
    assert server.requests[0].body == []
    assert services.members["tree"] == []


@pytest.mark.usefixtures("server")
def test_members_of_no_project_cannot_be_set() -> None:
    with pytest.raises(_http.ResourceError, match=r"members of .* tree at .*: 404 .*no project"):
        MEMBERS.create(inputs())


@pytest.mark.parametrize(
    ("news", "replaces"),
    [
        ({}, []),
        ({"read_members": ["ann"]}, ["read_members"]),
        ({"write_members": [], "read_members": []}, ["read_members", "write_members"]),
        ({"contribute_members": LATER}, ["contribute_members"]),
        ({"contribute_members": ["cyd", LATER]}, ["contribute_members"]),
        ({"project_name": "bush"}, ["project_name"]),
    ],
)
def test_members_diff(news: dict[str, Any], replaces: list[str]) -> None:
    diff = MEMBERS.diff("x", {**inputs(), "__provider": "theirs"}, inputs(**news))
    assert (diff.changes, diff.replaces) == (bool(replaces), replaces)
    assert diff.delete_before_replace is False


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({}, "https://sample-metadata-api-mnrpw3mdza-ts.a.run.app"),
        ({"SM_ENVIRONMENT": "PRODUCTION"}, "https://sample-metadata-api-mnrpw3mdza-ts.a.run.app"),
        ({"SM_ENVIRONMENT": "dev"}, "https://sample-metadata-api-dev-mnrpw3mdza-ts.a.run.app"),
        ({"SM_ENVIRONMENT": "Local"}, "http://localhost:8000"),
        ({"SM_URL": "https://own", "SM_ENVIRONMENT": "dev"}, "https://own"),
    ],
)
def test_where_metamist_is(
    environment: dict[str, str], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SM_URL", "SM_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert metamist._url() == url
