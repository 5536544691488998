# SPDX-License-Identifier: MIT
import re
import subprocess
from pathlib import Path

import pytest

DEV = Path(__file__).parents[2] / "dev"


def dev(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs ./dev from elsewhere, with next to nothing in its environment."""
    return subprocess.run(
        [DEV, *arguments],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_names_every_routine_and_writes_nothing(tmp_path: Path) -> None:
    result = dev("help", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    named = re.findall(r"^  (\w+)", result.stdout, re.MULTILINE)
    assert named == ["plan", "test", "test", "lint", "bench", "fuzz", "run", "help"]
    assert list(tmp_path.iterdir()) == []


def test_no_arguments_show_the_help(tmp_path: Path) -> None:
    assert dev(cwd=tmp_path).stdout == dev("help", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["deploy"], "dev: there is no command 'deploy'"),
        (["run"], "dev: run needs a command"),
        (["lint", "everything"], "dev: lint takes --all or nothing, not 'everything'"),
        (["test", "java"], "dev: test takes cpp, python, embedding or nothing, not 'java'"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], complaint: str, tmp_path: Path) -> None:
    result = dev(*arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(complaint + "\nusage: ./dev COMMAND\n")
