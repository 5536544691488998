# SPDX-License-Identifier: MIT
"""The stack under the real engine: what is done, what is not, and what is kept of it.

All that a cloud or a service would do, the stand-ins of this directory do; see `deployment.py`.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from typing import Any

import cpginfra
from engine.conftest import Deployed
from engine.deployment import (
    DYNAMIC,
    INSTITUTE,
    REFRESH_TOKEN,
    STACK_TYPE,
    Deployment,
    replaced,
)
from support.fake_services import GOOGLE_TOKEN, HAIL_TOKEN, METAMIST_TOKEN
from support.local_server import Fault, Reply
from support.upstream_state import written_by_upstream

GROUP = "gcp:cloudidentity/group:Group"
OBJECT = "gcp:storage/bucketObject:BucketObject"
PROJECT = "gcp:organizations/project:Project"
SERVICE = "gcp:projects/service:Service"

# What marks a secret in a state.
SECRET = "4dabf18193072939515e22adb298388d"  # noqa: S105

# The members of a dataset, and what follows from one of them.
MEMBERS = "analysis: [ann]"
BOTH_MEMBERS = "analysis: [ann, bob]"
BOB_IN_ANALYSIS = f"{DYNAMIC}::oak-gcp-analysis-member-B-de9bf15d"
BOB_IN_BILLING = f"{DYNAMIC}::oak-gcp-batch-billing-member-B-de9bf15d"
CACHES_WITH_BOB = tuple(
    f"{OBJECT}::{group}-group-cache-members"
    for group in ("common-analysis", "common-web-access", "oak-analysis", "oak-web-access")
)
ANN_IN_ANALYSIS = f"{DYNAMIC}::oak-gcp-analysis-member-A-4095786e"


def the_plan() -> list[str]:
    plan = cpginfra.build_plan(cpginfra.load(INSTITUTE))
    return [f"{resource.type}::{resource.name}" for resource in plan.resources]


def test_all_of_the_plan_is_created_and_no_more(deployed: Deployed) -> None:
    stack = f"create {STACK_TYPE}::cpginfra-test"
    steps = sorted([stack, *(f"create {name}" for name in the_plan())])
    assert deployed.preview.steps == steps
    assert deployed.preview.is_success
    assert deployed.up.steps == steps
    assert deployed.up.is_success
    assert deployed.up.failures == []


def test_the_clouds_have_what_the_plan_says(deployed: Deployed) -> None:
    deployment = deployed.deployment
    made = sorted(f"{thing.type}::{thing.logical_name}" for thing in deployment.cloud.things())
    assert made == sorted(name for name in the_plan() if not name.startswith(DYNAMIC))
    services = deployment.services.kept
    assert services.projects.keys() == {"common", "oak"}
    assert services.billing_projects.keys() == {"oak"}
    users = sorted(services.billing_projects["oak"].users)
    assert users == ["ann", "trees-oak-full", "trees-oak-standard"]


def test_a_second_preview_has_no_changes(institute: Deployment) -> None:
    outcome = institute.preview()
    assert outcome.is_success
    assert outcome.steps == []
    assert outcome.unchanged == len(the_plan()) + 1


def test_a_member_more_is_just_what_follows_from_it(institute: Deployment) -> None:
    institute.edit("config-datasets.yaml", MEMBERS, BOTH_MEMBERS)
    expected = sorted(
        [
            f"create {BOB_IN_ANALYSIS}",
            f"create {BOB_IN_BILLING}",
            *replaced(*CACHES_WITH_BOB),
        ]
    )
    assert institute.preview().steps == expected
    assert institute.services.kept.effects == []
    assert institute.up().steps == expected
    analysis = group(institute, "oak-analysis")
    assert sorted(institute.services.kept.effects) == [
        "add bob: oak",
        f"bob@trees.example into {analysis}",
    ]
    (cache,) = [
        thing.inputs["content"]
        for thing in institute.cloud.things(OBJECT)
        if thing.logical_name == "oak-analysis-group-cache-members"
    ]
    assert cache == "ann@trees.example\nbob@trees.example"


def as_upstream_writes(resource: dict[str, Any]) -> None:
    """Puts upstream's provider in the place of ours."""
    if resource["type"] == DYNAMIC:
        for properties in (resource["inputs"], resource["outputs"]):
            name = provider_name(properties["__provider"]).removeprefix("cpginfra.dynamic.")
            properties["__provider"] = written_by_upstream(name)


def provider_name(kept: str) -> str:
    """The module and the class that are kept of a provider."""
    # Each text in a pickle is preceded by its length and followed by a mark.
    texts = re.findall(rb"\x8c.([ -~]+)\x94", base64.b64decode(kept))
    return b".".join(texts).decode()


def group(institute: Deployment, name: str) -> str:
    """A group's id."""
    (found,) = [
        thing.id
        for thing in institute.cloud.things(GROUP)
        if thing.inputs["groupKey"]["id"].partition("@")[0] == name
    ]
    return found


def test_after_a_service_that_fails_for_ever_the_next_update_goes_on(
    institute: Deployment,
) -> None:
    institute.edit("config-datasets.yaml", MEMBERS, BOTH_MEMBERS)
    analysis = group(institute, "oak-analysis")
    add = f"POST /v1/{analysis}/memberships"
    reply = Reply(500, {"error": {"message": f"not with {GOOGLE_TOKEN}"}})
    institute.server.faults.append(Fault(add, "reply", reply, is_lasting=True))
    failed = institute.up()
    assert not failed.is_success
    assert failed.failures == [f"create {BOB_IN_ANALYSIS}"]
    messages = "\n".join(failed.messages)
    assert f"cannot add the member bob@trees.example to the group {analysis}: 500" in messages
    assert "not with [secret] (tried 6 times)" in messages
    assert GOOGLE_TOKEN not in messages
    assert institute.server.lines(add) == [add] * 6

    institute.server.faults.clear()
    outcome = institute.up()
    assert outcome.is_success
    assert outcome.steps == [f"create {BOB_IN_ANALYSIS}"]
    assert sorted(institute.services.kept.effects) == [
        "add bob: oak",
        f"bob@trees.example into {analysis}",
    ]


def test_what_was_deleted_to_be_replaced_is_made_by_the_next_update(
    institute: Deployment,
) -> None:
    institute.edit("config-datasets.yaml", MEMBERS, BOTH_MEMBERS)
    cache = CACHES_WITH_BOB[0]
    name = cache.rpartition("::")[2]
    institute.cloud.fail("create", name, "503: come back later")
    failed = institute.up()
    assert not failed.is_success
    assert failed.failures == [f"create-replacement {cache}"]
    assert f"cannot create {name}: 503: come back later" in "\n".join(failed.messages)
    assert name not in {thing.logical_name for thing in institute.cloud.things(OBJECT)}

    institute.cloud.recover()
    assert institute.up().is_success
    assert institute.preview().steps == []
    assert name in {thing.logical_name for thing in institute.cloud.things(OBJECT)}


def test_a_refresh_goes_on_past_what_is_gone_which_is_made_again(institute: Deployment) -> None:
    analysis = group(institute, "oak-analysis")
    lost = institute.services.kept.groups[analysis].pop("ann@trees.example")
    assert lost
    refreshed = institute.refresh()
    assert refreshed.is_success
    assert refreshed.steps == [f"delete {ANN_IN_ANALYSIS}"]
    again = [f"create {ANN_IN_ANALYSIS}"]
    assert institute.preview().steps == again
    assert institute.up().steps == again
    assert institute.services.kept.effects == [f"ann@trees.example into {analysis}"]


def test_what_upstream_deployed_has_no_changes_and_can_be_read_and_taken_away(
    institute: Deployment,
) -> None:
    institute.rewrite_state(as_upstream_writes)
    assert institute.preview().steps == []
    assert institute.up().steps == []
    assert institute.refresh().steps == []
    # By what the state says of its provider, which is still upstream's.
    institute.edit("config-datasets.yaml", MEMBERS, "analysis: []")
    assert f"delete {ANN_IN_ANALYSIS}" in institute.up().steps
    effects = institute.services.kept.effects
    analysis = group(institute, "oak-analysis")
    assert sorted(effects) == [f"ann@trees.example out of {analysis}", "remove ann: oak"]


def test_destroying_leaves_only_what_is_kept_by_design(institute: Deployment) -> None:
    outcome = institute.destroy()
    assert outcome.is_success
    assert len(outcome.steps) == len(the_plan()) + 1
    assert {step.split()[0] for step in outcome.steps} == {"delete"}
    assert institute.state().get("resources", []) == []
    # No project is deleted with all that it holds, and no interface of it is disabled.
    counts = Counter(thing.type for thing in institute.cloud.things())
    assert counts.keys() == {PROJECT, SERVICE}
    services = institute.services.kept
    assert services.billing_projects["oak"].status == "closed"
    assert [len(members) for members in services.groups.values()] == [0] * len(services.groups)


def test_the_state_has_no_secret_in_clear(deployed: Deployed) -> None:
    text = deployed.deployment.state_file().read_text()
    for secret in (GOOGLE_TOKEN, HAIL_TOKEN, METAMIST_TOKEN, REFRESH_TOKEN, "a2V5OiA=", "key: "):
        assert secret not in text
    for resource in deployed.deployment.state()["resources"]:
        for key in ("content", "privateKey", "secretData"):
            for properties in (resource.get("inputs", {}), resource.get("outputs", {})):
                if key in properties:
                    assert properties[key].keys() == {SECRET, "ciphertext"}


def test_the_state_has_of_a_provider_its_name_alone(deployed: Deployed) -> None:
    providers: set[str] = set()
    for resource in deployed.deployment.state()["resources"]:
        if resource["type"] == DYNAMIC:
            kept = resource["inputs"]["__provider"]
            assert resource["outputs"]["__provider"] == kept
            providers.add(provider_name(kept))
    assert sorted(providers) == [
        "cpginfra.dynamic.google_groups.GoogleGroupMembershipProvider",
        "cpginfra.dynamic.google_groups.GoogleGroupSettingsProvider",
        "cpginfra.dynamic.hail_batch.HailBatchBillingProjectMembershipProvider",
        "cpginfra.dynamic.hail_batch.HailBatchBillingProjectProvider",
        "cpginfra.dynamic.hail_batch.HailBatchUserProvider",
        "cpginfra.dynamic.metamist.MetamistProjectMembersProvider",
        "cpginfra.dynamic.metamist.MetamistProjectProvider",
    ]
