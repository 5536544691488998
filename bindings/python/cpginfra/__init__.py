# SPDX-License-Identifier: MIT
"""One description of an institute's datasets, turned into cloud infrastructure.

The names load the extension when they are first asked for, since the package is also imported by
the process in which the Pulumi engine runs the providers of `cpginfra.dynamic`.
"""

from typing import TYPE_CHECKING

__all__ = ["__version__"]

if TYPE_CHECKING:
    from cpginfra._core import __version__
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        from cpginfra import _core

        value = globals()[name] = getattr(_core, name)
        return value
