# SPDX-License-Identifier: MIT
"""The drivers in a Pulumi program, with things of the program's own, as plugins have them."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cpginfra
import pulumi
import pytest
from support.recorder import UNKNOWN, Json, by_urn, differences, number, record

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


def test_what_is_awaited_is_contents() -> None:
    async def text() -> str:
        await asyncio.sleep(0)
        return "awaited"

    def program() -> None:
        drivers = infrastructure()
        drivers.common_gcp_infra.add_blob_to_bucket("own-blob", "a-bucket", "a.txt", text())
        drivers.main()

    (blob,) = (e for urn, e in entries(program).items() if urn.endswith("own-blob"))
    assert blob["inputs"]["content"] == "awaited"


def test_what_is_declared_can_depend_on_resources_of_the_program() -> None:
    def program() -> None:
        drivers = infrastructure()
        thing = other()
        provider = pulumi.ProviderResource("test", "their-provider", {})
        group = drivers.common_dataset.clouds["gcp"].analysis_group
        drivers.declare(
            "test:index:Mine",
            "mine",
            {"group": group},
            depends_on=[thing, pulumi.Output.from_input(provider), group],
            provider=provider,
            import_id="an-id",
            retain_on_delete=True,
        )
        drivers.main()

    recorder = record(program)
    (request,) = (r for r in recorder.requests if r.entry["name"] == "mine")
    assert request.message.importId == "an-id"
    assert request.message.retainOnDelete
    assert request.entry["provider"] == "their-provider"
    dependencies = request.entry["dependencies"]
    assert [name for name in dependencies if not name.startswith("gcp:")] == [
        "pulumi:providers:test::their-provider",
        OTHER,
    ]
    assert len(dependencies) == 3
    assert dependencies[0].startswith("gcp:cloudidentity/group:Group::")


def test_things_are_made_in_any_project() -> None:
    def program() -> None:
        drivers = infrastructure()
        gcp = drivers.common_gcp_infra
        made = gcp.create_project("further-project", "further-1")
        foreign = pulumi.Output.from_input("foreign-1")
        for name, project in (("own", None), ("made", made), ("text", "text-1"), ("out", foreign)):
            gcp.create_bucket(f"{name}-x", project=project)
            gcp.create_monthly_budget(f"{name}-budget", budget=7, project=project)
            gcp.give_member_ability_to_list_buckets(f"{name}-lister", "a@uni.edu", project)
        drivers.main()

    found = entries(program)
    own = infrastructure().common_gcp_infra.project.resource
    assert own is not None
    ids = {
        "own": own.inputs["projectId"],
        "made": "further-1",
        "text": "text-1",
        "out": "foreign-1",
    }
    for name, id_ in ids.items():
        of = {
            entry["type"]: entry["inputs"]
            for entry in found.values()
            if f"-gcp-{name}-" in entry["name"]
        }
        assert of["gcp:storage/bucket:Bucket"]["project"] == id_
        lister = of["gcp:projects/iAMMember:IAMMember"]
        assert (lister["project"], lister["member"]) == (id_, "user:a@uni.edu")
        budget = of["gcp:billing/budget:Budget"]
        assert budget["budgetFilter"]["projects"] == [f"projects/{number(id_)}"]
        assert budget["displayName"] == id_


@pytest.mark.parametrize("preview", [True, False])
def test_outputs_of_pulumi_are_names(preview: bool) -> None:
    def program() -> None:
        drivers = infrastructure()
        gcp = drivers.common_gcp_infra
        thing = other(
            account="robot", bucket="a-bucket", name="a.txt", service="a-service", group="groups/1"
        )
        gcp.add_member_to_bucket("own-reader", thing.bucket, "a@uni.edu", "read")
        gcp.add_blob_to_bucket("own-blob", thing.bucket, thing.name, "contents")
        gcp.add_cloudrun_invoker("own-invoker", service=thing.service, project=None, member="a@b.c")
        gcp.add_group_member("own-member", thing.group, "a@uni.edu")
        gcp.create_project("own-project", thing.id)
        gcp.create_machine_account(thing.account, resource_key="own-account")
        gcp.create_secret(pulumi.Output.concat("s-", thing.id), None, "own-secret")
        drivers.main()

    found = {
        entry["name"].removeprefix("common-gcp-"): entry
        for entry in entries(program, preview=preview).values()
    }
    for name, property_, expected in (
        ("own-reader", "bucket", "a-bucket"),
        ("own-blob", "bucket", "a-bucket"),
        ("own-blob", "name", "a.txt"),
        ("own-invoker", "service", "a-service"),
        ("own-member", "group_key", "groups/1"),
        ("own-project", "projectId", UNKNOWN if preview else "other_id"),
        ("own-account", "accountId", "robot"),
        ("own-secret", "secretId", UNKNOWN if preview else "s-other_id"),
    ):
        assert found[name]["inputs"][property_] == expected
        assert OTHER in found[name]["propertyDependencies"][property_]


class Theirs(pulumi.CustomResource):
    """A resource of a provider's own SDK, with attributes under the names of Python."""

    def __init__(self, type_: str, **attributes: Any) -> None:
        super().__init__(f"test:index:{type_}", type_.lower(), attributes)
        for name in attributes:
            setattr(self, f"_{name}", self.__dict__[name])

    email = property(lambda self: self._email)
    name = property(lambda self: self._name)
    project_id = property(lambda self: self._project_id)


def test_resources_of_other_sdks_are_named_as_upstream_names_them() -> None:
    def program() -> None:
        drivers = infrastructure()
        gcp = drivers.common_gcp_infra
        account = Theirs("Account", email="robot@lab.iam.gserviceaccount.com", name="accounts/1")
        bucket = Theirs("Bucket", name="a-bucket")
        project = Theirs("Project", project_id="their-1")
        secret = Theirs("Secret")
        declared = drivers.declare(
            "gcp:serviceaccount/account:Account", "mine", {"accountId": "m", "project": "p"}
        )
        gcp.add_member_to_bucket("own-reader", bucket, account, "read")
        gcp.add_member_to_machine_account_role("own-role", account, "a@uni.edu", "access")
        gcp.add_member_to_machine_account_role("own-other-role", declared, "a@uni.edu", "access")
        gcp.add_secret_member("own-secret-reader", secret, "a@uni.edu", "accessor")
        gcp.add_secret_version("own-version", secret, "contents")
        gcp.create_machine_account("own-account", project)
        for key, whose in (("own-key", account), ("own-other-key", declared)):
            drivers.export(key, gcp.get_credentials_for_machine_account(key, whose))
        drivers.main()

    found = {
        entry["name"].removeprefix("common-gcp-"): entry["inputs"]
        for entry in entries(program).values()
    }
    robot = "robot@lab.iam.gserviceaccount.com"
    assert found["own-reader"]["bucket"] == "a-bucket"
    assert found["own-reader"]["member"] == f"serviceAccount:{robot}"
    assert found["own-role"]["serviceAccountId"] == "accounts/1"
    assert found["own-other-role"]["serviceAccountId"].startswith("projects/")
    for name, key in (("own-secret-reader", "secretId"), ("own-version", "secret")):
        assert found[name][key] == "secret_id"
    assert found["service-account-own-account"]["project"] == "their-1"
    assert found["own-key"]["serviceAccountId"] == robot
    assert found["own-other-key"]["serviceAccountId"].startswith("m@")


@pytest.mark.parametrize("preview", [True, False])
def test_who_may_ask_for_access_can_be_outputs_one_by_one_or_all(preview: bool) -> None:
    def program() -> None:
        drivers = infrastructure()
        gcp = drivers.common_gcp_infra
        thing = other(who="a@uni.edu", all=["user:a@uni.edu", "group:b@uni.edu"])
        bucket = gcp.create_bucket("own")
        gcp.create_temporary_bucket_access("own-some", bucket, "read", [thing.who, "c@uni.edu"])
        gcp.create_temporary_bucket_access("own-all", bucket, "write", thing.all)
        drivers.main()

    found = {
        entry["name"].removeprefix("common-gcp-"): entry
        for entry in entries(program, preview=preview).values()
    }
    for name, who in (
        ("own-some", ["user:a@uni.edu", "user:c@uni.edu"]),
        ("own-all", ["user:a@uni.edu", "group:b@uni.edu"]),
    ):
        assert found[name]["inputs"]["eligibleUsers"] == [{"principals": who}]
        assert OTHER in found[name]["propertyDependencies"]["eligibleUsers"]


LOGICAL = "a logical name is a str"
SETTLED = "this is settled when the plan is made"


@pytest.mark.parametrize(
    ("message", "call"),
    [
        (LOGICAL, lambda gcp, out: gcp.add_member_to_bucket(out, "b", "a@b.c", "read")),
        (LOGICAL, lambda gcp, out: gcp.add_secret_version(out, "s", "contents")),
        (LOGICAL, lambda gcp, out: gcp.create_bucket(out)),
        (LOGICAL, lambda gcp, out: gcp.create_container_registry(out)),
        (LOGICAL, lambda gcp, out: gcp.create_group(out)),
        (LOGICAL, lambda gcp, out: gcp.create_machine_account(out)),
        (LOGICAL, lambda gcp, out: gcp.create_machine_account("a", resource_key=out)),
        (LOGICAL, lambda gcp, out: gcp.create_metamist_project(out)),
        (LOGICAL, lambda gcp, out: gcp.create_secret(out)),
        (LOGICAL, lambda gcp, out: gcp.get_pulumi_name(out)),
        (SETTLED, lambda gcp, out: gcp.bucket_rule_temporary(out)),
        (SETTLED, lambda gcp, out: gcp.create_bucket("own", requester_pays=out)),
        (SETTLED, lambda gcp, out: gcp.create_group("own", out)),
        (SETTLED, lambda gcp, out: gcp.create_hail_user("own", out, "https://auth.example")),
        (SETTLED, lambda gcp, out: gcp.create_monthly_budget("own", budget=out)),
        (SETTLED, lambda gcp, out: gcp.create_temporary_bucket_access("o", "b", "read", [], out)),
    ],
)
@pytest.mark.parametrize("is_ours", [True, False])
def test_where_no_output_can_be_the_error_says_why(
    message: str, call: Callable[[Any, Any], object], is_ours: bool
) -> None:
    def program() -> None:
        gcp = infrastructure().common_gcp_infra
        account = gcp.create_machine_account("own-robot")
        with pytest.raises(TypeError, match=message):
            call(gcp, account.email if is_ours else pulumi.Output.secret("canary"))

    record(program)


def test_one_question_is_asked_once() -> None:
    token = "gcp:organizations/getProject:getProject"  # noqa: S105

    def program() -> None:
        drivers = infrastructure()
        account = drivers.common_gcp_infra.create_machine_account("own")
        for place, id_ in enumerate(("a", "b", "a", account.project, account.project)):
            number_of = drivers.invoke(token, {"projectId": id_}, "number")
            drivers.declare("test:index:Mine", f"mine-{place}", {"number": number_of})
        drivers.main()

    recorder = record(program)
    asked = [invoke.args["projectId"] for invoke in recorder.invokes if invoke.tok == token]
    assert len(asked) == 3
    numbers = {
        request.entry["name"]: request.entry["inputs"]["number"]
        for request in recorder.requests
        if request.entry["name"].startswith("mine-")
    }
    assert numbers["mine-0"] == numbers["mine-2"] == number("a") != numbers["mine-1"]
    assert numbers["mine-3"] == numbers["mine-4"]


@pytest.mark.parametrize("is_asked_for_before", [True, False])
def test_a_deployed_plan_is_freed_with_what_was_used_of_it(is_asked_for_before: bool) -> None:
    kept: list[weakref.ref[Any]] = []

    def program() -> None:
        drivers = infrastructure()
        bucket = drivers.common_dataset.clouds["gcp"].main_bucket
        if is_asked_for_before:
            other(name=cpginfra.output(bucket, "name"))
        drivers.main()
        if not is_asked_for_before:
            other(name=cpginfra.output(bucket, "name"))
        kept.append(weakref.ref(drivers.plan.program))

    recorder = record(program)
    gc.collect()
    assert recorder.requests
    assert kept[0]() is None


def test_a_plan_that_is_never_deployed_is_freed_and_ends_what_waits_for_it() -> None:
    kept: list[weakref.ref[Any]] = []

    def program() -> None:
        drivers = infrastructure()
        bucket = drivers.common_dataset.clouds["gcp"].main_bucket
        other(name=cpginfra.output(bucket, "name"), text=cpginfra.output(drivers.plan.concat("a")))
        kept.append(weakref.ref(drivers.plan.program))

    with pytest.raises(cpginfra.CpgInfraError, match="never deployed"):
        record(program)
    gc.collect()
    assert kept[0]() is None


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


def test_whatever_a_driver_gives_can_be_an_output_and_depended_on() -> None:
    def program() -> None:
        drivers = infrastructure("everything")
        common = drivers.common_dataset.clouds["gcp"]
        given = {
            "billing": common.hail_batch_billing_project,
            "bucket": common.main_bucket,
            "group": common.analysis_group,
            "hail": common.hail_accounts_by_access_level["full"],
            "metamist": drivers.common_dataset.metamist_project,
            "plain": common.analysis_group.group,
            "project": common.infra.project,
            "registry": common.infra.create_container_registry("own"),
            "robot": common.infra.create_machine_account("own"),
            "secret": common.infra.create_secret("own"),
        }
        values = {name: cpginfra.output(thing) for name, thing in given.items()}
        ids = {f"{name}_id": cpginfra.output(thing, "id") for name, thing in given.items()}
        options = pulumi.ResourceOptions(
            depends_on=[cpginfra.pulumi_resource(thing) for thing in given.values()]
        )
        pulumi.CustomResource("test:index:Mine", "mine", {**values, **ids}, options)
        drivers.declare("test:index:Ours", "ours", given, depends_on=list(given.values()))
        for thing in (common, common.infra, drivers):
            with pytest.raises(TypeError, match="no value of its own"):
                cpginfra.output(thing)
        drivers.main()

    found = entries(program)
    mine, ours = found["test:index:Mine::mine"], found["test:index:Ours::ours"]
    assert len(mine["inputs"]) == 20
    assert UNKNOWN not in mine["inputs"].values()
    assert {name: mine["inputs"][name] for name in ours["inputs"]} == ours["inputs"]
    assert len(mine["dependencies"]) == 9  # The group is there twice.
    assert set(mine["dependencies"]) <= set(ours["dependencies"])


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
