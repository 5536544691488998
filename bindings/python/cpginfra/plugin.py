# SPDX-License-Identifier: MIT
"""The extension point: packages add to an institute's infrastructure.

A package offers a class under a name among the entry points of the group `cpginfra.plugins`, and
a configuration enables it in `plugins_enabled`:

>>> class AuditBucket(CpgInfrastructurePlugin):
...     def main(self) -> None:
...         infra = self.infrastructure.common_gcp_infra
...         infra.create_bucket("audit", [infra.bucket_rule_undelete()])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from cpginfra import CPGInfrastructure, CPGInfrastructureConfig

__all__ = ["PLUGIN_ENTRYPOINT_NAME", "CpgInfrastructurePlugin", "get_plugins"]

PLUGIN_ENTRYPOINT_NAME = "cpginfra.plugins"


class CpgInfrastructurePlugin:
    """What a plugin derives from. Each run makes one object of it.

    >>> class Notes(CpgInfrastructurePlugin):
    ...     def main(self) -> None:
    ...         self.infrastructure.common_infra.create_bucket("notes")
    """

    def __init__(self, infrastructure: CPGInfrastructure, config: CPGInfrastructureConfig) -> None:
        """Keeps the drivers, through which everything can be reached, and the configuration."""
        self.infrastructure = infrastructure
        self.config = config

    def main(self) -> None:
        """Adds to the plan, after all datasets are planned and before groups are final."""

    def on_group_finalisation(self) -> None:
        """Adds to the plan when who is in which group is known, before its outputs are written."""


def get_plugins() -> dict[str, type[CpgInfrastructurePlugin]]:
    """Returns the plugins of all installed packages, by their names."""
    return {name: _load(offered) for name, offered in _installed().items()}


def load_plugins(names: Sequence[str]) -> list[Callable[..., Any]]:
    """Returns the plugins of these names; raises CpgInfraError for one that is not to be had."""
    installed = _installed()
    return [_load(installed[name]) for name in names if _is_known(name, installed)]


# Who offers a plugin; more than one where packages disagree.
_Offered: TypeAlias = dict[str, EntryPoint]  # By the places of the classes.


def _installed() -> dict[str, _Offered]:
    installed: dict[str, _Offered] = {}
    for entry_point in entry_points(group=PLUGIN_ENTRYPOINT_NAME):
        installed.setdefault(entry_point.name, {})[entry_point.value] = entry_point
    return installed


def _is_known(name: str, installed: dict[str, _Offered]) -> bool:
    if name in installed:
        return True
    close = get_close_matches(name, installed, 1)
    mend = f"; did you mean '{close[0]}'?" if close else ""
    known = ", ".join(sorted(installed)) or "none"
    message = f"plugin '{name}' of plugins_enabled is not installed{mend}; those that are: {known}"
    raise _error(message)


def _load(offered: _Offered) -> Any:
    entry_point, *others = offered.values()
    if others:
        places = " and ".join(sorted(offered))
        message = f"plugin '{entry_point.name}' is offered by {places}; uninstall all but one"
        raise _error(message)
    try:
        plugin = entry_point.load()
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {error}"
        message = f"plugin '{entry_point.name}' ({entry_point.value}) cannot be imported: {reason}"
        raise _error(message) from error
    if not callable(plugin):
        message = f"plugin '{entry_point.name}' ({entry_point.value}) is not a class"
        raise _error(message)
    return plugin


def _error(message: str) -> Exception:
    from cpginfra._core import CpgInfraError

    return CpgInfraError(message)
