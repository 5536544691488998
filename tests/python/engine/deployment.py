# SPDX-License-Identifier: MIT
"""A stack of the Pulumi engine, with all that it is deployed to: the real command, a state in a
local file, and in place of clouds and services those that stand in for them.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from engine.cloud import Cloud
from engine.network import Network
from pulumi import automation
from support.fake_services import GOOGLE_TOKEN, HAIL_TOKEN, METAMIST_TOKEN, FakeServices
from support.local_server import LocalServer, Reply, Request

ROOT = Path(__file__).parents[3]
INSTITUTE = Path(__file__).parent / "institute"

DYNAMIC = "pulumi-python:dynamic:Resource"
STACK_TYPE = "pulumi:pulumi:Stack"

METAMIST = "metamist.trees.example"
HOSTS = (
    "auth.hail.trees.example",
    "batch.hail.trees.example",
    "cloudidentity.googleapis.com",
    METAMIST,
    "oauth2.googleapis.com",
    "www.googleapis.com",
)

# A group that the configuration names and that something else has made.
FOREIGN_GROUP = "groups/01abc2de3fgh4ij"

PASSPHRASE = "a passphrase"  # noqa: S105
REFRESH_TOKEN = "refresh-canary-token"  # noqa: S105

# As the engine calls them, without those of which it does nothing.
Steps: TypeAlias = list[str]


@dataclass
class Outcome:
    """What one run of the engine did, or says that it would do."""

    steps: Steps = field(default_factory=list)
    unchanged: int = 0
    failures: Steps = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    is_success: bool = True
    _refreshing: set[str] = field(default_factory=set)  # What that comes to shows at its end.

    def on_event(self, event: automation.EngineEvent) -> None:
        if event.resource_pre_event:
            metadata = event.resource_pre_event.metadata
            if metadata.op == automation.OpType.REFRESH:
                self._refreshing.add(metadata.urn)
            else:
                self._note(metadata)
        elif event.res_outputs_event and event.res_outputs_event.metadata.urn in self._refreshing:
            self._note(event.res_outputs_event.metadata)
        elif event.res_op_failed_event:
            self.failures.append(_step(event.res_op_failed_event.metadata))
        elif event.diagnostic_event and event.diagnostic_event.severity in {"error", "warning"}:
            self.messages.append(event.diagnostic_event.message.strip())

    def _note(self, metadata: automation.StepEventMetadata) -> None:
        if metadata.type.startswith("pulumi:providers:"):
            return  # The engine makes these by itself, by the versions that are asked for.
        if metadata.op == automation.OpType.SAME:
            self.unchanged += 1
        else:
            self.steps.append(_step(metadata))


def replaced(*names: str) -> Steps:
    """The steps of replacing what cannot exist twice."""
    operations = ("delete-replaced", "replace", "create-replacement")
    return sorted(f"{operation} {name}" for operation in operations for name in names)


class Services:
    """Google's groups, Hail Batch and metamist, for a cloud in which groups are made."""

    def __init__(self, cloud: Cloud, kept: FakeServices | None = None) -> None:
        self._cloud = cloud
        self.kept = kept or FakeServices(page_size=100, groups={FOREIGN_GROUP: {}})

    def handle(self, request: Request) -> Reply:
        if request.line == "POST /token":
            return Reply(
                body={
                    "access_token": GOOGLE_TOKEN,
                    "expires_in": 3600,
                    "id_token": METAMIST_TOKEN,
                    "token_type": "Bearer",
                }
            )
        if "/groups/" in request.path:
            for group in self._cloud.things("gcp:cloudidentity/group:Group"):
                self.kept.groups.setdefault(group.id, {})
                email = group.inputs["groupKey"]["id"]
                self.kept.settings.setdefault(email, {"allowExternalMembers": "false"})
        return self.kept.handle(request)


class Deployment:
    """One stack in a directory of its own."""

    def __init__(
        self, directory: Path, name: str, environment: Mapping[str, str], server: LocalServer
    ) -> None:
        self.directory = directory
        self.configuration = directory / name
        self.cloud = Cloud(directory / "cloud.sqlite")
        self.services = Services(self.cloud)
        self.server = server
        self._environment = {
            **environment,
            "CPGINFRA_TEST_CLOUD": str(directory / "cloud.sqlite"),
            "PULUMI_BACKEND_URL": f"file://{directory / 'state'}",
        }
        server.start_anew(self.services.handle)

    def copied(self, directory: Path) -> Deployment:
        """Returns another that stands where this one stands now."""
        shutil.copytree(self.directory, directory, symlinks=True)
        other = Deployment(directory, self.configuration.name, self._environment, self.server)
        other.services.kept = copy.deepcopy(self.services.kept)
        other.services.kept.effects.clear()
        return other

    @cached_property
    def stack(self) -> automation.Stack:
        options = automation.LocalWorkspaceOptions(env_vars=self._environment)
        stack = automation.create_or_select_stack(
            "test", work_dir=str(self.directory / "stack"), opts=options
        )
        stack.set_config("path", automation.ConfigValue(str(self.configuration)))
        return stack

    def preview(self) -> Outcome:
        return self._run("preview")

    def up(self) -> Outcome:
        return self._run("up")

    def refresh(self) -> Outcome:
        return self._run("refresh")

    def destroy(self) -> Outcome:
        return self._run("destroy")

    def edit(self, file: str, old: str, new: str) -> None:
        """Changes the configuration."""
        path = self.configuration / file
        text = path.read_text()
        assert text.count(old) == 1
        path.write_text(text.replace(old, new))

    def add_section(self, section: str) -> None:
        """Adds a section to what the configuration says of the institute."""
        if self.configuration.is_dir():
            with (self.configuration / "config-infrastructure.yaml").open("a") as file:
                file.write(section)
        else:
            start = "infrastructure:\n"
            text = self.configuration.read_text()
            assert text.count(start) == 1
            indented = textwrap.indent(section, "  ")
            self.configuration.write_text(text.replace(start, start + indented))

    def export(self) -> dict[str, Any]:
        """Returns what `pulumi stack export` writes."""
        return vars(self.stack.export_stack())

    def replace_state(self, exported: dict[str, Any]) -> None:
        """Puts another state in the place of what there is, as `pulumi stack import` does."""
        self.stack.import_stack(automation.Deployment(**exported))

    def import_file(self, path: Path) -> subprocess.CompletedProcess[str]:
        """Runs `pulumi import` with a bulk-import file."""
        pulumi = shutil.which("pulumi", path=self._environment["PATH"])
        assert pulumi
        options = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false"]
        return subprocess.run(
            [pulumi, "import", "--non-interactive", "--stack", "test", *options, "--file", path],
            cwd=self.directory / "stack",
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def rewrite_state(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Changes each resource in the state."""
        exported = self.stack.export_stack()
        assert exported.deployment
        for resource in exported.deployment["resources"]:
            change(resource)
        self.stack.import_stack(exported)

    def state(self) -> dict[str, Any]:
        """Returns the deployment as the engine keeps it, its secrets encrypted."""
        path = self.state_file()
        content = json.loads(path.read_text())["checkpoint"]["latest"]
        assert isinstance(content, dict)
        return content

    def state_file(self) -> Path:
        (path,) = (self.directory / "state/.pulumi/stacks").glob("*/test.json")
        return path

    def _run(self, what: str) -> Outcome:
        outcome = Outcome()
        output: list[str] = []
        try:
            getattr(self.stack, what)(
                on_event=outcome.on_event, on_output=output.append, on_error=output.append
            )
        except automation.CommandError:
            outcome.is_success = False
            if not outcome.failures and not outcome.messages:
                outcome.messages = output  # It did not come as far as events.
        outcome.steps.sort()
        outcome.failures.sort()
        return outcome


@contextmanager
def surroundings(directory: Path, pulumi: Path) -> Iterator[tuple[dict[str, str], LocalServer]]:
    """What deployments can share: the environment of the engine, and the server behind it."""
    with LocalServer() as server, Network(server, HOSTS, directory) as network:
        programs = directory / "bin"
        programs.mkdir()
        for package in ("gcp", "github", "azure-native", "azuread"):
            _write_plugin(programs / f"pulumi-resource-{package}", package)
        credentials = directory / "credentials.json"
        credentials.write_text(
            json.dumps(
                {
                    "type": "authorized_user",
                    "client_id": "client",
                    "client_secret": "client-canary-secret",
                    "refresh_token": REFRESH_TOKEN,
                }
            )
        )
        python = Path(sys.executable).parent
        path = [str(programs), str(python), str(pulumi.parent), os.environ["PATH"]]
        yield (
            {
                **network.environment,
                "GOOGLE_APPLICATION_CREDENTIALS": str(credentials),
                "HAIL_TOKEN_AZURE": HAIL_TOKEN,
                "HAIL_TOKEN_GCP": HAIL_TOKEN,
                "HOME": str(directory),
                "PATH": os.pathsep.join(path),
                "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
                "PULUMI_HOME": str(directory / "pulumi"),
                "PULUMI_SKIP_UPDATE_CHECK": "true",
                "SM_ENVIRONMENT": "production",
                "SM_URL": f"https://{METAMIST}",
            },
            server,
        )
        assert network.refused == []


def new_deployment(
    directory: Path,
    environment: Mapping[str, str],
    server: LocalServer,
    program: Path = ROOT / "stack",
    configuration: Path = INSTITUTE,
) -> Deployment:
    """Makes a directory with a Pulumi program, a configuration and no state."""
    directory.mkdir()
    (directory / "state").mkdir()
    tried = shutil.ignore_patterns("venv", "state", "Pulumi.*.yaml")  # By whoever has this clone.
    shutil.copytree(program, directory / "stack", ignore=tried)
    # Where its settings have the virtual environment.
    (directory / "stack/venv").symlink_to(sys.prefix)
    copy_one = shutil.copytree if configuration.is_dir() else shutil.copy
    copy_one(configuration, directory / configuration.name)
    return Deployment(directory, configuration.name, environment, server)


def _write_plugin(path: Path, package: str) -> None:
    tests = Path(__file__).parents[1]
    path.write_text(
        f'#!/bin/sh\nPYTHONPATH="{tests}" exec "{sys.executable}" -m engine.stand_in_provider '
        f'{package} "$CPGINFRA_TEST_CLOUD"\n'
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def _step(metadata: automation.StepEventMetadata) -> str:
    """The step in one line, as `create gcp:storage/bucket:Bucket::a-bucket`."""
    name = metadata.urn.split("::", 3)[3]
    return f"{metadata.op.value} {metadata.type}::{name}"
