# SPDX-License-Identifier: MIT
"""What is kept of the providers' packages knows every type and function that is used."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

PROVIDERS = Path(__file__).parents[1] / "providers"


def test_each_type_and_function_that_is_named_is_among_what_is_kept() -> None:
    script = runpy.run_path(str(PROVIDERS / "read_packages.py"))
    kept = json.loads((PROVIDERS / "schemas.json").read_text(encoding="utf-8"))
    # Otherwise run the script, which reads the packages.
    assert script["used_tokens"]() == kept["types"].keys()
    assert dict(script["PACKAGES"].values()) == kept["packages"]
