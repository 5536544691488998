# SPDX-License-Identifier: MIT
"""The provider of settings of Google groups, where upstream has it.

The state of a stack that cpg-infrastructure deployed names its providers by these modules, and the
engine asks for them when it reads or deletes what that deployed. Where cpg-infrastructure itself is
installed, it comes first: neither this directory nor the one above is a regular package.
"""

from cpginfra.dynamic.google_groups import GoogleGroupSettingsProvider

__all__ = ["GoogleGroupSettingsProvider"]
