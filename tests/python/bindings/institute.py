# SPDX-License-Identifier: MIT
"""Configurations that the tests of the bindings start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cpginfra
from cpginfra import Configuration, CPGInfrastructure

ROOT = Path(__file__).parents[3]
INSTITUTE = ROOT / "examples/institute"


def institute(**changes: object) -> Configuration:
    """The example institute, with some of its sections changed."""
    fields: dict[str, Any] = cpginfra.load(INSTITUTE).to_dict()
    fields["config"] |= changes
    return Configuration.from_dict(fields)


def infrastructure(**changes: object) -> CPGInfrastructure:
    """The drivers of the example institute, before they have planned."""
    config, datasets = institute(**changes)
    return CPGInfrastructure(config, datasets)
