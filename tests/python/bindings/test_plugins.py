# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import cpginfra
import pytest
from bindings.institute import ROOT, infrastructure
from cpginfra import CpgInfraError, CpgInfrastructurePlugin

EXAMPLE = ROOT / "examples/plugin"


class Recorded(CpgInfrastructurePlugin):
    calls: list[tuple[str, str, int]] = []  # noqa: RUF012 - the tests read it

    def main(self) -> None:
        self.record("main")

    def on_group_finalisation(self) -> None:
        self.record("on_group_finalisation")

    def record(self, moment: str) -> None:
        memberships = len(self.infrastructure.plan.memberships)
        self.calls.append((type(self).__name__, moment, memberships))


class Second(Recorded):
    pass


class Failing(CpgInfrastructurePlugin):
    def main(self) -> None:
        message = "no such topic"
        raise LookupError(message)


class FailingAtTheEnd(CpgInfrastructurePlugin):
    def on_group_finalisation(self) -> None:
        message = "no such group"
        raise KeyError(message)


class WithoutMain:
    def __init__(self, *_: object) -> None:
        pass


class JoiningLate(CpgInfrastructurePlugin):
    def on_group_finalisation(self) -> None:
        clouds = self.infrastructure.common_dataset.clouds
        clouds["gcp"].analysis_group.add_member("late-member", "late@uni.edu")


class FailingLate(CpgInfrastructurePlugin):
    def on_group_finalisation(self) -> None:
        sys.exit(3)


not_a_class = 3


def takes_nothing() -> None:
    pass


Offer = Callable[..., None]


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Installs plugins: names, each with the place of its class."""

    def install(**plugins: str) -> None:
        group = "cpginfra.plugins"
        points = [EntryPoint(name, value, group) for name, value in plugins.items()]
        monkeypatch.setattr("cpginfra.plugin.entry_points", lambda **_: points)

    Recorded.calls.clear()
    return install


def test_enabled_plugins_run_in_order_at_their_moments(offer: Offer) -> None:
    offer(first=f"{__name__}:Recorded", second=f"{__name__}:Second", third="nowhere:Absent")
    drivers = infrastructure(plugins_enabled=["second", "first"])
    drivers.main()
    memberships = [count for _, _, count in Recorded.calls]
    assert [call[:2] for call in Recorded.calls] == [
        ("Second", "main"),
        ("Recorded", "main"),
        ("Second", "on_group_finalisation"),
        ("Recorded", "on_group_finalisation"),
    ]
    assert memberships[1] < memberships[2] == memberships[3]


@pytest.fixture
def _leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that ends the program that imports it."""
    (tmp_path / "leaves.py").write_text("raise SystemExit(3)")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("_leaves")
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            "nowhere:Plugin",
            "plugin 'mine' (nowhere:Plugin) cannot be imported: ModuleNotFoundError",
        ),
        (f"{__name__}:not_a_class", "is not a class"),
        (f"{__name__}:Failing", "plugin 'mine' failed in main(): LookupError: no such topic"),
        (
            f"{__name__}:FailingAtTheEnd",
            "plugin 'mine' failed in on_group_finalisation(): KeyError: 'no such group'",
        ),
        (
            f"{__name__}:WithoutMain",
            "plugin 'mine' failed in main(): AttributeError: 'WithoutMain' object has no attribute",
        ),
        (f"{__name__}:takes_nothing", "plugin 'mine' failed in main(): TypeError: "),
        ("leaves:Plugin", "plugin 'mine' (leaves:Plugin) cannot be imported: SystemExit: 3"),
    ],
)
def test_a_plugin_that_fails_is_named(offer: Offer, value: str, message: str) -> None:
    offer(mine=value)
    with pytest.raises(CpgInfraError) as caught:
        infrastructure(plugins_enabled=["mine"]).main()
    assert message in str(caught.value)


def test_the_cause_of_a_failure_is_kept(offer: Offer) -> None:
    offer(mine=f"{__name__}:Failing")
    with pytest.raises(CpgInfraError) as caught:
        infrastructure(plugins_enabled=["mine"]).main()
    assert isinstance(caught.value.__cause__, LookupError)


def test_leaving_the_program_is_not_a_failure(offer: Offer) -> None:
    offer(mine=f"{__name__}:FailingLate")
    with pytest.raises(SystemExit):
        infrastructure(plugins_enabled=["mine"]).main()


def test_a_plugin_that_is_not_installed_is_named(offer: Offer) -> None:
    offer(audit_log="audit_log:AuditLog")
    with pytest.raises(CpgInfraError) as caught:
        infrastructure(plugins_enabled=["audit-log"]).main()
    assert "'audit-log'" in str(caught.value)
    assert "did you mean 'audit_log'?" in str(caught.value)


def test_a_plugin_that_two_packages_offer_is_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    group = "cpginfra.plugins"
    places = ("one:Plugin", f"{__name__}:Recorded")
    points = [EntryPoint("mine", place, group) for place in places]
    monkeypatch.setattr("cpginfra.plugin.entry_points", lambda **_: points)
    with pytest.raises(CpgInfraError, match=r"'mine' is offered by .*one:Plugin.*uninstall"):
        infrastructure(plugins_enabled=["mine"]).main()


def test_who_joins_when_groups_are_final_is_said_not_to_be_in_them(offer: Offer) -> None:
    offer(mine=f"{__name__}:JoiningLate")
    drivers = infrastructure(plugins_enabled=["mine"])
    drivers.main()
    texts = [note.text for note in drivers.plan.warnings]
    (warning,) = [text for text in texts if "late-member" in text]
    assert "is not put into the group common-analysis" in warning
    assert "in a plugin's main()" in warning


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Installs the example plugin, from a copy, since building leaves files beside the sources."""
    source, target = tmp_path / "source", tmp_path / "installed"
    shutil.copytree(EXAMPLE, source)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    options = ["--no-build-isolation", "--disable-pip-version-check", "--target", str(target)]
    subprocess.run([*pip, *options, str(source)], check=True)
    monkeypatch.syspath_prepend(str(target))
    yield
    sys.modules.pop("audit_log", None)


@pytest.mark.usefixtures("example")
def test_the_example_plugin_adds_to_the_plan() -> None:
    drivers = infrastructure(plugins_enabled=["audit_log"])
    drivers.main()
    plan = drivers.plan
    sink = plan.find("gcp:logging/projectSink:ProjectSink", "audit-log-sink")
    bucket = plan.find("gcp:storage/bucket:Bucket", "common-gcp-audit-log-bucket")
    assert sink is not None
    assert bucket is not None
    assert bucket in sink.dependencies
    assert plan.exports["audit-log-readers"] == ["ada.mori@institute.example"]
    readers = cpginfra.AccessGraph(plan).who_can("read", "ieg-common-audit-log")
    assert [row["principal"] for row in readers if "@institute" in row["principal"]] == [
        "ada.mori@institute.example"
    ]


def institute_with_aggregator(folder: Path, **changes: object) -> Path:
    """Writes a configuration in which the shipped plugin has something to find."""
    case = json.loads((ROOT / "tests/golden/billing-plugin/case.json").read_text())
    case["config"]["billing"]["aggregator"].update(changes)
    file = folder / "institute.json"
    file.write_text(json.dumps(case, indent=1))
    return file


def test_what_a_shipped_plugin_finds_wrong_has_its_place(tmp_path: Path) -> None:
    file = institute_with_aggregator(tmp_path, interval_hours=25)
    lines = [line.strip(" ,") for line in file.read_text().splitlines()]
    line = 1 + lines.index('"interval_hours": 25')
    loaded = cpginfra.load(file)
    config, datasets = loaded
    for plan in (
        lambda: cpginfra.build_plan(loaded),
        lambda: cpginfra.CPGInfrastructure(config, datasets).main(),
    ):
        with pytest.raises(cpginfra.ConfigError) as caught:
            plan()
        (found,) = caught.value.diagnostics
        assert (found.rule, found.path) == (
            "billing-interval",
            "config.billing.aggregator.interval_hours",
        )
        assert (found.file, found.line) == (str(file), line)
        assert f"institute.json:{line}:" in str(caught.value)


def test_what_no_resource_takes_over_has_its_place(tmp_path: Path) -> None:
    file = institute_with_aggregator(tmp_path)
    case = json.loads(file.read_text())
    case["config"]["imports"] = {"gcp:storage/bucket:Bucket": {"no-such-bucket": "id"}}
    file.write_text(json.dumps(case, indent=1))
    with pytest.raises(cpginfra.ConfigError) as caught:
        cpginfra.build_plan(cpginfra.load(file))
    (found,) = caught.value.diagnostics
    assert found.rule == "unused-adoption"
    assert file.read_text().splitlines()[found.line - 1].strip().startswith('"no-such-bucket"')
