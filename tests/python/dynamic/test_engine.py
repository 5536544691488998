# SPDX-License-Identifier: MIT
"""The providers as the Pulumi engine keeps and runs them."""

from __future__ import annotations

import base64
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cpginfra.dynamic
import grpc
import pulumi.dynamic
import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc
from support.fake_services import HAIL_TOKEN, BillingProject, FakeServices
from support.local_server import Fault, LocalServer, Reply
from support.upstream_state import written_by_upstream

PACKAGES = Path(cpginfra.dynamic.__file__).parents[2]

STACK = Path(__file__).parents[3] / "stack"

CANARY = "canary-that-must-not-be-kept"

ALL_INPUTS: dict[str, tuple[str, ...]] = {
    "google_groups.GoogleGroupMembershipProvider": ("group_key", "member_key"),
    "google_groups.GoogleGroupSettingsProvider": ("group_email", "settings"),
    "hail_batch.HailBatchUserProvider": ("username", "batch_uri", "token_category"),
    "hail_batch.HailBatchBillingProjectProvider": ("name", "batch_uri", "token_category"),
    "hail_batch.HailBatchBillingProjectMembershipProvider": ("billing_project", "user"),
    "metamist.MetamistProjectProvider": ("project_name",),
    "metamist.MetamistProjectMembersProvider": (
        "project_name",
        "write_members",
        "read_members",
        "contribute_members",
    ),
}

each_provider = pytest.mark.parametrize("name", ALL_INPUTS)


def provider(name: str) -> pulumi.dynamic.ResourceProvider:
    return cpginfra.dynamic.provider_for(dict.fromkeys(ALL_INPUTS[name], ""))


def serialized(name: str) -> str:
    text = serialize_provider(provider(name))
    assert isinstance(text, str)
    return text


@each_provider
def test_a_provider_is_found_by_its_inputs(name: str) -> None:
    found = provider(name)
    assert isinstance(found, pulumi.dynamic.ResourceProvider)
    assert f"{type(found).__module__}.{type(found).__name__}" == f"cpginfra.dynamic.{name}"


@pytest.mark.parametrize("inputs", [{}, {"name": ""}, {"group_key": "", "member_key": "", "x": ""}])
def test_inputs_of_no_provider_are_an_error(inputs: dict[str, str]) -> None:
    keys = ", ".join(sorted(inputs)) or "none"
    with pytest.raises(ValueError, match=f"^no dynamic resource has just these inputs: {keys}$"):
        cpginfra.dynamic.provider_for(inputs)


@each_provider
def test_what_is_kept_of_a_provider_is_its_name(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = serialized(name)
    for variable in (
        "HAIL_TOKEN_GCP",
        "SM_URL",
        "SM_ENVIRONMENT",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "ANY_OTHER",
    ):
        monkeypatch.setenv(variable, CANARY)
    monkeypatch.setenv("HOME", str(tmp_path / CANARY))
    assert serialized(name) == before

    content = base64.b64decode(before)
    module, class_name = name.split(".")
    # All text in it, which pickle keeps as it is.
    texts = re.findall(rb"[ -~]{6,}", content)
    assert len(content) < 150
    for text in (f"cpginfra.dynamic.{module}", class_name):
        assert text.encode() in content
    for secret in (CANARY, HAIL_TOKEN, "http", str(Path.home()), "token", "environ"):
        assert not any(secret.encode() in text for text in texts)
    assert provider(name).__dict__ == {}


@each_provider
def test_what_is_kept_of_a_provider_need_not_be_secret(name: str) -> None:
    assert provider(name).serialize_as_secret_always is False


@each_provider
def test_a_provider_says_what_it_does(name: str) -> None:
    described = type(provider(name))
    assert inspect.getdoc(described)
    for method in ("create", "read", "delete", "diff"):
        assert method in vars(described)


def test_the_form_of_what_upstream_wrote_is_the_recorded_one() -> None:
    assert written_by_upstream("google_groups.GoogleGroupMembershipProvider") == (
        "gASVVgAAAAAAAACMLWNwZ19pbmZyYS5hYnN0cmFjdGlvbi5nb29nbGVfZ3JvdXBfbWVtYmVyc2hp"
        "cJSMHUdvb2dsZUdyb3VwTWVtYmVyc2hpcFByb3ZpZGVylJOUKYGULg=="
    )


@each_provider
def test_what_upstream_wrote_is_read_as_ours_in_the_stacks_directory(name: str) -> None:
    program = "import base64, sys, dill\n" + (
        "found = type(dill.loads(base64.b64decode(sys.argv[1])))\n"
        "print(f'{found.__module__}.{found.__name__}')"
    )
    command = [sys.executable, "-c", program, written_by_upstream(name)]
    found = subprocess.check_output(command, cwd=STACK, env=environment(), text=True)
    assert found.strip() == f"cpginfra.dynamic.{name}"


def test_where_upstream_is_installed_it_comes_first(tmp_path: Path) -> None:
    (tmp_path / "cpg_infra").mkdir()
    (tmp_path / "cpg_infra/__init__.py").touch()
    variables = environment(PYTHONPATH=f"{PACKAGES}{os.pathsep}{tmp_path}")
    program = "import cpg_infra; print(cpg_infra.__file__)"
    command = [sys.executable, "-c", program]
    found = subprocess.check_output(command, cwd=STACK, env=variables, text=True)
    assert found.strip() == str(tmp_path / "cpg_infra/__init__.py")


def test_the_package_imports_nothing_of_this_until_it_is_needed() -> None:
    program = """
import sys
import cpginfra
assert "cpginfra.dynamic" not in sys.modules
import cpginfra.dynamic
heavy = {"pulumi", "httpx", "google.auth", "googleapiclient", "cpginfra._core"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
cpginfra.dynamic.provider_for({"username": "", "batch_uri": "", "token_category": ""})
assert not {"google.auth", "googleapiclient", "cpginfra._core"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, env=environment())


def environment(**more: str) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.lower().endswith("_proxy") and not key.startswith(("HAIL_", "SM_"))
    }
    return {**kept, "PYTHONPATH": str(PACKAGES), **more}


class Engine:
    """The process in which the Pulumi engine runs dynamic providers, spoken to as it does."""

    def __init__(self, stub: provider_pb2_grpc.ResourceProviderStub, kept: str) -> None:
        self._stub = stub
        self._kept = {"__provider": kept}

    def check(self, news: dict[str, Any]) -> dict[str, Any]:
        request = provider_pb2.CheckRequest(olds=_struct({}), news=self._struct(news))
        return self._plain(self._stub.Check(request).inputs)

    def create(self, props: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        request = provider_pb2.CreateRequest(properties=self._struct(props))
        made = self._stub.Create(request)
        return made.id, self._plain(made.properties)

    def read(self, id_: str, props: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        request = provider_pb2.ReadRequest(id=id_, properties=self._struct(props))
        read = self._stub.Read(request)
        return read.id, self._plain(read.properties)

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        self._stub.Delete(provider_pb2.DeleteRequest(id=id_, properties=self._struct(props)))

    def diff(self, olds: dict[str, Any], news: dict[str, Any]) -> tuple[int, list[str]]:
        # What another program has written is kept with another provider.
        theirs = _struct({**olds, "__provider": "bm90aGluZw=="})
        request = provider_pb2.DiffRequest(id="x", olds=theirs, news=self._struct(news))
        found = self._stub.Diff(request)
        return found.changes, list(found.replaces)

    def _struct(self, props: dict[str, Any]) -> struct_pb2.Struct:
        return _struct({**props, **self._kept})

    def _plain(self, struct: struct_pb2.Struct) -> dict[str, Any]:
        content: dict[str, Any] = json_format.MessageToDict(struct)
        assert content.pop("__provider", None) == self._kept["__provider"]
        return content


def _struct(props: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(props, struct_pb2.Struct())


@pytest.fixture
def stub(server: LocalServer, tmp_path: Path) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    """That process, in which importing the extension fails."""
    blocker = tmp_path / "sitecustomize.py"
    blocker.write_text("import sys\nsys.modules['cpginfra._core'] = None\n")
    variables = environment(
        PYTHONPATH=f"{tmp_path}{os.pathsep}{PACKAGES}",
        HAIL_TOKEN_GCP=HAIL_TOKEN,
        SM_URL=server.url,
        SM_ENVIRONMENT="local",
        HOME=str(tmp_path),
    )
    command = [sys.executable, "-u", "-m", "pulumi.dynamic"]  # as the engine does
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=variables, cwd=STACK) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                made = provider_pb2_grpc.ResourceProviderStub(channel)
                made.Configure(provider_pb2.ConfigureRequest())
                yield made
        finally:
            process.kill()


def test_the_engine_can_run_the_providers_without_the_extension(
    stub: provider_pb2_grpc.ResourceProviderStub, server: LocalServer, services: FakeServices
) -> None:
    place = {"batch_uri": server.url, "token_category": "gcp"}
    users = Engine(stub, serialized("hail_batch.HailBatchUserProvider"))
    user = users.check({"username": "ann", **place})
    id_, outs = users.create(user)
    assert id_ == f"gcp::{server.url}::ann"
    assert outs == {**user, "cloud_id": "ann@hail.iam.gserviceaccount.com"}
    assert users.read(id_, outs) == (id_, outs)
    none, some = provider_pb2.DiffResponse.DIFF_NONE, provider_pb2.DiffResponse.DIFF_SOME
    assert users.diff(outs, user) == (none, [])
    assert users.diff(outs, {**user, "username": "bob"}) == (some, ["username"])

    services.billing_projects["tree"] = BillingProject()
    memberships = Engine(stub, serialized("hail_batch.HailBatchBillingProjectMembershipProvider"))
    paying = {"billing_project": f"gcp::{server.url}::tree", "user": "ann"}
    id_, outs = memberships.create(paying)
    assert (id_, outs) == (f"gcp::{server.url}::tree::ann", paying)
    memberships.delete(id_, outs)
    services.billing_projects["tree"].status = "closed"
    request = provider_pb2.ReadRequest(id=id_, properties=memberships._struct(outs))
    assert stub.Read(request).id == ""
    assert services.effects == ["user ann", "add ann: tree", "remove ann: tree"]

    unchanged = Engine(stub, serialized("google_groups.GoogleGroupMembershipProvider"))
    member = {"group_key": "groups/g1", "member_key": "ann@example.org"}
    kept = {**member, "member_name": "groups/g1/memberships/1"}
    assert unchanged.diff(kept, {**member, "member_key": "Ann@example.org"}) == (none, [])


def test_what_goes_wrong_in_that_process_names_the_resource_and_no_token(
    stub: provider_pb2_grpc.ResourceProviderStub, server: LocalServer
) -> None:
    reply = Reply(403, f"403: not with {HAIL_TOKEN}".encode())
    server.faults = [Fault("", "reply", reply, is_lasting=True)]
    users = Engine(stub, serialized("hail_batch.HailBatchUserProvider"))
    props = {"username": "ann", "batch_uri": server.url, "token_category": "gcp"}
    with pytest.raises(grpc.RpcError) as caught:
        users.create(props)
    details = caught.value.details()
    assert "cannot create the Hail Batch user ann" in details
    assert "403: not with [secret]" in details
    assert HAIL_TOKEN not in details


def test_what_is_metamists_survives_the_engines_numbers(
    stub: provider_pb2_grpc.ResourceProviderStub, services: FakeServices, server: LocalServer
) -> None:
    handle = services.handle

    def without_tokens(request: Any) -> Reply:
        assert "authorization" not in request.headers
        request.headers["authorization"] = "Bearer metamist-canary-token"
        return handle(request)

    server._handle = without_tokens
    projects = Engine(stub, serialized("metamist.MetamistProjectProvider"))
    id_, outs = projects.create({"project_name": "tree"})
    assert (id_, outs) == (
        "metamist-project::tree::100",
        {"project_id": 100, "project_name": "tree"},
    )
    assert projects.read(id_, outs) == (id_, outs)
    assert projects.diff(outs, {"project_name": "tree"}) == (
        provider_pb2.DiffResponse.DIFF_NONE,
        [],
    )


def test_what_upstream_made_can_be_read_and_deleted(
    stub: provider_pb2_grpc.ResourceProviderStub, server: LocalServer, services: FakeServices
) -> None:
    services.billing_projects["tree"] = BillingProject(users=["ann"])
    theirs = written_by_upstream("hail_batch.HailBatchBillingProjectMembershipProvider")
    memberships = Engine(stub, theirs)
    id_ = f"gcp::{server.url}::tree::ann"
    outs = {"billing_project": f"gcp::{server.url}::tree", "user": "ann"}
    assert memberships.read(id_, outs) == (id_, outs)
    memberships.delete(id_, outs)
    assert services.effects == ["remove ann: tree"]
