# SPDX-License-Identifier: MIT
"""An institute on Azure alone under the real engine."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import cpginfra
import pytest
from engine.azure import MONTH, ROWS
from engine.deployment import DYNAMIC, STACK_TYPE, Deployment, Outcome, replaced

CONFIGURATION = Path(__file__).parent / "institute_azure.yaml"
BLOB = "azure-native:storage:Blob"
BUDGET = "azure-native:consumption:Budget"
GET_USER = "azuread:index/getUser:getUser"
MEMBER = "azuread:index/groupMember:GroupMember"


def the_plan() -> list[str]:
    plan = cpginfra.build_plan(cpginfra.load(CONFIGURATION))
    return [f"{resource.type}::{resource.name}" for resource in plan.resources]


def questions(deployment: Deployment) -> Counter[str]:
    """How often each question was asked of the providers."""
    deeds = deployment.cloud.deeds()
    return Counter(f"{token} {asked}" for deed, token, asked in deeds if deed == "invoke")


@pytest.fixture(scope="module")
def first(on_azure: tuple[Deployment, Outcome]) -> tuple[Deployment, Outcome]:
    return on_azure


def test_all_of_the_plan_is_made_once_and_stays(first: tuple[Deployment, Outcome]) -> None:
    made, outcome = first
    assert outcome.is_success, outcome
    everything = [*the_plan(), f"{STACK_TYPE}::cpginfra-test"]
    assert outcome.steps == sorted(f"create {name}" for name in everything)
    assert {thing.type for thing in made.cloud.things()} == set(ROWS)
    # However many groups somebody is in, the tenant is asked once who that is.
    asked = questions(made)
    assert asked[f'{GET_USER} {{"userPrincipalName": "ann@trees.example"}}'] == 1
    assert set(asked.values()) == {1}

    again = made.preview()
    assert again.is_success
    assert (again.steps, again.unchanged) == ([], len(everything))


def test_files_are_sent_as_files_and_budgets_begin_when_they_are_made(
    deployment: Deployment,
) -> None:
    (cache,) = (
        thing
        for thing in deployment.cloud.things(BLOB)
        if thing.logical_name == "oak-analysis-group-cache-members"
    )
    assert cache.inputs["source"]["text"] == "ann@trees.example"
    for budget in deployment.cloud.things(BUDGET):
        assert budget.inputs["timePeriod"]["startDate"] == MONTH


def test_a_member_more_is_just_what_follows_from_it(deployment: Deployment) -> None:
    file = deployment.configuration
    before = "      analysis: [ann]\n"
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, "      analysis: [ann, bob]\n"))
    outcome = deployment.up()
    assert outcome.is_success, outcome
    created = [step for step in outcome.steps if step.startswith("create ")]
    kinds = Counter(step.split("::")[0] for step in created)
    assert kinds == {f"create {MEMBER}": 1, f"create {DYNAMIC}": 1}  # in a billing project
    # Azure's provider writes no file again: it makes another in its place.
    caches = [
        f"{BLOB}::{dataset}-{group}-group-cache-members"
        for dataset in ("common", "oak")
        for group in ("analysis", "web-access")
    ]
    assert [step for step in outcome.steps if step not in created] == replaced(*caches)
    assert questions(deployment)[f'{GET_USER} {{"mail": "bob@harbour.example"}}'] == 1
    assert deployment.preview().steps == []


def test_destroying_leaves_nothing(deployment: Deployment) -> None:
    outcome = deployment.destroy()
    assert outcome.is_success, outcome
    assert deployment.state().get("resources", []) == []
    assert deployment.cloud.things() == []
