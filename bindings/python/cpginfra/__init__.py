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
    from cpginfra._bridge import deploy, output, pulumi_resource
    from cpginfra._core import (
        Archive,
        ConfigError,
        Configuration,
        CpgInfraError,
        Deferred,
        Diagnostic,
        Plan,
        Resource,
        __version__,
        build_plan,
        load,
    )
else:
    # The bridge alone imports pulumi.
    _OF_BRIDGE = {"deploy", "output", "pulumi_resource"}

    def __getattr__(name: str) -> object:
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        if name in _OF_BRIDGE:
            from cpginfra import _bridge as source
        else:
            from cpginfra import _core as source

        value = globals()[name] = getattr(source, name)
        return value


__all__ = [
    "Archive",
    "ConfigError",
    "Configuration",
    "CpgInfraError",
    "Deferred",
    "Diagnostic",
    "Plan",
    "Resource",
    "__version__",
    "build_plan",
    "deploy",
    "load",
    "output",
    "pulumi_resource",
]
