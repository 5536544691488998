# SPDX-License-Identifier: MIT
"""One description of an institute's datasets, turned into cloud infrastructure."""

from cpginfra._core import __version__

__all__ = ["__version__"]
