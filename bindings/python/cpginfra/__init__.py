# SPDX-License-Identifier: MIT
"""One description of an institute's datasets, turned into cloud infrastructure.

The names load the extension when they are first asked for, since the package is also imported by
the process in which the Pulumi engine runs the providers of `cpginfra.dynamic`.

>>> import cpginfra
>>> plan = cpginfra.build_plan(cpginfra.load("institute/"))
>>> len(plan)
1642
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpginfra._core import (
        ConfigError,
        Configuration,
        CpgInfraError,
        Diagnostic,
        Plan,
        __version__,
        build_plan,
        load,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        from cpginfra import _core

        value = globals()[name] = getattr(_core, name)
        return value


__all__ = [
    "ConfigError",
    "Configuration",
    "CpgInfraError",
    "Diagnostic",
    "Plan",
    "__version__",
    "build_plan",
    "load",
]
