# SPDX-License-Identifier: MIT
"""Checks what examples/programs/terraform writes.

usage: terraform_check.py TERRAFORM_JSON CONFIGURATION SCHEMA

Against the rules of Terraform's JSON syntax, against what the google provider knows of its types
(SCHEMA, see provider_schema.py), and by the real Terraform where it is installed: `validate` where
the provider is at hand too, else its own reading of the file.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEMPLATE = re.compile(r"(?<!\$)\$\{([^}]*)\}")
REFERENCE = re.compile(r"\b(?:(data)\.)?(google_\w+)\.([\w-]+)\.(\w+)")
NAME = re.compile(r"[A-Za-z_][\w-]*")

failures: list[str] = []


def check(holds: bool, message: str) -> None:
    if not holds:
        failures.append(message)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)


def check_body(place: str, body: dict[str, Any], known: dict[str, Any]) -> None:
    """Every input is one of the type's, every required one is given, blocks are blocks."""
    for name, entry in known.items():
        check(name in body or not entry["required"], f"{place}: the required {name} is missing")
    for name, value in body.items():
        if name == "depends_on":
            continue
        check(name in known, f"{place}: there is no input {name}")
        inner = known.get(name, {}).get("block")
        blocks = value if isinstance(value, list) else [value]
        if inner is None:
            check(
                not isinstance(value, dict) or name in ("labels",), f"{place}: {name} is no block"
            )
            continue
        for block in blocks:
            check(isinstance(block, dict), f"{place}: {name} is a block")
            check_body(f"{place}.{name}", block, inner)


def check_document(document: dict[str, Any], schema: dict[str, Any]) -> None:
    check(
        set(document) == {"terraform", "data", "resource", "output"},
        f"the document has {sorted(document)}",
    )
    types = schema["types"]
    declared = set()
    for kind, token in (("data", "data_"), ("resource", "")):
        for resource_type, resources in document[kind].items():
            check(token + resource_type in types, f"the provider has no type {resource_type}")
            for name, body in resources.items():
                check(bool(NAME.fullmatch(name)), f"{name} is no name of Terraform's")
                declared.add((token, resource_type, name))
                check_body(f"{resource_type}.{name}", body, types[token + resource_type]["inputs"])
    for text in texts([document["resource"], document["output"]]):
        for expression in TEMPLATE.findall(text):
            references = REFERENCE.findall(expression)
            check(bool(references), f"{expression} refers to nothing")
            for data, resource_type, name, attribute in references:
                token = "data_" if data else ""
                check((token, resource_type, name) in declared, f"{expression}: there is none")
                # What every resource has, and what the package does not list.
                known = [*types[token + resource_type]["attributes"], "id"]
                check(attribute in known, f"{expression}: it has no {attribute}")


def terraform(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["terraform", *arguments],  # noqa: S607 - whichever is on the PATH
        cwd=directory,
        capture_output=True,
        text=True,
        check=False,
    )


def check_by_terraform(text: str) -> None:
    if shutil.which("terraform") is None:
        print("SKIPPED: terraform is not installed, so only the rules of its syntax were checked")
        return
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        file = directory / "main.tf.json"
        file.write_text(text)
        reading = terraform(directory, "providers")
        check(reading.returncode == 0, f"terraform cannot read it: {reading.stderr}")
        # That reading sees mistakes at all.
        file.write_text(text.replace('"resource":', '"resourse":', 1))
        check(terraform(directory, "providers").returncode != 0, "terraform reads anything")
        file.write_text(text)
        if terraform(directory, "init", "-backend=false", "-input=false").returncode != 0:
            print(
                "SKIPPED: terraform has no google provider at hand, so it read but did not validate"
            )
            return
        validation = terraform(directory, "validate", "-no-color")
        check(validation.returncode == 0, validation.stdout + validation.stderr)


def main(program: str, configuration: str, schema: str) -> int:
    run = subprocess.run([program, configuration], capture_output=True, text=True, check=False)
    check(run.returncode == 0, run.stderr)
    if not failures:
        document = json.loads(run.stdout)
        check_document(document, json.loads(Path(schema).read_text()))
        check_by_terraform(run.stdout)
        count = sum(len(resources) for resources in document["resource"].values())
        print(f"{count} resources of {len(document['resource'])} types checked")
    for failure in failures:
        print("FAILED:", failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
