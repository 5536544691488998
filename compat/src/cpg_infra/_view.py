# SPDX-License-Identifier: MIT
"""Drivers and handles as a Pulumi program sees them.

A view stands for an object of cpginfra. What it gives is viewed in its turn, and what only the
cloud knows is an Output; what it takes is handed on as it was before it was viewed.

>>> view(infrastructure).gcp_python_registry.location.apply(print)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import cpginfra
from cpginfra import _core

__all__ = ["unviewed", "view"]

# Objects that hold, or make, what only the cloud knows. The configuration is known, so its models
# are given as they are.
_VIEWED = (
    _core.CPGInfrastructure,
    _core.CPGDatasetInfrastructure,
    _core.CPGDatasetCloudInfrastructure,
    _core.CloudInfraBase,
    _core.GroupProvider,
    _core.GroupProvider.Group,
    _core.GroupProvider.Group.GroupMember,
    _core.MainUploadBucket,
    _core.PlanGroup,
    _core.Bucket,
    _core.Project,
    _core.MachineAccount,
    _core.Secret,
    _core.ContainerRegistry,
    _core.HailAccount,
    _core.HailBatchBillingProject,
    _core.MetamistProject,
    _core.Organization,
)


class _View:
    """One object, viewed. `isinstance` takes it for what it stands for."""

    __slots__ = ("_viewed",)

    def __init__(self, viewed: Any) -> None:
        object.__setattr__(self, "_viewed", viewed)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        viewed: type = type(self._viewed)
        return viewed

    def __getattr__(self, name: str) -> Any:
        return view(getattr(self._viewed, name))

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._viewed, name, unviewed(value))

    def __dir__(self) -> list[str]:
        return dir(self._viewed)

    def __eq__(self, other: object) -> bool:
        return bool(self._viewed == unviewed(other))

    def __hash__(self) -> int:
        return hash(self._viewed)

    def __lt__(self, other: Any) -> bool:
        return bool(self._viewed < unviewed(other))

    def __repr__(self) -> str:
        return repr(self._viewed)


def view(value: Any) -> Any:
    """Returns a value as a Pulumi program sees it."""
    if type(value) is _View:
        return value
    if isinstance(value, _core.Deferred):
        return cpginfra.output(value)
    if isinstance(value, _VIEWED):
        return _View(value)
    if isinstance(value, dict):
        return {key: view(item) for key, item in value.items()}
    if isinstance(value, list):
        return [view(item) for item in value]
    if isinstance(getattr(value, "__self__", None), _VIEWED):
        return _view_method(value)
    return value


def _view_method(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method, assigned=("__name__", "__doc__"))
    def call(*arguments: Any, **named: Any) -> Any:
        return view(method(*unviewed(arguments), **unviewed(named)))

    return call


def unviewed(value: Any) -> Any:
    """Returns a value as it was before it was viewed."""
    if type(value) is _View:
        return value._viewed
    if isinstance(value, list | tuple):
        return type(value)(unviewed(item) for item in value)
    if isinstance(value, Mapping):
        return {key: unviewed(item) for key, item in value.items()}
    return value
