# SPDX-License-Identifier: MIT
"""Which version of a provider's plugin the engine is to run.

Providers' SDKs are large and take seconds to import, so that a program here does without them.
Where one is installed, its version counts all the same, as the team's other programs use it.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["ProviderVersions"]

_VERSION = re.compile(r"\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?", re.ASCII)

# What counts where nothing else says: the versions that the recorded programs ran with.
_PINNED = {
    "azure-native": "3.29.0",
    "azuread": "6.11.1",
    "gcp": "7.38.0",
    "github": "6.3.1",
}


class ProviderVersions:
    """The versions by providers' names, as `gcp`.

    >>> ProviderVersions({"gcp": "8.1.0"}).of("gcp:storage/bucket:Bucket")
    '8.1.0'
    """

    def __init__(self, configured: object) -> None:
        """Versions that are configured take precedence over installed and pinned ones.

        They come from outside: a ValueError names what is no version.
        """
        if not isinstance(configured, Mapping):
            message = f"expected versions by providers' names, as gcp: 7.38.0, got {configured!r}"
            raise ValueError(message)
        for provider, version in configured.items():
            if not (isinstance(version, str) and _VERSION.fullmatch(version)):
                message = f"expected a version of '{provider}', as 7.38.0, got {version!r}"
                raise ValueError(message)
        self._configured = configured

    def of(self, token: str) -> str | None:
        """Returns the version for a type or function, or None to leave it to the engine."""
        provider, _, rest = token.partition(":")
        if provider == "pulumi" and rest.startswith("providers:"):
            provider = rest.removeprefix("providers:")
        return self._configured.get(provider) or _installed(provider) or _PINNED.get(provider)


@cache
def _installed(provider: str) -> str | None:
    """Returns the plugin's version that the provider's SDK is made for, if that is installed."""
    # Finds a package without importing it.
    spec = importlib.util.find_spec("pulumi_" + provider.replace("-", "_"))
    for folder in (spec and spec.submodule_search_locations) or ():
        file = Path(folder) / "pulumi-plugin.json"
        if file.is_file():
            version = json.loads(file.read_text(encoding="utf-8")).get("version")
            return str(version) if version else None
    return None
