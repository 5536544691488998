# SPDX-License-Identifier: MIT
from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from engine.deployment import Deployment, Outcome, new_deployment, surroundings
from support.local_server import LocalServer

# Set in the environment of whoever runs the tests, these would change what the engine does.
_SETTINGS = ("GOOGLE_", "CLOUDSDK_", "HAIL_", "SM_", "PULUMI_")

# What the engine's makers ship together.
NEEDED = (
    "pulumi",
    "pulumi-language-python",
    "pulumi-language-python-exec",
    "pulumi-resource-pulumi-python",
)


@dataclass
class Surrounded:
    """What is around deployments, and a directory for them."""

    directory: Path
    environment: Mapping[str, str]
    server: LocalServer


@dataclass
class Deployed:
    """The institute as the engine deployed it at first."""

    deployment: Deployment
    preview: Outcome
    up: Outcome


# What was not tested, and why.
_skipped = pytest.StashKey[str]()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if _skipped in config.stash:
        terminalreporter.section("warning", sep="!", yellow=True)
        terminalreporter.write_line(config.stash[_skipped], yellow=True)


@pytest.fixture(scope="session")
def pulumi(pytestconfig: pytest.Config) -> Path:
    """The directory of the engine's programs."""
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        message = f"nothing was deployed with Pulumi, since the PATH lacks {', '.join(missing)}"
        pytestconfig.stash[_skipped] = message
        pytest.skip(message)
    return Path(str(shutil.which("pulumi"))).parent


@pytest.fixture(scope="session")
def surrounded(pulumi: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surrounded]:
    """What all deployments share."""
    directory = tmp_path_factory.mktemp("engine")
    with pytest.MonkeyPatch.context() as patch:
        for variable in os.environ:
            if variable.startswith(_SETTINGS) or variable.lower().endswith("_proxy"):
                patch.delenv(variable)
        with surroundings(directory, pulumi) as (environment, server):
            yield Surrounded(directory, environment, server)


@pytest.fixture(scope="session")
def deployed(surrounded: Surrounded) -> Deployed:
    """What tests of the institute start from; each takes a copy."""
    directory = surrounded.directory / "first"
    deployment = new_deployment(directory, surrounded.environment, surrounded.server)
    return Deployed(deployment, deployment.preview(), deployment.up())


def _put_up(surrounded: Surrounded, name: str) -> tuple[Deployment, Outcome]:
    deployment = new_deployment(
        surrounded.directory / name,
        surrounded.environment,
        surrounded.server,
        configuration=Path(__file__).parent / f"{name}.yaml",
    )
    return deployment, deployment.up()


@pytest.fixture(scope="session")
def on_azure(surrounded: Surrounded) -> tuple[Deployment, Outcome]:
    """An institute on Azure alone."""
    return _put_up(surrounded, "institute_azure")


@pytest.fixture(scope="session")
def on_both_clouds(surrounded: Surrounded) -> tuple[Deployment, Outcome]:
    return _put_up(surrounded, "institute_both_clouds")


@pytest.fixture
def deployment(first: tuple[Deployment, Outcome], tmp_path: Path) -> Deployment:
    """A copy of what a module deployed in its own fixture `first`."""
    made, outcome = first
    assert outcome.is_success, outcome
    return made.copied(tmp_path / "copy")


@pytest.fixture
def institute(deployed: Deployed, tmp_path: Path) -> Deployment:
    assert deployed.up.is_success, deployed.up
    return deployed.deployment.copied(tmp_path / "copy")
