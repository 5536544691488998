# SPDX-License-Identifier: MIT
"""Makes tests/data/terraform/google.json: what Terraform's google provider knows of our types.

The facts are those of the provider's own schema, as the package cdktf-cdktf-provider-google carries
them in its TypeScript declarations. Run it to take a newer version:

    pip download --no-deps cdktf-cdktf-provider-google==16.12.1
    python tests/embedding/provider_schema.py cdktf_cdktf_provider_google-*.whl
"""

from __future__ import annotations

import io
import json
import re
import sys
import tarfile
import zipfile
from pathlib import Path

TYPES = (
    "artifact_registry_repository",
    "artifact_registry_repository_iam_member",
    "billing_budget",
    "cloud_identity_group",
    "cloud_identity_group_membership",
    "project",
    "project_iam_member",
    "secret_manager_secret",
    "secret_manager_secret_iam_member",
    "secret_manager_secret_version",
    "service_account",
    "service_account_iam_member",
    "service_account_key",
    "storage_bucket",
    "storage_bucket_iam_member",
    "storage_bucket_object",
    "data_google_organization",
)
TARGET = Path(__file__).parents[1] / "data/terraform/google.json"


def interfaces(declarations: str) -> dict[str, str]:
    """The bodies of the interfaces, by name."""
    found = re.finditer(
        r"^export interface (\w+)[^{]*\{\n(.*?)^\}", declarations, re.MULTILINE | re.DOTALL
    )
    return {match[1]: match[2] for match in found}


def inputs(name: str, bodies: dict[str, str]) -> dict[str, object]:
    """Each input: whether it is required, and the inputs of a block."""
    result: dict[str, object] = {}
    for match in re.finditer(
        r"/\*\*(.*?)\*/\s*readonly (\w+)(\??): ([^;]*);", bodies[name], re.DOTALL
    ):
        comment, camel, optional, kind = match.groups()
        anchor = re.search(r"#(\w+) ", comment)
        snake = anchor[1] if anchor else re.sub(r"([A-Z])", r"_\1", camel).lower()
        block = next((word for word in re.findall(r"\w+", kind) if word in bodies), None)
        if block is not None and snake == "timeouts":
            continue
        entry: dict[str, object] = {"required": not optional}
        if block is not None:
            entry["block"] = inputs(block, bodies)
        result[snake] = entry
    return result


def attributes(declarations: str, resource_class: str) -> list[str]:
    """What an expression can ask of the resource."""
    body = declarations[declarations.index(f"export declare class {resource_class} ") :]
    getters = re.findall(r"^    get (\w+)\(\)", body, re.MULTILINE)
    names = {re.sub(r"([A-Z])", r"_\1", name).lower() for name in getters}
    return sorted(name for name in names if not name.endswith("_input"))


def main(wheel: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".jsii.tgz"))
        package_bytes = io.BytesIO(archive.read(name))
    schema: dict[str, object] = {}
    version = ""
    with tarfile.open(fileobj=package_bytes) as package:
        for kind in TYPES:
            member = package.extractfile(f"package/lib/{kind.replace('_', '-')}/index.d.ts")
            if member is None:
                sys.exit(f"the package has no {kind}")
            text = member.read().decode()
            version = re.search(r"providers/hashicorp/google/([0-9.]+)/", text)[1]  # type: ignore[index]
            bodies = interfaces(text)
            config = next(n for n in bodies if n.endswith("Config"))
            token = kind if kind.startswith("data_") else f"google_{kind}"
            schema[token] = {
                "inputs": inputs(config, bodies),
                "attributes": attributes(text, config.removesuffix("Config")),
            }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{json.dumps(key)}: {json.dumps(schema[key])}" for key in sorted(schema)]
    provider = {"name": "hashicorp/google", "version": version}
    TARGET.write_text(
        f'{{"provider": {json.dumps(provider)},\n"types": {{\n' + ",\n".join(lines) + "\n}}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1])
