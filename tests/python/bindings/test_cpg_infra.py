# SPDX-License-Identifier: MIT
"""Plugins written for cpg-infrastructure run unchanged against the names of compat/.

metamist's own plugin cannot be in this repository. Give its clone in CPGINFRA_METAMIST, and install
pulumi-gcp, for the last test.
"""

from __future__ import annotations

import importlib.util
import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from bindings.institute import ROOT
from cpginfra import CpgInfraError
from google.protobuf import struct_pb2
from pulumi.runtime.proto import resource_pb2
from support.recorder import Json, Recorder, by_urn, record

CASE = ROOT / "tests/golden/two-datasets/case.json"
METAMIST = os.environ.get("CPGINFRA_METAMIST", "")
PROJECT = "sample-metadata"

PLUGIN = """
import pulumi
from cpg_infra.abstraction.base import BucketMembership
from cpg_infra.abstraction.gcp import (
    GcpInfrastructure, get_member_key, get_preferred_group_membership_key,
)
from cpg_infra.config import CPGInfrastructureConfig
from cpg_infra.config.config import CloudName, CPGDatasetConfig
from cpg_infra.driver import CPGInfrastructure, access_levels
from cpg_infra.plugin import CpgInfrastructurePlugin
from cpg_infra.utils import archive_folder

class Old(CpgInfrastructurePlugin):
    def main(self):
        assert isinstance(self.config, CPGInfrastructureConfig)
        assert isinstance(self.infrastructure, CPGInfrastructure)
        infra = self.infrastructure.common_gcp_infra
        assert isinstance(infra, GcpInfrastructure)
        self.account = infra.create_machine_account("old")
        assert isinstance(self.account.email, pulumi.Output)
        bucket = infra.create_bucket("old", [infra.bucket_rule_undelete()])
        foreign = pulumi.Output.from_input("jane@uni.edu")
        infra.add_member_to_bucket("old-a", bucket, self.account, BucketMembership.READ)
        infra.add_member_to_bucket("old-b", bucket, foreign, BucketMembership.READ)
        infra.add_member_to_bucket("old-c", bucket, self.account.email, BucketMembership.LIST)
        group = self.infrastructure.common_dataset.clouds["gcp"].analysis_group
        group.add_member("old-in-analysis", self.account)
        self.thing = pulumi.CustomResource("x:y:Thing", "thing", {
            "account": get_member_key(self.account),
            "group": get_member_key(group),
            "bucket": get_member_key(bucket),
            "person": get_member_key("jane@uni.edu"),
            "output": get_member_key(foreign),
            "key": get_preferred_group_membership_key(group),
            "archive": archive_folder(FOLDER, {".txt"}, {"b.txt": pulumi.StringAsset("b")}),
        })

    def on_group_finalisation(self):
        infrastructure = self.infrastructure
        group = infrastructure.dataset_infrastructures["common"].clouds["gcp"].analysis_group
        members = infrastructure.group_provider.resolve_group_members(group)
        kind = CPGInfrastructure.GroupProvider.Group.GroupMember
        assert all(isinstance(member, kind) for member in members)
        pulumi.CustomResource("x:y:Thing", "members", {
            "members": pulumi.Output.all(*[m.cloud_id for m in members]).apply(sorted),
        }, opts=pulumi.ResourceOptions(depends_on=[self.thing]))
"""


def install(source: Path, target: Path, entry: str = ".") -> None:
    """Installs a package from a copy, since building leaves files beside the sources."""
    copy = target.with_name(f"{target.name}-source")
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns(".git", "web", "node_modules"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    options = ["--no-build-isolation", "--disable-pip-version-check", "--target", str(target)]
    subprocess.run([*pip, *options, str(copy / entry)], check=True)


def forget(*packages: str) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] in packages]:
        del sys.modules[name]


@pytest.fixture
def compat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    target = tmp_path / "compat"
    install(ROOT / "compat", target)
    monkeypatch.syspath_prepend(str(target))
    forget("cpg_infra")
    yield target
    forget("cpg_infra", "old_plugin", "metamist_infrastructure", "cpg_utils")


def offer(target: Path, name: str, value: str) -> None:
    """Offers a plugin as an installed package does."""
    metadata = target / f"{name}_plugin-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-plugin\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(f"[cpginfra.plugins]\n{name} = {value}\n")


def run(case: Json, directory: Path) -> Recorder:
    path = directory / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    return record(
        lambda: runpy.run_path(str(ROOT / "stack/__main__.py"), run_name="__main__"),
        config={"project:path": str(path)},
    )


def test_a_plugin_sees_outputs_and_is_taken_with_them(compat: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.txt").write_text("a")
    (tmp_path / "folder/b.txt").write_text("not this one")
    (tmp_path / "folder/c.py").write_text("not allowed")
    (compat / "old_plugin.py").write_text(f"FOLDER = {str(tmp_path / 'folder')!r}\n{PLUGIN}")
    offer(compat, "old", "old_plugin:Old")
    case = json.loads(CASE.read_text(encoding="utf-8"))
    case["config"]["plugins_enabled"] = ["old"]
    recorded = by_urn(run(case, tmp_path).recording())

    email = "old@cpg-common.iam.gserviceaccount.com"
    thing = recorded["x:y:Thing::thing"]
    assert thing["inputs"] == {
        "account": f"serviceAccount:{email}",
        "group": "group:common-analysis@populationgenomics.org.au",
        "bucket": "cpg-common-old",
        "person": "user:jane@uni.edu",
        "output": "user:jane@uni.edu",
        "key": "common-analysis@populationgenomics.org.au",
        "archive": {"archive": ["a.txt", "b.txt"]},
    }
    account = "gcp:serviceaccount/account:Account::common-gcp-service-account-old"
    assert account in thing["propertyDependencies"]["account"]
    member = "gcp:storage/bucketIAMMember:BucketIAMMember::common-gcp-old-"
    assert recorded[f"{member}a"]["inputs"]["member"] == f"serviceAccount:{email}"
    assert recorded[f"{member}b"]["inputs"]["member"] == "user:jane@uni.edu"
    assert recorded[f"{member}c"]["inputs"]["member"] == f"serviceAccount:{email}"
    members = recorded["x:y:Thing::members"]
    assert email in members["inputs"]["members"]
    assert "x:y:Thing::thing" in members["dependencies"]


def test_a_plugin_that_fails_ends_the_program(compat: Path, tmp_path: Path) -> None:
    (compat / "old_plugin.py").write_text(
        "import pulumi\n"
        "from cpg_infra.plugin import CpgInfrastructurePlugin\n"
        "class Old(CpgInfrastructurePlugin):\n"
        "    def main(self):\n"
        "        account = self.infrastructure.common_gcp_infra.create_machine_account('old')\n"
        "        pulumi.CustomResource('x:y:Thing', 'waiting', {'email': account.email})\n"
        "        raise LookupError('no such topic')\n"
    )
    offer(compat, "old", "old_plugin:Old")
    case = json.loads(CASE.read_text(encoding="utf-8"))
    case["config"]["plugins_enabled"] = ["old"]
    with pytest.raises(
        (pulumi.RunError, CpgInfraError),
        match=r"plugin 'old' failed in main\(\): LookupError: no such topic \(.*line 7\)",
    ):
        run(case, tmp_path)


# Some of what metamist's plugin declares for the configuration below.
EXPECTED = {
    "gcp:bigquery/dataset:Dataset": {"metamist-etl-bigquery-dataset"},
    "gcp:bigquery/datasetAccess:DatasetAccess": {
        "metamist-etl-bq-dataset-extract-service-access",
        "metamist-etl-bq-dataset-load-service-access",
    },
    "gcp:bigquery/table:Table": {
        "metamist-etl-bigquery-table",
        "metamist-etl-bigquery-table-logs",
    },
    "gcp:cloudfunctionsv2/function:Function": {
        "metamist-etl-extract",
        "metamist-etl-load",
        "metamist-etl-notification-func",
    },
    "gcp:cloudfunctionsv2/functionIamMember:FunctionIamMember": {
        "metamist-etl-accessor-bbv",
        "metamist-etl-accessor-fewgenomes-analysis-group",
    },
    "gcp:pubsub/topic:Topic": {
        "metamist-etl-topic",
        "metamist-etl-dead-letters-topic",
        "metamist-etl-notification",
        "metamist-etl-notification-dead-letters-topic",
    },
    "gcp:secretmanager/secretVersion:SecretVersion": {"metamist-etl-accessor-configuration"},
}


def metamist_case() -> Json:
    case: Json = json.loads(CASE.read_text(encoding="utf-8"))
    config = case["config"]
    config["plugins_enabled"] = ["metamist"]
    config["metamist"]["slack_channel"] = "C123"
    config["metamist"]["etl"] = {
        "accessors": ["bbv"],
        "by_type": {
            "/bbv/v1": {
                "parser_name": "bbv",
                "accessors": ["bbv"],
                "analysis_group_dataset": "fewgenomes",
                "default_parameters": {"project": "milo", "deep": {"list": [1, 2.5, None]}},
            }
        },
        "private_repo_packages": ["metamist_private"],
        "custom_audience_list": {"extract": ["https://a.example"]},
    }
    config["billing"]["aggregator"] = {
        "destination_bq_table": "a.b.c",
        "slack_channel": "C456",
        "slack_token_secret_name": "slack-token",
        "functions": [],
    }
    return case


def answer_invokes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the made-up cloud answer what the plugin asks it beside what we do."""
    usual = Recorder.Invoke

    def invoke(self: Recorder, request: Any) -> Any:
        answer = struct_pb2.Struct()
        match request.tok:
            case "gcp:organizations/getProject:getProject":
                answer.update({"number": "987", "projectId": "p", "name": "p", "id": "projects/p"})
            case "gcp:organizations/getIAMPolicy:getIAMPolicy":
                bindings = [dict(binding) for binding in request.args["bindings"]]
                text = json.dumps(
                    [{"role": b["role"], "members": list(b["members"])} for b in bindings]
                )
                answer.update({"policyData": text, "id": "1"})
            case _:
                return usual(self, request)
        return resource_pb2.ResourceInvokeResponse(**{"return": answer})

    monkeypatch.setattr(Recorder, "Invoke", invoke)


# The plugin and the SDK that it uses warn of one thing and another.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(
    not (METAMIST and importlib.util.find_spec("pulumi_gcp")),
    reason="NOT TESTED: metamist's plugin; give its clone in CPGINFRA_METAMIST, install pulumi-gcp",
)
def test_metamists_plugin_runs_unchanged(
    compat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_invokes(monkeypatch)
    target = tmp_path / "metamist"
    install(Path(METAMIST), target, "metamist_infrastructure")
    monkeypatch.syspath_prepend(str(target))
    # The plugin reads a token from the secret manager while it declares.
    (compat / "cpg_utils").mkdir()
    (compat / "cpg_utils/__init__.py").touch()
    (compat / "cpg_utils/cloud.py").write_text(
        "def read_secret(project_id, secret_name, fail_gracefully=True): return 'token'\n"
    )
    case = metamist_case()
    recorder = run(case, tmp_path)
    ours = by_urn(recorder.recording())
    if out := os.environ.get("CPGINFRA_METAMIST_RECORDING"):  # to compare with one of upstream's
        Path(out).write_text(json.dumps(recorder.recording()), encoding="utf-8")

    for type_, names in EXPECTED.items():
        declared = {r["name"] for r in ours.values() if r["type"] == type_}
        assert {name for name in declared if name.startswith("metamist-")} == names, type_
    (version,) = (r for r in ours.values() if r["name"] == "metamist-etl-accessor-configuration")
    configuration = json.loads(version["inputs"]["secretData"])["by_type"]["/bbv/v1"]
    assert configuration["default_parameters"] == {
        "project": "milo",
        "deep": {"list": [1, 2.5, None]},
    }
    expected_users = {f"metamist-etl-bbv@{PROJECT}.iam.gserviceaccount.com"} | analysts(ours)
    assert {user.lower() for user in configuration["users"]} == expected_users
    case["config"]["plugins_enabled"] = []
    without = by_urn(run(case, tmp_path).recording())
    assert {urn: ours[urn] for urn in without} == without


def analysts(recorded: dict[str, Json]) -> set[str]:
    """Who is in the analysis group of fewgenomes, by its members cache."""
    (blob,) = (
        r for r in recorded.values() if r["name"] == "fewgenomes-analysis-group-cache-members"
    )
    return set(blob["inputs"]["content"].split("\n"))
