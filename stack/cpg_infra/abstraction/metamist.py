# SPDX-License-Identifier: MIT
"""The providers for metamist, where upstream has them.

The state of a stack that cpg-infrastructure deployed names its providers by these modules, and the
engine asks for them when it reads or deletes what that deployed. Where cpg-infrastructure itself is
installed, it comes first: neither this directory nor the one above is a regular package.
"""

from cpginfra.dynamic.metamist import MetamistProjectMembersProvider, MetamistProjectProvider

__all__ = ["MetamistProjectMembersProvider", "MetamistProjectProvider"]
