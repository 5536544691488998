# SPDX-License-Identifier: MIT
import pytest
from cpginfra.remove_members import main
from support.fake_services import GOOGLE_TOKEN, FakeServices
from support.local_server import Fault, LocalServer, Reply

CUSTOMER = "C012ab3cd"
ROBOTS = "all-.*@old[.]example"


@pytest.fixture
def three(services: FakeServices) -> FakeServices:
    """Three groups, which are two pages, two of them with robots."""
    members = {"oak": ["all-a", "ann"], "ash": ["all-a", "All-B", "not-all-c"], "elm": ["bob"]}
    for group, names in members.items():
        services.groups[f"groups/{group}"] = {
            f"{name}@old.example": f"groups/{group}/memberships/{name}" for name in names
        }
    return services


def test_who_would_be_removed_is_said_and_stays(
    server: LocalServer, three: FakeServices, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([CUSTOMER, ROBOTS]) == 0
    assert capsys.readouterr().out == (
        "ash@groups.example: all-a@old.example\n"
        "ash@groups.example: all-b@old.example\n"
        "oak@groups.example: all-a@old.example\n"
        "3 would be removed; add --remove to do it\n"
    )
    assert three.effects == []
    assert server.lines().count("GET /v1/groups") == 2


@pytest.mark.usefixtures("server")
def test_whom_the_expression_fits_is_removed_and_nobody_else(
    three: FakeServices, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([CUSTOMER, ROBOTS, "--group", "ash@.*", "--remove"]) == 0
    assert capsys.readouterr().out.endswith("\n2 removed\n")
    assert sorted(three.effects) == [
        "All-B@old.example out of groups/ash",
        "all-a@old.example out of groups/ash",
    ]
    assert three.groups["groups/ash"].keys() == {"not-all-c@old.example"}
    assert three.groups["groups/oak"].keys() == {"all-a@old.example", "ann@old.example"}


def test_a_refusal_ends_it_without_a_token(
    server: LocalServer, three: FakeServices, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = Reply(403, {"error": {"message": f"not with {GOOGLE_TOKEN}"}})
    server.faults.append(Fault("DELETE /v1/groups/oak", "reply", reply, is_lasting=True))
    assert main([CUSTOMER, ROBOTS, "--remove"]) == 1
    said = capsys.readouterr()
    assert "cannot remove all-a@old.example from oak@groups.example: 403" in said.err
    assert GOOGLE_TOKEN not in said.err
    assert len(three.effects) == 2


def test_what_is_no_expression_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([CUSTOMER, "("])
    assert ended.value.code == 2
    assert "'(' is no regular expression" in capsys.readouterr().err
