# SPDX-License-Identifier: MIT
import importlib.metadata
import re
from pathlib import Path

import cpginfra
from cpginfra import _core

ROOT = Path(__file__).parents[2]


def header_version() -> str:
    text = (ROOT / "include/cpginfra/version.hpp").read_text(encoding="utf-8")
    found = re.search(r'kVersion = "([^"]+)"', text)
    assert found is not None
    return found[1]


def test_header_library_and_package_have_one_version() -> None:
    versions = {
        "header": header_version(),
        "library": _core.__version__,
        "package": cpginfra.__version__,
        "distribution": importlib.metadata.version("cpginfra"),
    }
    assert versions == dict.fromkeys(versions, versions["header"])
