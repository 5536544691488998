# SPDX-License-Identifier: MIT
"""Questions about plans get the command's answers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import cpginfra
import pytest
from bindings.institute import INSTITUTE, institute
from cpginfra import AccessGraph, ConfigError, CpgInfraError, Plan
from cpginfra.command import native_command


def said(*arguments: object) -> Any:
    command = [str(native_command()), *map(str, arguments), "--format", "json"]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert run.stdout, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return cpginfra.build_plan(cpginfra.load(INSTITUTE))


@pytest.fixture(scope="module")
def access(plan: Plan) -> AccessGraph:
    return AccessGraph(plan)


def test_access_is_what_the_command_says(access: AccessGraph) -> None:
    rows = access.who_can("read", "ieg-cardiac-main")
    assert {"principal", "resource", "target", "level", "how", "path"} == set(rows[0])
    assert rows == said("access", INSTITUTE, "who-can", "read", "ieg-cardiac-main")
    principal = "chloe.tan@institute.example"
    assert access.access_of(principal) == said("access", INSTITUTE, "of", principal)
    assert access.matrix("cardiac") == said("access", INSTITUTE, "matrix", "--dataset", "cardiac")
    assert len(access.matrix()) > len(access.matrix("cardiac"))
    assert access.access_of("nobody@nowhere.org") == []


def test_unknown_things_are_said_with_a_mend(access: AccessGraph) -> None:
    with pytest.raises(CpgInfraError, match="did you mean 'ieg-cardiac-main'"):
        access.who_can("read", "ieg-cardiac-mian")
    with pytest.raises(CpgInfraError, match="did you mean 'cardiac'"):
        access.matrix("cardaic")
    with pytest.raises(CpgInfraError):
        access.who_can("reed", "ieg-cardiac-main")
    # As of a shell's variable that is not set: to say that nobody can would be a false comfort.
    with pytest.raises(CpgInfraError, match="the plan has no resource ''"):
        access.who_can("read", "")


def test_checks_are_what_the_command_says(plan: Plan, tmp_path: Path) -> None:
    rules = cpginfra.load_rules(INSTITUTE / "rules.toml")
    assert len(rules) > 0
    result = cpginfra.check(plan, rules, configuration=str(INSTITUTE))
    assert result
    assert result.errors == 0
    assert result.to_dict() == said("check", INSTITUTE, "--rules", INSTITUTE / "rules.toml")
    broken = tmp_path / "rules.toml"
    broken.write_text(
        '[[rules]]\nname = "nobody"\nbecause = "a test"\n'
        'who.domain = "institute.example"\nmust_never = "read"\non.bucket = "ieg-cardiac-main"\n',
        encoding="utf-8",
    )
    result = cpginfra.check(plan, cpginfra.load_rules(broken))
    assert not result
    assert result.findings[0]["rule"] == "rule/nobody"
    assert "nobody" in result.to_text()
    assert json.loads(result.to_sarif())["version"] == "2.1.0"
    assert "::error" in result.to_github()
    broken.write_text("rule = 3", encoding="utf-8")
    with pytest.raises(ConfigError):
        cpginfra.load_rules(broken)


def test_reports_are_what_the_command_writes(plan: Plan, access: AccessGraph) -> None:
    def written(*arguments: str) -> str:
        command = [str(native_command()), "report", str(INSTITUTE), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    assert cpginfra.report_html(plan, "ours & theirs") == written("--title", "ours & theirs")
    assert access.mermaid("cardiac") == written("--format", "mermaid", "--dataset", "cardiac")
    assert access.dot("cardiac") == written("--format", "dot", "--dataset", "cardiac")
    with pytest.raises(CpgInfraError, match="did you mean 'cardiac'"):
        access.dot("cardaic")


def test_differences_are_what_the_command_says(plan: Plan, tmp_path: Path) -> None:
    fields = institute().to_dict()
    cardiac = next(item for item in fields["datasets"] if item["dataset"] == "cardiac")
    cardiac["members"]["analysis"].remove("chloe.tan")
    later = tmp_path / "later.json"
    later.write_text(json.dumps(fields), encoding="utf-8")
    diff = cpginfra.diff_plans(plan, cpginfra.build_plan(cpginfra.load(later)))
    assert diff
    assert diff.to_dict() == said("diff", INSTITUTE, later)
    assert "chloe.tan" in diff.to_text()
    assert "chloe.tan" in diff.to_markdown()
    assert {row["principal"] for row in diff.access} == {"chloe.tan@institute.example"}
    assert not cpginfra.diff_plans(plan, Plan.from_json(plan.to_json()))
