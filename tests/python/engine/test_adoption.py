# SPDX-License-Identifier: MIT
"""Adopting what exists: `cpginfra import` with a real stack's export, and what follows from it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from cpginfra.command import native_command
from engine.conftest import Deployed
from engine.deployment import DYNAMIC, STACK_TYPE, Deployment, Outcome, replaced

BLOB = "azure-native:storage:Blob"
BUCKET = "gcp:storage/bucket:Bucket"
BUCKET_NAME = "common-gcp-main-bucket"
GROUP = "gcp:cloudidentity/group:Group"
GROUP_NAME = "oak-gcp-analysis-group"
KEY = "gcp:serviceaccount/key:Key"
OBJECT = "gcp:storage/bucketObject:BucketObject"
VAULT_SECRET = "azure-native:keyvault:Secret"  # noqa: S105


def compared(deployment: Deployment, *options: str | Path) -> dict[str, Any]:
    """What `cpginfra import` says of the deployment's stack, as it is exported now."""
    state = deployment.directory / "state.json"
    state.write_text(json.dumps(deployment.export()))
    ran = subprocess.run(
        [native_command(), "import", deployment.configuration, state, "--format", "json", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def differences(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key != "asPlanned" and value != []}


def has_all_as_planned(deployment: Deployment, count: int) -> bool:
    said = compared(deployment)
    return differences(said) == {} and said["asPlanned"] == count


def made(deployment: Deployment) -> int:
    """How many resources the state has beside the engine's own."""
    own = ("pulumi:providers:", STACK_TYPE)
    return sum(not each["type"].startswith(own) for each in deployment.state()["resources"])


def rename(deployment: Deployment, type_: str, name: str, former: str) -> None:
    """Gives a resource another logical name in the state, and wherever others name it."""
    urn = f"urn:pulumi:test::cpginfra::{type_}::"
    text = json.dumps(deployment.export())
    assert f'"{urn}{name}"' in text
    deployment.replace_state(json.loads(text.replace(f'"{urn}{name}"', f'"{urn}{former}"')))


def forget(deployment: Deployment, type_: str, name: str) -> None:
    """Takes a resource out of the state, and out of what others depend on."""
    exported = deployment.export()
    urn = f"urn:pulumi:test::cpginfra::{type_}::{name}"
    resources = exported["deployment"]["resources"]
    kept = [resource for resource in resources if resource["urn"] != urn]
    assert len(kept) == len(resources) - 1
    for resource in kept:
        needs = resource.get("propertyDependencies", {}).values()
        for dependencies in (resource.get("dependencies", []), *needs):
            while urn in dependencies:
                dependencies.remove(urn)
    exported["deployment"]["resources"] = kept
    deployment.replace_state(exported)


def test_what_was_deployed_is_as_planned(deployed: Deployed) -> None:
    deployment = deployed.deployment
    assert has_all_as_planned(deployment, made(deployment))


def test_what_a_change_would_do_is_what_the_engine_says(institute: Deployment) -> None:
    institute.edit("config-datasets.yaml", "analysis: [ann]", "analysis: [ann, bob]")
    institute.edit("config-datasets.yaml", "monthly_budget: 100", "monthly_budget: 101")
    said = differences(compared(institute))
    steps = institute.preview().steps
    assert said.keys() == {"missing", "changed"}
    missing = [f"create {each['type']}::{each['name']}" for each in said["missing"]]
    assert sorted(missing) == [step for step in steps if step.startswith("create ")]
    changed = {f"{each['type']}::{each['name']}" for each in said["changed"]}
    # The state keeps the contents of files as secrets, which a reader of it cannot compare.
    seen = {step.partition(" ")[2] for step in steps if not step.startswith("create ")}
    assert changed == {name for name in seen if not name.startswith(OBJECT)}
    assert len(changed) == 1


def test_former_names_that_import_writes_leave_nothing_to_do(institute: Deployment) -> None:
    count = made(institute)
    rename(institute, BUCKET, BUCKET_NAME, "main")
    rename(institute, GROUP, GROUP_NAME, "oak-analysts")
    assert institute.preview().steps != []

    section = institute.directory / "former_names.yaml"
    said = compared(institute, "--former-names", section)
    assert differences(said) == {
        "renamed": [
            {"type": BUCKET, "name": BUCKET_NAME, "formerName": "main"},
            {"type": GROUP, "name": GROUP_NAME, "formerName": "oak-analysts"},
        ]
    }
    institute.add_section(section.read_text())
    assert set(differences(compared(institute))) == {"adopted"}
    outcome = institute.up()
    assert outcome.is_success
    assert outcome.steps == []
    # The names are the new ones from now on, and the section may go again.
    institute.edit("config-infrastructure.yaml", section.read_text(), "")
    assert has_all_as_planned(institute, count)
    assert institute.preview().steps == []


def test_what_the_section_imports_names_is_imported(institute: Deployment) -> None:
    count = made(institute)
    forget(institute, BUCKET, BUCKET_NAME)
    (missing,) = differences(compared(institute))["missing"]
    assert missing["name"] == BUCKET_NAME
    institute.add_section(f"imports: {{'{BUCKET}': {{{BUCKET_NAME}: {missing['id']}}}}}\n")
    outcome = institute.up()
    assert outcome.is_success, outcome
    assert outcome.steps == [f"import {BUCKET}::{BUCKET_NAME}"]
    assert made(institute) == count
    assert institute.preview().steps == []


def adopt_everything(deployment: Deployment) -> tuple[set[str], list[dict[str, Any]], Outcome]:
    """Imports all that is there into an empty stack. Returns the types whose ids had to be looked
    up, what the stack lacked, and what the next update did.
    """
    count = made(deployment)
    there = deployment.cloud.things()
    exported = deployment.export()
    exported["deployment"]["resources"] = []
    deployment.replace_state(exported)

    file = deployment.directory / "import.json"
    missing = compared(deployment, "--import-file", file)["missing"]
    assert len(missing) == count

    # Whoever adopts it looks up what only the cloud knows.
    content = json.loads(file.read_text())
    ids = {(thing.type, thing.logical_name): thing.import_id for thing in there}
    looked_up = set()
    for entry in content["resources"]:
        import_id = ids[entry["type"], entry["name"]]
        if entry["id"] == "<PLACEHOLDER>":
            looked_up.add(entry["type"])
            entry["id"] = import_id
        assert entry["id"] == import_id
    file.write_text(json.dumps(content))

    ran = deployment.import_file(file)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert made(deployment) == len(content["resources"])
    outcome = deployment.up()
    assert outcome.is_success, outcome
    assert deployment.services.kept.effects == []
    assert len(deployment.cloud.things()) == len(there)
    assert has_all_as_planned(deployment, count)
    assert deployment.preview().steps == []
    return looked_up, missing, outcome


def creations(missing: list[dict[str, Any]], types: set[str]) -> list[str]:
    return [f"create {each['type']}::{each['name']}" for each in missing if each["type"] in types]


def test_a_new_stack_adopts_a_whole_institute(institute: Deployment) -> None:
    looked_up, missing, outcome = adopt_everything(institute)
    assert looked_up == {
        "gcp:billing/budget:Budget",
        "gcp:cloudidentity/group:Group",
        "gcp:projects/iAMMember:IAMMember",
        "gcp:secretmanager/secretIamMember:SecretIamMember",
        "gcp:secretmanager/secretVersion:SecretVersion",
        "gcp:storage/bucketIAMMember:BucketIAMMember",
    }
    # Providers adopt what they make, write files again, and make other keys.
    assert outcome.steps == sorted(creations(missing, {DYNAMIC, KEY, OBJECT}))


def test_a_new_stack_adopts_a_whole_institute_on_azure(
    on_azure: tuple[Deployment, Outcome], tmp_path: Path
) -> None:
    deployment = on_azure[0].copied(tmp_path / "copy")
    looked_up, missing, outcome = adopt_everything(deployment)
    assert looked_up == {
        "azure-native:authorization:PimRoleEligibilitySchedule",
        "azure-native:authorization:RoleAssignment",
        "azuread:index/group:Group",
        "azuread:index/groupMember:GroupMember",
    }
    # Azure tells nobody what is in files and secrets, so these are written again.
    written = {BLOB: replaced, VAULT_SECRET: lambda name: [f"update {name}"]}
    again = [
        step
        for each in missing
        if each["type"] in written
        for step in written[each["type"]](f"{each['type']}::{each['name']}")
    ]
    assert len(again) > 3
    assert outcome.steps == sorted([*creations(missing, {DYNAMIC}), *again])
