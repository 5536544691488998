# SPDX-License-Identifier: MIT
"""Azure."""

from cpginfra import AzureInfra

__all__ = ["AzureInfra"]
