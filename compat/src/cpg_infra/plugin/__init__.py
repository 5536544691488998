# SPDX-License-Identifier: MIT
"""The extension point, for plugins that expect what only the cloud knows as Outputs."""

from typing import Any

import cpginfra.plugin
from cpg_infra._view import view
from cpginfra import CPGInfrastructureConfig
from cpginfra.plugin import PLUGIN_ENTRYPOINT_NAME, get_plugins

__all__ = ["PLUGIN_ENTRYPOINT_NAME", "CpgInfrastructurePlugin", "get_plugins"]


class CpgInfrastructurePlugin(cpginfra.plugin.CpgInfrastructurePlugin):
    """What a plugin derives from; see `cpginfra.plugin`."""

    def __init__(self, infrastructure: Any, config: CPGInfrastructureConfig) -> None:
        """Keeps the drivers, as a Pulumi program sees them, and the configuration."""
        super().__init__(view(infrastructure), config)
