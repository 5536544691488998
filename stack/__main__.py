# SPDX-License-Identifier: MIT
"""Deploys the institute whose configuration is at the path that the stack's configuration gives."""

from pathlib import Path

import cpginfra
import pulumi

HERE = Path(__file__).parent

try:
    configuration = cpginfra.load(HERE / (pulumi.Config().get("path") or "../examples/institute"))
    cpginfra.CPGInfrastructure(configuration.config, configuration.datasets).main()
except cpginfra.CpgInfraError as error:
    # It says all that there is to say; a traceback would only hide it.
    raise pulumi.RunError(str(error)) from None
