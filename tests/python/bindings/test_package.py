# SPDX-License-Identifier: MIT
"""The package as a whole: its stubs, its names, and what importing it costs."""

from __future__ import annotations

import ast
import doctest
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import cpginfra
import pytest
from bindings.institute import infrastructure, institute

ROOT = Path(__file__).parents[3]
STUBS = ROOT / "bindings/python/cpginfra/_core.pyi"
TOOL = ROOT / "tools/model_stubs.py"

# What pybind11's classes have whether or not a stub says so, and the names of types that only
# stubs have.
_NO_MISTAKES = (
    r"metaclass differs",
    r"__init__ is inconsistent, stub does not have \*args parameter",
    r"_core\.(CloudName|GroupName) is not present at runtime",
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], check=False, capture_output=True, text=True, cwd=ROOT
    )


def test_stubs_are_what_the_module_has() -> None:
    done = run("-m", "mypy.stubtest", "cpginfra._core", "--concise", "--ignore-disjoint-bases")
    lines = (done.stdout + done.stderr).splitlines()
    assert any("metaclass differs" in line for line in lines), done.stderr
    mistakes = [line for line in lines if not re.search("|".join(_NO_MISTAKES), line)]
    assert mistakes == []


def test_stubs_of_models_are_up_to_date() -> None:
    stubs = STUBS.read_text(encoding="utf-8")
    renewed: Any = runpy.run_path(str(TOOL))["renewed"]
    assert ast.dump(ast.parse(stubs)) == ast.dump(ast.parse(renewed(stubs)))


def test_every_name_is_there_and_documented() -> None:
    for name in cpginfra.__all__:
        thing = getattr(cpginfra, name)
        if name != "__version__":
            assert (thing.__doc__ or "").strip(), name


def test_importing_is_quick_and_leaves_pulumi_alone() -> None:
    program = (
        "import sys, time; start = time.process_time(); import cpginfra; cpginfra.load;"
        "print(time.process_time() - start, 'pulumi' in sys.modules)"
    )
    seconds = []
    for _ in range(5):
        time, has_pulumi = run("-c", program).stdout.split()
        assert has_pulumi == "False"
        seconds.append(float(time))
    assert min(seconds) < 0.1


# What has an example that begins with something at hand.
AMID = {"Deferred", "GroupProvider", "Organization", "Resource"}


class WhereItIsSaid(doctest.OutputChecker):
    """Compares what an example shows with what it says to show, where it says so."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        return not want or super().check_output(want, got, optionflags)


@pytest.mark.parametrize("name", [name for name in cpginfra.__all__ if name != "__version__"])
def test_every_public_name_has_an_example(name: str) -> None:
    assert re.search(">>> |Example", str(getattr(cpginfra, name).__doc__))


def test_the_examples_of_classes_do_what_they_say() -> None:
    """Those that need no file and no Azure; the others stand in for files of the reader's own."""
    drivers = infrastructure()
    config, datasets = institute()
    given = {
        **{name: getattr(cpginfra, name) for name in cpginfra.__all__},
        "cpginfra": cpginfra,
        "infra": drivers.common_gcp_infra,
        "infrastructure": drivers,
        "plan": cpginfra.build_plan(institute()),
        "config": config,
        "datasets": datasets,
    }
    failed, ran = [], 0
    for name in cpginfra.__all__:
        made = getattr(cpginfra, name)
        text = str(made.__doc__)
        is_complete = name not in AMID and not re.search(r"load\w*\(|common_azure_infra", text)
        if isinstance(made, type) and ">>> " in text and is_complete:
            examples = doctest.DocTestParser().get_doctest(text, dict(given), name, None, None)
            outcome = doctest.DocTestRunner(WhereItIsSaid()).run(examples)
            failed += [name] * outcome.failed
            ran += outcome.attempted
    assert failed == []
    assert ran > 20
