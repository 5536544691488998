# SPDX-License-Identifier: MIT
"""The configuration's models, and the names of their values."""

from cpg_infra.config.config import *  # noqa: F403 - all that its __all__ names
