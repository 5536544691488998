# SPDX-License-Identifier: MIT
"""An institute on both clouds under the real engine, and `cpginfra import` with its stack."""

from __future__ import annotations

from pathlib import Path

import cpginfra
import pytest
from engine.deployment import DYNAMIC, STACK_TYPE, Deployment, Outcome
from engine.test_adoption import compared, differences, forget, has_all_as_planned, made, rename

CONFIGURATION = Path(__file__).parent / "institute_both_clouds.yaml"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
CONTAINER = "azure-native:storage:BlobContainer"
GROUP = "azuread:index/group:Group"
MEMBER = "azuread:index/groupMember:GroupMember"
PROJECT = "gcp:organizations/project:Project"


@pytest.fixture(scope="module")
def first(on_both_clouds: tuple[Deployment, Outcome]) -> tuple[Deployment, Outcome]:
    return on_both_clouds


def test_all_of_the_plan_is_made_and_stays(first: tuple[Deployment, Outcome]) -> None:
    deployment, outcome = first
    assert outcome.is_success, outcome
    plan = cpginfra.build_plan(cpginfra.load(CONFIGURATION))
    everything = [f"{resource.type}::{resource.name}" for resource in plan.resources]
    everything.append(f"{STACK_TYPE}::cpginfra-test")
    assert outcome.steps == sorted(f"create {name}" for name in everything)
    assert deployment.preview().steps == []
    assert has_all_as_planned(deployment, made(deployment))


def test_whoever_is_in_a_group_on_one_cloud_is_in_it_on_the_other(
    first: tuple[Deployment, Outcome],
) -> None:
    deployment, _ = first
    ids = {group.inputs["displayName"]: group for group in deployment.cloud.things(GROUP)}
    assert "oak-analysis" in ids
    services = deployment.services.kept
    (google,) = (
        group.id
        for group in deployment.cloud.things("gcp:cloudidentity/group:Group")
        if group.inputs["groupKey"]["id"].startswith("oak-analysis@")
    )
    people = sorted(member for member in services.groups[google] if "groups." not in member)
    assert people == ["ann@trees.example", "bob@trees.example"]
    members = [
        member.logical_name
        for member in deployment.cloud.things(MEMBER)
        if member.logical_name.startswith("oak-azure-analysis-member-")
    ]
    assert len(members) == 2


def test_renamed_resources_of_azure_leave_nothing_to_do(deployment: Deployment) -> None:
    renamed = [
        ("azure-native:storage:StorageAccount", "oak-azure-storage-account", "oak-account"),
        (GROUP, "oak-azure-analysis-group", "oak-analysts"),
        (ASSIGNMENT, "elm-azure-project-compute-viewer", "elm-viewers"),
        (DYNAMIC, "oak-azure-hail-batch-user-full", "oak-full-user"),
    ]
    for type_, name, former in renamed:
        rename(deployment, type_, name, former)
    section = deployment.directory / "former_names.yaml"
    said = differences(compared(deployment, "--former-names", section))
    assert said.keys() == {"renamed"}
    found = {(each["type"], each["name"], each["formerName"]) for each in said["renamed"]}
    assert found == set(renamed)
    deployment.add_section(section.read_text())
    outcome = deployment.up()
    assert outcome.is_success, outcome
    assert outcome.steps == []


def test_what_the_section_imports_names_is_imported_on_either_cloud(
    deployment: Deployment,
) -> None:
    forgotten = [
        (ASSIGNMENT, "elm-azure-project-compute-viewer"),
        (CONTAINER, "elm-azure-main-web-container"),
        (MEMBER, "oak-azure-analysis-member-A-772fdbe4"),
        (PROJECT, "oak-gcp-project"),
    ]
    count = made(deployment)
    for type_, name in forgotten:
        forget(deployment, type_, name)
    said = differences(compared(deployment))
    assert said.keys() == {"missing"}
    missing = {(each["type"], each["name"]): each["id"] for each in said["missing"]}
    assert missing.keys() == set(forgotten)
    ids = {(thing.type, thing.logical_name): thing.import_id for thing in deployment.cloud.things()}
    told = {place: id_ for place, id_ in missing.items() if id_}
    # What Azure numbers by itself, and who stands behind an email, a stack's file does not tell.
    assert told == {place: ids[place] for place in missing if place[0] in {CONTAINER, PROJECT}}
    lines = [f"  '{type_}': {{{name}: '{ids[type_, name]}'}}\n" for type_, name in forgotten]
    deployment.add_section("imports:\n" + "".join(lines))
    outcome = deployment.up()
    assert outcome.is_success, outcome
    assert outcome.steps == sorted(f"import {type_}::{name}" for type_, name in forgotten)
    # A project is imported by another text than the id that it then has.
    assert has_all_as_planned(deployment, count)
    assert deployment.preview().steps == []
