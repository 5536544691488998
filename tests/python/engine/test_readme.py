# SPDX-License-Identifier: MIT
"""What the stack's README has a newcomer type, in a shell, from the stack's directory."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cpginfra
from engine.cloud import Cloud
from engine.conftest import Surrounded
from engine.deployment import INSTITUTE, ROOT

# The clone is there, its virtual environment too, and no network to download from.
_ELSEWHERE = ("cd stack", "python3 -m venv", "pip install", "pulumi plugin install")


def commands(section: str) -> Iterator[str]:
    """The commands of a section of the README, each on one line."""
    text = (ROOT / "stack/README.md").read_text()
    _, _, rest = text.partition(f"## {section}\n")
    body, _, _ = rest.partition("\n## ")
    for block in re.findall(r"```console\n(.*?)```", body, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            prompt, _, command = line.partition(" ")
            if prompt == "$" and not any(name in command for name in _ELSEWHERE):
                yield command


def planned(configuration: Path) -> int:
    return len(cpginfra.build_plan(cpginfra.load(configuration)))


def test_a_newcomer_comes_to_previews(surrounded: Surrounded, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    tried = shutil.ignore_patterns("venv", "state", "Pulumi.*.yaml")
    shutil.copytree(ROOT / "stack", clone / "stack", ignore=tried)
    shutil.copytree(ROOT / "examples", clone / "examples")
    shutil.copytree(INSTITUTE, tmp_path / "institute")
    (clone / "stack/venv").symlink_to(sys.prefix)
    Cloud(tmp_path / "cloud.sqlite")
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, **surrounded.environment, "HOME": str(home)}
    environment["CPGINFRA_TEST_CLOUD"] = str(tmp_path / "cloud.sqlite")
    for given in ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_HOME"):
        del environment[given]

    typed = list(commands("From an empty machine to a preview"))
    assert [command for command in typed if command == "pulumi preview"] == ["pulumi preview"] * 2
    shell = str(shutil.which("bash"))
    ran = subprocess.run(
        [shell, "-e", "-c", "\n".join(typed)],
        cwd=clone / "stack",
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    counts = [int(count) for count in re.findall(r"\+ (\d+) to create", ran.stdout)]
    # And the stack itself.
    assert counts == [planned(ROOT / "examples/institute") + 1, planned(INSTITUTE) + 1]
    assert Cloud(tmp_path / "cloud.sqlite").things() == []
