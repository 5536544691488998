# SPDX-License-Identifier: MIT
"""Values of a plan and of Pulumi in one program, as plugins mix them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cpginfra
import pulumi
import pytest
from support.recorder import UNKNOWN, Json, record

GOLDEN = Path(__file__).parents[2] / "golden"

ACCOUNT = "gcp:serviceaccount/account:Account"
BUCKET = "gcp:storage/bucket:Bucket"
GROUP = "gcp:cloudidentity/group:Group"
KEY = "gcp:serviceaccount/key:Key"


def made_plan() -> cpginfra.Plan:
    return cpginfra.build_plan(cpginfra.load(GOLDEN / "two-datasets" / "case.json"))


def first(plan: cpginfra.Plan, type_: str) -> cpginfra.Resource:
    return next(resource for resource in plan.resources if resource.type == type_)


def mine(inputs: Any, **options: Any) -> None:
    """A resource of the program itself, as from a provider's SDK."""
    pulumi.CustomResource("test:index:Mine", "mine", inputs, pulumi.ResourceOptions(**options))


def recorded_mine(program: Callable[[], None], *, preview: bool = False) -> Json:
    recorder = record(program, preview=preview)
    (entry,) = (r.entry for r in recorder.requests if r.entry["name"] == "mine")
    return entry


def urn(resource: cpginfra.Resource) -> str:
    return f"{resource.type}::{resource.name}"


@pytest.mark.parametrize("before", [True, False])
def test_an_attribute_is_an_output_before_and_after_the_plan_is_deployed(before: bool) -> None:
    plan = made_plan()
    account, group = first(plan, ACCOUNT), first(plan, GROUP)

    def program() -> None:
        if not before:
            cpginfra.deploy(plan)
        mine(
            {
                "email": cpginfra.output(account, "email"),
                "key": cpginfra.output(group, "groupKey.id"),
                "id": cpginfra.output(account, "id"),
                "all": cpginfra.output({"ids": [account.attribute("uniqueId"), "plain"]}),
            }
        )
        if before:
            cpginfra.deploy(plan)

    entry = recorded_mine(program)
    email = entry["inputs"]["email"]
    assert email.startswith(f"{account.inputs['accountId']}@")
    assert entry["inputs"]["id"].endswith(f"/serviceAccounts/{email}")
    assert entry["inputs"]["key"] == group.inputs["groupKey"]["id"]
    assert entry["inputs"]["all"]["ids"][0].isdigit()
    assert entry["inputs"]["all"]["ids"][1] == "plain"
    assert entry["dependencies"] == sorted([urn(account), urn(group)])


@pytest.mark.parametrize("before", [True, False])
def test_a_resource_of_the_plan_can_be_depended_on(before: bool) -> None:
    plan = made_plan()
    bucket = first(plan, BUCKET)

    def program() -> None:
        if not before:
            cpginfra.deploy(plan)
        handle = cpginfra.pulumi_resource(bucket)
        mine({"bucket": handle}, depends_on=[handle])
        if before:
            cpginfra.deploy(plan)

    entry = recorded_mine(program)
    assert entry["dependencies"] == [urn(bucket)]
    assert entry["inputs"] == {"bucket": {"resource": urn(bucket)}}


@pytest.mark.parametrize("preview", [True, False])
def test_functions_of_outputs_of_pulumi_run_in_the_library(preview: bool) -> None:
    plan = made_plan()
    account = first(plan, ACCOUNT)

    def program() -> None:
        other = pulumi.CustomResource("test:index:Other", "other", {"label": "a-label"})
        secret: pulumi.Output[str] = pulumi.Output.secret("YQ==")
        text = plan.concat("x:", other.label, ":", account.attribute("accountId"))  # type: ignore[attr-defined]
        mine(
            {
                "text": cpginfra.output(text),
                "computed": cpginfra.output(plan.concat("id=", other.id)),
                "decoded": cpginfra.output(plan.call("base64-decode", secret)),
            }
        )
        cpginfra.deploy(plan)

    entry = recorded_mine(program, preview=preview)
    assert entry["inputs"] == {
        "text": f"x:a-label:{account.inputs['accountId']}",
        "computed": UNKNOWN if preview else "id=other_id",
        "decoded": "a",
    }
    assert entry["secretInputs"] == ["decoded"]
    assert entry["propertyDependencies"] == {
        "text": [urn(account), "test:index:Other::other"],
        "computed": ["test:index:Other::other"],
    }


# What each function of the library gives for some arguments.
FUNCTIONS: dict[str, tuple[list[Any], Any]] = {
    "base64-decode": (["YQ=="], "a"),
    "gcp-policy-member": (["a@b.c"], "user:a@b.c"),
    "members-text": (["B@x.c", "a@x.c"], "a@x.c\nb@x.c"),
    "merge": ([{"a": 1}, {"b": 2}], {"a": 1, "b": 2}),
    "parse-toml": (["a = 1"], {"a": 1}),
    "resource-outputs": (["bucketName", "b"], {"bucket_name": "b"}),
    "sorted-members": (["B@x.c", "a@x.c"], ["a@x.c", "b@x.c"]),
    "text-asset": (["text"], {"asset": "text"}),
    "toml": ([{"a": 1}], "a = 1\n"),
}


def test_every_function_is_listed_here() -> None:
    with pytest.raises(ValueError, match="no function is called 'none'") as error:
        made_plan().call("none")
    assert str(error.value).partition("there are ")[2].split(", ") == sorted(FUNCTIONS)


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_unknown_stays_unknown_and_secret_stays_secret_through_every_function(
    function: str, preview: bool
) -> None:
    plan = made_plan()
    arguments, expected = FUNCTIONS[function]
    last = arguments[-1]

    def program() -> None:
        given: Any = pulumi.CustomResource(
            "test:index:Other", "other", {"known": last, "id_": None}
        )
        computed = given.id.apply(lambda _: last)
        outputs = {"plain": given.known, "secret": pulumi.Output.secret(last), "computed": computed}
        values = {
            name: cpginfra.output(plan.call(function, *arguments[:-1], output))
            for name, output in outputs.items()
        }
        mine(values | {"both": [values["plain"], values["secret"]]})
        cpginfra.deploy(plan)

    entry = recorded_mine(program, preview=preview)
    assert entry["inputs"] == {
        "plain": expected,
        "secret": expected,
        "computed": UNKNOWN if preview else expected,
        "both": [expected, expected],
    }
    assert set(entry["secretInputs"]) & {"plain", "computed"} == set()
    assert "secret" in entry["secretInputs"]
    assert any(path.startswith("both") for path in entry["secretInputs"])
    for name in ("plain", "computed", "both"):
        assert entry["propertyDependencies"][name] == ["test:index:Other::other"]
    assert "secret" not in entry["propertyDependencies"]


def test_what_is_secret_for_the_provider_stays_secret_through_functions() -> None:
    plan = made_plan()
    key = first(plan, KEY)
    decoded = plan.call("base64-decode", key.attribute("privateKey"))

    def program() -> None:
        mine({"key": cpginfra.output(plan.concat(decoded, "!"))})
        cpginfra.deploy(plan)

    entry = recorded_mine(program)
    assert entry["inputs"] == {"key": "key: !"}
    assert entry["secretInputs"] == ["key"]


def test_an_output_that_is_asked_for_late_is_read_from_the_engine() -> None:
    plan = made_plan()
    account = first(plan, ACCOUNT)

    def program() -> None:
        cpginfra.deploy(plan)
        mine({"unique": cpginfra.output(account, "uniqueId")})

    entry = recorded_mine(program)
    assert entry["inputs"]["unique"].isdigit()
    assert entry["dependencies"] == [urn(account)]
    assert recorded_mine(program_of_a_preview(), preview=True)["inputs"] == {"unique": UNKNOWN}


def program_of_a_preview() -> Callable[[], None]:
    plan = made_plan()

    def program() -> None:
        cpginfra.deploy(plan)
        mine({"unique": cpginfra.output(first(plan, ACCOUNT), "uniqueId")})

    return program


def test_what_the_library_cannot_compute_fails_the_program_and_says_where() -> None:
    plan = made_plan()

    def program() -> None:
        cpginfra.deploy(plan)
        not_base64 = pulumi.Output.from_input("?")
        mine({"text": cpginfra.output(plan.call("base64-decode", not_base64))})

    with pytest.raises(cpginfra.CpgInfraError, match="'base64-decode' takes one text in base64"):
        record(program)


def test_a_plan_is_deployed_once() -> None:
    plan = made_plan()

    def program() -> None:
        cpginfra.deploy(plan)
        cpginfra.deploy(plan)

    with pytest.raises(cpginfra.CpgInfraError, match="deployed already"):
        record(program)


def test_a_program_that_fails_before_it_deploys_ends_and_says_why() -> None:
    plan = made_plan()

    def program() -> None:
        mine({"email": cpginfra.output(first(plan, ACCOUNT), "email")})
        error = cpginfra.CpgInfraError("the plugin 'broken' failed")
        cpginfra._bridge.abandon(plan, error)
        raise error

    with pytest.raises(cpginfra.CpgInfraError, match="the plugin 'broken' failed"):
        record(program)


def test_outside_of_a_program_there_are_no_outputs() -> None:
    with pytest.raises(cpginfra.CpgInfraError, match="none is running"):
        cpginfra.output(first(made_plan(), ACCOUNT), "email")
