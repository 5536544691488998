# SPDX-License-Identifier: MIT
from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from engine.deployment import Deployment, Outcome, new_deployment, surroundings

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
def deployed(pulumi: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """What all tests start from; each takes a copy."""
    directory = tmp_path_factory.mktemp("engine")
    with pytest.MonkeyPatch.context() as patch:
        for variable in os.environ:
            if variable.startswith(_SETTINGS) or variable.lower().endswith("_proxy"):
                patch.delenv(variable)
        with surroundings(directory, pulumi) as (environment, server):
            deployment = new_deployment(directory / "first", environment, server)
            yield Deployed(deployment, deployment.preview(), deployment.up())


@pytest.fixture
def institute(deployed: Deployed, tmp_path: Path) -> Deployment:
    assert deployed.up.is_success, deployed.up
    return deployed.deployment.copied(tmp_path / "copy")
