# SPDX-License-Identifier: MIT
"""Canaries: texts that stand where secrets do, and must not be in anything that Python is told.

What the C++ tests (tests/cpp/command/canary_test.cpp) hold for the command, these hold for
exceptions, what prints of objects show, reports, assertions, and what a Pulumi program logs.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cpginfra
import pulumi
import pytest
from bindings.institute import infrastructure, institute
from cpginfra import (
    ConfigError,
    Configuration,
    CPGInfrastructureConfig,
    Plan,
    testing,
)
from support.recorder import record

CANARY = "canary-4f1c"
VERSION = "gcp:secretmanager/secretVersion:SecretVersion"


def check_silence(said: str, canary: str = CANARY) -> None:
    assert said
    assert canary not in said


def said_by(error: BaseException) -> str:
    """Everything that an exception tells, with what it has come from."""
    parts = [str(error), repr(error), repr(error.args)]
    parts += traceback.format_exception(error)
    if isinstance(error, ConfigError):
        for diagnostic in error.diagnostics:
            parts += [repr(diagnostic), diagnostic.message, diagnostic.value, str(diagnostic.help)]
    return "\n".join(parts)


# --- configurations ------------------------------------------------------------------------------


def fields(**changes: object) -> dict[str, Any]:
    given: dict[str, Any] = institute().to_dict()
    given["config"] |= changes
    return given


def dataset_with(**changes: object) -> dict[str, Any]:
    given = fields()
    given["datasets"][0] |= changes
    return given


GCP: dict[str, Any] = {
    "customer_id": "C0",
    "region": "r",
    "groups_domain": "x.org",
    "config_bucket_name": "c",
}


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: Configuration.from_dict(fields(slack_token=CANARY)),
        lambda: Configuration.from_dict(fields(domain={"api_token": CANARY})),
        lambda: Configuration.from_dict(fields(plugins_enabled={"password": [CANARY]})),
        lambda: Configuration.from_dict(fields(region=f"https://me:{CANARY}@x.org")),
        lambda: Configuration.from_dict(dataset_with(client_secret=CANARY)),
        lambda: Configuration.from_dict(dataset_with(budgets={"api_key": CANARY})),
        lambda: CPGInfrastructureConfig.from_dict({"private_key": CANARY}),
        lambda: CPGInfrastructureConfig.GCP(**GCP | {"password": CANARY}),
        lambda: CPGInfrastructureConfig.GCP.from_dict({**GCP, "region": {"token": CANARY}}),
        lambda: Configuration(institute().config, [{"dataset": "a", "password": CANARY}]),  # type: ignore[list-item]
        lambda: infrastructure().common_gcp_infra.add_secret_version(3, None, CANARY),  # type: ignore[arg-type]
    ],
)
def test_what_is_wrong_is_said_without_secrets(mistake: Callable[[], object]) -> None:
    with pytest.raises((cpginfra.CpgInfraError, TypeError)) as caught:
        mistake()
    check_silence(said_by(caught.value))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("unknown.yaml", f"config:\n  slack_token: {CANARY}\n"),
        ("unclosed.yaml", f'config:\n  token: "{CANARY}\n'),
        ("unknown.toml", f'[config]\npassword = "{CANARY}"\n'),
        ("unclosed.json", f'{{"config": {{"api_key": "{CANARY}" "x"}}}}'),
    ],
)
def test_what_is_wrong_with_a_file_is_said_without_secrets(
    name: str, text: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        cpginfra.load(path)
    check_silence(said_by(caught.value))
    with pytest.raises(cpginfra.CpgInfraError) as caught_rules:
        cpginfra.load_rules(path)
    check_silence(said_by(caught_rules.value))
    assert capfd.readouterr() == ("", "")


def test_models_are_shown_without_secrets() -> None:
    metamist = fields()["config"]["metamist"]
    metamist["etl"] = {
        "environment": "test",
        "accessors": ["someone"],
        "by_type": {
            "/x/v1": {
                "parser_name": "x",
                "accessors": [],
                "default_parameters": {
                    "api_token": CANARY,
                    "url": f"https://me:{CANARY}@x.org/{CANARY[:3]}",
                    "deeper": {"password": f"{CANARY}'"},
                },
            }
        },
    }
    configuration = Configuration.from_dict(fields(metamist=metamist))
    parser = configuration.config.metamist.etl.by_type["/x/v1"]  # type: ignore[union-attr]
    assert parser.default_parameters
    assert parser.default_parameters["api_token"] == CANARY
    for model in (configuration, configuration.config, configuration.config.metamist, parser):
        check_silence(repr(model))
    assert "parser_name='x'" in repr(parser)
    assert "https://me:" in repr(parser)


# --- plans ---------------------------------------------------------------------------------------


def planted_plan(canary: str) -> Plan:
    """The example's plan with a canary as a secret's content."""
    drivers = infrastructure()
    infra = drivers.common_gcp_infra
    infra.add_secret_version("planted-version", infra.create_secret("planted"), canary)
    drivers.main()
    return drivers.plan


def failure(assertion: Callable[..., object], *arguments: Any, **named: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        assertion(*arguments, **named)
    return str(caught.value)


def test_no_form_of_a_plan_shows_its_secrets(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before, after = planted_plan(f"{CANARY}-1"), planted_plan(f"{CANARY}-2")
    (planted,) = (r for r in after.resources if r.type == VERSION and "planted" in r.name)
    assert planted.inputs["secretData"] == f"{CANARY}-2"
    diff = cpginfra.diff_plans(before, after)
    assert diff
    snapshot = tmp_path / "snapshot.txt"
    snapshot.write_text("", encoding="utf-8")
    rules = tmp_path / "rules.toml"
    rules.write_text(
        '[[rules]]\nname = "nobody"\nbecause = "a test"\nmust_never = "read"\non.kind = "secret"\n',
        encoding="utf-8",
    )
    result = cpginfra.check(after, cpginfra.load_rules(rules))
    assert not result
    saved = Plan.from_json(after.to_json())
    for said in (
        after.to_json(),
        saved.to_json(),
        repr(planted),
        repr(after),
        diff.to_text(),
        diff.to_markdown(),
        json.dumps(diff.to_dict()),
        repr(diff),
        result.to_text(),
        result.to_sarif(),
        result.to_github(),
        json.dumps(result.to_dict()),
        failure(testing.assert_resource, after, VERSION, inputs={"secretData": "other"}),
        failure(testing.assert_resource, after, VERSION, planted.name, without=["secretData"]),
        failure(testing.assert_matches_snapshot, after, snapshot, in_full=[VERSION]),
        failure(testing.assert_resource_count, after, 99, VERSION, inputs={"secret": "${nothing}"}),
    ):
        check_silence(said)
    assert "canary" not in "".join(capfd.readouterr()) + caplog.text


def test_a_function_that_fails_on_a_secret_does_not_say_it() -> None:
    plan = planted_plan(CANARY)
    key = next(r for r in plan.resources if r.type == "gcp:serviceaccount/key:Key")
    decoded = plan.call("base64-decode", key.attribute("privateKey"))
    for answer in (f"{CANARY} is no Base64 !", [CANARY], {"password": CANARY}):
        with pytest.raises(cpginfra.CpgInfraError) as caught:
            decoded.compute([answer])
        check_silence(said_by(caught.value))


# --- programs of Pulumi --------------------------------------------------------------------------


def test_a_program_that_fails_on_a_secret_does_not_say_it(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    plan = planted_plan(CANARY)

    def program() -> None:
        secret: pulumi.Output[str] = pulumi.Output.secret(f"{CANARY} is no Base64 !")
        wrong = cpginfra.output(plan.call("base64-decode", secret))
        pulumi.CustomResource("test:index:Mine", "mine", {"wrong": wrong})
        cpginfra.deploy(plan)

    with pytest.raises(cpginfra.CpgInfraError, match="base64") as caught:
        record(program)
    check_silence(said_by(caught.value))
    assert "canary" not in "".join(capfd.readouterr()) + caplog.text
