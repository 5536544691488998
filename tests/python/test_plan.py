# SPDX-License-Identifier: MIT
"""A plan as Python sees it, held against its saved form."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import cpginfra
import pytest

GOLDEN = Path(__file__).parents[1] / "golden"
ACCOUNT = "gcp:serviceaccount/account:Account"


@pytest.fixture(scope="module")
def plan() -> cpginfra.Plan:
    return cpginfra.build_plan(cpginfra.load(GOLDEN / "everything" / "case.json"))


@pytest.fixture(scope="module")
def saved(plan: cpginfra.Plan) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(plan.to_json())
    return content


def urn(resource: cpginfra.Resource) -> str:
    return f"{resource.type}::{resource.name}"


def account_of(plan: cpginfra.Plan) -> cpginfra.Resource:
    return next(resource for resource in plan.resources if resource.type == ACCOUNT)


def without_deferred(value: Any) -> bool:
    return not any(mark in json.dumps(value) for mark in ('"$', "\\u0000"))


def test_resources_are_those_of_the_saved_form_in_every_part(
    plan: cpginfra.Plan, saved: dict[str, Any]
) -> None:
    assert len(plan) == len(plan.resources) == len(saved["resources"])
    for resource, entry in zip(plan.resources, saved["resources"], strict=True):
        assert [resource.type, resource.name] == [entry["type"], entry["name"]]
        assert [resource.dataset, resource.cloud] == [entry.get("dataset"), entry.get("cloud")]
        assert list(resource.inputs) == resource.input_names == list(entry["inputs"])
        assert resource.secret_inputs == entry.get("secretInputs", [])
        assert [urn(other) for other in resource.dependencies] == entry.get("dependencies", [])
        assert [urn(other) for other in resource.depends_on] == entry.get("dependsOn", [])
        for name, value in entry["inputs"].items():
            if without_deferred(value):
                assert resource.inputs[name] == value
        options = {key: value for key, value in resource.options.items() if key != "depends_on"}
        expected = {
            key: entry[name]
            for key, name in (
                ("ignore_changes", "ignoreChanges"),
                ("delete_before_replace", "deleteBeforeReplace"),
                ("additional_secret_outputs", "additionalSecretOutputs"),
                ("aliases", "aliases"),
            )
            if name in entry
        }
        assert options == expected


def test_facts_about_access_are_those_of_the_saved_form(
    plan: cpginfra.Plan, saved: dict[str, Any]
) -> None:
    assert [grant.level for grant in plan.grants] == [grant["level"] for grant in saved["grants"]]
    assert len(plan.memberships) == len(saved["memberships"])
    assert [group.name for group in plan.groups] == [group["name"] for group in saved["groups"]]
    assert [note.text for note in plan.warnings] == [note["text"] for note in saved["warnings"]]
    assert list(plan.exports) == [export["name"] for export in saved["exports"]]
    grant = next(grant for grant in plan.grants if grant.target.kind == "bucket")
    assert grant.member.kind in {"group", "machine-account", "person", "other"}
    assert grant.declared_by is not None
    membership = next(membership for membership in plan.memberships if membership.group)
    assert membership.group is not None
    assert membership.group.name == membership.group_name


def test_a_saved_plan_can_be_read_again(plan: cpginfra.Plan) -> None:
    text = plan.to_json()
    assert cpginfra.Plan.from_json(text).to_json() == text
    with pytest.raises(cpginfra.CpgInfraError, match="line 1"):
        cpginfra.Plan.from_json("{")


def test_resources_can_be_looked_up(plan: cpginfra.Plan) -> None:
    last = plan.resources[-1]
    assert plan.find(last.type, last.name) == last == plan.resources[len(plan) - 1]
    assert plan.find(last.type, "nothing") is None
    assert last.index == len(plan) - 1
    assert {last: 1}[plan.resources[-1]] == 1
    assert last != plan.resources[0]
    assert last != "something else"
    with pytest.raises(IndexError):
        plan.resources[len(plan)]


def test_parts_outlive_the_plan() -> None:
    plan = cpginfra.build_plan(cpginfra.load(GOLDEN / "restricted" / "case.json"))
    account, grant, resources = account_of(plan), plan.grants[0], plan.resources
    email = plan.concat("x", account.attribute("email"))
    del plan
    gc.collect()
    assert account.inputs["accountId"]
    assert grant.target.name
    assert email.dependencies == [account]
    assert len(resources) == len(account.plan) > 0


def test_deferred_values_say_what_they_are_made_of(plan: cpginfra.Plan) -> None:
    account = account_of(plan)
    email = account.attribute("email")
    assert (email.form, email.name, email.resource) == ("attribute", "email", account)
    member = plan.concat("serviceAccount:", email)
    assert (member.form, member.leaves, member.secret) == ("concat", [email], False)
    assert repr(member) == f"<Deferred serviceAccount:${{{urn(account)}.email}}>"
    assert member.compute(["a@b"]) == "serviceAccount:a@b"
    members = plan.call("sorted-members", member, "Z@a", email)
    assert members.compute(["a@b"]) == ["z@a", "a@b", "serviceaccount:a@b"]
    with pytest.raises(ValueError, match="this takes 1 values, not 2"):
        member.compute(["a", "b"])
    with pytest.raises(TypeError, match=r"plan\.concat"):
        f"{email}"


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ({"a": [1, -(2**63), 2.5, True, False, "ü\0x", [], {}]}, None),
        ({"a": (1, 2)}, {"a": [1, 2]}),
        ({"a": None, "b": {"c": None}}, {"b": {}}),
        ({"a": float("inf")}, None),
    ],
)
def test_values_come_back_as_they_went_in(plan: cpginfra.Plan, value: Any, same: Any) -> None:
    assert plan.call("merge", value) == (value if same is None else same)


def endless() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (2**63, ValueError, "at most 64 bits"),
        ({1: 2}, TypeError, "a name in a value of a plan is a text, not the int 1"),
        (object(), TypeError, "cannot be a object"),
        (b"x", TypeError, "cannot be a bytes"),
        ("\ud800", UnicodeEncodeError, "surrogates"),
        (endless(), ValueError, "nested at most 256 deep"),
    ],
)
def test_what_no_plan_can_hold_is_refused(
    plan: cpginfra.Plan, value: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        plan.call("merge", {"a": value})


def test_values_stay_in_their_plan(plan: cpginfra.Plan) -> None:
    other = cpginfra.build_plan(cpginfra.load(GOLDEN / "restricted" / "case.json"))
    with pytest.raises(cpginfra.CpgInfraError, match="one plan cannot be used in another"):
        plan.concat(account_of(other).attribute("email"))


def test_a_function_that_is_not_there_is_named_with_those_that_are(plan: cpginfra.Plan) -> None:
    with pytest.raises(ValueError, match="'base46-decode'; there are base64-decode"):
        plan.call("base46-decode", "YQ==")


def test_what_cannot_be_computed_is_refused_at_once(plan: cpginfra.Plan) -> None:
    with pytest.raises(cpginfra.CpgInfraError, match="takes one text in base64"):
        plan.call("base64-decode", "?")
    with pytest.raises(cpginfra.CpgInfraError, match="a concatenation takes texts"):
        plan.concat("x", ["y"])
