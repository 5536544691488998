# SPDX-License-Identifier: MIT
"""The page works its answers out by itself: they must be those of the library."""

import json
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext
from support.estate import write_estate
from support.report_page import (
    EXAMPLE,
    Command,
    Report,
    address,
    of_command,
    of_matrix,
    of_table,
)

DATASETS = ("cardiac", "common", "newborn", "rare-disease", "reference")


def principals(command: Command, configuration: Path) -> tuple[list[str], list[str]]:
    """Everybody that the plan names, and its groups, by id."""
    plan = json.loads(command.run("plan", configuration, "--format", "json"))
    named = {principal["label"].lower() for principal in plan["principals"]}
    return sorted(named), sorted(group["principal"]["label"].lower() for group in plan["groups"])


def test_what_each_principal_reaches(example: Report, command: Command) -> None:
    everybody, groups = principals(command, EXAMPLE)
    names = everybody + groups[::4]
    assert len(names) > 90
    example.open()
    answers = 0
    for name in names:
        page = example.go(address("person", name))
        expected = of_command(command.access(EXAMPLE, "of", name), "target")
        assert of_table(page, "what it reaches") == expected, name
        answers += len(expected)
    assert answers > 800


def check_dataset(report: Report, command: Command, configuration: Path, dataset: str) -> int:
    page = report.go(address("dataset", dataset))
    answers = command.access(configuration, "matrix", "--dataset", dataset)
    expected = {(row["principal"], row["target"], row["level"], row["how"]) for row in answers}
    assert set(of_matrix(page)) == expected, dataset
    own = {row["principal"] for row in answers if row["resource"]}
    count = f"{len(own)} {'person' if len(own) == 1 else 'people'} can reach its buckets"
    assert count in page.inner_text(".facts")
    return len(expected)


def test_the_matrix_of_each_dataset(example: Report, command: Command) -> None:
    example.open()
    for dataset in DATASETS:
        assert check_dataset(example, command, EXAMPLE, dataset) > 5


def test_a_dataset_on_two_clouds(context: BrowserContext, command: Command, tmp_path: Path) -> None:
    configuration = EXAMPLE.parent / "institute-both-clouds.yaml"
    file = tmp_path / "report.html"
    command.run("report", configuration, "-o", file)
    report = Report(context.new_page(), file)
    page = report.open()
    for dataset in ("cardiac", "common", "harbour"):
        assert check_dataset(report, command, configuration, dataset) > 1
    report.go("dataset=cardiac")
    assert page.inner_text(".facts").startswith("azure, gcp")
    groups = page.locator("table[aria-label=groups] tbody tr", has_text="cardiac-analysis")
    clouds = groups.locator("[data-title=Cloud]").all_inner_texts()
    assert sorted(clouds) == ["azure", "gcp"]
    assert report.trouble == []


def questions(command: Command) -> Iterator[tuple[str, str, str]]:
    """Every resource that somebody is given access to, with an address and the levels on it."""
    plan = json.loads(command.run("plan", EXAMPLE, "--format", "json"))
    levels = {"bucket": ("list", "read", "append", "mutate"), "registry": ("pull", "push")}
    seen = set()
    for grant in plan["grants"]:
        target = grant["target"]
        resource = target.get("resource")
        if resource is None or target["kind"] not in levels or resource in seen:
            continue
        seen.add(resource)
        for level in levels[target["kind"]]:
            yield resource, address("resource", resource), level


def test_who_can(example: Report, command: Command) -> None:
    example.open()
    asked = 0
    for resource, where, level in list(questions(command))[::3]:
        expected = of_command(command.access(EXAMPLE, "who-can", level, resource), "principal")
        page = example.go(f"{where}&level={level}")
        choice = page.locator(f"input[type=radio] + span:text-is('{level}')")
        if choice.count() == 0:  # nobody is given as much
            assert expected == [], (resource, level)
            continue
        labels = {row[0]: row for row in of_table(page, "who can")}
        ids = page.evaluate(
            """() => [...document.querySelectorAll('table[aria-label="who can"] tbody th a')]
              .map((link) => decodeURIComponent(link.hash.split('=')[1]))"""
        )
        shown = [(id_, *row[1:]) for id_, row in zip(ids, labels.values(), strict=True)]
        assert shown == expected, (resource, level)
        asked += 1
    assert asked > 50


def test_a_generated_estate(context: BrowserContext, command: Command, tmp_path: Path) -> None:
    configuration = write_estate(tmp_path / "estate.json", datasets=12, people=37)
    file = tmp_path / "report.html"
    command.run("report", configuration, "-o", file)
    report = Report(context.new_page(), file)
    report.open()
    for dataset in ("common", "data0000", "data0011"):
        assert check_dataset(report, command, configuration, dataset) > 50
    for number in (0, 17, 36):
        name = f"person{number:04}.x@institute.example"
        page = report.go(address("person", name))
        expected = of_command(command.access(configuration, "of", name), "target")
        assert len(expected) > 50
        assert of_table(page, "what it reaches") == expected
    assert report.trouble == []
