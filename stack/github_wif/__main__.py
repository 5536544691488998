# SPDX-License-Identifier: MIT
"""Deploys the GitHub workload identity whose configuration the stack's configuration names."""

from pathlib import Path

import cpginfra
import pulumi

HERE = Path(__file__).parent
EXAMPLE = "../../examples/github_wif/github_wif.yaml"

try:
    configuration = cpginfra.load_github_wif(HERE / (pulumi.Config().get("path") or EXAMPLE))
    cpginfra.deploy(cpginfra.build_github_wif_plan(configuration))
except cpginfra.CpgInfraError as error:
    # It says all that there is to say; a traceback would only hide it.
    raise pulumi.RunError(str(error)) from None
