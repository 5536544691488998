# SPDX-License-Identifier: MIT
"""What the providers take from Pulumi's SDK."""

from collections.abc import Mapping
from typing import Any

from pulumi.dynamic import (
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
)
from pulumi.output import Unknown
from pulumi.runtime.rpc import UNKNOWN

__all__ = ["CreateResult", "DiffResult", "Provider", "ReadResult", "changed", "gone", "is_unknown"]


class Provider(ResourceProvider):
    """A provider that is nothing but its class.

    The engine keeps each resource's provider in its state, in serialised form. For these it is no
    more than a module's and a class's name, so it holds nothing secret, outlives upgrades of
    Python and of this package, and need not be encrypted.
    """

    serialize_as_secret_always = False


def gone() -> ReadResult:
    """Returns what tells the engine that a resource is no more."""
    return ReadResult(None, {})


def changed(olds: Mapping[str, Any], news: Mapping[str, Any], *keys: str) -> list[str]:
    """Returns those of the keys whose values differ; what is not known yet differs from all."""
    return [key for key in keys if olds.get(key) != news.get(key)]


def is_unknown(value: object) -> bool:
    """Returns whether a value will be known only after something else has been made."""
    return isinstance(value, Unknown) or value == UNKNOWN
