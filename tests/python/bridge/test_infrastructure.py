# SPDX-License-Identifier: MIT
"""The drivers in a Pulumi program, with things of the program's own, as plugins have them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cpginfra
import pulumi
import pytest
from support.recorder import UNKNOWN, Json, by_urn, differences, record

GOLDEN = Path(__file__).parents[2] / "golden"
OTHER = "test:index:Other::other"


def infrastructure(case: str = "restricted") -> cpginfra.CPGInfrastructure:
    config, datasets = cpginfra.load(GOLDEN / case / "case.json")
    return cpginfra.CPGInfrastructure(config, datasets)


def other(**inputs: Any) -> Any:
    """A resource of the program itself, as from a provider's SDK."""
    return pulumi.CustomResource("test:index:Other", "other", {**inputs, "computed": None})


def entries(program: Callable[[], None], *, preview: bool = False) -> dict[str, Json]:
    return by_urn(record(program, preview=preview).recording())


def test_main_deploys_in_a_program_and_only_plans_elsewhere() -> None:
    alone = infrastructure()
    alone.main()
    assert pulumi.runtime.settings.get_monitor() is None
    program = infrastructure()
    recorder = record(program.main)
    assert len(recorder.requests) == len(alone.plan) == len(program.plan) > 500
    assert alone.plan.to_json() == program.plan.to_json()


@pytest.mark.parametrize("preview", [True, False])
def test_outputs_of_pulumi_are_members_and_contents(preview: bool) -> None:
    def program() -> None:
        drivers = infrastructure()
        gcp = drivers.common_gcp_infra
        thing = other(email="robot@lab.iam.gserviceaccount.com")
        bucket = gcp.create_bucket("own", lifecycle_rules=[])
        gcp.add_member_to_bucket("own-reader", bucket, thing.email, cpginfra.BucketMembership.READ)
        gcp.add_blob_to_bucket("own-blob", bucket, "a.txt", pulumi.Output.concat("id ", thing.id))
        secret = gcp.create_secret("own")
        contents: pulumi.Output[str] = pulumi.Output.secret("hidden")
        gcp.add_secret_version("own-version", secret, drivers.plan.concat("<", contents, ">"))
        drivers.main()

    found = entries(program, preview=preview)
    (member,) = (e for urn, e in found.items() if urn.endswith("own-reader"))
    assert member["inputs"]["member"] == "serviceAccount:robot@lab.iam.gserviceaccount.com"
    assert member["propertyDependencies"]["member"] == [OTHER]
    (blob,) = (e for urn, e in found.items() if urn.endswith("own-blob"))
    assert blob["inputs"]["content"] == (UNKNOWN if preview else "id other_id")
    assert blob["propertyDependencies"]["content"] == [OTHER]
    (version,) = (e for urn, e in found.items() if urn.endswith("own-version"))
    assert version["inputs"]["secretData"] == "<hidden>"
    assert version["secretInputs"] == ["secretData"]


def test_what_is_added_changes_nothing_else() -> None:
    def program() -> None:
        drivers = infrastructure()
        drivers.common_gcp_infra.create_bucket("own", lifecycle_rules=[])
        drivers.main()

    plain = record(infrastructure().main).recording()
    with_own = record(program).recording()
    (line,) = differences(with_own, plain)
    assert line.startswith("not in the recording: gcp:storage/bucket:Bucket::")


def test_handles_give_outputs_and_resources_before_anything_is_registered() -> None:
    def program() -> None:
        drivers = infrastructure()
        common = drivers.common_dataset.clouds["gcp"]
        bucket, account = common.main_bucket, drivers.common_gcp_infra.create_machine_account("own")
        pulumi.CustomResource(
            "test:index:Mine",
            "mine",
            {
                "bucket": cpginfra.output(bucket),
                "location": cpginfra.output(bucket, "location"),
                "email": cpginfra.output(account),
                "text": cpginfra.output(drivers.plan.concat(account, "!")),
            },
            pulumi.ResourceOptions(depends_on=[cpginfra.pulumi_resource(bucket)]),
        )
        drivers.main()

    found = entries(program)
    mine = found["test:index:Mine::mine"]
    (bucket,) = (e for e in found.values() if e["inputs"].get("name") == mine["inputs"]["bucket"])
    assert mine["inputs"]["location"] == bucket["inputs"]["location"]
    assert mine["inputs"]["text"] == mine["inputs"]["email"] + "!"
    assert f"gcp:storage/bucket:Bucket::{bucket['name']}" in mine["dependencies"]


def test_a_program_whose_plan_is_wrong_registers_nothing_of_it_and_ends() -> None:
    def program() -> None:
        drivers = infrastructure()
        bucket = drivers.common_dataset.clouds["gcp"].main_bucket
        other(name=cpginfra.output(bucket, "name"))
        drivers.declare("test:index:Twice", "same", {})
        drivers.declare("test:index:Twice", "same", {})
        drivers.main()

    with pytest.raises(cpginfra.CpgInfraError, match="same"):
        record(program)
