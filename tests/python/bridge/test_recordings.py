# SPDX-License-Identifier: MIT
"""What the stack sends to the engine is what cpg-infrastructure would have sent.

Each file in preview/ says which input properties (`type path`: names of resources) and exports
cpg-infrastructure leaves unknown in a preview in which the made-up cloud computes nothing.
"""

from __future__ import annotations

import json
import logging
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest
from support.recorder import UNKNOWN, Json, Recorder, by_urn, differences, record

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests/golden"
PREVIEW = Path(__file__).parent / "preview"
CASES = ("two-datasets", "everything", "restricted", "memberships-off")


def run_stack(
    path: Path | str, config: Json | None = None, stack: str = "stack", **options: Any
) -> Recorder:
    return record(
        lambda: runpy.run_path(str(ROOT / stack / "__main__.py"), run_name="__main__"),
        config={"project:path": str(path)} | (config or {}),
        **options,
    )


@cache
def golden_run(case: str) -> Recorder:
    return run_stack(GOLDEN / case / "case.json")


def read(path: Path) -> Json:
    content: Json = json.loads(path.read_text(encoding="utf-8"))
    return content


def sends_unknown_secrets_as_secrets() -> bool:
    """Newer releases of Pulumi's SDK do; older ones lose sight of what is not known yet."""

    def program() -> None:
        first = pulumi.CustomResource("a:b:First", "first", {"computed": None})
        secret: pulumi.Output[str] = pulumi.Output.secret(first.id)
        pulumi.CustomResource("a:b:Second", "second", {"secret": secret})

    (second,) = (r.entry for r in record(program, preview=True).requests if r.entry["inputs"])
    return "secretInputs" in second


@pytest.mark.parametrize("case", CASES)
def test_registrations_equal_the_recording_in_every_key(case: str) -> None:
    recorder = golden_run(case)
    assert differences(recorder.recording(), read(GOLDEN / case / "expected.json")) == []


def test_the_billing_plugin_equals_its_recording_and_keeps_its_token_secret() -> None:
    recorder = run_stack(GOLDEN / "billing-plugin" / "case.json")
    expected = read(GOLDEN / "billing-plugin" / "expected.json")
    channels = "gcp:monitoring/notificationChannel:NotificationChannel"
    channel = by_urn(expected)[f"{channels}::billing-aggregator-slack-notification-channel"]
    # The one thing that is not as recorded: cpg-infrastructure sends the token in the clear.
    channel["secretInputs"] = ["sensitiveLabels.authToken"]
    assert differences(recorder.recording(), expected) == []


SLACK_TOKEN = "gcp:secretmanager/getSecretVersion:getSecretVersion"  # noqa: S105


def test_a_preview_does_without_a_secret_that_nobody_tells(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logger = logging.getLogger("pulumi-test")
    case = GOLDEN / "billing-plugin" / "case.json"
    unanswered = frozenset({SLACK_TOKEN})
    with caplog.at_level(logging.WARNING, logger.name):
        recorder = run_stack(case, preview=True, unanswered=unanswered, logger=logger)
    channels = "gcp:monitoring/notificationChannel:NotificationChannel"
    channel = by_urn(recorder.recording())[
        f"{channels}::billing-aggregator-slack-notification-channel"
    ]
    assert channel["inputs"]["sensitiveLabels"] == {"authToken": UNKNOWN}
    said = [
        record.message for record in caplog.records if "a secret is not known" in record.message
    ]
    assert len(said) == 1
    assert "the service cannot be reached" in said[0]
    with pytest.raises(Exception, match="the service cannot be reached"):
        run_stack(case, unanswered=unanswered)


def test_the_workload_identity_stack_equals_its_recording() -> None:
    recorder = run_stack(GOLDEN / "github-wif" / "case.json", stack="stack/github_wif")
    expected = read(GOLDEN / "github-wif" / "expected.json")
    assert differences(recorder.recording(), expected) == []


def unknown_in_preview(expected: Json, unknown: Json) -> Json:
    """Returns a recording with those properties unknown that are so in a preview."""
    resources = by_urn(expected)
    keeps_secrets = sends_unknown_secrets_as_secrets()
    for property_, names in unknown.items():
        if property_ == "exports":
            expected["exports"] |= dict.fromkeys(names, UNKNOWN)
            continue
        type_, path = property_.split(" ")
        for name in names:
            entry = resources[f"{type_}::{name}"]
            replace(entry["inputs"], path)
            if not keeps_secrets and path in entry.get("secretInputs", ()):
                entry["secretInputs"].remove(path)
    return {
        "exports": expected["exports"],
        "resources": [
            {key: value for key, value in entry.items() if value or key != "secretInputs"}
            for entry in resources.values()
        ],
    }


def replace(inputs: Json, path: str) -> None:
    """Sets what is at a path such as `budgetFilter.projects[0]` to unknown."""
    *steps, last = path.replace("[", ".").replace("]", "").split(".")
    place: Any = inputs
    for step in steps:
        place = place[step]
    key = int(last) if isinstance(place, list) else last
    assert place[key] != UNKNOWN
    place[key] = UNKNOWN


@pytest.mark.parametrize("case", CASES)
def test_in_a_preview_what_depends_on_a_computed_output_is_unknown_and_the_rest_is_equal(
    case: str,
) -> None:
    recorder = run_stack(GOLDEN / case / "case.json", preview=True)
    expected = read(GOLDEN / case / "expected.json")
    unknown = read(PREVIEW / f"{case}.json")
    assert differences(recorder.recording(), unknown_in_preview(expected, unknown)) == []


def test_resources_are_registered_after_what_they_depend_on() -> None:
    recorder = golden_run("two-datasets")
    seen: set[str] = set()
    for request in recorder.requests:
        entry = request.entry
        assert seen.issuperset(entry.get("dependencies", ())), entry
        seen.add(f"{entry['type']}::{entry['name']}")


def test_every_registration_names_the_plugin_of_its_provider() -> None:
    recorder = golden_run("two-datasets")
    versions = {
        (request.message.type.partition(":")[0], request.message.version)
        for request in recorder.requests
    }
    assert versions == {("gcp", "7.38.0"), ("pulumi-python", "")}


@pytest.mark.parametrize(
    ("configured", "message"),
    [
        ('{"gcp": "7"}', "expected a version of 'gcp', as 7.38.0, got '7'"),
        ('{"gcp": 7}', "expected a version of 'gcp', as 7.38.0, got 7"),
        ('["gcp"]', "expected versions by providers' names"),
    ],
)
def test_a_wrong_version_is_an_error(configured: str, message: str) -> None:
    with pytest.raises(pulumi.RunError, match=message):
        run_stack(GOLDEN / "restricted" / "case.json", {"cpginfra:provider_versions": configured})


def test_versions_of_plugins_can_be_configured() -> None:
    configured = {"cpginfra:provider_versions": '{"gcp": "8.0.0-beta.1", "azuread": "6.0.0"}'}
    recorder = run_stack(GOLDEN / "restricted" / "case.json", configured)
    versions = {request.message.version for request in recorder.requests}
    assert versions == {"8.0.0-beta.1", ""}
    assert {invoke.version for invoke in recorder.invokes} == {"8.0.0-beta.1"}
    assert len(recorder.invokes) == 1


def test_warnings_of_the_plan_go_to_the_log_of_pulumi(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("pulumi-test")
    with caplog.at_level(logging.WARNING, logger.name):
        run_stack(GOLDEN / "two-datasets" / "case.json", logger=logger)
    assert any("images-dev-reader" in record.message for record in caplog.records)


def test_a_wrong_configuration_registers_nothing_and_shows_no_traceback(tmp_path: Path) -> None:
    case = read(GOLDEN / "two-datasets" / "case.json")
    case["config"]["domian"] = "misspelt"
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    with pytest.raises(pulumi.RunError, match="did you mean 'domain'"):
        run_stack(path)
