# SPDX-License-Identifier: MIT
"""The console script `cpginfra`: hands over to the native command that the wheel carries."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from cpginfra import _core


def native_command() -> Path:
    """Returns where the native command of this installation is."""
    return Path(_core.__file__).parent / "bin" / "cpginfra"


def main() -> NoReturn:
    """Replaces this process with the native command, with the same arguments."""
    command = native_command()
    if not command.exists():
        sys.exit(f"cpginfra: this installation has no command at {command}; install it again")
    os.execv(command, [str(command), *sys.argv[1:]])  # noqa: S606 - no shell is wanted
