# SPDX-License-Identifier: MIT
"""One description of an institute's datasets, turned into cloud infrastructure.

The names load the extension when they are first asked for, since the package is also imported by
the process in which the Pulumi engine runs the providers of `cpginfra.dynamic`.

>>> import cpginfra
>>> plan = cpginfra.build_plan(cpginfra.load("institute/"))
>>> len(plan)
1642
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpginfra._bridge import deploy, output, pulumi_resource
    from cpginfra._core import (
        AccessGraph,
        Archive,
        AzureInfra,
        Bucket,
        BucketMembership,
        CheckResult,
        CloudInfraBase,
        ConfigError,
        Configuration,
        ContainerRegistry,
        ContainerRegistryMembership,
        CPGDatasetCloudInfrastructure,
        CPGDatasetComponents,
        CPGDatasetConfig,
        CPGDatasetInfrastructure,
        CpgInfraError,
        CPGInfrastructure,
        CPGInfrastructureConfig,
        CPGInfrastructureGroup,
        CPGInfrastructureUser,
        Deferred,
        Diagnostic,
        DryRunInfra,
        GcpInfrastructure,
        GitHubWIFConfig,
        GroupProvider,
        HailAccount,
        MachineAccount,
        MachineAccountRole,
        MainUploadBucket,
        Organization,
        Plan,
        PlanDiff,
        Project,
        Resource,
        Rules,
        Secret,
        SecretMembership,
        TemporaryBucketAccessType,
        __version__,
        build_github_wif_plan,
        build_plan,
        check,
        compute_hash,
        dict_to_toml,
        diff_plans,
        load,
        load_github_wif,
        load_rules,
        report_html,
    )
    from cpginfra.plugin import CpgInfrastructurePlugin
else:
    # Where the names come from that are not the extension's. The bridge alone imports pulumi.
    _SOURCES = {
        "CpgInfrastructurePlugin": "cpginfra.plugin",
        "deploy": "cpginfra._bridge",
        "output": "cpginfra._bridge",
        "pulumi_resource": "cpginfra._bridge",
    }

    def __getattr__(name: str) -> object:
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        from importlib import import_module

        source = import_module(_SOURCES.get(name, "cpginfra._core"))
        value = globals()[name] = getattr(source, name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "AccessGraph",
    "Archive",
    "AzureInfra",
    "Bucket",
    "BucketMembership",
    "CPGDatasetCloudInfrastructure",
    "CPGDatasetComponents",
    "CPGDatasetConfig",
    "CPGDatasetInfrastructure",
    "CPGInfrastructure",
    "CPGInfrastructureConfig",
    "CPGInfrastructureGroup",
    "CPGInfrastructureUser",
    "CheckResult",
    "CloudInfraBase",
    "ConfigError",
    "Configuration",
    "ContainerRegistry",
    "ContainerRegistryMembership",
    "CpgInfraError",
    "CpgInfrastructurePlugin",
    "Deferred",
    "Diagnostic",
    "DryRunInfra",
    "GcpInfrastructure",
    "GitHubWIFConfig",
    "GroupProvider",
    "HailAccount",
    "MachineAccount",
    "MachineAccountRole",
    "MainUploadBucket",
    "Organization",
    "Plan",
    "PlanDiff",
    "Project",
    "Resource",
    "Rules",
    "Secret",
    "SecretMembership",
    "TemporaryBucketAccessType",
    "__version__",
    "build_github_wif_plan",
    "build_plan",
    "check",
    "compute_hash",
    "deploy",
    "dict_to_toml",
    "diff_plans",
    "load",
    "load_github_wif",
    "load_rules",
    "output",
    "pulumi_resource",
    "report_html",
]
