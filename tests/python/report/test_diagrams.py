# SPDX-License-Identifier: MIT
"""Diagrams as other programs read them."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest
from support.report_page import EXAMPLE, Command


@pytest.fixture
def dot() -> str:
    program = shutil.which("dot")
    if program is None:
        pytest.skip("NO GRAPHVIZ, so DOT diagrams are NOT tested: install graphviz")
    return program


@pytest.mark.parametrize("dataset", ["cardiac", "common"])
def test_graphviz_draws_a_dataset(command: Command, dot: str, dataset: str) -> None:
    text = command.run("report", EXAMPLE, "--format", "dot", "--dataset", dataset)
    drawn = subprocess.run(
        [dot, "-Tsvg"], input=text, capture_output=True, text=True, check=False, timeout=60
    )
    assert (drawn.returncode, drawn.stderr) == (0, "")
    names = "{http://www.w3.org/2000/svg}"
    tree = ElementTree.fromstring(drawn.stdout)  # noqa: S314 - graphviz made it just now
    titles = [title.text or "" for title in tree.iter(f"{names}title")]
    boxes = re.findall(r"^  n\d+ \[", text, re.MULTILINE)
    arrows = re.findall(r"^  n\d+ -> n\d+", text, re.MULTILINE)
    assert len(boxes) > 40
    assert sum("->" not in title for title in titles) == len(boxes) + 1  # and the graph itself
    assert sum("->" in title for title in titles) == len(arrows)
